"""A document as HTML for reading. Text is only ever text: everything that comes out of a document is escaped here.

A small writer in Python instead of templates: a page of minutes has thousands of nodes, and one function per node type
is what a feature can add to (``register_writer``). No style attributes; the looks are in ``static/css/content.css``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from markupsafe import Markup

from portal.content import page_tables
from portal.content.marks import depth, item_marks, role
from portal.content.schema import Node
from portal.content.tree import attr, block_id, children, inline_text

Translate = Callable[[Any], str]
Writer = Callable[["Page", Node, str], str]

_TAGS = {"bold": "strong", "underline": "u"}
# The first mark of these schemes stands before the title of a section, not before a sentence.
_TITLE_SCHEMES = frozenset({"roman", "symbols"})
_TITLE_LENGTH = 80
_HEADINGS = {"section": 0, "subsection": 1}  # how many ranks below the first
_writers: dict[str, Writer] = {}


def page_html(
    doc: Node,
    scheme: str = "legal",
    *,
    heading: int | None = None,
    translate: Translate | None = None,
    file_url: Callable[[str], str] = "/files/{}".format,
    addresses: Mapping[str, str] | None = None,
) -> Markup:
    """The blocks of a document as HTML; each top-level block has ``id="b-…"``, where a search hit opens.

    With ``heading`` (2 to 6), sections become headings of that rank: in plans the first level, under the schemes roman
    and symbols its items that have a mark.
    ``translate`` is ``request.localizer.translate``; without it labels are Korean. ``addresses`` are those of words
    that become links: registration numbers of what is cited.
    """
    blocks = children(doc)
    page = Page(item_marks(blocks, scheme), heading, translate, file_url, scheme)
    page.link(addresses or {})
    return Markup("\n".join(page.block(block, True) for block in blocks))  # noqa: S704 - escaped by the writers


def blocks_html(
    blocks: Iterable[Node],
    scheme: str = "legal",
    *,
    heading: int | None = None,
    translate: Translate | None = None,
    file_url: Callable[[str], str] = "/files/{}".format,
    anchors: bool = True,
) -> Markup:
    """Some blocks as HTML, for instance the two sides of a conflict (``anchors=False``: no ids that occur twice)."""
    blocks = list(blocks)
    page = Page(item_marks(blocks, scheme), heading, translate, file_url, scheme)
    return Markup("\n".join(page.block(block, anchors) for block in blocks))  # noqa: S704 - escaped by the writers


def register_writer(kind: str, writer: Writer) -> None:
    """Say how a registered block is shown: ``writer(page, node, attributes)`` returns HTML.

    ``attributes`` (" id=…" or "") belongs into its first tag. Text must go through ``page.text`` or ``page.inline``.
    """
    if kind in _writers:
        raise ValueError(f"content block {kind!r} has a writer already")
    _writers[kind] = writer


def _interpolated(message: Any) -> str:
    return str(message.interpolate() if hasattr(message, "interpolate") else message)


class Page:
    """One rendering: the marks of its paragraphs, and what writers of blocks need."""

    def __init__(
        self,
        marks: dict[str, str],
        heading: int | None,
        translate: Translate | None,
        file_url: Callable[[str], str],
        scheme: str = "legal",
    ) -> None:
        self.marks = marks
        self.scheme = scheme
        self.heading = heading
        self.file_url = file_url
        self._translate = translate or _interpolated
        self._addresses: Mapping[str, str] = {}
        self._words: re.Pattern[str] | None = None

    def link(self, addresses: Mapping[str, str]) -> None:
        """Make these words links wherever a text says them."""
        self._addresses = addresses
        longest_first = sorted(addresses, key=len, reverse=True)
        self._words = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?!\\d)") if addresses else None

    def label(self, message: Any) -> str:
        """A message of the program in the reader's language, escaped."""
        return escape(self._translate(message))

    def text(self, value: str) -> str:
        """Text from a document, escaped for element content and for attributes in double quotes."""
        return escape(value)

    def block(self, node: Node, anchor: bool = False) -> str:
        """A block and all inside it; ``anchor`` for the blocks that addresses may point to."""
        attributes = f' id="b-{escape(block_id(node))}"' if anchor else ""
        return _writers.get(node["type"], _other)(self, node, attributes)

    def blocks(self, nodes: Iterable[Node]) -> str:
        """Nested blocks, one after the other."""
        return "".join([self.block(node) for node in nodes])

    def inline(self, node: Node) -> str:
        """The text inside a text block with its looks."""
        out = []
        for child in children(node):
            piece = "<br>" if child["type"] == "hard_break" else self._linked(child["text"])
            for mark in child.get("marks", ()):
                tag = _TAGS[mark["type"]]
                piece = f"<{tag}>{piece}</{tag}>"
            out.append(piece)
        return "".join(out) or "<br>"

    def _linked(self, text: str) -> str:
        """Text, escaped, with the words that have an address as links."""
        if self._words is None:
            return escape(text)
        out, done = [], 0
        for found in self._words.finditer(text):
            out.append(escape(text[done : found.start()]))
            out.append(f'<a href="{escape(self._addresses[found[0]])}">{escape(found[0])}</a>')
            done = found.end()
        return "".join(out) + escape(text[done:])


