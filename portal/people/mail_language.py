"""In which language a person gets mail: the one their account says, Korean when they have no account."""

from collections.abc import Callable
from typing import Any

from pyramid.interfaces import ILocalizer
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.i18n import DEFAULT
from portal.people.models import Account


def translator_for(request: Any, person_id: int) -> Callable[[Any], str]:
    """A function that translates texts for one person, whatever language the sender's pages are in."""
    return translator_of(request.registry, request.dbsession, person_id)


def translator_of(registry: Any, session: Session, person_id: int) -> Callable[[Any], str]:
    """The same for a job, which has no request."""
    language = session.scalar(select(Account.language).where(Account.person_id == person_id))
    translate: Callable[[Any], str] = registry.getUtility(ILocalizer, name=language or DEFAULT).translate
    return translate
