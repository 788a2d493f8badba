"""A zip writer for office files whose unchanging members are compressed once.

The standard library compresses every member on every write; for a one-page document that is nearly all of the
cost. Dates are fixed, so the same content gives the same bytes, which may be hashed and stored.
"""

import struct
import zlib
from collections.abc import Iterable

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
VERSION = 20
UTF8_NAMES = 0x0800
STORED, DEFLATE = 0, 8
EPOCH = (1 << 5) | 1  # 1 January 1980, the first day a zip can name


class Members:
    """Zip members laid end to end, each compressed when it is added."""

    __slots__ = ("central", "count", "data")

    def __init__(self, members: Iterable[tuple[str, bytes]] = (), level: int = 9) -> None:
        self.data = b""
        self.central = b""
        self.count = 0
        for name, content in members:
            self.add(name, content, level)

    def add(self, name: str, content: bytes, level: int = 1) -> None:
        """Append one member. Level 1 is the fast one, for what is written once per document; 0 stores it as it is."""
        deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = deflater.compress(content) + deflater.flush() if level else content
        encoded = name.encode()
        sizes = (zlib.crc32(content), len(packed), len(content), len(encoded), 0)
        common = (VERSION, UTF8_NAMES, DEFLATE if level else STORED, 0, EPOCH, *sizes)
        self.central += CENTRAL.pack(b"PK\1\2", VERSION, *common, 0, 0, 0, 0, len(self.data)) + encoded
        self.data = b"".join((self.data, LOCAL.pack(b"PK\3\4", *common), encoded, packed))
        self.count += 1

    def copy(self) -> "Members":
        """The same members, to which others can be added without compressing these again."""
        twin = Members()
        twin.data, twin.central, twin.count = self.data, self.central, self.count
        return twin

    def closed(self) -> bytes:
        """The finished zip file."""
        size = len(self.central)
        end = END.pack(b"PK\5\6", 0, 0, self.count, self.count, size, len(self.data), 0)
        return b"".join((self.data, self.central, end))
