"""Plans: 지역사회보장계획, 연차별 시행계획, 업무계획, with their strategies and projects (세부사업)."""

from typing import Any

from documents.plans.record_type import PLAN, PROJECT
from portal.i18n import _
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
OF_PLAN = {
    "edit": "edit",
    "publish": "publish",
    "remove": "remove",
    "xlsx": "table.xlsx",
    "new_project": "projects/new",
}
OF_PROJECT = {"edit": "edit", "remove": "remove"}


def includeme(config: Any) -> None:
    """Register plans and projects and their pages."""
    config.add_record_type(PLAN)
    config.add_record_type(PROJECT)
    config.add_route("plans", "/plans")
    config.add_route("plans.new", "/plans/new")
    plan, project = record_factory("plan"), record_factory("project")
    config.add_route("plan", f"/plans/{UID}", factory=plan)
    for name, path in OF_PLAN.items():
        config.add_route(f"plan.{name}", f"/plans/{UID}/{path}", factory=plan)
    config.add_route("project", f"/plans/projects/{UID}", factory=project)
    for name, path in OF_PROJECT.items():
        config.add_route(f"project.{name}", f"/plans/projects/{UID}/{path}", factory=project)
    config.add_navigation("plans", _("계획·지표"), "plans", order=30, permission="signed_in")
    config.scan("documents.plans.views")
