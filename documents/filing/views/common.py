"""What the pages of filing and of the review share."""

from typing import Any

from portal import clock
from portal.people import choices


def departments_kept(request: Any, keep: int | None = None) -> choices.Options:
    """The departments of today whose records the viewer keeps, and one that is chosen already."""
    found = choices.departments(request.dbsession, clock.today(), keep)
    return [(key, name) for key, name in found if request.identity.keeps_records_of(key)]
