"""What a page needs to show one section in the editor (the macros of ``templates:content/editor.pt``)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from translationstring import TranslationString

from portal.content import build
from portal.content.models import Section
from portal.content.page import page_html
from portal.content.schema import Node
from portal.content.table_forms import blank_form, forms
from portal.i18n import _


@cache
def _messages() -> dict[str, str]:
    """Every word of the editor in Korean; the bundle's build writes them from its sources."""
    text = files("portal.content").joinpath("editor/messages.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text)
    return found


@dataclass(frozen=True)
class EditorFrame:
    """One section and the settings of its editor, as attributes of the page."""

    section: Section
    label: str
    scheme: str
    save_url: str
    poll_url: str
    upload_url: str | None
    messages: str
    key: str
    keep_drafts: str
    blocks: str
    text: str
    html: Any


def prepared_blocks() -> list[tuple[Any, Node]]:
    """(label, block) of everything that is put in ready to be filled: every table form, and texts side by side."""
    side_by_side = [(_("나란한 단 2개"), _columns(2)), (_("나란한 단 3개"), _columns(3))]
    return [*((form.label, blank_form(form)) for form in forms()), *side_by_side]


def _columns(count: int) -> Node:
    return build.columns(*([build.blank("paragraph")] for _number in range(count)))


def editor_frame(
    request: Any,
    section: Section,
    label: str,
    scheme: str,
    *,
    upload_url: str | None = None,
    keep_drafts: bool = True,
    blocks: Sequence[tuple[Any, Node]] = (),
) -> EditorFrame:
    """The frame of a section for this request; its menu offers ``blocks`` ready to be filled.

    ``keep_drafts=False`` keeps closed texts out of the browser's store.
    """
    translate = request.localizer.translate
    words = {key: translate(TranslationString(text, domain="sillok")) for key, text in _messages().items()}
    return EditorFrame(
        section=section,
        label=label,
        scheme=scheme,
        save_url=request.route_path("section_save", id=section.id),
        poll_url=request.route_path("section_poll", id=section.id),
        upload_url=upload_url,
        messages=json.dumps(words, ensure_ascii=False),
        key=f"{request.identity.account_id}:{section.id}",
        keep_drafts="yes" if keep_drafts else "no",
        blocks=json.dumps([{"label": translate(name), "block": block} for name, block in blocks], ensure_ascii=False),
        text=json.dumps(section.content, ensure_ascii=False),
        html=page_html(section.content, scheme, translate=translate),
    )
