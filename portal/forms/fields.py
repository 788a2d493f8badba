"""Types and validators shared by all schemas: clean text, money, civil dates, moments, choices, files.

Text is normalised to NFC here and nowhere else, so that the same Korean word is the same string in the whole portal.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

import colander

from portal.clock import SEOUL
from portal.forms import widgets
from portal.i18n import _

# BIGINT holds more; no budget of a Korean public body comes near a thousand trillion won
MOST_WON = 10**15
# marks that change the direction of the text around them: they can make one name look like another
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DATE = re.compile(r"(\d{4})\s*[-./]?\s*(\d{1,2})\s*[-./]?\s*(\d{1,2})\.?")
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, without the space around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_forbidden(character: str) -> bool:
    """Tell whether a character has no business in text: controls, lone surrogates, non-characters, direction marks."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or character in DIRECTION_MARKS or ord(character) & 0xFFFE == 0xFFFE


class Text(colander.String):
    """Text of at most `longest` characters, NFC, without spaces at its ends; one line unless `lines`.

    Empty text is "missing": required fields refuse it, others take the schema's `missing`.
    """

    def __init__(self, longest: int = 200, lines: bool = False, **kw: Any) -> None:
        super().__init__(**kw)
        self.longest = longest
        self.lines = lines

    @property
    def widget_maker(self) -> type:
        """The widget a schema gets when it names none."""
        return widgets.TextArea if self.lines else widgets.TextInput

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return clean text or refuse it in words."""
        text = super().deserialize(node, cstruct)
        if text is colander.null:
            return text
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        allowed = "\n\t" if self.lines else ""
        if any(is_forbidden(character) and character not in allowed for character in text):
            message = (
                _("쓸 수 없는 글자(제어 문자)가 들어 있습니다.")
                if self.lines
                else _("줄을 바꾸거나 제어 문자를 쓸 수 없습니다.")
            )
            raise colander.Invalid(node, message)
        if len(text) > self.longest:
            mapping = {"longest": self.longest, "length": len(text)}
            raise colander.Invalid(
                node, _("${longest}자까지 적을 수 있습니다. 지금 ${length}자입니다.", mapping=mapping)
            )
        return text or colander.null


class Whole(colander.SchemaType):
    """A whole number from `least` to `most`; thousands commas are allowed."""

    unit = ""
    widget_maker = widgets.NumberInput

    def __init__(self, least: int = 0, most: int = 2**31 - 1) -> None:
        self.least = least
        self.most = most

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the digits."""
        return colander.null if appstruct in (colander.null, None) else str(appstruct)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the number or refuse it in words."""
        if cstruct in (colander.null, "", None):
            return colander.null
        digits = unicodedata.normalize("NFKC", str(cstruct)).strip().removesuffix(self.unit).strip().replace(",", "")
        if not re.fullmatch(r"[-−]?[0-9]{1,19}", digits):
            raise colander.Invalid(node, _("숫자로 적어 주십시오. 소수는 쓸 수 없습니다."))
        number = int(digits.replace("−", "-"))
        if not self.least <= number <= self.most:
            mapping = {"least": f"{self.least:,}", "most": f"{self.most:,}"}
            raise colander.Invalid(node, _("${least}에서 ${most} 사이로 적어 주십시오.", mapping=mapping))
        return number


class Money(Whole):
    """Won, a whole number; "1,500,000원" is understood and shown with commas."""

    unit = "원"

    def __init__(self, least: int = 0, most: int = MOST_WON) -> None:
        super().__init__(least, most)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the amount with thousands commas."""
        return colander.null if appstruct in (colander.null, None) else f"{appstruct:,}"


class LocalDate(colander.Date):
    """A civil date. The browser sends 2026-07-15; "2026. 7. 15." typed by hand is understood too."""

    widget_maker = widgets.DateInput

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the date or refuse it in words."""
        if cstruct in (colander.null, "", None):
            return colander.null
        return parse_date(node, str(cstruct).strip())


class LocalTime(colander.Time):
    """A time of day, to the minute."""

    widget_maker = widgets.TimeInput

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the time or refuse it in words."""
        if cstruct in (colander.null, "", None):
            return colander.null
        return parse_time(node, str(cstruct).strip())


class Moment(colander.SchemaType):
    """A moment: shown and typed in Korean time, kept in UTC."""

    widget_maker = widgets.DateTimeInput

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return local ISO text to the minute."""
        if appstruct in (colander.null, None):
            return colander.null
        return appstruct.astimezone(SEOUL).strftime("%Y-%m-%dT%H:%M")

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return an aware moment in UTC or refuse it in words."""
        if cstruct in (colander.null, "", None):
            return colander.null
        day, _separator, clock = str(cstruct).strip().replace(" ", "T", 1).partition("T")
        local = datetime.combine(parse_date(node, day), parse_time(node, clock), SEOUL)
        return local.astimezone(UTC)


