"""The declaration of indicators: read as their plan, found by name, formula and source."""

from sqlalchemy.orm import Session

from documents.indicators.lifecycle import WORKFLOW, relations
from documents.indicators.models import Indicator
from documents.plans.models import Project
from documents.plans.record_type import IN_PLAN_READERS
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Record
from portal.records.types import IndexFacts, IndexPart, RecordType


def index_facts(session: Session, indicator: Record) -> IndexFacts:
    """Its name, its project, how it is measured, its files."""
    assert isinstance(indicator, Indicator)
    project = session.get_one(Project, indicator.parent_id)
    about = (f"{project.code} {project.title}", indicator.title, indicator.formula, *indicator.variables.values())
    text = "\n".join((*about, indicator.unit, indicator.method, indicator.source, indicator.rationale))
    parts = (IndexPart("about", _("지표 정보"), text, "#facts"), *index_parts(session, indicator.id))
    return IndexFacts(parts, number=project.code)


INDICATOR = RecordType(
    name="indicator",
    label=_("성과지표", context="type"),
    model=Indicator,
    workflow=WORKFLOW,
    readers=IN_PLAN_READERS,
    relations=relations,
    index=index_facts,
    route="indicator",
    inherits_readers=True,
)
