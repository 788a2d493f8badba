"""The declarations of the two record types."""

from meetings.sittings.index_facts import item_facts, meeting_facts
from meetings.sittings.lifecycle import AGENDA_WORKFLOW, MEETING_WORKFLOW
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.readers import ITEM_READERS, MEETING_READERS, item_principals, meeting_principals
from meetings.sittings.relations import item_relations, meeting_relations
from portal.i18n import _
from portal.records.types import RecordType

MEETING = RecordType(
    name="meeting",
    label=_("회의"),
    model=Meeting,
    workflow=MEETING_WORKFLOW,
    readers=MEETING_READERS,
    relations=meeting_relations,
    index=meeting_facts,
    principals=meeting_principals,
    route="meeting",
)
AGENDA_ITEM = RecordType(
    name="agenda_item",
    label=_("안건"),
    model=AgendaItem,
    workflow=AGENDA_WORKFLOW,
    readers=ITEM_READERS,
    relations=item_relations,
    index=item_facts,
    principals=item_principals,
    route="agenda_item",
)
