"""Pages of a section: editing one block at a time without JavaScript, and the history of its text."""

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPNotFound, HTTPSeeOther

from portal.content import nojs, services
from portal.content.contexts import section_factory
from portal.content.diff import diff, word_spans
from portal.content.inline import to_text
from portal.content.labels import BLOCKS
from portal.content.merge import Conflict
from portal.content.models import Section
from portal.content.page import blocks_html
from portal.content.plain import block_text
from portal.content.schema import SCHEMA, Node
from portal.content.table_forms import forms
from portal.content.tree import attr, block_id, children, find_block, is_text_block
from portal.content.validate import ContentError
from portal.forms.posted import posted
from portal.i18n import _
from portal.records.types import type_of
from portal.records.workflow import NotAllowed

INSERTABLE = ("paragraph", "note", "qa", "table", "box")  # a picture needs its file, so it has a form of its own
REASON_LABELS = {
    None: _("자동 저장"),
    "pause": _("잠시 쉬기 전"),
    "leave": _("화면을 떠날 때"),
    "save": _("저장"),
    "handover": _("다른 사람이 이어 쓰기 전"),
}


def common(request: Any) -> dict[str, Any]:
    """What every page of a section shows. Raises HTTPNotFound."""
    section, record = request.context.section, request.context.record
    if section is None:
        raise HTTPNotFound()
    back = request.route_path(type_of(request.dbsession, record).route, uid=record.uid)
    return {"section": section, "record": record, "back": back, "page_title": record.title}


def sent_lock(request: Any) -> int:
    """The lock the form started from. Raises HTTPBadRequest."""
    text = posted(request, "lock")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise HTTPBadRequest(
            _("보낸 양식의 짜임이 맞지 않습니다. 화면을 새로 고친 뒤 다시 보내 주십시오. 저장된 것은 없습니다.")
        )
    return int(text)


def number_of(text: str) -> int:
    """The place or level a button sent; -1, which none has, when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def stored(request: Any, section: Section, lock: int, mine: Node) -> services.Saved:
    """Save the text. Raises HTTPForbidden when the record was closed meanwhile, ContentError."""
    try:
        return services.save(request.dbsession, section, lock, mine, request.identity, reason="save")
    except NotAllowed as error:
        raise HTTPForbidden() from error


def rendered(request: Any, block: Node | None) -> Any:
    """One block for reading, without the marks that depend on its neighbours."""
    return blocks_html([block], anchors=False, translate=request.localizer.translate) if block else None


def blocks(request: Any) -> dict[str, Any]:
    """GET /sections/{id}/blocks: the text, each block with its buttons."""
    page = common(request)
    shown = [
        {
            "id": block_id(block),
            "label": BLOCKS.get(block["type"], block["type"]),
            "html": rendered(request, block),
            "level": attr(block, "level") if block["type"] == "paragraph" else None,
        }
        for block in children(page["section"].content)
    ]
    kinds = [(kind, BLOCKS[kind]) for kind in INSERTABLE] + [(f"table:{form.name}", form.label) for form in forms()]
    return {**page, "blocks": shown, "kinds": kinds}


def change_blocks(request: Any) -> Any:
    """POST /sections/{id}/blocks: insert, move, delete a block, or set its level."""
    page = common(request)
    session, section = request.dbsession, page["section"]
    lock = sent_lock(request)
    base = services.text_at(session, section, lock) or section.content
    wanted, act = posted(request, "block"), posted(request, "act")
    try:
        mine, place = applied(base, act, wanted, request.POST)
        saved = stored(request, section, lock, mine)
    except LookupError:
        return conflict_page(request, page, Conflict(wanted, None, None, None), {})
    except ContentError as error:
        raise HTTPBadRequest(error.reason) from error
    if saved.conflicts:
        return conflict_page(request, page, saved.conflicts[0], {})
    if act == "insert":
        return HTTPSeeOther(request.route_path("section_block", id=section.id, block=place))
    return HTTPSeeOther(
        request.route_path("section_blocks", id=section.id, _anchor=f"block-{place}" if place else None)
    )


def applied(base: Node, act: str, wanted: str, values: Any) -> tuple[Node, str]:
    """The text after one act of the list, and the block to show next. Raises LookupError, ContentError."""
    if act == "insert":
        return nojs.insert_block(base, wanted or None, values.get("kind", ""))
    if act in ("up", "down"):
        return nojs.move_block(base, wanted, -1 if act == "up" else 1), wanted
    if act == "delete":
        return nojs.delete_block(base, wanted), ""
    if act == "level":
        return nojs.set_level(base, wanted, number_of(values.get("level", ""))), wanted
    raise ContentError((), _("알 수 없는 항목이 들어 있습니다."))


def block(request: Any) -> Any:
    """GET /sections/{id}/blocks/{block}: the form of one block."""
    page = common(request)
    try:
        form = nojs.block_form(page["section"].content, request.matchdict["block"])
    except LookupError:
        raise HTTPNotFound() from None
    return block_page(request, page, form, page["section"].lock)


def block_page(request: Any, page: dict[str, Any], form: Any, lock: int, **more: Any) -> dict[str, Any]:
    """The values of the block's template."""
    values = {"form": form, "lock": lock, "typed": {}, "errors": [], "conflict": None, "theirs": None, "spans": []}
    return {**page, **values, **more, "has_errors": bool(more)}


