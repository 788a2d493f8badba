"""What every act on a meeting shares: refusals become pages in words, a second click becomes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther

from meetings.sittings.proposals import ProposedItem
from portal.i18n import _
from portal.records.services import acts
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
    request.dbsession.refresh(context.record, with_for_update=True)
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


def page_of(request: Any, meeting: Any, fragment: str = "") -> str:
    """The address of a meeting's page."""
    address: str = request.route_path("meeting", uid=meeting.uid)
    return address + (f"#{fragment}" if fragment else "")


def go(request: Any, address: str, message: Any = None) -> HTTPSeeOther:
    """Redirect after an act, with a message."""
    if message is not None:
        request.session.flash(request.localizer.translate(message))
    return HTTPSeeOther(location=address)


def trail(request: Any, meeting: Any, here: Any = None) -> list[tuple[Any, str]]:
    """The way back: list, meeting, this page."""
    from_list = [(_("회의", context="list"), request.route_path("meetings"))]
    if here is None:
        return [*from_list, (meeting.title, "")]
    return [*from_list, (meeting.title, page_of(request, meeting)), (here, "")]


def offer_choices(offers: Mapping[str, ProposedItem]) -> list[tuple[str, str]]:
    """Offered items as choices of a form: the title, and why it is here."""
    return [(key, _offer(one) if one.note else one.title) for key, one in offers.items()]


def _offer(one: ProposedItem) -> str:
    return _("${title} (${note})", mapping={"title": one.title, "note": one.note})
