"""The table forms that plans and reports use: each module declares one (see ``portal.content.table_forms``)."""

from typing import Any

from documents.blocks.budget import Budget
from portal.content.table_forms import register_form


def includeme(_config: Any) -> None:
    """Register every form."""
    for form in (Budget(),):
        register_form(form)
