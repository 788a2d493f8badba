"""The gate for documents from outside: JSON text in, a document that the rest may trust out.

Whatever the schema does not name is refused, not dropped: a document never changes silently by being saved. Only
spelling is made uniform (NFC text, defaults written out, neighbouring text of equal marks joined, marks in the schema's
order), so that equal documents compare and hash as equal.
"""

import json
import re
import unicodedata
from itertools import groupby
from typing import Any

from portal.content.characters import FORBIDDEN
from portal.content.grid import MAX_COLUMNS, GridError, place_cells, table_width
from portal.content.schema import SCHEMA, Node, Rule, Schema
from portal.i18n import _

# A document at the limits of the schema stays far below this; more is refused before it is read.
MAX_BYTES = 16_000_000
_ID = re.compile(r"[A-Za-z0-9_-]+")
_UID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FORM = re.compile(r"(?:[a-z][a-z0-9_]*)?")
_KEYS = frozenset({"type", "attrs", "content"})
_TEXT_KEYS = frozenset({"type", "text", "marks"})
_BREAK_KEYS = frozenset({"type", "marks"})
_NO_CHILDREN: list[Node] = []
_NOTHING: Node = {}


class ContentError(ValueError):
    """A document that is refused. ``path`` leads to the place (child numbers from 0), ``reason`` is for people."""

    def __init__(self, path: tuple[int, ...], reason: Any) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        reason = self.reason.interpolate() if hasattr(self.reason, "interpolate") else str(self.reason)
        return f"{'/'.join(map(str, self.path)) or '/'}: {reason}"


def parse(text: str | bytes, schema: Schema = SCHEMA) -> Node:
    """Read a document from JSON. Raises ContentError for anything that is not a document of the schema."""
    if len(text) > MAX_BYTES:
        raise ContentError((), _("본문이 너무 깁니다."))
    try:
        data = json.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise ContentError((), _("본문을 읽을 수 없습니다.")) from error
    return normalised(data, schema)


