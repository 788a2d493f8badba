"""The page that takes blocks over from an earlier record: with the editor and without JavaScript."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from portal.content import copying, services
from portal.content.labels import BLOCKS
from portal.content.pages import common, rendered, sent_lock, stored
from portal.content.tree import block_id
from portal.content.validate import ContentError
from portal.content.views import refusal
from portal.forms.posted import posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.records.models import Record
from portal.records.types import record_types
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
    """Copies of the chosen blocks go into the text; the list of its blocks opens at the first of them."""
    page = common(request)
    section, lock, blocks = page["section"], sent_lock(request), blocks_chosen(request)
    base = services.text_at(request.dbsession, section, lock) or section.content
    text, ids = copying.with_copies(base, posted(request, "after"), blocks)
    if not ids:
        return refused(request, NOTHING)
    try:
        saved = stored(request, section, lock, text)
    except ContentError as error:
        return refused(request, error.reason)
    if saved.conflicts:
        return refused(request, _("그 사이 글이 바뀌어 넣지 못했습니다. 한 번 더 누르면 지금 글에 넣습니다."))
    request.session.flash(request.localizer.translate(_("가져왔습니다.")))
    return HTTPSeeOther(request.route_path("section_blocks", id=section.id, _anchor=f"block-{ids[0]}"))


@view_config(route_name="section_copy", request_method="POST", permission="edit", xhr=True, renderer="json")
def hand_out(request: Any) -> dict[str, Any]:
    """Copies of the chosen blocks for the editor, which puts them in at its caret; nothing is saved here."""
    copies = copying.copies_of(blocks_chosen(request))
    return {"blocks": copies} if copies else refusal(request, 400, NOTHING)


def blocks_chosen(request: Any) -> list[Any]:
    """The blocks that were chosen, in the order of their record. Raises HTTPNotFound as ``blocks_asked`` does."""
    chosen = frozenset(request.POST.getall("block"))
    return [one for one in blocks_asked(request, request.POST) if block_id(one) in chosen]


def blocks_asked(request: Any, asked: Any) -> list[Any]:
    """The blocks of the record that was asked for. Raises HTTPNotFound when the reader may not read it."""
    return copying.blocks_of(request.dbsession, source_asked(request, asked))


def source_asked(request: Any, asked: Any) -> Record:
    """The record that was asked for. Raises HTTPNotFound when the reader may not read it."""
    found = copying.source(request.dbsession, principals(request.identity), asked.get("source", "")[:32])
    if found is None or found.id == request.context.section.record_id:
        raise HTTPNotFound()
    return found


def refused(request: Any, fault: Any) -> dict[str, Any]:
    """The page again with what was chosen, and why nothing was taken over."""
    undo(request)
    request.response.status_int = 400
    return {**values_of(request, request.POST), "fault": fault, "has_errors": True}


def values_of(request: Any, asked: Any) -> dict[str, Any]:
    """Everything on the page."""
    page = common(request)
    words, session = word_asked(request, "q"), request.dbsession
    source = source_asked(request, asked) if asked.get("source") else None
    blocks = copying.blocks_of(session, source) if source else []
    chosen = frozenset(asked.getall("block"))
    rows = [] if source else copying.sources(session, principals(request.identity), words, page["section"])
    return {
        **page,
        "words": words,
        "after": asked.get("after", "")[:40],
        "source": source,
        "types": record_types(session),
        "rows": rows,
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
