"""What minutes must hold before they can be confirmed: the nine elements (기록물령 §18②) and the rules of a meeting.

Each problem says what is missing and where to mend it: ``edit#…`` on the minutes, ``meeting:…`` on the meeting.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from meetings.decisions import services as decisions
from meetings.decisions.rulings import faults as subject_faults
from meetings.decisions.rulings import questions_of
from meetings.decisions.votes import PASSING, Tally, faults
from meetings.decisions.written import Written
from meetings.minutes.facts import facts_of, text_of
from meetings.minutes.material import Material
from meetings.sittings.models import DECIDING_KINDS, AgendaItem
from meetings.sittings.quorum import figures
from meetings.sittings.readers import out_of_closed
from portal import clock
from portal.content.masking import holds_resident_number
from portal.content.tree import is_blank
from portal.files.services import attachments
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.rules import rules_of
from portal.records.classification import Classification
from portal.records.workflow import Problem


@dataclass(frozen=True)
class Element:
    """One line of the check list: what must be there, and what is missing of it."""

    number: int  # 1 to 9; 0 for what the law does not number
    label: Any
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()  # worth a look, but no obstacle


VERBATIM = ("속기록", "녹취록")  # what such a file is called
Check = Callable[[Session, Material], Iterator[Problem]]


def name_is_there(session: Session, material: Material) -> Iterator[Problem]:
    """1: 회의의 명칭."""
    if not material.meeting.title.strip():
        yield Problem(_("회의명이 없습니다."), "meeting:edit")


def host_is_there(session: Session, material: Material) -> Iterator[Problem]:
    """2: 개최기관."""
    if not material.meeting.host.strip():
        yield Problem(_("개최기관이 없습니다."), "meeting:edit")


def time_and_place(session: Session, material: Material) -> Iterator[Problem]:
    """3: 일시 및 장소."""
    meeting = material.meeting
    if meeting.ends_at is None and meeting.mode != "WRITTEN":
        yield Problem(_("회의를 마친 시각이 없습니다."), "meeting:edit")
    if not meeting.place.strip() and meeting.mode != "WRITTEN":
        yield Problem(_("장소가 없습니다."), "meeting:edit")
    yield from has_ended(session, material)


def has_ended(session: Session, material: Material) -> Iterator[Problem]:
    """Minutes are of a meeting that was held to its end."""
    if material.meeting.state != "CLOSED":
        yield Problem(_("회의가 아직 끝나지 않았습니다. 폐회 처리한 뒤 확정할 수 있습니다."), "meeting:")


def attendance_is_marked(session: Session, material: Material) -> Iterator[Problem]:
    """4: 참석자 및 배석자 명단."""
    members = [row for row in material.meeting.attendances if row.seat == "MEMBER"]
    unknown = [row.name for row in members if row.mark == "UNKNOWN"]
    if not members:
        yield Problem(_("참석자 명단이 없습니다."), "meeting:attendance")
    if unknown:
        words = {"n": len(unknown), "names": ", ".join(unknown[:5])}
        yield Problem(_("출석을 표시하지 않은 위원이 ${n}명 있습니다: ${names}", mapping=words), "meeting:attendance")


def program_is_there(session: Session, material: Material) -> Iterator[Problem]:
    """5: 진행 순서."""
    if not material.said.program:
        yield Problem(_("진행 순서가 없습니다."), "edit#facts")


def agenda_is_there(session: Session, material: Material) -> Iterator[Problem]:
    """6: 상정 안건."""
    if not material.items:
        yield Problem(_("상정 안건이 없습니다."), "meeting:#agenda")


def remarks_are_there(session: Session, material: Material) -> Iterator[Problem]:
    """7: 발언 요지, item by item."""
    for item in material.items:
        section = material.sections.get(item.uid)
        decision = material.decisions.get(item.id)
        if decision is not None and decision.outcome == "WITHDRAWN":
            continue
        if section is None or is_blank(section.content):
            words = {"n": item.rank, "title": item.title}
            yield Problem(_("제${n}호 ‘${title}’의 발언 요지가 없습니다.", mapping=words), f"edit#item-{item.uid}")


def decisions_are_there(session: Session, material: Material) -> Iterator[Problem]:
    """8: 결정 사항. 심의·의결·자문·협의 need one; 보고 is 접수; 교육·기타 need none."""
    for item in material.items:
        if item.kind in DECIDING_KINDS and item.id not in material.decisions:
            words = {"n": item.rank, "title": item.title}
            yield Problem(_("제${n}호 ‘${title}’의 결정이 없습니다.", mapping=words), f"edit#part-decision-{item.uid}")


def votes_are_right(session: Session, material: Material) -> Iterator[Problem]:
    """9: 표결 내용, checked again: attendance may have been mended after the count was typed."""
    for item in material.items:
        decision = material.decisions.get(item.id)
        if decision is None:
            continue
        if decision.method != "CONSENSUS" and item.begun_at is None and _came_or_went(material):
            text = _(
                "제${n}호: 늦게 오거나 먼저 나간 위원이 있어 언제 상정했는지 알아야 표결한 사람을 셀 수 있습니다.",
                mapping={"n": item.rank},
            )
            yield Problem(text, f"item:{item.uid}")
        questions = questions_of(session, item)
        found = _vote_faults(session, item, decision)
        found += subject_faults(questions, decision.subject_values, decision.outcome)
        for text in [message for _field, message in found]:
            words = {"n": item.rank, "text": text}
            yield Problem(_("제${n}호: ${text}", mapping=words), f"edit#part-decision-{item.uid}")


def _came_or_went(material: Material) -> bool:
    """Whether a member came late or left early."""
    rows = [row for row in material.meeting.attendances if row.seat == "MEMBER"]
    return material.meeting.mode != "WRITTEN" and any(row.arrived_at or row.left_at for row in rows)


def _vote_faults(session: Session, item: AgendaItem, decision: Written) -> list[tuple[str, Any]]:
    tally = Tally(decision.method, decision.yes, decision.no, decision.abstain, decision.present)
    found = faults(item.kind, decision.outcome, decision.detail, tally, decisions.hall_of(session, item))
    counted = decisions.figures_of(session, item)
    if decision.outcome in (*PASSING, "REJECTED") and not counted.quorate:
        words = {"enrolled": counted.enrolled, "present": counted.present, "needed": counted.needed}
        text = _(
            "재적 ${enrolled}명 중 출석 ${present}명으로 정족수 ${needed}명에 이르지 못해 결정할 수 없습니다.",
            mapping=words,
        )
        found = [*found, ("present", text)]
    return found


def quorum_was_there(session: Session, material: Material) -> Iterator[Problem]:
    """MTG-2: nothing is decided without a quorum; reports and training may be held."""
    counted = figures(material.meeting.attendances, rules_of(material.body))
    if counted.quorate or not any(item.kind in DECIDING_KINDS for item in material.items):
        return
    words = {"enrolled": counted.enrolled, "present": counted.present, "needed": counted.needed}
    text = _(
        "재적 ${enrolled}명 중 ${present}명 출석으로 정족수 ${needed}명에 이르지 못해 확정할 수 없습니다.",
        mapping=words,
    )
    yield Problem(text, "meeting:attendance")


def signers_are_named(session: Session, material: Material) -> Iterator[Problem]:
    """A recorder and at least one confirmer (회의록 서식)."""
    if not material.said.recorder_name:
        yield Problem(_("기록자가 없습니다."), "edit#facts")
    if not material.confirmers:
        yield Problem(_("확인자가 없습니다."), "edit#facts")
    out = out_of_closed(session, material.meeting.id)
    for one in material.confirmers:
        if one.person_id in out:
            text = _(
                "${name}: 비공개 안건에서 제척·기피·회피되어 그 내용을 확인할 수 없습니다. 확인자를 바꾸십시오.",
                mapping={"name": one.name},
            )
            yield Problem(text, "edit#facts")


def disclosure_is_right(session: Session, material: Material) -> Iterator[Problem]:
    """DOC-2, and a closed item does not stand in open minutes."""
    said = Classification(material.said.disclosure, material.said.grounds)
    for _field, message in said.faults:
        yield Problem(message, "edit#facts")
    closed = [item for item in material.items if item.disclosure != "OPEN"]
    if said.disclosure == "OPEN" and closed:
        words = {"n": closed[0].rank}
        text = _("제${n}호가 공개하지 않는 안건입니다. 회의록을 부분공개나 비공개로 하십시오.", mapping=words)
        yield Problem(text, "edit#facts")


def was_recorded(session: Session, material: Material) -> Iterator[Problem]:
    """기록물령 §18③: a meeting that was designated has its 속기록, or the 녹취록 of a recording, beside it."""
    if not rules_of(material.body).designated:
        return
    names = [file.name for file in attachments(session, material.minutes.id)]
    if not any(word in name for name in names for word in VERBATIM):
        text = _("속기록이나 녹음기록이 필요한 회의입니다. ‘속기록’이나 ‘녹취록’이라는 이름의 파일을 붙여 주십시오.")
        yield Problem(text, "files")


def no_resident_number(session: Session, material: Material) -> Iterator[Problem]:
    """개인정보 보호법 §24의2: no 주민등록번호 in anything that is signed, nor in what is attached."""
    facts = facts_of(session, material)
    for item in with_resident_number(material, facts):
        text = _("제${n}호에 주민등록번호가 있습니다. 지우십시오.", mapping={"n": item.rank})
        yield Problem(text, f"edit#item-{item.uid}")
    if holds_resident_number(text_of({**facts, "agenda": []})):
        yield Problem(_("기본 사항이나 참석자 명단에 주민등록번호가 있습니다. 지우십시오."), "edit#facts")
    for file in attachments(session, material.minutes.id):
        words = {"name": file.name}
        if holds_resident_number("\n".join((file.name, *(text for _place, text in file.pages)))):
            told = _("붙임 ‘${name}’에 주민등록번호가 있습니다. 빼거나 가린 파일로 바꾸십시오.", mapping=words)
            yield Problem(told, "files")


def with_resident_number(material: Material, facts: dict[str, Any]) -> list[AgendaItem]:
    """The agenda items under which a 주민등록번호 stands, wherever in their part of the facts of the minutes."""
    told = zip(material.items, facts["agenda"], strict=True)
    return [item for item, part in told if holds_resident_number(text_of(part))]


def files_were_looked_into(session: Session, material: Material) -> Iterator[Problem]:
    """A file that is still being read may hold what nobody has seen."""
    for file in attachments(session, material.minutes.id):
        if file.text_state == "PENDING":
            text = _("붙임 ‘${name}’에 개인정보가 있는지 아직 살펴보고 있습니다.", mapping={"name": file.name})
            yield Problem(text, "files")


def next_meeting_is_ahead(material: Material) -> Iterator[Problem]:
    """MTG-7: the next meeting is made when the minutes are confirmed; of a past day it is made by hand."""
    day = material.said.next_on
    if day is not None and day <= material.meeting.held_on:
        yield Problem(_("차기회의 날짜가 이 회의보다 뒤가 아닙니다."), "edit#facts")
    elif day is not None and day < clock.today() and not material.meeting.retroactive:
        text = _(
            "차기회의 날짜(${day})가 지났습니다. 확정해도 회의가 저절로 만들어지지 않습니다.",
            mapping={"day": official_date(day)},
        )
        yield Problem(text, "edit#facts")


def was_circulated(session: Session, material: Material) -> Iterator[Problem]:
    """Some bodies send their minutes round for opinions first; who was asked has the days they were given."""
    minutes = material.minutes
    if minutes.circulated_until is not None and clock.today() < minutes.circulated_until and not minutes.correction_no:
        text = _(
            "의견을 받는 기한(${day})이 지나지 않았습니다. 앞당겨 마치려면 사유를 적으십시오.",
            mapping={"day": official_date(minutes.circulated_until)},
        )
        yield Problem(text, "end-circulation")
    if rules_of(material.body).circulation and minutes.circulated_at is None and not minutes.correction_no:
        yield Problem(_("이 협의체는 확정하기 전에 의견을 조회합니다. 먼저 의견조회를 하십시오."), "#next")


CHECKS: tuple[tuple[int, Any, Check], ...] = (
    (1, _("회의의 명칭"), name_is_there),
    (2, _("개최기관"), host_is_there),
    (3, _("일시 및 장소"), time_and_place),
    (4, _("참석자 및 배석자"), attendance_is_marked),
    (5, _("진행 순서"), program_is_there),
    (6, _("상정 안건"), agenda_is_there),
    (7, _("발언 요지"), remarks_are_there),
    (8, _("결정 사항"), decisions_are_there),
    (9, _("표결 내용"), votes_are_right),
    (0, _("정족수"), quorum_was_there),
    (0, _("기록자와 확인자"), signers_are_named),
    (0, _("공개구분"), disclosure_is_right),
    (0, _("개인정보"), no_resident_number),
    (0, _("의견조회"), was_circulated),
    (0, _("속기록·녹취록"), was_recorded),
)


def elements(session: Session, material: Material) -> list[Element]:
    """The check list of some minutes; what is not numbered by law is listed only where it is wanting."""
    found = [Element(number, label, tuple(check(session, material))) for number, label, check in CHECKS]
    found.append(Element(0, _("붙임"), (), tuple(files_were_looked_into(session, material))))
    found.append(Element(0, _("차기회의"), (), tuple(next_meeting_is_ahead(material))))
    return [element for element in found if element.number or element.problems or element.remarks]


def before_circulation(session: Session, material: Material) -> list[Problem]:
    """What stands in the way of sending a draft round (의견조회): the rest may still be mended by what comes back."""
    checks = (has_ended, agenda_is_there, disclosure_is_right, no_resident_number)
    return [problem for check in checks for problem in check(session, material)]


def missing(session: Session, material: Material) -> list[Problem]:
    """Everything that stands in the way of confirming."""
    return [problem for element in elements(session, material) for problem in element.problems]