def _other(page: Page, node: Node, attributes: str) -> str:
    """A registered block without a writer of its own: its parts in order, nothing lost."""
    inside = page.blocks(children(node)) if not any("text" in child for child in children(node)) else page.inline(node)
    return f'<div{attributes} class="content-{node["type"].replace("_", "-")}">{inside}</div>'


def _paragraph(page: Page, node: Node, attributes: str) -> str:
    level = attr(node, "level")
    if not level:
        return f'<p{attributes} class="content-plain">{page.inline(node)}</p>'
    mark = page.marks.get(block_id(node), "")
    part = role(page.scheme, level) if len(inline_text(node)) <= _TITLE_LENGTH else "item"
    is_heading = part in _HEADINGS or (mark and level == 1 and page.scheme in _TITLE_SCHEMES and part == "item")
    short = len(inline_text(node)) <= _TITLE_LENGTH
    tag = f"h{min(page.heading + _HEADINGS.get(part, 0), 6)}" if page.heading and is_heading and short else "p"
    look = "" if part == "item" else f" content-{part}"
    name = f"content-item content-level-{depth(page.scheme, level) + 1}{look}"
    return f'<{tag}{attributes} class="{name}">{_marked(mark, page.inline(node))}</{tag}>'


def _marked(mark: str, text: str) -> str:
    """A mark and the text beside it, so that further lines hang under the first letter and not under the mark."""
    shown = f'<span class="content-mark">{escape(mark)}</span> ' if mark else ""
    return f'{shown}<span class="content-text">{text}</span>'


def _note(page: Page, node: Node, attributes: str) -> str:
    return f'<p{attributes} class="content-note">{_marked("※", page.inline(node))}</p>'


def _qa(page: Page, node: Node, attributes: str) -> str:
    lines = []
    for part, sign in zip(children(node), "-:", strict=True):
        who = attr(part, "who")
        speaker = f'<span class="content-who">{escape(who)}</span> ' if who else ""
        lines.append(f'<p class="content-{part["type"]}">{_marked(sign, speaker + page.inline(part))}</p>')
    return f'<div{attributes} class="content-qa">{"".join(lines)}</div>'


def _image(page: Page, node: Node, attributes: str) -> str:
    source = escape(page.file_url(attr(node, "attachment")))
    caption = attr(node, "caption")
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    picture = f'<img src="{source}" alt="{escape(attr(node, "alt"))}" loading="lazy">'
    return f'<figure{attributes} class="content-image">{picture}{below}</figure>'


def _box(page: Page, node: Node, attributes: str) -> str:
    title = attr(node, "title")
    inside = page.blocks(children(node))
    if not title:
        return f'<div{attributes} class="content-box">{inside}</div>'
    head = f'<p class="content-box-title">{escape(title)}</p>'
    return f'<div{attributes} class="content-box" role="group" aria-label="{escape(title)}">{head}{inside}</div>'


def _columns(page: Page, node: Node, attributes: str) -> str:
    parts = [f'<div class="content-column">{page.blocks(children(column))}</div>' for column in children(node)]
    return f'<div{attributes} class="content-columns content-columns-{len(parts)}">{"".join(parts)}</div>'


_writers.update(
    paragraph=_paragraph, note=_note, qa=_qa, image=_image, box=_box, columns=_columns, table=page_tables.table_html
)
