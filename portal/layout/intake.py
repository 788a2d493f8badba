"""What a request may carry, asked before anything reads it; and that what it carried is closed.

Reading a form costs a thousand times what sending it costs: four megabytes of `a&a&a&…` keep a thread busy for half a
minute and take 400 MB, and nobody needs to be signed in for it. So the controls are counted in the bytes first.
"""

import io
import re
from typing import Any

from pyramid.events import NewRequest
from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge
from pyramid.request import Request

from portal.forms.submit import MOST_CONTROLS, broken
from portal.i18n import _
from portal.layout.frame import FAILED

FORM = "application/x-www-form-urlencoded"
MOST_TEXT = 8 << 20  # bytes of a form without files; the longest text of a page is a tenth of it
# a part that is a form itself would be taken apart as well, uncounted
_FORM_IN_PART = re.compile(rb"^content-type:\s*(?:multipart/|application/x-www-form-urlencoded)", re.I | re.M)
_END_OF_HEAD = re.compile(rb"\r?\n\s*\n")


def check(event: NewRequest) -> None:
    """Subscriber: refuse an address or a form that is not what it says, or that no page of ours sends."""
    request = event.request
    request.add_response_callback(_close_body)
    try:
        # PostgreSQL keeps no NUL, and no address of ours has one
        if "\0" in request.path_info or any("\0" in text for pair in request.GET.items() for text in pair):
            raise ValueError("NUL in an address")
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            _count(request)
            request.POST  # noqa: B018 - decoding happens on access
    except ValueError as error:
        setattr(request, FAILED, True)
        raise HTTPBadRequest from error


def _count(request: Request) -> None:
    if request.content_type in ("", FORM):
        if (request.content_length or 0) > MOST_TEXT:
            setattr(request, FAILED, True)
            raise HTTPRequestEntityTooLarge
        controls = request.body.count(b"&")
    elif request.content_type == "multipart/form-data":
        _measure(request)
        controls = len(_parts(request))
    else:
        return
    if controls > MOST_CONTROLS:
        setattr(request, FAILED, True)
        raise broken()


def _measure(request: Request) -> None:
    """Refuse, before it is read, what is twice as large as an attachment may be; below, its form says what is wrong."""
    most: int = request.registry["settings"].upload_megabytes
    if (request.content_length or 0) > 2 * (most + 1) << 20:  # a megabyte for what is typed beside the file
        setattr(request, FAILED, True)
        raise HTTPRequestEntityTooLarge(detail=_("한 번에 ${n}MB까지 올릴 수 있습니다.", mapping={"n": most}))


def _parts(request: Request) -> list[bytes]:
    """The parts of a form with files. Raises ValueError when one of them is a form itself."""
    found = re.search(r'boundary="?([^";,]+)', request.headers.get("Content-Type", ""))
    if found is None:
        raise ValueError("a form without a boundary")
    parts: list[bytes] = request.body.split(b"--" + found[1].strip().encode("latin-1"), MOST_CONTROLS + 1)
    for part in parts[: MOST_CONTROLS + 1]:
        end = _END_OF_HEAD.search(part)
        if _FORM_IN_PART.search(part, 0, end.start() if end else len(part)):
            raise ValueError("a form within a form")
    return parts


def _close_body(request: Request, response: Any) -> None:
    """Close the body and its uploaded parts when the answer is ready, not whenever garbage is collected.

    pyramid_retry makes WebOb copy bodies over 10 KB to a temporary file, and each uploaded part is another; WebOb
    closes neither. Response callbacks run after the commit, when no further attempt can need the body.
    """
    body = request.environ.get("wsgi.input")
    if request.environ.get("webob.is_body_seekable") and isinstance(body, io.BufferedRandom):
        body.close()
    parsed, _source = request.environ.get("webob._parsed_post_vars", ({}, None))
    for part in parsed.values():
        if hasattr(part, "file"):
            part.file.close()
