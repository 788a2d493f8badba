"""공람: records are shown to people, who are seen to have seen them."""

from typing import Any

from documents.circulation.models import CirculationGroup
from documents.circulation.services import unseen_count
from portal.i18n import _
from portal.people.contexts import RowContext, row_factory
from portal.security.contexts import record_factory
from portal.security.viewer import Viewer

UID = "{uid:[0-9a-f]{32}}"


class GroupContext(RowContext):
    """A group: for the people of its department."""

    def seen_by(self, viewer: Viewer | None) -> bool:
        """Nobody else hears whether there is one."""
        return viewer is not None and self.row is not None and f"dept:{self.row.department_id}" in viewer.principals


def includeme(config: Any) -> None:
    """Register the box, showing a record, and the groups."""
    shown = record_factory("approval_document", "incoming_document")
    config.add_route("circulation", "/documents/circulation")
    config.add_route("circulation.groups", "/documents/circulation/groups")
    config.add_route("circulation.group_new", "/documents/circulation/groups/new")
    group = row_factory(CirculationGroup, GroupContext)
    config.add_route("circulation.group_edit", "/documents/circulation/groups/{id}/edit", factory=group)
    config.add_route("circulation.show", f"/documents/circulation/{UID}", factory=shown)
    config.add_box("circulation", _("공람"), "circulation", 65, count=unseen_count)
    config.scan("documents.circulation.views")
