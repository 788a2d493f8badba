"""The states of an incoming document (규칙 §15–17): 도달 → 접수 → 담당 지정 → (공람) → 종결, and its side exits."""

from typing import Any

from sqlalchemy.orm import Session

from documents.dispatch.models import Delivery, IncomingDocument
from portal.i18n import _
from portal.records.filing import FILE
from portal.records.models import Record
from portal.records.registration import unit_of
from portal.records.workflow import Problem, State, Transition, Workflow
from portal.security.viewer import officers_of

ARRIVED = ("ARRIVED", "REASSIGN_REQUESTED")
OPEN = ("RECEIVED", "ASSIGNED", "IN_CIRCULATION")
DESK = ("department", "document_dept")


def has_unit(session: Session, record: Record) -> list[Problem]:
    """A number of receipt is given by an issuing unit."""
    if unit_of(session, record) is not None:
        return []
    return [Problem(_("접수번호를 줄 발행 기관이 정해지지 않았습니다. 관리자에게 알려 주십시오."))]


def goes_through(session: Session, record: Record) -> bool:
    """Whether it came only to be passed on to its recipients (경유)."""
    assert isinstance(record, IncomingDocument)
    delivery = session.get(Delivery, record.delivery_id) if record.delivery_id else None
    return delivery is not None and delivery.passes


WORKFLOW = Workflow(
    states={
        "ARRIVED": State(_("접수 대기"), "warning"),
        "RECEIVED": State(_("접수"), "information"),
        "ASSIGNED": State(_("담당 지정"), "information"),
        "IN_CIRCULATION": State(_("공람 중"), "information"),
        "CLOSED": State(_("처리 완료"), "success"),
        "REASSIGN_REQUESTED": State(_("재배부 요청"), "warning"),
        "PASSED_ON": State(_("경유 송부"), "success"),
        "RETURNED_TO_SENDER": State(_("반송"), "danger"),
        "TRANSFERRED": State(_("이송"), "gray"),
    },
    transitions={
        "receive": Transition(_("접수"), ARRIVED, "RECEIVED", DESK, (has_unit,)),
        "assign": Transition(_("담당 지정"), OPEN, "ASSIGNED", ("department",)),
        "circulate_incoming": Transition(
            _("공람"), ("RECEIVED", "ASSIGNED"), "IN_CIRCULATION", ("department", "assignee")
        ),
        "pass_on": Transition(_("경유 송부"), OPEN, "PASSED_ON", ("via",)),
        "close": Transition(_("처리 완료"), OPEN, "CLOSED", ("handler",)),
        "return_to_sender": Transition(_("반송"), ARRIVED, "RETURNED_TO_SENDER", DESK),
        "transfer": Transition(_("이송"), (*ARRIVED, "RECEIVED"), "TRANSFERRED", ("sorter",)),
        "ask_again": Transition(_("재배부 요청"), ("ARRIVED",), "REASSIGN_REQUESTED", ("department",)),
    },
    acts={
        "attach": {ARRIVED: DESK},
        "remove": {("ARRIVED",): ("clerk",)},
        "circulate": {OPEN: ("department", "assignee"), ("CLOSED",): ("department",)},
        "reclassify": {("*",): ("keeper",)},
        FILE: {(*OPEN, "CLOSED", "PASSED_ON"): ("department", "assignee", "records_officer")},
        "history": {("*",): (*DESK, "admin")},
    },
)


def relations(session: Session, record: Record, viewer: Any) -> frozenset[str]:
    """department, document_dept, assignee, clerk (who entered it), records_officer, admin; of what only goes through
    here the department is also via, of what came to stay they are handler (who finishes it) and sorter (who sends it
    elsewhere). Of what came from outside the department is keeper; what another department sent keeps the class it has
    there.
    """
    assert isinstance(record, IncomingDocument)
    if viewer is None:
        return frozenset()
    found = {"admin"} if viewer.is_admin else set()
    if f"dept:{record.department_id}" in viewer.principals:
        found.add("department")
    if viewer.is_document_dept:
        found.add("document_dept")
    if "department" in found and record.source_edition_id is None:
        found.add("keeper")
    if record.assignee_id == viewer.person_id:
        found.add("assignee")
    if record.created_by_id == viewer.person_id:
        found.add("clerk")
    if officers_of(record.department_id) & viewer.principals:
        found.add("records_officer")
    if goes_through(session, record):
        return frozenset(found | ({"via"} if "department" in found else set()))
    if found & {"department", "assignee"}:
        found.add("handler")
    if found & {"department", "document_dept"}:
        found.add("sorter")
    return frozenset(found)
