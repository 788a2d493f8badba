"""조치사항: what somebody has to do by when, its report, and what the next meeting gets to see."""

import re
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from meetings.decisions.labels import OUTCOME_LABELS
from meetings.decisions.models import ActionItem, Decision
from meetings.sittings.models import AgendaItem
from meetings.sittings.proposals import ProposedItem
from meetings.sittings.subjects import deliberated
from meetings.sittings.terms import CLOSED_ITEM
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.finding import label_of
from portal.people.models import Body, Department, Membership, Person
from portal.people.principals import in_force
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import readable, set_readers
from portal.security.viewer import Viewer

PLACE = re.compile(r" ?\(.*\)(?: #\d+)?$| #\d+$")  # what tells namesakes apart


def actions_of(session: Session, item_ids: list[int]) -> dict[int, list[ActionItem]]:
    """The action items of some agenda items, by item."""
    found: dict[int, list[ActionItem]] = {}
    query = select(ActionItem).where(ActionItem.agenda_item_id.in_(item_ids)).order_by(ActionItem.id)
    for action in session.scalars(query):
        found.setdefault(action.agenda_item_id, []).append(action)
    return found


def actions_in_force(decision: Decision) -> Select[ActionItem]:
    """The action items of a decision: of one in force only those in force, of a draft all."""
    query = select(ActionItem).where(ActionItem.decision_id == decision.id).order_by(ActionItem.id)
    return query.where(ActionItem.effective_at.is_not(None)) if decision.effective_at else query


def known_owners(session: Session, body: Body, day: date) -> dict[str, tuple[int | None, int | None]]:
    """Names that can be typed as 담당 and what they stand for: departments, and members of the body.

    Members of one name, or with the name of a department, are told apart by where they work, else by their number.
    """
    found: dict[str, tuple[int | None, int | None]] = {}
    members = select(Person.id, Person.name, Person.affiliation, Person.position).distinct()
    members = members.join(Membership, Membership.person_id == Person.id).order_by(Person.id)
    rows = session.execute(members.where(Membership.body_id == body.id, in_force(Membership, day))).all()
    departments = select(Department.name, Department.id).where(
        Department.starts_on <= day, or_(Department.ends_on.is_(None), Department.ends_on >= day)
    )
    for name, department_id in session.execute(departments):
        found[name] = (None, department_id)
    names = Counter([*found, *(row.name for row in rows)])
    places = Counter((row.name, row.affiliation, row.position) for row in rows)
    for row in rows:
        where = " ".join(filter(None, (row.affiliation, row.position)))
        told = f"{row.name}({where})" if where and places[row.name, row.affiliation, row.position] == 1 else None
        label = row.name if names[row.name] == 1 else told or label_of(row.name, row.affiliation, row.id)
        found[label] = (row.id, None)
    return found


def add_action(
    session: Session, item: AgendaItem, values: dict[str, Any], actor: Any, decision: Decision | None = None
) -> ActionItem:
    """Add an action item; the same one sent again is there once, with the day it was sent with."""
    same = select(ActionItem).where(
        ActionItem.agenda_item_id == item.id, ActionItem.what == values["what"], ActionItem.owner == values["owner"]
    )
    known = session.scalar(same)
    if known is not None:
        _write_due(known, values["due_on"])
        return known
    action = ActionItem(agenda_item_id=item.id, body_id=item.body_id, decision_id=decision.id if decision else None)
    _write(session, action, values)
    session.add(action)
    session.flush()
    audit.note(session, actor, "add_action", item, action=action.uid)
    return action


def _write_due(action: ActionItem, day: date | None) -> None:
    """What is in force stays so until the minutes that say otherwise are confirmed."""
    if action.effective_at is None:
        action.due_on = day
    else:
        action.proposed = {"due_on": day.isoformat() if day else None} if day != action.due_on else None


def remove_action(session: Session, action: ActionItem, actor: Any) -> None:
    """Take back an action item that nobody was told of yet."""
    if action.effective_at is not None:
        raise FormError("", _("확정된 조치사항은 지울 수 없습니다. 중단으로 처리해 주십시오."))
    audit.note(session, actor, "remove_action", session.get(Record, action.agenda_item_id), action=action.uid)
    session.delete(action)
    session.flush()


def _write(session: Session, action: ActionItem, values: dict[str, Any]) -> None:
    action.what, action.owner, action.due_on = values["what"], values["owner"], values["due_on"]
    known = known_owners(session, session.get_one(Body, action.body_id), clock.today())
    namesakes = [one for one in known if PLACE.sub("", one) == action.owner]
    if action.owner not in known and len(namesakes) > 1:
        text = _(
            "이름이 같은 위원이 있습니다. 이 가운데 적어 주십시오: ${names}", mapping={"names": ", ".join(namesakes)}
        )
        raise FormError("owner", text)
    action.owner_person_id, action.owner_department_id = known.get(action.owner, (None, None))


