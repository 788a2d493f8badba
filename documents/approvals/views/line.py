"""The approval line of a document: planned in rows, filled by 위임전결 or from a saved line, kept for the next time."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from documents.approvals import drafting, suggesting
from documents.approvals.finding import find, label_for, suggestions
from documents.approvals.labels import STEP_STATES, STEP_TONES, kind_of
from documents.approvals.line import LONGEST, Planned, faults, planned
from documents.approvals.models import Document, SavedLine
from documents.approvals.schemas import line_schema, save_line_schema
from documents.approvals.views.common import address_of, department_choices, frame_values, whole
from documents.kept import at_hand, changeable
from portal.forms import Form, FormError, handle, posted
from portal.i18n import _
from portal.people.models import Department
from portal.records.acting import go, refusing
from portal.records.workflow import Refused

PAGE = "templates:documents/approvals/line.pt"


@view_config(route_name="approval.line", permission="plan_line", renderer=PAGE)
def line(context: Any, request: Any) -> Any:
    """The rows; ``?from=rule`` and ``?from=NUMBER`` fill them with what is suggested or saved, not stored yet."""
    document: Document = context.record
    plan = offered(request, document)
    form = line_form(request, document, plan)

    def save(values: dict[str, Any]) -> str:
        typed = typed_plan(request, document, values["steps"])
        try:
            with refusing():
                drafting.set_line(request.dbsession, document, typed, request.identity)
        except Refused as refused:
            raise FormError.of([("steps", one.text) for one in refused.problems]) from None
        return address_of(request, document, "approval.line" if document.state == "DRAFT" else "approval")

    def page() -> dict[str, Any]:
        return page_values(request, document, is_offer=plan is not None)

    return handle(request, form, save, _("결재선을 저장했습니다."), page)


def offered(request: Any, document: Document) -> list[Planned] | None:
    """The plan the address asks for, or None for the stored one."""
    wanted = request.GET.get("from", "") if request.method == "GET" else ""
    if wanted == "rule":
        return suggesting.suggested(request.dbsession, document)
    if wanted:
        with refusing():
            return suggesting.saved_plan(request.dbsession, whole(wanted), document, request.identity)
    return None


def line_form(request: Any, document: Document, plan: list[Planned] | None = None) -> Form:
    """The form of the steps that have not begun."""
    session = request.dbsession
    open_for_change = [step for step in document.line if step.state == "WAITING" and step.kind != "DRAFT"]
    shown = [one for one in plan if one.kind != "DRAFT"] if plan is not None else planned(open_for_change)
    first = min((one.rank for one in shown), default=0)
    rows = [
        {
            "kind": "DELEGATED" if one.delegated else one.kind,
            "who": label_for(session, one.person_id, one.department_id),
            "order": one.rank - first + 1,
        }
        for one in shown
    ]
    return Form(
        request, line_schema(LONGEST), submit=_("결재선 저장"), appstruct={"steps": rows}, formid="line",
        cancel=address_of(request, document, "approval.edit" if document.state == "DRAFT" else "approval"),
    )  # fmt: skip


def typed_plan(request: Any, document: Document, rows: list[dict[str, Any]]) -> list[Planned]:
    """The rows as a plan after the steps that have begun; all that nobody can be found for is told at once."""
    begun = [step for step in document.line if step.state != "WAITING" or step.kind == "DRAFT"]
    wrong: list[tuple[str, Any]] = []
    found = []
    order = 0
    for place, row in enumerate(rows):
        order = row["order"] or order + 1
        try:
            person_id, department_id = find(request.dbsession, row["who"], f"steps.{place}.who")
        except FormError as error:
            wrong += error.faults
            continue
        if department_id is not None and row["kind"] != "CONSENT":
            wrong.append((f"steps.{place}.who", _("부서에는 협조만 요청할 수 있습니다. 사람을 적어 주십시오.")))
        found.append((order, row["kind"], person_id, department_id))
    if wrong:
        raise FormError.of(wrong)
    last = max((step.rank for step in begun), default=-1)
    ranks = {one: last + number for number, one in enumerate(sorted({row[0] for row in found}), start=1)}
    steps = [
        Planned("APPROVE" if kind == "DELEGATED" else kind, ranks[one], who, where, delegated=kind == "DELEGATED")
        for one, kind, who, where in sorted(found, key=lambda row: row[0])
    ]
    return [*planned(begun), *steps]


def page_values(request: Any, document: Document, *, is_offer: bool = False, save_form: Form | None = None) -> Any:
    """Everything on the page beside the rows."""
    session = request.dbsession
    own = request.identity.department_ids
    saved = at_hand(session, SavedLine, request.identity)
    return {
        **frame_values(request, document, _("결재선")),
        "begun": [(step, kind_of(step)) for step in document.line if step.state != "WAITING" or step.kind == "DRAFT"],
        "step_states": STEP_STATES,
        "step_tones": STEP_TONES,
        "people": suggestions(session, document.department_id),
        "faults": faults(session, document),
        "is_offer": is_offer,
        "saved": saved,
        "changeable": changeable(session, saved, request.identity),
        "departments": {one: session.get_one(Department, one).name for one in own},
        "save_form": save_form or keep_form(request, document),
    }


def keep_form(request: Any, document: Document) -> Form:
    """The form that keeps the stored line under a name."""
    departments = department_choices(request.dbsession, request.identity.department_ids)
    return Form(
        request, save_line_schema(departments), submit=_("저장해 두기"), formid="keep",
        action=address_of(request, document, "approval.line_keep"),
    )  # fmt: skip


@view_config(route_name="approval.line_keep", request_method="POST", permission="plan_line", renderer=PAGE)
def keep(context: Any, request: Any) -> Any:
    """Keep the line of a document for the next time."""
    document: Document = context.record
    form = keep_form(request, document)

    def save(values: dict[str, Any]) -> str:
        department = int(values["department"]) if values["department"] else None
        with refusing():
            suggesting.save_line(
                request.dbsession, values["name"], planned(document.line), request.identity, department
            )
        return address_of(request, document, "approval.line")

    def page() -> dict[str, Any]:
        return page_values(request, document, save_form=form)

    result = handle(request, form, save, _("결재선을 저장해 두었습니다."), page)
    return {**result, "form": line_form(request, document)} if isinstance(result, dict) else result


@view_config(route_name="approval.line_forget", request_method="POST", permission="plan_line")
def forget(context: Any, request: Any) -> HTTPSeeOther:
    """Throw a saved line away."""
    with refusing():
        suggesting.forget_line(request.dbsession, whole(posted(request, "line")), request.identity)
    return go(request, address_of(request, context.record, "approval.line"), _("저장해 둔 결재선을 지웠습니다."))
