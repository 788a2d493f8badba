"""Which process writes the index of a folder: the one that holds an operating-system lock on it."""

import fcntl
from pathlib import Path
from typing import IO


class FolderLock:
    """A lock that the system takes back when its holder dies, however it dies."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "WRITER"
        self._file: IO[bytes] | None = None

    @property
    def acquired(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock if it is free; True while this object holds it."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None
