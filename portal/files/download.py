"""Sending a kept file: verified, named for every browser, and harmless if a browser opens it."""

from typing import IO
from urllib.parse import quote

from pyramid.response import FileIter, Response

SANDBOX = "default-src 'none'; sandbox"


def content_disposition(name: str, inline: bool = False) -> str:
    """The header of RFC 6266: the true name in UTF-8, and an ASCII one for clients that know no better."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_response(stream: IO[bytes], name: str, media_type: str, size: int, inline: bool = False) -> Response:
    """An answer that sends the stream and closes it. Only pictures may be ``inline``."""
    response = Response(content_type=media_type, app_iter=FileIter(stream), content_length=size)
    if media_type.startswith("text/"):
        response.charset = None  # the file's own, which nobody knows
    response.headers.update(
        {
            "Content-Disposition": content_disposition(name, inline),
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        }
    )
    return response
