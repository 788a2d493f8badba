"""Large request bodies and uploaded parts: closed when the answer is ready, not whenever garbage is collected."""

import io
from typing import Any


def close_body_after(event: Any) -> None:
    """Subscriber to NewRequest.

    pyramid_retry makes WebOb copy bodies over 10 KB to a temporary file, and each uploaded part is another; WebOb
    closes neither. Response callbacks run after the commit, when no further attempt can need the body.
    """
    event.request.add_response_callback(_close_body)


def _close_body(request: Any, response: Any) -> None:
    body = request.environ.get("wsgi.input")
    if request.environ.get("webob.is_body_seekable") and isinstance(body, io.BufferedRandom):
        body.close()
    parsed, _source = request.environ.get("webob._parsed_post_vars", ({}, None))
    for part in parsed.values():
        if hasattr(part, "file"):
            part.file.close()
