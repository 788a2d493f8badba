"""Saving and polling of sections: the JSON the editor speaks.

200 {lock, content or null, saved_at, others}; 409 {lock, content, conflicts}; 401, 403, 404, 413, 422 {error}.
"""

import json
from collections.abc import Callable
from typing import Any

from pyramid.csrf import check_csrf_origin, check_csrf_token
from pyramid.security import NO_PERMISSION_REQUIRED

from portal import clock
from portal.content import services
from portal.content.contexts import section_factory
from portal.content.validate import ContentError
from portal.i18n import _
from portal.office.formats import official_time
from portal.records.workflow import NotAllowed

MAX_BODY = 2 << 20  # bytes; a section of a long meeting is a tenth of it

CLOSED = _("지금은 이 글을 고칠 수 없습니다.")

View = Callable[[Any], dict[str, Any]]


def answer(request: Any, status: int, **body: Any) -> dict[str, Any]:
    """A JSON answer with a status."""
    request.response.status_int = status
    return body


def refusal(request: Any, status: int, message: Any) -> dict[str, Any]:
    """A refusal in the reader's language. Nothing was changed, so the transaction may commit."""
    return answer(request, status, error=request.localizer.translate(message))


def for_editors(view: View) -> View:
    """The view is only for somebody who may edit the section's record now; others are told why, as JSON.

    The token is checked here and not before: whose sign-in is over has none that fits, and is told to sign in again.
    """

    def checked(request: Any) -> dict[str, Any]:
        if request.identity is None:
            return refusal(request, 401, _("로그인이 끝났습니다."))
        if request.method == "POST":
            check_csrf_origin(request)
            check_csrf_token(request)
        if request.context.section is None:
            return refusal(request, 404, _("글을 찾을 수 없습니다."))
        if "edit" not in request.context.acts:
            return refusal(request, 403, CLOSED)
        return view(request)

    return checked


class BadPayload(ValueError):
    """The body of a save is not what an editor sends; ``status`` is the answer's."""

    def __init__(self, status: int, reason: Any) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def read_payload(request: Any) -> tuple[int, Any, str | None]:
    """Lock, document (unchecked) and reason of a save. Raises BadPayload."""
    too_large = BadPayload(413, _("글이 너무 커서 저장하지 못했습니다."))
    if (request.content_length or 0) > MAX_BODY or len(request.body) > MAX_BODY:
        raise too_large
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadPayload(422, _("본문을 읽을 수 없습니다.")) from error
    lock = payload.get("lock") if isinstance(payload, dict) else None
    if type(lock) is not int or not 0 < lock < 2**31:
        raise BadPayload(422, _("본문을 읽을 수 없습니다."))
    reason = payload.get("reason")
    return lock, payload.get("content"), reason if reason in services.REASONS else None


def shown_time(moment: Any) -> str:
    """The time of a save as the page shows it."""
    local = clock.local(moment)
    return f"{official_time(local)}:{local.second:02d}"


@for_editors
def save(request: Any) -> dict[str, Any]:
    """POST /sections/{id}/save"""
    session, section, viewer = request.dbsession, request.context.section, request.identity
    try:
        lock, document, reason = read_payload(request)
        saved = services.save(session, section, lock, document, viewer, reason=reason)
    except BadPayload as error:
        return refusal(request, error.status, error.reason)
    except ContentError as error:
        return refusal(request, 422, error.reason)
    except NotAllowed:
        return refusal(request, 403, CLOSED)
    services.note_presence(session, section.id, viewer.person_id)
    if saved.conflicts:
        conflicts = [
            {"id": one.id, "base": one.base, "mine": one.mine, "theirs": one.theirs} for one in saved.conflicts
        ]
        return answer(request, 409, lock=saved.lock, content=saved.doc, conflicts=conflicts)
    return {
        "lock": saved.lock,
        "content": saved.doc,
        "saved_at": shown_time(section.changed_at),
        "others": services.others(session, section.id, viewer.person_id),
    }


@for_editors
def poll(request: Any) -> dict[str, Any]:
    """GET /sections/{id}/poll?lock=n: what others saved since, and who they are.

    Presence is written after the answer is made, in a short transaction of its own: a GET never writes in its own.
    """
    session, section, person_id = request.dbsession, request.context.section, request.identity.person_id
    if not services.is_noted(session, section.id, person_id):
        request.add_finished_callback(lambda request: _write_presence(request.registry, section.id, person_id))
    newer = request.GET.get("lock") != str(section.lock)
    return {
        "lock": section.lock,
        "content": section.content if newer else None,
        "saved_at": shown_time(section.changed_at),
        "others": services.others(session, section.id, person_id),
    }


def _write_presence(registry: Any, section_id: int, person_id: int) -> None:
    with registry["database"].writing() as session:
        services.note_presence(session, section_id, person_id)


@for_editors
def presence(request: Any) -> dict[str, Any]:
    """POST /sections/{id}/presence: I am here; who else is?"""
    session, section, person_id = request.dbsession, request.context.section, request.identity.person_id
    services.note_presence(session, section.id, person_id)
    return {"lock": section.lock, "others": services.others(session, section.id, person_id)}


def includeme(config: Any) -> None:
    """The addresses of the editor, and the clock job that forgets old steps of autosave."""
    config.add_clock_job("prune_sections", 3600, services.prune)
    for name, view, method in (("save", save, "POST"), ("poll", poll, "GET"), ("presence", presence, "POST")):
        config.add_route(f"section_{name}", rf"/sections/{{id:\d+}}/{name}", factory=section_factory)
        config.add_view(
            view,
            route_name=f"section_{name}",
            request_method=method,
            renderer="json",
            permission=NO_PERMISSION_REQUIRED,  # answered in JSON by the views themselves
            http_cache=0,
            require_csrf=False,  # see for_editors
        )
