"""Small pictures that the invented institution uses, painted pixel by pixel."""

import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


def png(width: int, height: int, paint: Callable[[int, int], Colour]) -> bytes:
    """A PNG of so many pixels; ``paint(x, y)`` answers the colour of each."""
    lines = (b"\0" + bytes(part for x in range(width) for part in paint(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