def dump(doc: Node) -> str:
    """A document as JSON for the database and for hashing: equal documents give equal text."""
    return json.dumps(doc, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check(doc: Any, schema: Schema = SCHEMA) -> None:
    """Raise ContentError unless ``doc`` is a document of the schema."""
    normalised(doc, schema)


def normalised(doc: Any, schema: Schema = SCHEMA) -> Node:
    """A checked copy of ``doc`` in uniform spelling. Raises ContentError."""
    if not isinstance(doc, dict) or doc.get("type") != schema.top:
        raise ContentError((), _("본문을 읽을 수 없습니다."))
    return _Reading(schema).node(doc, 0)


class _Reading:
    """One pass over one document: counts what the limits count and remembers the ids met."""

    def __init__(self, schema: Schema) -> None:
        self.rules = schema.rules
        self.limits = schema.limits
        self.mark_order = {name: index for index, name in enumerate(schema.marks)}
        self.nodes = 0
        self.characters = 0
        self.ids: set[str] = set()

    def rule(self, raw: Any) -> Rule:
        try:
            rule = self.rules[raw["type"]]
        except (KeyError, TypeError) as error:
            raise ContentError((), _("쓸 수 없는 종류의 내용입니다.")) from error
        self.nodes += 1
        if self.nodes > self.limits["nodes"]:
            raise ContentError((), _("본문이 너무 깁니다."))
        return rule

    def node(self, raw: Any, depth: int) -> Node:
        rule = self.rule(raw)
        if rule.inline:
            return self.inline(raw, rule)
        if not _KEYS.issuperset(raw):
            raise ContentError((), _("알 수 없는 항목이 들어 있습니다."))
        if depth >= self.limits["depth"]:
            raise ContentError((), _("내용이 너무 깊이 겹쳐 있습니다."))
        result: Node = {"type": rule.name}
        if rule.attrs or "attrs" in raw:
            attrs = self.attrs(raw.get("attrs", _NOTHING), rule)
            if attrs:
                result["attrs"] = attrs
        children = self.children(raw.get("content", _NO_CHILDREN), rule, depth + 1)
        if children:
            result["content"] = children
        if rule.name == "table":
            self.tiles(result)
        return result

    def children(self, raw: Any, rule: Rule, depth: int) -> list[Node]:
        if not isinstance(raw, list):
            raise ContentError((), _("알 수 없는 항목이 들어 있습니다."))
        result: list[Node] = []
        for child in raw:
            try:
                result.append(self.node(child, depth))
            except ContentError as error:
                error.path = (len(result), *error.path)
                raise
        letters = "".join([self.rules[child["type"]].letter for child in result])
        if letters if rule.pattern is None else not rule.pattern.fullmatch(letters):
            raise ContentError((), _("이 자리에 올 수 없는 내용이거나 빠진 내용이 있습니다."))
        return self.joined(result) if rule.is_text_block and len(result) > 1 else result

    def inline(self, raw: Node, rule: Rule) -> Node:
        is_text = rule.name == "text"
        if not (_TEXT_KEYS if is_text else _BREAK_KEYS).issuperset(raw):
            raise ContentError((), _("알 수 없는 항목이 들어 있습니다."))
        result: Node = {"type": rule.name}
        if is_text:
            text = raw.get("text")
            if not isinstance(text, str) or not text:
                raise ContentError((), _("내용이 빈 글자 묶음이 있습니다."))
            result["text"] = self.text(text)
        if "marks" in raw:
            marks = self.marks(raw["marks"])
            if marks:
                result["marks"] = marks
        return result

    def text(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > self.limits["text"]:
            raise ContentError((), _("본문이 너무 깁니다."))
        if text.isascii() and text.isprintable():
            return text
        if FORBIDDEN.search(text):
            raise ContentError((), _("쓸 수 없는 문자(제어 문자 등)가 들어 있습니다."))
        return unicodedata.normalize("NFC", text)

    def marks(self, raw: Any) -> list[Node]:
        if not isinstance(raw, list):
            raise ContentError((), _("알 수 없는 글자 모양입니다."))
        names = []
        for mark in raw:
            name = mark.get("type") if isinstance(mark, dict) and len(mark) == 1 else None
            if not isinstance(name, str) or name not in self.mark_order or name in names:
                raise ContentError((), _("알 수 없는 글자 모양입니다."))
            names.append(name)
        return [{"type": name} for name in sorted(names, key=self.mark_order.__getitem__)]

    @staticmethod
    def joined(children: list[Node]) -> list[Node]:
        result: list[Node] = []
        for (kind, _marks), run in groupby(children, lambda child: (child["type"], child.get("marks"))):
            nodes = list(run)
            if kind == "text" and len(nodes) > 1:
                # joined first: a syllable may be split between the two
                text = unicodedata.normalize("NFC", "".join(node["text"] for node in nodes))
                nodes = [{**nodes[0], "text": text}]
            result.extend(nodes)
        return result

    def attrs(self, raw: Any, rule: Rule) -> Node:
        if not isinstance(raw, dict) or not rule.required <= raw.keys() or not rule.attrs.keys() >= raw.keys():
            raise ContentError((), _("알 수 없는 속성이 있거나 필요한 속성이 빠졌습니다."))
        result = {}
        defaults = rule.defaults
        for key, spec in rule.attrs.items():
            if key in raw:
                value = raw[key]
                # most attributes have their default; the type is compared too, because True == 1
                is_default = key in defaults and value == defaults[key] and type(value) is type(defaults[key])
                result[key] = value if is_default else self.attribute(value, spec)
            else:
                result[key] = defaults[key]
        return result

    def attribute(self, value: Any, spec: Node) -> Any:
        kind = spec["type"]
        if kind == "int":
            good = type(value) is int and spec.get("min", value) <= value <= spec.get("max", value)
        elif not isinstance(value, str):
            good = False
        elif kind == "id":
            good = bool(_ID.fullmatch(value)) and len(value) <= self.limits["id"] and value not in self.ids
            self.ids.add(value)
        elif kind == "enum":
            good = value in spec["values"]
        elif kind == "uid":
            good = bool(_UID.fullmatch(value))
        elif kind == "form":
            good = bool(_FORM.fullmatch(value)) and len(value) <= spec["max"]
        else:
            value = self.text(value)
            good = len(value) <= spec["max"]
        if not good:
            raise ContentError((), _("속성의 값이 올바르지 않습니다."))
        return value

    @staticmethod
    def tiles(table: Node) -> None:
        if table_width(table) > MAX_COLUMNS:
            raise ContentError((0,), _("표의 열은 ${max}개까지 쓸 수 있습니다.", mapping={"max": MAX_COLUMNS}))
        try:
            place_cells(table)
        except GridError as error:
            raise ContentError((error.row,), _("표의 병합된 칸이 서로 겹치거나 빈자리가 있습니다.")) from error