def parse_date(node: colander.SchemaNode, text: str) -> date:
    """Read a date between 1900 and 2200; before and after, it is a slip of the finger."""
    found = DATE.fullmatch(text) if text.isascii() else None
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise colander.Invalid(node, _("날짜를 2026-07-15처럼 적어 주십시오."))
    if not 1900 <= day.year <= 2200:
        raise colander.Invalid(node, _("1900년에서 2200년 사이의 날짜를 적어 주십시오."))
    return day


def parse_time(node: colander.SchemaNode, text: str) -> time:
    """Read hours and minutes."""
    found = TIME.fullmatch(text) if text.isascii() else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise colander.Invalid(node, _("시각을 14:30처럼 적어 주십시오."))
    return time(int(found[1]), int(found[2]))


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it: its name without folders, in NFC, its bytes, its length."""

    name: str
    stream: BinaryIO
    size: int


class File(colander.SchemaType):
    """An uploaded file; with a `multiple` widget a list of them. Content is checked where files are kept."""

    widget_maker = widgets.FileInput

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return nothing: a file input cannot be filled."""
        return colander.null

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return Upload, a list of Upload, or missing."""
        if isinstance(cstruct, list):
            return [self.read(node, item) for item in cstruct]
        return self.read(node, cstruct) if hasattr(cstruct, "file") else colander.null

    def read(self, node: colander.SchemaNode, storage: Any) -> Upload:
        """Make an Upload of one part of the form."""
        name = unicodedata.normalize("NFC", re.split(r"[/\\]", storage.filename or "")[-1]).strip()
        if not name or any(is_forbidden(character) for character in name) or len(name.encode()) > 200:
            raise colander.Invalid(node, _("파일 이름을 쓸 수 없습니다. 이름을 짧게 바꾸어 다시 올려 주십시오."))
        size = storage.file.seek(0, 2)
        storage.file.seek(0)
        return Upload(name, storage.file, size)


def choice(
    options: Sequence[tuple[str, Any]], radios: bool = False, blank: Any = None, **kw: Any
) -> colander.SchemaNode:
    """Make a node for one of `options` [(value, label)].

    `blank` is the label of the empty first choice of a list; without it a required list offers "고르십시오".
    """
    values = [value for value, _label in options]
    if radios:
        widget = widgets.Radios(values=list(options))
    else:
        widget = widgets.Select(values=[("", blank or _("고르십시오")), *options])
    return colander.SchemaNode(colander.String(), validator=OneOf(values), widget=widget, **kw)


def choices(options: Sequence[tuple[str, Any]], **kw: Any) -> colander.SchemaNode:
    """Make a node for any of `options`; the value is a set."""
    allowed = OneOf([value for value, _label in options])

    def validate(node: colander.SchemaNode, chosen: set[str]) -> None:
        for value in chosen:
            allowed(node, value)

    return colander.SchemaNode(
        colander.Set(), validator=validate, widget=widgets.Checkboxes(values=list(options)), **kw
    )


class OneOf:
    """Validator: the value is one of those offered. The message does not repeat what a forged form sent."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = frozenset(values)

    def __call__(self, node: colander.SchemaNode, value: str) -> None:
        """Refuse any other value."""
        if value not in self.values:
            raise colander.Invalid(node, _("목록에 있는 것 가운데 골라 주십시오."))


class Rows:
    """Validator for a sequence: at least `least`, at most `most` rows."""

    def __init__(self, least: int = 0, most: int = 300) -> None:
        self.least = least
        self.most = most

    def __call__(self, node: colander.SchemaNode, rows: Sequence[Any]) -> None:
        """Refuse too few or too many."""
        if len(rows) < self.least:
            raise colander.Invalid(node, _("${least}개 이상 있어야 합니다.", mapping={"least": self.least}))
        if len(rows) > self.most:
            raise colander.Invalid(node, _("${most}개까지 적을 수 있습니다.", mapping={"most": self.most}))


def email(node: colander.SchemaNode, value: str) -> None:
    """Validator: looks like a mail address; whether it exists shows only when mail arrives."""
    if not re.fullmatch(r"[^\s@<>(),;:\"\\]{1,64}@(?:[\w-]+\.)+[\w-]{2,63}", value) or len(value) > 254:
        raise colander.Invalid(node, _("전자우편 주소를 name@example.kr처럼 적어 주십시오."))


def lock_node(**kw: Any) -> colander.SchemaNode:
    """Make the hidden node that carries the version a form started from and sends back."""
    return colander.SchemaNode(Whole(), widget=widgets.Hidden(), missing=0, **{"name": "lock", **kw})
