"""The states of meetings and agenda items, who may move them, and what stands in the way."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.quorum import Figures, figures
from meetings.sittings.roll import seats_on
from meetings.sittings.written import WRITTEN, items_to_answer
from portal import clock
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.models import Body
from portal.people.rules import rules_of
from portal.records.classification import RECLASSIFY
from portal.records.models import Record
from portal.records.workflow import Problem, State, Transition, Workflow

KEEPERS = ("secretary", "admin")


def has_agenda(session: Session, meeting: Record) -> list[Problem]:
    """A notice names the agenda (사보규칙 §5⑤), and a meeting without one cannot be held."""
    query = select(func.count()).select_from(AgendaItem).where(AgendaItem.parent_id == meeting.id)
    if session.scalar(query.where(AgendaItem.binned_at.is_(None))):
        return []
    return [Problem(_("안건이 없습니다. 안건을 한 건 이상 올려 주십시오."), "#agenda")]


def has_place(session: Session, meeting: Record) -> list[Problem]:
    """A notice names the place; a written meeting has none."""
    assert isinstance(meeting, Meeting)
    if meeting.place or meeting.mode == "WRITTEN":
        return []
    return [Problem(_("장소가 없습니다. 장소(온라인 회의는 접속 주소)를 적어 주십시오."), "edit")]


def not_retroactive(session: Session, meeting: Record) -> list[Problem]:
    """A meeting entered after the fact needs no notice."""
    assert isinstance(meeting, Meeting)
    return [Problem(_("소급 입력한 회의에는 소집 통지를 보내지 않습니다."))] if meeting.retroactive else []


def still_ahead(session: Session, meeting: Record) -> list[Problem]:
    """Nobody is called to a day that is over."""
    assert isinstance(meeting, Meeting)
    if meeting.held_on >= clock.today():
        return []
    return [Problem(_("회의일이 지났습니다. 회의일을 고친 뒤 통지해 주십시오."), "edit")]


def was_noticed(session: Session, meeting: Record) -> list[Problem]:
    """Members were called, unless the meeting is entered after the fact."""
    assert isinstance(meeting, Meeting)
    if meeting.retroactive:
        return []
    if meeting.noticed_at is None:
        return [Problem(_("소집 통지를 아직 보내지 않았습니다."), "notice")]
    if meeting.changed_since_notice:
        return [Problem(_("통지한 뒤 회의가 바뀌었습니다. 바뀐 것을 다시 알려 주십시오."), "notice")]
    return []


def day_has_come(session: Session, meeting: Record) -> list[Problem]:
    """Attendance is taken on the day, not before; of a written meeting it is the deadline that is told first."""
    assert isinstance(meeting, Meeting)
    if meeting.held_on <= clock.today() or _still_coming(meeting):
        return []
    return [Problem(_("회의일이 아직 되지 않았습니다. 날짜가 바뀌었으면 회의 정보를 고쳐 주십시오."), "edit")]


def roll_is_right(session: Session, meeting: Record) -> list[Problem]:
    """MTG-3: the member rows are exactly the members in term on the day."""
    assert isinstance(meeting, Meeting)
    seats = {s.person_id for s in seats_on(session, meeting.body_id or 0, meeting.held_on) if s.counts}
    rows = {row.person_id for row in meeting.attendances if row.seat == "MEMBER"}
    if seats == rows and rows:
        return []
    if not rows and not seats:
        return [Problem(_("회의일에 임기 중인 위원이 없습니다. 위원 명부를 먼저 확인해 주십시오."), "attendance")]
    return [Problem(_("출석 명단이 회의일의 위원 명부와 다릅니다. 명단을 다시 맞추어 주십시오."), "attendance")]


def is_quorate(session: Session, meeting: Record) -> list[Problem]:
    """MTG-2, 사보규칙 §5⑥: a majority of the enrolled members is there.

    As long as it is too early to know, that is told instead: by the day, by the deadline for replies.
    """
    assert isinstance(meeting, Meeting)
    counted = _counted(session, meeting)
    if counted.quorate or meeting.held_on > clock.today() or _still_coming(meeting):
        return []
    words = {"enrolled": counted.enrolled, "present": counted.present, "needed": counted.needed}
    if meeting.mode == WRITTEN:
        text = _(
            "재적 ${enrolled}명 중 ${present}명이 회신하여 정족수(${needed}명)에 이르지 못했습니다."
            " 유회로 처리해 주십시오.",
            mapping=words,
        )
        return [Problem(text, "written")]
    if counted.unknown:
        text = _(
            "재적 ${enrolled}명 중 ${present}명의 출석을 확인했습니다. 개의 정족수는 ${needed}명입니다.", mapping=words
        )
        return [Problem(text, "attendance")]
    text = _(
        "재적 ${enrolled}명 중 ${present}명이 출석하여 개의 정족수(${needed}명)에 이르지 못했습니다."
        " 유회로 처리해 주십시오.",
        mapping=words,
    )
    return [Problem(text, "attendance")]


def is_not_quorate(session: Session, meeting: Record) -> list[Problem]:
    """A meeting with a quorum is held, not adjourned for want of one."""
    assert isinstance(meeting, Meeting)
    counted = _counted(session, meeting)
    if meeting.mode != WRITTEN and counted.unknown == counted.enrolled:
        return [Problem(_("출석을 아무도 확인하지 않았습니다. 온 사람을 먼저 표시해 주십시오."), "attendance")]
    if not counted.quorate:
        return []
    return [Problem(_("개의 정족수를 채웠으므로 유회로 처리할 수 없습니다."), "attendance")]


def written_is_stated(session: Session, meeting: Record) -> list[Problem]:
    """A written meeting says why and until when, and has something to answer."""
    assert isinstance(meeting, Meeting)
    if meeting.mode != WRITTEN:
        return []
    found = []
    if not meeting.written_reason or meeting.reply_until is None:
        found.append(Problem(_("서면심의의 사유와 회신 기한을 적어 주십시오."), "written"))
    elif meeting.reply_until > meeting.held_on:
        found.append(Problem(_("회신 기한이 회의일 뒤입니다. 회신 기한이나 회의일을 고쳐 주십시오."), "written"))
    if not items_to_answer(session, meeting):
        found.append(Problem(_("서면으로 심의할 안건(심의·의결·자문·협의)이 없습니다."), "#agenda"))
    return found


def replies_are_in(session: Session, meeting: Record) -> list[Problem]:
    """A written meeting is counted after its deadline, or when everybody has answered."""
    assert isinstance(meeting, Meeting)
    if meeting.reply_until is None or not _still_coming(meeting):
        return []
    words = {"day": official_date(meeting.reply_until)}
    return [Problem(_("회신 기한(${day})이 지나지 않았습니다.", mapping=words), "written")]


def _still_coming(meeting: Meeting) -> bool:
    """Whether replies to a written meeting may still come: its deadline has not passed, and somebody is silent."""
    if meeting.mode != WRITTEN or meeting.reply_until is None or clock.today() > meeting.reply_until:
        return False
    return any(row.mark != "PRESENT" for row in meeting.attendances if row.seat == "MEMBER")


def _counted(session: Session, meeting: Meeting) -> Figures:
    return figures(meeting.attendances, rules_of(session.get_one(Body, meeting.body_id)))


def everybody_is_marked(session: Session, meeting: Record) -> list[Problem]:
    """The closed meeting knows of each member whether they were there."""
    assert isinstance(meeting, Meeting)
    names = [row.name for row in meeting.attendances if row.seat == "MEMBER" and row.mark == "UNKNOWN"]
    if not names:
        return []
    words = {"n": len(names), "names": ", ".join(names[:5])}
    return [Problem(_("출석을 확인하지 않은 위원이 ${n}명 있습니다: ${names}", mapping=words), "attendance")]


MEETING_WORKFLOW = Workflow(
    states={
        "PLANNED": State(_("계획"), "gray"),
        "NOTICED": State(_("통지 완료"), "information"),
        "IN_SESSION": State(_("회의 중"), "warning"),
        "CLOSED": State(_("종료"), "success"),
        "CANCELLED": State(_("취소됨"), "danger"),
        "POSTPONED": State(_("연기"), "warning"),
        "ADJOURNED_NO_QUORUM": State(_("유회"), "danger"),
    },
    transitions={
        "notify": Transition(
            _("소집 통지"),
            ("PLANNED",),
            "NOTICED",
            KEEPERS,
            (not_retroactive, still_ahead, has_place, has_agenda, written_is_stated),
        ),
        "open": Transition(
            _("개회"),
            ("PLANNED", "NOTICED"),
            "IN_SESSION",
            KEEPERS,
            (was_noticed, day_has_come, has_agenda, roll_is_right, written_is_stated, replies_are_in, is_quorate),
        ),
        "close": Transition(_("폐회"), ("IN_SESSION",), "CLOSED", KEEPERS, (everybody_is_marked,)),
        "adjourn": Transition(
            _("유회"),
            ("PLANNED", "NOTICED"),
            "ADJOURNED_NO_QUORUM",
            KEEPERS,
            (was_noticed, day_has_come, roll_is_right, replies_are_in, is_not_quorate),
        ),
        "postpone": Transition(_("연기"), ("PLANNED", "NOTICED"), "POSTPONED", KEEPERS),
        "reschedule": Transition(_("다시 일정 잡기"), ("POSTPONED",), "PLANNED", KEEPERS),
        "cancel": Transition(_("취소"), ("PLANNED", "NOTICED", "POSTPONED"), "CANCELLED", KEEPERS),
    },
    acts={
        "edit": {("PLANNED", "NOTICED", "IN_SESSION", "CLOSED"): ("keeper",)},
        "arrange": {("PLANNED", "NOTICED", "IN_SESSION"): ("arranger",)},
        "reply": {("NOTICED",): ("voter",)},
        "enter_reply": {("PLANNED", "NOTICED", "IN_SESSION", "CLOSED"): ("reply_keeper",)},
        "attend": {("PLANNED", "NOTICED", "IN_SESSION", "CLOSED"): ("keeper",)},
        "notify_again": {("NOTICED",): ("keeper",)},
        RECLASSIFY: {("CLOSED", "CANCELLED", "ADJOURNED_NO_QUORUM"): ("secretary",)},
        "print": {("*",): KEEPERS},
        "copy": {("*",): KEEPERS},
    },
)

AGENDA_WORKFLOW = Workflow(
    states={"LISTED": State(_("상정"), "information"), "DECIDED": State(_("처리"), "success")},
    acts={
        "edit": {("LISTED",): ("arranger",)},
        "remove": {("LISTED",): ("arranger",)},
        "exclude": {("LISTED",): ("keeper",)},
        "attach": {("LISTED",): ("keeper",)},
        RECLASSIFY: {("DECIDED",): ("secretary",)},
    },
)
