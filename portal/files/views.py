"""Pages of files: the list of a record's files with its upload form, the editor's pictures, downloads, removal."""

from typing import IO, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from portal.audit.access import log_access
from portal.files.contexts import FilesContext
from portal.files.download import file_response
from portal.files.models import Attachment
from portal.files.reasons import FAILURES, WARNINGS, FileRefused
from portal.files.schemas import UploadSchema
from portal.files.services import attach, attachments, remove
from portal.files.store import BlobMissing
from portal.forms import Form, FormError, handle
from portal.i18n import _
from portal.records.types import type_of
from portal.records.workflow import Refused


def list_and_upload(context: FilesContext, request: Any) -> Any:
    """GET: the files of a record, and the form if the viewer may attach. POST: attach, all or none."""
    _looked_into(context, request)
    form = Form(request, UploadSchema().bind(), formid="files", submit=_("붙이기"))

    def save(values: dict[str, Any]) -> str:
        faults = []
        for upload in values["files"]:
            try:
                _attach(context, request, upload.name, upload.stream)
            except FileRefused as refused:
                message = request.localizer.translate(refused.message)
                faults.append(("files", _("${name}: ${reason}", mapping={"name": upload.name, "reason": message})))
        if faults:
            raise FormError.of(faults)
        return str(request.path)

    return handle(request, form, save, _("파일을 붙였습니다."), page=lambda: _page(context, request))


def _looked_into(context: FilesContext, request: Any) -> None:
    """Who sees its files has opened a record: some types remember that."""
    type_of(request.dbsession, context.record).looked_into(request, context.record)


def _attach(context: FilesContext, request: Any, name: str, stream: IO[bytes], in_text: bool = False) -> Attachment:
    session, store = request.dbsession, request.blob_store
    return attach(session, store, context.record, name, stream, actor=request.identity, in_text=in_text)


def _page(context: FilesContext, request: Any) -> dict[str, Any]:
    record = context.record
    address = request.route_path(type_of(request.dbsession, record).route, uid=record.uid)
    return {
        "page_title": _("붙임 파일"),
        "breadcrumbs": [(record.title, address), (_("붙임 파일"), "")],
        "files": file_rows(request, record.id, scans=context.writes, drafts=context.inside),
        "may_attach": request.has_permission("attach", context),
        "record_address": address,
    }


def file_rows(request: Any, record_id: int, *, scans: bool = False, drafts: bool = False) -> list[dict[str, Any]]:
    """What `templates/files/parts.pt` shows of each file of a record; ``scans`` and ``drafts`` if asked for."""
    return [
        {
            "uid": file.uid,
            "name": file.name,
            "size": _size(file.size),
            "address": request.route_path("files.download", uid=file.uid),
            "remove_address": request.route_path("files.remove", uid=file.uid),
            "notes": _notes(file),
        }
        for file in attachments(request.dbsession, record_id, scans=scans, drafts=drafts)
    ]


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, round(size / 1024))} KB"


def _notes(file: Any) -> list[Any]:
    """What a reader should know of the text of a file: whether a search finds it."""
    if file.text_state == "PENDING":
        return [_("본문을 읽는 중")]
    if file.text_state == "FAILED":
        return [FAILURES.get(file.text_reason, FAILURES["crashed"])]
    return [WARNINGS[code] for code in file.warnings if code in WARNINGS]


def upload_image(context: FilesContext, request: Any) -> dict[str, str]:
    """A picture for the text, sent by the editor; the answer names it, or says why it was not taken."""
    part = request.POST.get("file")
    try:
        if not hasattr(part, "file"):
            raise FileRefused("empty")
        image = _attach(context, request, part.filename, part.file, in_text=True)
    except FileRefused as refused:
        request.tm.doom()
        request.response.status_int = 400
        return {"error": request.localizer.translate(refused.message)}
    return {"uid": image.uid, "name": image.name}


def download(context: FilesContext, request: Any) -> Any:
    """The bytes of a file, after their hash was compared and the access log has its line."""
    file = context.attachment
    assert file is not None
    _looked_into(context, request)
    try:
        stream = request.blob_store.open(file.sha256)
    except BlobMissing:
        raise HTTPNotFound(_("보관된 파일을 찾을 수 없습니다. 관리자에게 알려 주십시오.")) from None
    inline = file.media_type.startswith("image/")
    log_access(request, "view" if inline else "download", f"file:{file.uid} record:{context.record.uid}")
    return file_response(stream, file.name, file.media_type, file.size, inline)


def remove_file(context: FilesContext, request: Any) -> Any:
    """Take a file away and go back to the list."""
    assert context.attachment is not None
    address = request.route_path("files.list", uid=context.record.uid)
    try:
        remove(request.dbsession, context.attachment, request.identity)
    except Refused as refused:
        messages = [request.localizer.translate(problem.text) for problem in refused.problems]
    else:
        messages = [request.localizer.translate(_("파일을 삭제했습니다."))]
    for message in messages:
        request.session.flash(message)
    return HTTPSeeOther(location=address)
