"""The table forms that plans and reports use: each module declares one (see ``portal.content.table_forms``)."""

from typing import Any

from documents.blocks.budget import Budget
from documents.blocks.cases import Cases
from documents.blocks.checklist import Checklist
from documents.blocks.communication import Communication
from documents.blocks.comparison import Comparison
from documents.blocks.cover import CoverForm
from documents.blocks.execution import ExecutionForm
from documents.blocks.funding import FundingForm
from documents.blocks.goals import Goals
from documents.blocks.schedule import Schedule, ScheduleLines
from portal.content.table_forms import TableForm, register_form

FORMS: tuple[type[TableForm], ...] = (
    CoverForm,
    Checklist,
    Goals,
    Budget,
    FundingForm,
    ExecutionForm,
    Schedule,
    ScheduleLines,
    Communication,
    Comparison,
    Cases,
)


def includeme(_config: Any) -> None:
    """Register every form."""
    for form in FORMS:
        register_form(form())
