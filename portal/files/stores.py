"""Which store this installation uses, and which columns of the database refer to it."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.files.database_store import DatabaseStore
from portal.files.folder_store import FolderStore
from portal.files.store import BlobStore

FOLDER = "files"  # in the data folder


def blob_store(registry: Any, session: Session) -> BlobStore:
    """The store of the setting ``file_store``; the database store works in the given session's transaction."""
    settings = registry["settings"]
    limit = settings.upload_megabytes << 20
    if settings.file_store == "database":
        return DatabaseStore(session, limit)
    return FolderStore(Path(settings.data_dir) / FOLDER, limit)


def request_store(request: Any) -> BlobStore:
    """The store of a request (``request.blob_store``)."""
    return blob_store(request.registry, request.dbsession)


def add_blob_reference(config: Any, column: InstrumentedAttribute[str]) -> None:
    """Directive: contents whose hash stands in this column are in use and never collected."""
    config.action(("blob reference", str(column)), lambda: config.registry["blob_references"].append(column))


def referenced(registry: Any, session: Session) -> frozenset[str]:
    """Every hash in use."""
    return frozenset(
        sha256 for column in registry["blob_references"] for sha256 in session.scalars(select(column).distinct())
    )
