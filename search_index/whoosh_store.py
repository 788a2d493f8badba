"""The index's folder: which index in it is in use, writing it durably, and filling a new one beside it.

    <folder>/CURRENT          the name of the index in use, replaced in one step
    <folder>/f1-000003/       a Whoosh index of format 1
    <folder>/f1-000004.new/   one that is being rebuilt, with the mark of its last batch

Whoosh syncs nothing to disk. Here a commit's segment reaches the disk before the table of contents that names it.
"""

import os
import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex

from search_index.whoosh_schema import INDEX_FORMAT, SCHEMA
from search_index.whoosh_segments import INDEX_NAME

_NAME = re.compile(r"f(\d+)-(\d{6})")
_MARK = "rebuild-mark"


class DurableStorage(FileStorage):
    """Whoosh's folder storage that syncs segments and tables of contents, in that order."""

    def create_file(self, name: str, **kwargs: Any) -> StructFile:
        """A file that is on the disk when it is closed, unless it is one of Whoosh's short-lived ones."""
        lasting = name.endswith(".seg") or ".toc" in name
        return super().create_file(name, onclose=_sync_file if lasting else None, **kwargs)

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """A file to read; a table of contents is read at once, because Whoosh leaves a damaged one open."""
        if name.endswith(".toc"):
            return StructFile(BytesIO(Path(self.folder, name).read_bytes()), name=name)
        return super().open_file(name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename; the new name is on the disk afterwards."""
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def _sync_file(file: StructFile) -> None:
    file.file.flush()
    os.fsync(file.file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class IndexFolder:
    """The folder that holds the index in use and, during a rebuild, its successor."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Path | None:
        """The index in use, or None when there is none yet."""
        try:
            name = (self.path / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self.path / name if _NAME.fullmatch(name) else None

    def is_outdated(self, index: Path) -> bool:
        """Whether an index was written in another format than this program's."""
        found = _NAME.fullmatch(index.name)
        return found is None or int(found[1]) != INDEX_FORMAT

    def create(self) -> Path:
        """Make an empty index and put it to use."""
        index = self._new()
        self.use(index)
        return self.path / index.name.removesuffix(".new")

    def begin(self) -> Path:
        """The index that is being rebuilt: an unfinished one of this format, or a new empty one."""
        return self._unfinished() or self._new()

    def _new(self) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        numbers = [int(found[2]) for entry in self.path.iterdir() if (found := _NAME.match(entry.name))]
        index = self.path / f"f{INDEX_FORMAT}-{max(numbers, default=0) + 1:06}.new"
        index.mkdir()
        FileIndex.create(DurableStorage(str(index)), SCHEMA, INDEX_NAME)
        return index

    def _unfinished(self) -> Path | None:
        for entry in sorted(self.path.glob(f"f{INDEX_FORMAT}-*.new")):
            if (entry / _MARK).exists():
                return entry
        return None

    def mark(self, index: Path) -> str | None:
        """Up to where an unfinished rebuild has come."""
        try:
            return (index / _MARK).read_text("utf-8")
        except OSError:
            return None

    def set_mark(self, index: Path, mark: str) -> None:
        """Note up to where a rebuild has come."""
        _replace(index / _MARK, mark)

    def remove(self, index: Path) -> None:
        """Throw away an index that is being rebuilt."""
        shutil.rmtree(index, ignore_errors=True)

    def use(self, index: Path) -> None:
        """Put a finished index in the place of the one in use and remove every other one."""
        final = self.path / index.name.removesuffix(".new")
        (index / _MARK).unlink(missing_ok=True)
        index.rename(final)
        _replace(self.path / "CURRENT", final.name)
        for entry in self.path.iterdir():
            if entry != final and _NAME.match(entry.name):
                # processes that still read it keep their open files
                shutil.rmtree(entry, ignore_errors=True)


def _replace(path: Path, text: str) -> None:
    """Write a small file so that there is never half of it."""
    beside = path.with_name(path.name + ".tmp")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)
