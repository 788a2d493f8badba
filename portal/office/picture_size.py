"""The size of an attached picture on paper, read from its header without decoding it."""

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image as ImageHeader

from portal.office.model import Image, Picture
from portal.office.pictures import EXTENSIONS

MM_PER_INCH = 25.4
SCREEN_DPI = 96  # files that name 72 or no resolution come from screens
UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)


def pixels_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, or None when it cannot be read."""
    try:
        header = ImageHeader.from_blob(data)
    except UNREADABLE:
        return None
    return header.px_width, header.px_height


def image_of(picture: Picture, alt: str) -> Image | None:
    """The picture as a document block, or None when it is no readable PNG, JPEG or GIF."""
    try:
        header = ImageHeader.from_blob(picture.data)
    except UNREADABLE:
        return None
    if header.content_type not in EXTENSIONS or not (header.px_width and header.px_height):
        return None
    horizontal, vertical = max(header.horz_dpi, SCREEN_DPI), max(header.vert_dpi, SCREEN_DPI)
    width, height = header.px_width / horizontal * MM_PER_INCH, header.px_height / vertical * MM_PER_INCH
    return Image(picture.data, header.content_type, width, height, alt)
