"""What every act on a record shares on its pages: refusals become pages in words, a second click becomes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther

from portal.records.models import Record
from portal.records.services import acts, lock
from portal.records.types import type_of
from portal.records.workflow import NotAllowed


@contextmanager
def refusing() -> Iterator[None]:
    """What the services refuse for want of a right is 403, what does not exist here is 404."""
    try:
        yield
    except NotAllowed as error:
        raise HTTPForbidden() from error
    except LookupError as error:
        raise HTTPNotFound() from error


def already_done(request: Any, transition: str) -> bool:
    """Whether a transition was made already (two clicks on one button). Raises 403 for those who may not make it.

    The record is locked first: of two clicks at one moment the second waits and sees what the first one did.
    """
    context = request.context
    lock(request.dbsession, context.record)
    if transition in context.acts:
        return False
    record_type = type_of(request.dbsession, context.record)
    step = record_type.workflow.transitions[transition]
    relations = record_type.relations(request.dbsession, context.record, request.identity)
    if context.record.state == step.target and relations.intersection(step.by):
        return True
    raise HTTPForbidden()


def require(request: Any, act: str) -> None:
    """403 unless the viewer may do this to the record now."""
    if act not in request.context.acts:
        raise HTTPForbidden()


def acts_on(request: Any, record: Any) -> frozenset[str]:
    """What the viewer may do with another record than the page's."""
    return acts(request.dbsession, record, request.identity)


def go(request: Any, address: str, message: Any = None) -> HTTPSeeOther:
    """Redirect after an act, with a message."""
    if message is not None:
        request.session.flash(request.localizer.translate(message))
    return HTTPSeeOther(location=address)


def read_anew(request: Any, *records: Record) -> None:
    """When a form comes back: read what it changes anew, behind a lock of the database, in the order given.

    What is stored then is compared with what the form started from (``Form(stored=…)``, `portal.forms.lock`).
    """
    if request.method == "POST":
        for record in records:
            lock(request.dbsession, record)
