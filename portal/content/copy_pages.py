"""The page that takes blocks over from an earlier record: with the editor and without JavaScript."""

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from portal.content import copying, services
from portal.content.labels import BLOCKS
from portal.content.pages import common, rendered, sent_lock, stored
from portal.content.tree import block_id
from portal.content.validate import ContentError
from portal.forms.submit import undo
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.records.types import record_types, type_of
from portal.security.viewer import principals

PAGE = "templates:content/section_copy.pt"
NOTHING = _("가져올 것을 하나 이상 고르십시오.")


def includeme(config: Any) -> None:
    """The view below."""
    config.scan(__name__)


@view_config(route_name="section_copy", request_method="GET", permission="edit", renderer=PAGE)
def choose(request: Any) -> dict[str, Any]:
    """Records to take from, or the blocks of one of them."""
    return values_of(request, request.GET)


@view_config(route_name="section_copy", request_method="POST", permission="edit", renderer=PAGE)
def take(request: Any) -> Any:
    """Copies of the chosen blocks go into the text; the caret goes to the first of them."""
    page = common(request)
    section, lock = page["section"], sent_lock(request)
    chosen = frozenset(request.POST.getall("block"))
    blocks = [one for one in blocks_asked(request, request.POST) if block_id(one) in chosen]
    base = services.text_at(request.dbsession, section, lock) or section.content
    text, ids = copying.with_copies(base, request.POST.get("after", ""), blocks)
    if not ids:
        return refused(request, NOTHING)
    try:
        saved = stored(request, section, lock, text)
    except ContentError as error:
        return refused(request, error.reason)
    if saved.conflicts:
        return refused(request, _("그 사이 글이 바뀌어 넣지 못했습니다. 한 번 더 누르면 지금 글에 넣습니다."))
    request.session.flash(request.localizer.translate(_("가져왔습니다.")))
    route = type_of(request.dbsession, page["record"]).edit_route
    return HTTPSeeOther(request.route_path(route, uid=page["record"].uid, _anchor=f"b-{ids[0]}"))


def blocks_asked(request: Any, asked: Any) -> list[Any]:
    """The blocks of the record that was asked for. Raises HTTPNotFound when the reader may not read it."""
    found = copying.source(request.dbsession, principals(request.identity), asked.get("source", "")[:32])
    if found is None or found.id == request.context.section.record_id:
        raise HTTPNotFound()
    return copying.blocks_of(request.dbsession, found)


def refused(request: Any, fault: Any) -> dict[str, Any]:
    """The page again with what was chosen, and why nothing was taken over."""
    undo(request)
    request.response.status_int = 400
    return {**values_of(request, request.POST), "fault": fault, "has_errors": True}


def values_of(request: Any, asked: Any) -> dict[str, Any]:
    """Everything on the page."""
    page = common(request)
    if not type_of(request.dbsession, page["record"]).edit_route:
        raise HTTPBadRequest()
    words, session = word_asked(request, "q"), request.dbsession
    blocks = blocks_asked(request, asked) if asked.get("source") else []
    chosen = frozenset(asked.getall("block"))
    return {
        **page,
        "words": words,
        "after": asked.get("after", "")[:40],
        "source": asked.get("source", "")[:32],
        "types": record_types(session),
        "rows": copying.sources(session, principals(request.identity), words, page["section"]) if not blocks else [],
        "blocks": [_shown(request, block, chosen) for block in blocks],
        "fault": None,
    }


def _shown(request: Any, block: Any, chosen: frozenset[str]) -> dict[str, Any]:
    return {
        "id": block_id(block),
        "label": BLOCKS.get(block["type"], block["type"]),
        "html": rendered(request, block) if copying.is_takable(block) else None,
        "chosen": block_id(block) in chosen,
    }
