"""What people do with approval documents in the pages, by WebTest."""

from contextlib import contextmanager
from datetime import timedelta

from webtest.forms import Radio

from portal import clock


def form_to(page, end):
    """The form whose address ends so."""
    return next(form for form in page.forms.values() if form.action.partition("?")[0].endswith(end))


def choose(form, value):
    """Choose a radio button by its value, whatever its group is called."""
    groups = [one for fields in form.fields.values() for one in fields if isinstance(one, Radio)]
    next(one for one in groups if value in {option[0] for option in one.options}).value = value


def rows_of(form):
    """(kind, who) of each row of the line."""
    return [(kind.value, who.value) for kind, who in zip(form.fields["kind"], form.fields["who"], strict=True)]


def says(page, text):
    """Whether a message or error summary of the page says this."""
    shown = [part.get_text(" ", strip=True) for part in page.html.select(".flash-message, .error-summary")]
    return any(text in one for one in shown)


@contextmanager
def later(minutes):
    """The clock stands some minutes further."""
    moment = clock.now() + timedelta(minutes=minutes)
    clock.set_source(lambda: moment)
    yield
    clock.set_source(None)
