"""Text that may stand in an XML file: escaped, without the characters XML forbids."""

import re

SPECIAL = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]')
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def escaped(text: str) -> str:
    """`text` for element content or a double-quoted attribute. What XML 1.0 forbids or discourages is dropped."""
    if not SPECIAL.search(text):
        return text
    text = FORBIDDEN.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def is_plain(text: str) -> bool:
    """Whether `text` may stand in an element as it is; quicker than looking for what may not."""
    return text.isprintable() and not ("&" in text or "<" in text or ">" in text)


def with_breaks(text: str, line_break: str, tab: str) -> str:
    """Text for an element, escaped, with `line_break` for line feeds and `tab` for tabs, which are XML."""
    if is_plain(text):
        return text
    text = escaped(text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\n", line_break).replace("\t", tab)
