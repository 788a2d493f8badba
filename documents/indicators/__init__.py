"""성과지표: indicators of projects, their targets by date, their actuals, and what an expert would ask about them."""

from typing import Any

from documents.indicators.record_type import INDICATOR
from documents.plans import UID
from portal.security.contexts import record_factory

WHEN = "{year:[0-9]{4}}/{quarter:[0-4]}"


def includeme(config: Any) -> None:
    """Register indicators and their pages."""
    config.add_record_type(INDICATOR)
    indicator = record_factory("indicator")
    config.add_route(
        "project.new_indicator", f"/plans/projects/{UID}/indicators/new", factory=record_factory("project")
    )
    config.add_route("indicator", f"/plans/indicators/{UID}", factory=indicator)
    config.add_route("indicator.edit", f"/plans/indicators/{UID}/edit", factory=indicator)
    config.add_route("indicator.remove", f"/plans/indicators/{UID}/remove", factory=indicator)
    config.add_route("indicator.target", f"/plans/indicators/{UID}/targets/new", factory=indicator)
    config.add_route("indicator.actual", f"/plans/indicators/{UID}/actuals/{WHEN}", factory=indicator)
    config.add_route("indicator.answer", f"/plans/indicators/{UID}/answers/{{rule:IND-[1-8]}}", factory=indicator)
    config.scan("documents.indicators.views")
