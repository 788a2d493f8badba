"""The states of minutes, who may move them, and who they are to the people around them.

작성 → (의견조회) → 확인 중 → 확정 → 등록 → 공개. A correction (정정) makes the next edition; until that is confirmed
the confirmed one stays in force and readable. Minutes are 공개됨 as long as everyone may read them, or their copy.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes import statutory
from meetings.minutes.facts import facts_of, text_of
from meetings.minutes.material import gather
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.written import written
from meetings.sittings.models import Attendance
from meetings.sittings.readers import out_of_closed
from portal.content.masking import find_personal_data
from portal.files.services import attachments
from portal.i18n import _
from portal.people.account_services import has_account
from portal.records import editions
from portal.records.classification import RECLASSIFY
from portal.records.filing import FILE
from portal.records.models import Edition, Record
from portal.records.public_copy import copy_of
from portal.records.registration import unit_of
from portal.records.workflow import Problem, State, Transition, Workflow

SIGN = "confirm"  # the act of the signatures of minutes
KEEPERS = ("recorder", "secretary")
MAKING = ("DRAFTING", "CIRCULATED", "SIGNING", "CORRECTING", "RESIGNING")
WRITING = ("DRAFTING", "CORRECTING")
SIGNING = ("SIGNING", "RESIGNING")
SETTLED = ("CONFIRMED", "REGISTERED", "PUBLISHED")
CORRECTED = ("CORRECTING", "RESIGNING")  # while a correction is being made
GIVE_UP = {state: f"give_up_to_{state.lower()}" for state in SETTLED}  # back to where the correction was begun
# Who is at the meeting, and what stands in the minutes' head: a correction may change them, and they act at once.
_OF_MEETING = {"meeting", "host", "held_on", "starts_at", "ends_at", "place", "mode"}
_OF_ATTENDANCE = ("members", "observers", "staff")


def is_complete(session: Session, minutes: Record) -> list[Problem]:
    """The nine elements and the rules of a meeting (MTG-2, 4, 5, 6)."""
    assert isinstance(minutes, Minutes)
    return statutory.missing(session, gather(session, minutes))


def may_go_round(session: Session, minutes: Record) -> list[Problem]:
    """The body reads a draft of a meeting that has ended, in the class that its items ask for."""
    assert isinstance(minutes, Minutes)
    return statutory.before_circulation(session, gather(session, minutes))


def everybody_signed(session: Session, minutes: Record) -> list[Problem]:
    """All named confirmers stand for this edition."""
    assert isinstance(minutes, Minutes)
    waiting = [one.name for one in unsigned(session, minutes)]
    if not waiting:
        return []
    return [
        Problem(
            _("아직 서명하지 않은 확인자가 있습니다: ${names}", mapping={"names": ", ".join(waiting)}), "#signatures"
        )
    ]


def unsigned(session: Session, minutes: Minutes) -> list[Confirmer]:
    """The confirmers whose signature the present edition still lacks."""
    edition = editions.current(session, minutes)
    signed = {one.person_id for one in editions.signatures(session, edition, SIGN)} if edition else set()
    return [one for one in minutes.confirmers if one.replaced_by_id is None and one.person_id not in signed]


def unsigned_without_account(session: Session, minutes: Minutes) -> list[Confirmer]:
    """Those of them who cannot sign in: they sign on paper or by a link of their own."""
    return [one for one in unsigned(session, minutes) if not has_account(session, one.person_id)]


def has_unit(session: Session, minutes: Record) -> list[Problem]:
    """A number is given by an issuing unit."""
    if unit_of(session, minutes) is not None:
        return []
    return [Problem(_("등록번호를 줄 발행 기관이 정해지지 않았습니다. 관리자에게 알려 주십시오."))]


def may_be_public(session: Session, minutes: Record) -> list[Problem]:
    """PII-1: closed minutes stay closed, open ones hold no personal data, partly open ones have a masked copy."""
    assert isinstance(minutes, Minutes)
    if minutes.disclosure == "CLOSED":
        return [Problem(_("비공개 회의록은 공개할 수 없습니다."))]
    edition = session.get(Edition, minutes.confirmed_edition_id) if minutes.confirmed_edition_id else None
    if minutes.disclosure == "PARTIAL":
        copy = copy_of(session, minutes, edition)
        if copy is not None and copy.state == "PUBLISHED":
            return []
        return [Problem(_("부분공개 회의록은 가린 공개본을 먼저 만들어 공개합니다."), "public-copy")]
    found = find_personal_data(text_of(edition.facts)) if edition else []
    if not found:
        return _open_files(session, minutes)
    words = {"found": list(dict.fromkeys(one.label for one in found))}
    return [
        Problem(
            _(
                "개인정보로 보이는 내용이 있습니다(${found}). 부분공개로 바꾸고 가린 공개본을 만드십시오.",
                mapping=words,
            ),
            "edit#facts",
        )
    ]


def _open_files(session: Session, minutes: Minutes) -> list[Problem]:
    """Files go out with open minutes: one that holds personal data keeps them from being published."""
    problems = []
    for file in attachments(session, minutes.id):
        if file.text_state == "PENDING":
            text = _(
                "붙임 ‘${name}’을(를) 아직 살펴보지 못했습니다. 잠시 뒤 다시 해 주십시오.", mapping={"name": file.name}
            )
            problems.append(Problem(text, "files"))
        found = find_personal_data("\n".join(text for _place, text in file.pages))
        if found:
            words = {"name": file.name, "found": ", ".join(dict.fromkeys(str(one.label) for one in found))}
            text = _(
                "붙임 ‘${name}’에 개인정보로 보이는 내용이 있습니다(${found}). 빼거나 가린 파일로 바꾸십시오.",
                mapping=words,
            )
            problems.append(Problem(text, "files"))
    return problems


def says_the_same(session: Session, minutes: Record) -> list[Problem]:
    """A correction is given up when meeting and attendance are again what the edition in force says."""
    assert isinstance(minutes, Minutes)
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    before, now = edition.facts, facts_of(session, gather(session, minutes))
    found = []
    if any(before[name] != now[name] for name in _OF_MEETING):
        text = _("회의 정보가 확정된 회의록과 다릅니다. 정정을 그만두려면 되돌려 놓으십시오.")
        found.append(Problem(text, "meeting:edit"))
    names = [name for part in _OF_ATTENDANCE for name in _differing(before[part], now[part])]
    if names:
        words = {"names": ", ".join(names[:5])}
        text = _("출석이 확정된 회의록과 다릅니다(${names}). 정정을 그만두려면 되돌려 놓으십시오.", mapping=words)
        found.append(Problem(text, "meeting:attendance"))
    return found


def _differing(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """The names of attendees who differ in two lists."""
    return list(dict.fromkeys(one["name"] for one in [*before, *now] if one not in before or one not in now))


WORKFLOW = Workflow(
    states={
        "DRAFTING": State(_("작성 중"), "information"),
        "CIRCULATED": State(_("의견조회"), "warning"),
        "SIGNING": State(_("확인 중"), "warning"),
        "CONFIRMED": State(_("확정"), "success"),
        "REGISTERED": State(_("등록"), "success"),
        "PUBLISHED": State(_("공개됨"), "success"),
        "CORRECTING": State(_("정정 중"), "information"),
        "RESIGNING": State(_("정정 확인 중"), "warning"),
    },
    transitions={
        "circulate": Transition(_("의견조회"), ("DRAFTING",), "CIRCULATED", KEEPERS, (may_go_round,)),
        "reopen": Transition(_("고쳐 쓰기"), ("CIRCULATED",), "DRAFTING", KEEPERS),
        "send": Transition(_("서명 요청"), ("DRAFTING", "CIRCULATED"), "SIGNING", KEEPERS, (is_complete,)),
        "return": Transition(_("돌려보내기"), ("SIGNING",), "DRAFTING", (*KEEPERS, "confirmer")),
        "confirm": Transition(
            _("확정"), SIGNING, "CONFIRMED", (*KEEPERS, "confirmer"), (is_complete, everybody_signed)
        ),
        "register": Transition(_("등록"), ("CONFIRMED",), "REGISTERED", KEEPERS, (has_unit,)),
        "publish": Transition(_("공개"), ("REGISTERED",), "PUBLISHED", ("secretary",), (may_be_public,)),
        "take_back": Transition(_("공개 내림"), ("PUBLISHED",), "REGISTERED", ("secretary",)),
        "correct": Transition(_("정정"), SETTLED, "CORRECTING", ("secretary",)),
        "resend": Transition(_("정정본 서명 요청"), ("CORRECTING",), "RESIGNING", KEEPERS, (is_complete,)),
        "return_correction": Transition(_("돌려보내기"), ("RESIGNING",), "CORRECTING", (*KEEPERS, "confirmer")),
        **{
            name: Transition(_("정정 그만두기"), CORRECTED, state, ("secretary",), (says_the_same,))
            for state, name in GIVE_UP.items()
        },
    },
    acts={
        "edit": {WRITING: KEEPERS},
        "attach": {WRITING: KEEPERS},
        "opine": {("CIRCULATED",): ("member", "attendee", "confirmer", *KEEPERS)},
        "answer": {("CIRCULATED", "DRAFTING"): KEEPERS},
        "end_circulation": {("CIRCULATED", "DRAFTING"): KEEPERS},
        "sign": {SIGNING: ("confirmer",)},
        "paper": {SIGNING: KEEPERS},
        "replace": {(*WRITING, *SIGNING): KEEPERS},
        "give_up": {CORRECTED: ("secretary",)},
        "plan_next": {SETTLED: KEEPERS},
        "report": {SETTLED: (*KEEPERS, "department")},
        "public_copy": {("REGISTERED", "PUBLISHED"): ("secretary",)},
        RECLASSIFY: {(*SETTLED, *CORRECTED): ("secretary",)},
        FILE: {("*",): ("secretary",)},
        "history": {("*",): (*KEEPERS, "admin")},
    },
)


def relations(session: Session, minutes: Record, viewer: Any) -> frozenset[str]:
    """recorder, secretary, confirmer, chair, member, attendee, department, admin; excluded from what is closed."""
    assert isinstance(minutes, Minutes)
    if viewer is None:
        return frozenset()
    found = {"admin"} if viewer.is_admin else set()
    if viewer.person_id in (minutes.recorder_id, written(minutes).recorder_id):
        found.add("recorder")
    if viewer.is_secretary_of(minutes.body_id):
        found.add("secretary")
    confirmers = select(Confirmer.id).where(
        Confirmer.minutes_id == minutes.id,
        Confirmer.person_id == viewer.person_id,
        Confirmer.replaced_by_id.is_(None),
    )
    if session.scalar(confirmers) is not None:
        found.add("confirmer")
    if minutes.department_id and f"dept:{minutes.department_id}" in viewer.principals:
        found.add("department")
    if f"body:{minutes.body_id}:chair" in viewer.principals:
        found.add("chair")
    if f"body:{minutes.body_id}" in viewer.principals:
        found.add("member")
    attends = select(Attendance.id).where(
        Attendance.meeting_id == minutes.meeting_id, Attendance.person_id == viewer.person_id
    )
    if session.scalar(attends) is not None:
        found.add("attendee")
    if viewer.person_id in out_of_closed(session, minutes.meeting_id):
        found.add("excluded")
    return frozenset(found)
