"""What is done with a document that came in: taken in, given to somebody, sent back or on, finished."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from documents.dispatch import passing, receiving
from documents.dispatch.lifecycle import WORKFLOW
from documents.dispatch.models import IncomingDocument
from documents.dispatch.schemas import assign_schema, opinion_schema, reason_schema, transfer_schema
from documents.dispatch.views.incoming import FORM, TITLE
from portal import clock
from portal.forms import Form, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.people import choices
from portal.records import classification
from portal.records.acting import already_done, go, refusing, require
from portal.records.classification import Classification
from portal.records.disclosure import reclassify_schema, typed_disclosure
from portal.records.workflow import Refused


def address_of(request: Any, record: IncomingDocument) -> str:
    """The page of a document that came in."""
    return str(request.route_path("incoming", uid=record.uid))


@view_config(route_name="incoming.receive", request_method="POST", permission="view")
def receive(context: Any, request: Any) -> HTTPSeeOther:
    """접수: it gets its number."""
    record: IncomingDocument = context.record
    if already_done(request, "receive"):
        return go(request, address_of(request, record))
    try:
        with refusing():
            number = receiving.receive(request.dbsession, record, request.identity)
    except Refused as refused:
        undo(request)
        return go(request, address_of(request, record), refused.problems[0].text)
    done = _("접수했습니다. 접수번호는 ${number}입니다.", mapping={"number": number.display})
    return go(request, address_of(request, record), done)


@view_config(route_name="incoming.close", request_method="POST", permission="view")
def close(context: Any, request: Any) -> HTTPSeeOther:
    """처리 완료."""
    if already_done(request, "close"):
        return go(request, address_of(request, context.record))
    with refusing():
        receiving.close(request.dbsession, context.record, request.identity)
    return go(request, address_of(request, context.record), _("처리를 마쳤습니다."))


@view_config(route_name="incoming.assign", permission="view", renderer=FORM)
def assign(context: Any, request: Any) -> Any:
    """담당 지정: somebody of the department."""
    record: IncomingDocument = context.record
    offered = choices.holders(request.dbsession, record.department_id, clock.today())
    people = [(str(one), label) for one, label in offered]

    def save(values: dict[str, Any]) -> None:
        receiving.assign(request.dbsession, record, int(values["person"]), request.identity)

    return _asked(request, "assign", assign_schema(people), save, _("담당을 지정했습니다."))


@view_config(route_name="incoming.transfer", permission="view", renderer=FORM)
def transfer(context: Any, request: Any) -> Any:
    """이송: another department has it from now on."""
    record: IncomingDocument = context.record
    offered = choices.departments(request.dbsession, clock.today())
    others = [(str(key), name) for key, name in offered if key != record.department_id]

    def save(values: dict[str, Any]) -> None:
        receiving.transfer(
            request.dbsession, record, int(values["department"]), values["reason"], request.identity
        )  # fmt: skip

    return _asked(request, "transfer", transfer_schema(others), save, _("다른 부서로 이송했습니다."))


@view_config(route_name="incoming.return", permission="view", renderer=FORM)
def send_back(context: Any, request: Any) -> Any:
    """반송: not for this institution."""

    def save(values: dict[str, Any]) -> None:
        receiving.send_back(request.dbsession, context.record, values["reason"], request.identity)

    return _asked(request, "return_to_sender", reason_schema(), save, _("보낸 곳으로 반송했습니다."))


@view_config(route_name="incoming.ask_again", permission="view", renderer=FORM)
def ask_again(context: Any, request: Any) -> Any:
    """재배부 요청: not for this department."""

    def save(values: dict[str, Any]) -> None:
        receiving.ask_again(request.dbsession, context.record, values["reason"], request.identity)

    return _asked(request, "ask_again", reason_schema(), save, _("문서과에 재배부를 요청했습니다."))


@view_config(route_name="incoming.pass_on", permission="view", renderer=FORM)
def pass_on(context: Any, request: Any) -> Any:
    """경유 송부: to its recipients, with or without an opinion."""

    def save(values: dict[str, Any]) -> None:
        passing.pass_on(request.dbsession, context.record, values["opinion"], request.identity)

    return _asked(request, "pass_on", opinion_schema(), save, _("경유 문서를 수신자에게 보냈습니다."))


@view_config(route_name="incoming.reclassify", permission="reclassify", renderer=FORM)
def reclassify(context: Any, request: Any) -> Any:
    """Another class for what came from outside, and why."""
    record: IncomingDocument = context.record
    address, title = address_of(request, record), _("공개구분 다시 분류")
    shown = {"disclosure": record.disclosure, "grounds": {str(one) for one in record.grounds or ()}}
    form = Form(request, reclassify_schema(), submit=title, formid="reclassify", appstruct=shown, cancel=address)

    def save(values: dict[str, Any]) -> str:
        to = Classification(**typed_disclosure(values))
        with refusing():
            classification.reclassify(request.dbsession, record, to, values["reason"], request.identity)
        return address

    return handle(request, form, save, _("다시 분류했습니다."), _frame(request, record, title))


def _frame(request: Any, record: IncomingDocument, title: Any) -> dict[str, Any]:
    way = [(_("결재", context="list"), request.route_path("approvals")), (TITLE, request.route_path("incomings"))]
    return {"page_title": title, "breadcrumbs": [*way, (record.title, address_of(request, record)), (title, "")]}


def _asked(request: Any, act: str, schema: Any, do: Callable[[dict[str, Any]], None], done: Any) -> Any:
    """The page of the form of an act, or what it asks for done; 403 for those who may not.

    Sent twice it is done once; done by somebody else meanwhile, that is seen on the record's page.
    """
    title = WORKFLOW.transitions[act].label
    record: IncomingDocument = request.context.record
    address = address_of(request, record)
    if request.method == "POST" and already_done(request, act):
        return go(request, address)
    require(request, act)
    form = Form(request, schema, submit=title, formid=act, cancel=address)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            do(values)
        return address

    return handle(request, form, save, done, _frame(request, record, title))
