"""Sizes of PNG and JPEG pictures read from their headers: nothing is decoded, so nothing can expand."""

import struct
from typing import IO

from portal.files.reasons import FileRefused

MAX_PIXELS = 40_000_000  # an A3 page scanned at 400 dpi has 31 million
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG start-of-frame markers; the others are tables
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_MAX_SEGMENTS = 2_000


def image_size(stream: IO[bytes]) -> tuple[int, int]:
    """Width and height in pixels; `FileRefused` if the header is broken or there are too many pixels."""
    stream.seek(0)
    head = stream.read(26)
    try:
        width, height = _png_size(head) if head.startswith(b"\x89PNG") else _jpeg_size(stream)
    except (struct.error, IndexError) as error:
        raise FileRefused("damaged") from error
    if width <= 0 or height <= 0:
        raise FileRefused("damaged")
    if width * height > MAX_PIXELS:
        raise FileRefused("image-too-large", limit=MAX_PIXELS // 10_000)
    return width, height


def _png_size(head: bytes) -> tuple[int, int]:
    if head[12:16] != b"IHDR":
        raise FileRefused("damaged")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg_size(stream: IO[bytes]) -> tuple[int, int]:
    """Walk from segment to segment to the first frame header."""
    stream.seek(2)
    for _segment in range(_MAX_SEGMENTS):
        if stream.read(1) != b"\xff":
            break
        marker = stream.read(1)[0]
        while marker == 0xFF:  # fill bytes
            marker = stream.read(1)[0]
        if marker in _BARE:
            continue
        (length,) = struct.unpack(">H", stream.read(2))
        if marker in _FRAMES:
            _precision, height, width = struct.unpack(">BHH", stream.read(5))
            return width, height
        if marker == 0xD9 or length < 2:
            break
        stream.seek(length - 2, 1)
    raise FileRefused("damaged")
