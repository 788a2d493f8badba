"""Administrators' pages: the 위임전결 table, and the numbers from which units go on."""

from typing import Any

from pyramid.view import view_config

from documents.approvals import rules as services
from documents.approvals.models import DelegationRule
from documents.approvals.rule_schemas import number_schema, rule_facts, rule_schema, rule_values
from documents.approvals.views.common import FORM
from documents.boxes import side_menu
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.paging import page_of
from portal.people import choices, lists
from portal.records.models import IssuingUnit
from portal.records.registration import start_after

RULES, NUMBERS = _("위임전결 규칙"), _("시작 번호")


def frame(request: Any, title: Any, *crumbs: tuple[Any, str]) -> dict[str, Any]:
    """What these pages show around their content."""
    side_menu(request)
    way = [(_("결재", context="list"), request.route_path("approvals")), *crumbs, (title, "")]
    return {"page_title": title, "breadcrumbs": way}


@view_config(
    route_name="approvals.rules", request_method="GET", permission="admin",
    renderer="templates:documents/approvals/rules.pt",
)  # fmt: skip
def rules(request: Any) -> dict[str, Any]:
    """The table."""
    page = lists.page(request.dbsession, services.all_rules(), page_of(request))
    return {**frame(request, RULES), "page": page, "today": clock.today()}


@view_config(route_name="approvals.rule_new", permission="admin", renderer=FORM)
def rule_new(request: Any) -> Any:
    """A new line."""
    return _rule_form(request, None, _("규칙 등록"), appstruct={"starts_on": clock.today()})


@view_config(route_name="approvals.rule_edit", permission="admin", renderer=FORM)
def rule_edit(context: Any, request: Any) -> Any:
    """Correct or end a line."""
    stored = rule_values(context.row)
    return _rule_form(request, context.row, _("규칙 고치기"), appstruct=stored, stored=stored)


def _rule_form(request: Any, rule: DelegationRule | None, title: Any, appstruct: Any, stored: Any = None) -> Any:
    back = request.route_path("approvals.rules")
    known = {name: value for name, value in appstruct.items() if value is not None}
    schema = rule_schema(choices.issuing_units(request.dbsession))
    form = Form(request, schema, formid="rule", appstruct=known, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        services.save_rule(request.dbsession, rule, rule_facts(values), request.identity)
        return str(back)

    intro = _("업무의 결재권자가 바뀌면 앞선 규칙을 끝내고 새 규칙을 등록하십시오. 지난 문서는 그때의 규칙을 따릅니다.")
    page = {**frame(request, title, (RULES, back)), "intro": intro}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(
    route_name="approvals.numbers", permission="admin", renderer="templates:documents/approvals/numbers.pt"
)  # fmt: skip
def numbers(request: Any) -> Any:
    """The last number of each unit and year, and the form that says where the paper ended."""
    session = request.dbsession
    schema = number_schema(choices.issuing_units(session))
    form = Form(request, schema, formid="numbers", submit=_("시작 번호 정하기"))

    def save(values: dict[str, Any]) -> str:
        unit = session.get_one(IssuingUnit, int(values["unit"]))
        start_after(session, unit, values["year"], values["n"], request.identity)
        return str(request.path)

    def page() -> dict[str, Any]:
        return {**frame(request, NUMBERS), "counters": services.counters(session)}

    return handle(request, form, save, _("다음 번호를 정했습니다."), page)
