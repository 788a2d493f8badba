"""A reader that fails the way native libraries do, for the tests of the child process."""

from typing import IO


class Panic(BaseException):
    """What the panics of some native readers are: no `Exception`."""


def read(stream: IO[bytes]) -> None:
    """Fail as the file says."""
    raise MemoryError if stream.read() == b"memory" else Panic
