"""What the files part adds to the application: stores, jobs, routes and pages."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from portal.files import views
from portal.files.collection import EVERY, collect_by_clock, collect_job
from portal.files.contexts import attachment_by_uid, files_of_record
from portal.files.extraction import extract_attachment
from portal.files.models import Attachment
from portal.files.stores import add_blob_reference, blob_store, referenced, request_store
from portal.i18n import _
from portal.records.models import EditionFile

PAGE = "templates:files/files.pt"


def faults(registry: Any) -> Iterator[str]:
    """What `sillok check` tells about the contents kept: damaged, misplaced, missing."""
    with registry["database"].reading() as session:
        store = blob_store(registry, session)
        for fault in store.check():
            yield f"{fault.sha256} is {fault.problem}"
        for sha256 in sorted(referenced(registry, session)):
            if not store.exists(sha256):
                yield f"{sha256} is missing"


def add_attachment_holder(config: Any, find: Callable[[Session, Attachment], Iterable[int]]) -> None:
    """Directive: ``find`` tells the ids of the records that a file goes along with."""
    config.registry["attachment_holders"].append(find)


def includeme(config: Any) -> None:
    """Stores, jobs and pages. Features that keep contents of their own name their columns by ``add_blob_reference``.

    Where a record's files go along with another record, ``add_attachment_holder`` names the function that tells the
    ids of those others for an attachment: who reads one of them reads the file.
    """
    config.registry["blob_references"] = []
    config.registry["attachment_holders"] = []
    config.add_directive(
        "add_attachment_holder", lambda config, find: config.registry["attachment_holders"].append(find)
    )
    config.add_directive("add_blob_reference", add_blob_reference)
    config.add_blob_reference(Attachment.sha256)
    config.add_blob_reference(EditionFile.sha256)
    config.add_check("files", faults)
    config.add_request_method(request_store, "blob_store", reify=True)

    config.add_job("files.extract", extract_attachment, _("붙임 파일의 본문 읽기"))
    config.add_job("files.collect", collect_job, _("쓰지 않는 파일 정리"))
    config.add_clock_job("files.collect", EVERY, collect_by_clock)

    config.add_route("files.list", "/records/{uid}/files", factory=files_of_record)
    config.add_route("files.image", "/records/{uid}/images", factory=files_of_record)
    config.add_route("files.download", "/files/{uid}", factory=attachment_by_uid)
    config.add_route("files.remove", "/files/{uid}/remove", factory=attachment_by_uid)
    for method, permission in (("GET", "view"), ("POST", "attach")):
        config.add_view(
            views.list_and_upload, route_name="files.list", request_method=method, permission=permission, renderer=PAGE
        )
    config.add_view(
        views.upload_image, route_name="files.image", request_method="POST", permission="attach", renderer="json"
    )
    config.add_view(views.download, route_name="files.download", request_method="GET", permission="view")
    config.add_view(views.remove_file, route_name="files.remove", request_method="POST", permission="attach")