def report(session: Session, action: ActionItem, state: str, text: str, actor: Any) -> None:
    """Say what became of an action item; one that is dropped needs a reason."""
    if state == "DROPPED" and not text.strip():
        raise FormError("report", _("왜 중단했는지 적어 주십시오."))
    action.state, action.report = state, text
    action.done_on = None if state == "OPEN" else action.done_on or clock.today()
    item = session.get_one(Record, action.agenda_item_id)
    audit.note(session, actor, "report_action", item, action=action.uid, state=state)
    if action.decision_id is not None:
        decision = session.get_one(Decision, action.decision_id)
        set_readers(session, decision)
        records.changed(session, decision)


def may_report(viewer: Viewer, action: ActionItem) -> bool:
    """The owner, somebody of the owning department, and the secretary of the body."""
    owners = {f"person:{action.owner_person_id}", f"dept:{action.owner_department_id}"}
    return not owners.isdisjoint(viewer.principals) or viewer.is_secretary_of(action.body_id) or viewer.is_admin


def mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on action items that are the viewer's own or their department's."""
    departments = [int(one.split(":")[1]) for one in viewer.principals if one.startswith("dept:")]
    return or_(ActionItem.owner_person_id == viewer.person_id, ActionItem.owner_department_id.in_(departments))


def kept(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on action items of the bodies whose minutes the viewer keeps."""
    bodies = [int(one.split(":")[1]) for one in viewer.principals if one.endswith(":secretary")]
    return ActionItem.body_id.in_(bodies)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on action items that the viewer may see: their own, their bodies', those of readable items."""
    item = aliased(Record)
    shown = select(item.id).where(item.id == ActionItem.agenda_item_id).correlate(ActionItem)
    readable_items = select(Record.id).where(readable(viewer.principals), Record.type == "agenda_item")
    effective = ActionItem.effective_at.is_not(None)
    return kept(viewer) | (effective & (mine(viewer) | shown.where(item.id.in_(readable_items)).exists()))


def open_matters(session: Session, body: Body, day: date) -> list[ProposedItem]:
    """What the next meeting of a body gets by itself: open action items as one report, and each deferred item."""
    return _open_actions(session, body) + _deferred(session, body, day)


def _open_actions(session: Session, body: Body) -> list[ProposedItem]:
    about = aliased(AgendaItem, flat=True)
    query = (
        select(ActionItem, about.disclosure)
        .join(about, about.id == ActionItem.agenda_item_id)
        .where(ActionItem.body_id == body.id, ActionItem.state == "OPEN")
    )
    rows = session.execute(query.order_by(ActionItem.due_on, ActionItem.id)).all()
    if not rows:
        return []
    lines = []
    for row, disclosure in rows:
        due = f", {official_date(row.due_on)}" if row.due_on else ""
        # the report is an open item of the next meeting: what was not disclosed is told in its words only inside
        what = row.what if disclosure == "OPEN" else CLOSED_ITEM.interpolate()
        lines.append(f"{what} ({row.owner}{due})")
    key = f"actions-{body.id}-{max(row.id for row, _disclosure in rows)}"
    # the title stands on the agenda of an official notice: Korean in every language
    item = ProposedItem(key, "REPORT", "전차 회의결과 조치사항 보고", summary="\n".join(lines), note=_("조치사항"))
    return [item]


def _deferred(session: Session, body: Body, day: date) -> list[ProposedItem]:
    again = select(AgendaItem.deferred_from_id).where(
        AgendaItem.deferred_from_id.is_not(None), AgendaItem.binned_at.is_(None)
    )
    again = again.correlate(None)
    decided = aliased(Decision, flat=True)  # both are records: the join needs two names for that table
    query = (
        select(AgendaItem, decided)
        .join(decided, decided.agenda_item_id == AgendaItem.id)
        .where(decided.outcome == "DEFERRED", AgendaItem.body_id == body.id, decided.decided_on < day)
        .where(AgendaItem.id.not_in(again))
        .order_by(decided.decided_on, AgendaItem.rank)
    )
    rows = session.execute(query).all()
    about: dict[int, list[int]] = {}
    for item_id, record in deliberated(session, [item.id for item, _decision in rows]):
        about.setdefault(item_id, []).append(record.id)
    return [_proposed_again(item, decision, about.get(item.id, [])) for item, decision in rows]


def _proposed_again(item: AgendaItem, decision: Decision, about: list[int]) -> ProposedItem:
    when, label = official_date(decision.decided_on), OUTCOME_LABELS["DEFERRED"]
    return ProposedItem(
        key=f"deferred-{item.uid}",
        kind=item.kind,
        title=item.title,
        presenter=item.presenter,
        proposer=item.proposer,
        summary=item.summary,
        note=_("${day} ${label}, 재상정", mapping={"day": when, "label": label}),
        deferred_from_id=item.id,
        disclosure=item.disclosure,
        grounds=tuple(item.grounds or ()),
        links=(("continues", item.id), *(("deliberates", record_id) for record_id in about)),
    )
