"""The table forms that plans and reports use: each module declares one (see ``portal.content.table_forms``)."""

from typing import Any

from documents.blocks.budget import Budget
from documents.blocks.execution import ExecutionForm
from documents.blocks.funding import FundingForm
from portal.content.table_forms import register_form


def includeme(_config: Any) -> None:
    """Register every form."""
    for form in (Budget(), FundingForm(), ExecutionForm()):
        register_form(form)
