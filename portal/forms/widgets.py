"""The inputs a schema may ask for; their markup is in templates/widgets.

Dates and times are the browser's own inputs: each sends one ISO text, works without script and in every language.
"""

from typing import Any

import colander
from deform import widget
from deform.widget import (
    HiddenWidget as Hidden,
)
from deform.widget import (
    MappingWidget as Mapping,
)
from deform.widget import (
    TextAreaWidget,
    TextInputWidget,
)

__all__ = [
    "Checkbox",
    "Checkboxes",
    "DateInput",
    "DateTimeInput",
    "FileInput",
    "Hidden",
    "Mapping",
    "NumberInput",
    "Password",
    "PersonInput",
    "Radios",
    "Rows",
    "Select",
    "TextArea",
    "TextInput",
    "TimeInput",
]


class TextInput(TextInputWidget):
    """One line of text.

    `input_type` and `inputmode` go to the browser; `autocomplete` names what it may fill in; `suffix` is a unit shown
    behind; `suggestions` is a list the browser offers, while any other text stays allowed.
    """

    input_type = "text"
    inputmode: str | None = None
    autocomplete: str | None = None
    suffix: str | None = None
    suggestions: list[str] | None = None


class DateInput(TextInput):
    """A civil date; sends 2026-07-15."""

    input_type = "date"
    css_class = "narrow"


class TimeInput(TextInput):
    """A time of day; sends 14:30."""

    input_type = "time"
    css_class = "narrow"

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        """Show hours and minutes; nobody plans by the second."""
        shown = cstruct[:5] if isinstance(cstruct, str) and cstruct.count(":") == 2 else cstruct
        return str(super().serialize(field, shown, **kw))


class DateTimeInput(TextInput):
    """A date and a time of day; sends 2026-07-15T14:30."""

    input_type = "datetime-local"
    css_class = "narrow"


class NumberInput(TextInput):
    """A number typed as text: a number input of the browser changes its value under a scrolling mouse."""

    inputmode = "numeric"
    css_class = "narrow"


class Password(TextInput):
    """A password; never sent back to the browser. `autocomplete` is "current-password" or "new-password"."""

    input_type = "password"
    autocomplete = "current-password"
    redisplay = False

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        """Show an empty input."""
        return str(super().serialize(field, "", **kw))

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        """Keep the password as typed: spaces at its ends belong to it."""
        return colander.null if pstruct in ("", colander.null) else pstruct


class PersonInput(TextInput):
    """A name: `suggestions` lists the people at hand, any other name stays allowed."""

    autocomplete = "off"


class TextArea(TextAreaWidget):
    """Several lines of text."""

    rows = 6


class Select(widget.SelectWidget):
    """One choice of many from a list; `multiple=True` for several."""

    @property
    def takes_list(self) -> bool:
        """Whether a list of values is sent."""
        return bool(self.multiple)


class Radios(widget.RadioChoiceWidget):
    """One choice of a few, all in sight."""

    group = True


class Checkbox(widget.CheckboxWidget):
    """Yes or no; the field's title stands beside the box."""

    beside = True


class Checkboxes(widget.CheckboxChoiceWidget):
    """Several choices of a few, all in sight."""

    group = True
    takes_list = True


class Rows(widget.SequenceWidget):
    """Rows that can be added, removed and, if `orderable`, moved. Works by submit buttons when there is no script."""

    # its template prints title, hint and errors itself
    category = "structural"


class FileInput(widget.Widget):
    """Upload of a file, or of several with `multiple=True`.

    A browser never sends a refused file a second time: the page asks for it again.
    """

    template = "file_upload"
    takes_files = True
    multiple = False
    accept: str | None = None

    @property
    def takes_list(self) -> bool:
        """Whether a list of files is sent."""
        return self.multiple

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        """Render the input; it is always empty."""
        return str(field.renderer(self.template, **self.get_template_values(field, cstruct, kw)))

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        """Return the sent files, leaving out the empty part a browser sends when none was chosen."""
        if isinstance(pstruct, list):
            return [item for item in pstruct if hasattr(item, "file")] or colander.null
        return pstruct if hasattr(pstruct, "file") else colander.null
