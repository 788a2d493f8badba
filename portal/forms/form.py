"""The form of a page: a deform form that knows its request, its buttons and its errors."""

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

import colander
import deform
from deform import Button
from deform.widget import SequenceWidget
from pyramid.csrf import get_csrf_token
from pyramid.request import Request

from portal.forms.errors import summary
from portal.forms.lock import LOCK, compare, lock_of, read_lock
from portal.forms.posted import posted
from portal.i18n import _

COUNTER = "sillok_form_counter"


class Form(deform.Form):
    """A form over a colander schema.

    `submit` is the text of its one button; a form with several gives `buttons` (deform.Button with a name each) and
    asks `form.pressed` in `on_valid`. Forms on one page need different `formid`s; ids of their inputs never meet.
    `stored` is what the form changes, as it is stored now: see `portal.forms.lock`.
    """

    def __init__(
        self,
        request: Request,
        schema: colander.SchemaNode,
        *,
        submit: str = _("저장"),
        buttons: Sequence[Button] | None = None,
        appstruct: Any = colander.null,
        formid: str = "form",
        action: str = "",
        cancel: str | None = None,
        stored: Mapping[str, Any] | None = None,
        **kw: Any,
    ) -> None:
        chosen = list(buttons) if buttons else [Button("save", title=submit)]
        counter = getattr(request, COUNTER, None) or itertools.count(1)
        setattr(request, COUNTER, counter)
        super().__init__(
            schema,
            action=action,
            buttons=chosen,
            formid=formid,
            focus="off",
            counter=counter,
            appstruct=colander.null if appstruct is None else appstruct,
            **kw,
        )
        self._request = request
        for number, field in enumerate(self.lists):
            # copies of a row keep it, so that lists within rows share one template
            field.template_id = f"{formid}-row-{number}"
        self.cancel = cancel
        self.stored = stored
        self.started_from = lock_of(self, stored) if stored is not None else None

    @property
    def csrf_token(self) -> str:
        """The token the form sends back."""
        return str(get_csrf_token(self._request))

    @property
    def lock(self) -> str | None:
        """What the form started from, as it sends it back; None for one that changes nothing stored."""
        return None if self.started_from is None else json.dumps(self.started_from)

    def take_lock(self) -> None:
        """Start from where the form that was sent started."""
        if self.started_from is not None:
            self.started_from = read_lock(posted(self._request, LOCK))

    def check_lock(self, values: Mapping[str, Any]) -> None:
        """Raise Stale where somebody else changed what is stored; the form then starts from there."""
        if self.stored is not None:
            sent, self.started_from = self.started_from or {}, lock_of(self, self.stored)
            compare(self, sent, self.stored, values)

    @property
    def pressed(self) -> str:
        """The name of the button that sent the form; the first one when it was sent by the Enter key."""
        names = [button.name for button in self.buttons]
        return next((name for name in names if name in self._request.POST), names[0])

    @property
    def has_files(self) -> bool:
        """Whether the form uploads files and must be sent as multipart."""
        return any(getattr(field.widget, "takes_files", False) for field in every_field(self))

    @property
    def lists(self) -> list[deform.Field]:
        """The fields that hold rows, also those within rows. Their empty rows stand behind the form, for the script."""
        return [field for field in every_field(self) if isinstance(field.widget, SequenceWidget)]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(target id, label, message) of each error, for the summary above the form."""
        return summary(self)


def every_field(field: deform.Field) -> list[deform.Field]:
    """Return a field and all fields within, prototypes of rows included."""
    return [field, *itertools.chain.from_iterable(every_field(child) for child in field.children)]
