"""Errors of a form: those a service raises, and the list a reader sees above the form."""

from typing import Any

import colander
from deform import Field

from portal.forms.render import messages


class FormError(Exception):
    """A service refuses what was entered.

    `field` is the path of the field ("title", "agenda.0.title"), or "" for the form as a whole; `message` is a
    translatable text that says what to do. `FormError.of` carries several at once.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.faults = [(field, message)]

    @classmethod
    def of(cls, faults: list[tuple[str, str]]) -> "FormError":
        """Make one error of several (field, message) pairs; there must be at least one."""
        error = cls(*faults[0])
        error.faults = list(faults)
        return error


def place(form: Field, error: FormError) -> None:
    """Attach a service's refusals to their fields; one whose field the form does not have goes to the form."""
    for path, message in error.faults:
        field = find(form, path) or form
        if field.error is None:
            field.error = colander.Invalid(field.schema, message)
        else:
            field.error.msg = [*filter(None, field.error.messages()), message]


def find(form: Field, path: str) -> Field | None:
    """Return the field of a dotted path, counting rows of a sequence from 0."""
    field = form
    for name in filter(None, path.split(".")):
        found = None
        if name.isdigit():
            rows = getattr(field, "sequence_fields", [])
            found = rows[int(name)] if int(name) < len(rows) else None
        else:
            found = next((child for child in field.children if child.name == name), None)
        if found is None:
            return None
        field = found
    return field


def summary(field: Field, label: str = "") -> list[tuple[str, str, str]]:
    """Return (target id, label, message) of every error of the form, in its order.

    Errors of rows live in `sequence_fields`; `children` of a sequence hold only its prototype.
    """
    own = [(target_of(field) if label else "", label, message) for message in messages(field)]
    return own + errors_within(field, label)


def errors_within(field: Field, label: str) -> list[tuple[str, str, str]]:
    """Return the errors of the fields inside `field`."""
    found: list[tuple[str, str, str]] = []
    if isinstance(field.typ, colander.Sequence):
        for number, row in enumerate(getattr(field, "sequence_fields", []), 1):
            found += summary(row, f"{field.translate(row.title)} {number}")
    else:
        for child in field.children:
            title = field.translate(child.title)
            nested = label and not isinstance(child.typ, colander.Sequence)
            found += summary(child, f"{label} {title}" if nested else title)
    return found


def target_of(field: Field) -> Any:
    """Return the id a link to the field leads to: the first choice of a group, else the input."""
    return f"{field.oid}-0" if getattr(field.widget, "group", False) else field.oid
