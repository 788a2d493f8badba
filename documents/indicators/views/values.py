"""What is entered for an indicator: a target from a day on, an actual, an answer to a suggestion."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from documents.indicators import reading, writing
from documents.indicators.labels import QUARTERS
from documents.indicators.lint import RULES
from documents.indicators.models import Indicator
from documents.indicators.schemas import (
    actual_schema,
    answer_schema,
    stored_actual,
    target_schema,
    typed_actual,
    typed_target,
)
from documents.indicators.views.indicators import form_page, project_of
from documents.plans.views.common import FORM, address_of, plan_of
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.records.acting import read_anew, refusing


@view_config(route_name="indicator.target", renderer=FORM, permission="set_target")
def set_target(context: Any, request: Any) -> Any:
    """A target set or changed."""
    indicator: Indicator = context.record
    plan, back = plan_of(request, project_of(request, indicator)), address_of(request, indicator)
    schema = target_schema(range(plan.first_year, plan.last_year + 1), clock.today())
    form = Form(request, schema, submit=_("목표 저장"), formid="target", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            writing.set_target(request.dbsession, indicator, typed_target(values), request.identity)
        return back

    page = form_page(request, indicator, _("목표 정하기"))
    return handle(request, form, save, _("목표를 저장했습니다."), page)


@view_config(route_name="indicator.actual", renderer=FORM, permission="report_actual")
def report_actual(context: Any, request: Any) -> Any:
    """What was reached in a year (quarter 0) or a quarter; of two who report at once the second sees the first."""
    indicator: Indicator = context.record
    year, quarter = int(request.matchdict["year"]), int(request.matchdict["quarter"]) or None
    plan, back = plan_of(request, project_of(request, indicator)), address_of(request, indicator)
    if not plan.first_year <= year <= plan.last_year:
        raise HTTPNotFound()
    read_anew(request, indicator)
    last = reading.latest(reading.actual_history(request.dbsession, [indicator.id])).get((year, quarter))
    stored = stored_actual(indicator, last)
    start = stored if last else stored | {"state": "REPORTED"}
    form = Form(
        request, actual_schema(indicator), submit=_("실적 저장"), formid="actual", appstruct=start, stored=stored,
        cancel=back,
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            facts = typed_actual(indicator, year, quarter, values)
            writing.report_actual(request.dbsession, indicator, facts, request.identity)
        return back

    translate = request.localizer.translate
    when = translate(_("${year}년", {"year": year})) + (f" {translate(QUARTERS[quarter])}" if quarter else "")
    page = form_page(request, indicator, _("실적 적기: ${when}", {"when": when}))
    return handle(request, form, save, _("실적을 저장했습니다."), page)


@view_config(route_name="indicator.answer", renderer=FORM, permission="answer_suggestion")
def answer(context: Any, request: Any) -> Any:
    """An answer to a suggestion, shown in its place from then on."""
    indicator: Indicator = context.record
    rule = request.matchdict["rule"]
    text, ask = next((text, ask) for name, _holds, text, ask in RULES if name == rule)
    read_anew(request, indicator)
    last = reading.answers(request.dbsession, indicator).get(rule)
    stored, back = {"text": last.text if last else ""}, address_of(request, indicator)
    form = Form(
        request, answer_schema(ask), submit=_("답 저장"), formid="answer", appstruct=stored, stored=stored, cancel=back
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            writing.answer(request.dbsession, indicator, rule, values["text"], request.identity)
        return back

    page = form_page(request, indicator, _("제안에 답하기"), text)
    return handle(request, form, save, _("답을 저장했습니다."), page)