def change_block(request: Any) -> Any:
    """POST /sections/{id}/blocks/{block}: what was typed into the form of one block."""
    page = common(request)
    session, section = request.dbsession, page["section"]
    wanted, lock = request.matchdict["block"], sent_lock(request)
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    base = services.text_at(session, section, lock) or section.content
    try:
        mine = nojs.apply_block(base, wanted, typed)
        act = typed.get("table_act", "")
        if act:
            _change, line, _step = nojs.TABLE_ACTS.get(act, (None, "", 0))
            mine = nojs.edit_table(mine, wanted, act, number_of(typed.get(f"at_{line}", "")))
        saved = stored(request, section, lock, mine)
    except LookupError:
        return conflict_page(request, page, Conflict(wanted, None, None, None), typed)
    except (nojs.FieldError, ContentError) as error:
        request.response.status_int = 400
        form = nojs.block_form(base, wanted)
        return block_page(request, page, form, lock, typed=typed, errors=[error_line(error)])
    if saved.conflicts:
        return conflict_page(request, page, saved.conflicts[0], typed)
    if act:
        return HTTPSeeOther(request.route_path("section_block", id=section.id, block=wanted, _anchor="table-acts"))
    return HTTPSeeOther(request.route_path("section_blocks", id=section.id, _anchor=f"block-{wanted}"))


def error_line(error: Exception) -> tuple[str, str, Any]:
    """Target, label and message for the summary above the form."""
    name = getattr(error, "name", "")
    return (f"field-{name}" if name else "", "", getattr(error, "reason", ""))


def conflict_page(request: Any, page: dict[str, Any], conflict: Conflict, typed: dict[str, str]) -> dict[str, Any]:
    """409: both texts and what differs, with what was typed still in the form. Sent again, mine is what counts."""
    request.response.status_int = 409
    section = page["section"]
    theirs = conflict.theirs or find_block(section.content, conflict.id)
    form = nojs.block_form(section.content, conflict.id) if find_block(section.content, conflict.id) else None
    mine = (
        block_text(conflict.mine)
        if conflict.mine
        else "\n".join(value for name, value in typed.items() if name.startswith("text"))
    )
    spans = word_spans(block_text(theirs) if theirs else "", mine)
    shown = {"conflict": conflict, "theirs": rendered(request, theirs), "mine": mine, "spans": spans}
    if form is None:  # deleted meanwhile: what was typed is shown to be copied, and can be put back
        return {**page, **shown, "form": None, "lock": section.lock, "typed": typed, "errors": [], "has_errors": True}
    return block_page(request, page, form, section.lock, typed=typed or own_texts(conflict), **shown)


def own_texts(conflict: Conflict) -> dict[str, str]:
    """The text of my side of a conflict as the block's form would send it."""
    if conflict.mine is None or not is_text_block(conflict.mine):
        return {}
    return {"text": to_text(children(conflict.mine))}


def history(request: Any) -> dict[str, Any]:
    """GET /sections/{id}/history: kept texts, newest first, and what changed from each to the next."""
    page = common(request)
    kept = services.history(request.dbsession, page["section"])
    rows = []
    for number, (revision, name) in enumerate(kept):
        older = kept[number + 1][0].content if number + 1 < len(kept) else None
        changes = diff(older, revision.content) if older is not None else []
        rows.append(
            {"revision": revision, "name": name, "reason": REASON_LABELS.get(revision.reason), "changes": changes}
        )
    return {**page, "rows": rows, "blocks": BLOCKS, "kind_labels": CHANGE_LABELS}


CHANGE_LABELS: dict[str, Any] = {
    "added": _("더함"),
    "removed": _("지움"),
    "changed": _("고침"),
    "moved": _("옮김"),
}


def includeme(config: Any) -> None:
    """The pages of a section."""
    known = SCHEMA.block_types()
    assert set(INSERTABLE) <= set(known)  # noqa: S101 - a schema that lost a block is a mistake of ours
    config.add_route("section_blocks", r"/sections/{id:\d+}/blocks", factory=section_factory)
    config.add_route("section_block", r"/sections/{id:\d+}/blocks/{block:[A-Za-z0-9_-]{1,40}}", factory=section_factory)
    config.add_route("section_copy", r"/sections/{id:\d+}/copy", factory=section_factory)
    config.add_route("section_history", r"/sections/{id:\d+}/history", factory=section_factory)
    edit = {"permission": "edit"}
    config.add_view(
        blocks,
        route_name="section_blocks",
        request_method="GET",
        renderer="templates:content/section_blocks.pt",
        **edit,
    )
    config.add_view(
        change_blocks,
        route_name="section_blocks",
        request_method="POST",
        renderer="templates:content/section_block.pt",
        **edit,
    )
    config.add_view(
        block, route_name="section_block", request_method="GET", renderer="templates:content/section_block.pt", **edit
    )
    config.add_view(
        change_block,
        route_name="section_block",
        request_method="POST",
        renderer="templates:content/section_block.pt",
        **edit,
    )
    config.add_view(
        history,
        route_name="section_history",
        request_method="GET",
        renderer="templates:content/section_history.pt",
        permission="history",
    )
