"""A meeting as it is held: who comes, what is taken up when, what is written down."""

from datetime import datetime, timedelta

from meetings.minutes.making import minutes_of, section_of, sync_sections
from meetings.minutes.models import Minutes
from meetings.sample.deciding import decide
from meetings.sample.plans import Plan
from meetings.sample.world import World, plus
from meetings.sample.writing import Writer, reported
from meetings.sittings import agenda, attendance, convening
from meetings.sittings.models import AgendaItem, Attendance, Meeting
from meetings.sittings.quorum import quorum
from portal import audit, clock
from portal.commands.past import on
from portal.content import services as content
from portal.content.build import doc, para
from portal.people.models import CHAIR_ROLES
from portal.people.rules import rules_of
from portal.security.viewer import Viewer

GUESTS = (
    ("명세아", "한빛대학교 사회복지학과", "교수"), ("우지한", "한빛중앙병원", "공공의료본부장"),
    ("계은성", "한빛신문", "논설위원"), ("정나무", "한빛시의회", "전문위원"),
)  # fmt: skip
EACH = 20  # minutes for an item
KEEP = (*CHAIR_ROLES, "CLERK", "SECRETARY", "OFFICER")  # who is always there


ALWAYS = ("방유나",)  # the account ``member``


def mark_everybody(world: World, meeting: Meeting, plan: Plan, actor: Viewer) -> None:
    """Mark the roll; a meeting that is to be adjourned finds too few members."""
    rows = [row for row in meeting.attendances if row.seat == "MEMBER"]
    may_miss = len(rows) - quorum(len(rows)) - 2
    allowed = rules_of(world.body(plan.body)).allow_proxy
    missed = 0
    for row in list(meeting.attendances):
        if row.seat == "MEMBER" and plan.mode == "WRITTEN":
            continue  # who replied was there
        if row.seat != "MEMBER":
            value = "PRESENT" if row.role in KEEP or world.cards.chance(85) else "ABSENT"
        elif plan.until == "ADJOURNED_NO_QUORUM":
            value = "PRESENT" if rows.index(row) < len(rows) // 2 - 1 else "ABSENT"
        elif row.role not in KEEP and row.name not in ALWAYS and missed < may_miss and world.cards.chance(24):
            value = "PROXY" if allowed and row.sector == "PUBLIC" else "ABSENT"
            missed += 1
        else:
            value = "PRESENT"
        _mark(world, meeting, plan, row, value)
    if "guest" in plan.special:
        name, affiliation, position = world.stock.rng.choice(GUESTS)
        if all(row.name != name for row in meeting.attendances):
            facts = {"name": name, "affiliation": affiliation, "position": position, "seat": "OBSERVER"}
            attendance.sit_in(world.session, meeting, actor=actor, **facts)


def _mark(world: World, meeting: Meeting, plan: Plan, row: Attendance, value: str) -> None:
    actor = world.secretary(world.body(plan.body))
    if value == "PROXY":
        attendance.detail(world.session, meeting, row.id, value=value, proxy_name="고은찬", actor=actor)
        return
    late = value == "PRESENT" and row.role == "MEMBER" and world.cards.chance(7)
    if not late:
        row.mark, row.marked_at = value, clock.now()  # what attendance.mark does, without asking anew for each member
        audit.note(world.session, actor, "attend", meeting, person_id=row.person_id, mark=value)
    elif world.cards.chance(60):
        attendance.detail(
            world.session, meeting, row.id, value=value, arrived_at=plus(plan.start, EACH + 3), actor=actor
        )
    else:
        attendance.detail(world.session, meeting, row.id, value=value, left_at=plus(plan.start, 3 * EACH), actor=actor)


def take_up(world: World, meeting: Meeting, plan: Plan, actor: Viewer) -> Minutes:
    """Go through the agenda: begin each item, exclude who must leave, write, decide. Answers the minutes."""
    minutes = minutes_of(world.session, meeting.id)
    assert minutes is not None
    sync_sections(world.session, minutes, actor)
    items = agenda.items_of(world.session, meeting)
    names = [row.name for row in meeting.attendances if row.seat == "MEMBER" and row.mark == "PRESENT"]
    unfinished = {"DRAFTING": 1, "IN_SESSION": len(items) - 2}.get(plan.until, 0)
    written = items[: len(items) - unfinished] if unfinished else items
    for number, item in enumerate(items):
        if plan.until == "IN_SESSION" and number > len(written):
            break
        world.pass_to(on(plan.day, plan.start.hour, plan.start.minute) + timedelta(minutes=4 + EACH * number))
        if "retroactive" not in plan.special:
            agenda.begin_item(world.session, item, actor)
        draft = world.drafts[item.id]
        if draft.form == "choice" and plan.mode != "WRITTEN" and world.cards.chance(45):
            _exclude(world, meeting, item, actor)
        if item in written:
            _write(world, minutes, item, Writer(world.stock, plan.day, names), actor)
            decide(world, minutes, item, draft, actor)
    return minutes


def _exclude(world: World, meeting: Meeting, item: AgendaItem, actor: Viewer) -> None:
    rows = [row for row in meeting.attendances if row.role == "MEMBER" and row.sector == "PRIVATE"]
    row = world.stock.rng.choice(rows)
    kind, reason = world.stock.rng.choice((
        ("EXCLUDED", f"{row.affiliation} 소속으로 심사 대상 기관의 이해관계인"),
        ("WITHDREW", f"{row.affiliation}의 신청과 관련되어 스스로 회피"),
        ("CHALLENGED", f"{row.affiliation}과 거래가 있다는 신청을 위원장이 받아들임"),
    ))  # fmt: skip
    agenda.exclude(world.session, item, row.person_id, kind=kind, reason=reason, actor=actor)


def _write(world: World, minutes: Minutes, item: AgendaItem, writer: Writer, actor: Viewer) -> None:
    draft = world.drafts[item.id]
    section = section_of(world.session, minutes, item.uid)
    assert section is not None
    document = reported(draft.actions) if draft.form == "actions" else writer.document(draft)
    content.save(world.session, section, section.lock, document, actor)


def correct_text(world: World, minutes: Minutes, actor: Viewer) -> None:
    """Mend the remarks on the first item that was written: one more line at its end."""
    meeting = world.session.get_one(Meeting, minutes.meeting_id)
    item = agenda.items_of(world.session, meeting)[-1]
    draft = world.drafts[item.id]
    section = section_of(world.session, minutes, item.uid)
    assert section is not None
    line = para(f"정정: {world.stock.say(draft.topic, 'f', meeting.held_on)}", 2)
    content.save(world.session, section, section.lock, doc(*section.content["content"], line), actor)


def open_and_hold(world: World, meeting: Meeting, plan: Plan, actor: Viewer) -> None:
    """Open the meeting, go through it and close it, as far as the plan says."""
    mark_everybody(world, meeting, plan, actor)
    if plan.until == "ADJOURNED_NO_QUORUM":
        convening.adjourn(world.session, meeting, actor)
        return
    convening.open_meeting(world.session, meeting, actor)
    take_up(world, meeting, plan, actor)
    if plan.until == "IN_SESSION":
        return
    world.pass_to(_end(plan))
    convening.close_meeting(world.session, meeting, actor)


def _end(plan: Plan) -> datetime:
    end = plus(plan.start, 120)
    return on(plan.day, end.hour, end.minute)
