"""In which language a person gets mail: the one their account says, Korean when they have no account."""

from collections.abc import Callable
from typing import Any

from pyramid.interfaces import ILocalizer
from sqlalchemy import select

from portal.i18n import DEFAULT
from portal.people.models import Account


def translator_for(request: Any, person_id: int) -> Callable[[Any], str]:
    """A function that translates texts for one person, whatever language the sender's pages are in."""
    language = request.dbsession.scalar(select(Account.language).where(Account.person_id == person_id))
    translate: Callable[[Any], str] = request.registry.getUtility(ILocalizer, name=language or DEFAULT).translate
    return translate
