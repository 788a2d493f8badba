"""The facts of minutes as an edition freezes them: plain JSON that holds everything the official file prints.

What comes after the freeze is not in it, and cannot change either: signatures and the registration number are rows
that are only ever added. So the file of any edition can be made again from its facts, its signatures and its number.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from meetings.decisions.labels import METHOD_LABELS, OUTCOME_LABELS
from meetings.decisions.models import ActionItem
from meetings.decisions.rulings import printed, questions_of
from meetings.decisions.written import Written
from meetings.minutes import sheet
from meetings.minutes.material import Material
from meetings.sittings import terms
from meetings.sittings.models import AgendaItem, Attendance, Meeting
from meetings.sittings.quorum import attended
from meetings.sittings.subjects import Subject
from portal import clock
from portal.content.build import empty_doc
from portal.office.formats import disclosure_label, official_date, period
from portal.people.models import Body
from portal.people.rules import rules_of
from portal.records.models import Registration, Signature

MARKS = {"PRESENT": sheet.PRESENT, "PROXY": sheet.PARTLY, "ABSENT": sheet.ABSENT, "UNKNOWN": ""}
_NOT_TEXT = frozenset({"uid", "id", "attachment", "person_id", "type", "sha256"})
Facts = dict[str, Any]


def facts_of(session: Session, material: Material) -> Facts:
    """The facts of some minutes as they are now."""
    minutes, meeting, said = material.minutes, material.meeting, material.said
    rules = rules_of(material.body)
    seats = {seat: [_attendee(row, rules) for row in meeting.attendances if row.seat == seat] for seat in terms.SEATS}
    observers = [one for one in seats["OBSERVER"] if one["mark"] != sheet.ABSENT or one["role"]]
    return {
        "title": minutes.title,
        "meeting": meeting.title,
        "host": meeting.host,
        "held_on": meeting.held_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat("minutes"),
        "ends_at": meeting.ends_at.isoformat("minutes") if meeting.ends_at else None,
        "place": meeting.place,
        "mode": meeting.mode,
        "recorders": [said.recorder_name] if said.recorder_name else [],
        "members": seats["MEMBER"],
        "observers": observers,
        "staff": seats["OFFICER"],
        "summary": sheet.summary_line(
            _attendees(seats["MEMBER"]), _attendees(observers), came=sheet.CAME[meeting.mode == "WRITTEN"]
        ),
        "program": said.program,
        "agenda": [_item(session, material, item) for item in material.items],
        "next": _next(material),
        "disclosure": said.disclosure,
        "grounds": said.grounds,
        "scheme": rules.scheme,
        "retroactive": meeting.retroactive,
        **({"written": _written(meeting)} if meeting.mode == "WRITTEN" else {}),
        "correction": {"no": minutes.correction_no, "reason": minutes.correction_reason},
    }


def _written(meeting: Meeting) -> Facts:
    return {
        "reason": meeting.written_reason,
        "sent_on": meeting.sent_on.isoformat() if meeting.sent_on else None,
        "reply_until": meeting.reply_until.isoformat() if meeting.reply_until else None,
    }


def written_lines(facts: Facts) -> list[str]:
    """서면심의 as printed: why, when it was sent, until when it could be answered."""
    written = facts.get("written")
    if written is None:
        return []
    days = (("발송일", written["sent_on"]), ("회신 기한", written["reply_until"]))
    shown = [f"{label} {official_date(date.fromisoformat(day), weekday=True)}" for label, day in days if day]
    return [line for line in (f"사유: {written['reason']}", ", ".join(shown)) if line]


def _attendee(row: Attendance, rules: Any) -> Facts:
    affiliation = " ".join(part for part in (row.affiliation, row.position) if part)
    if row.seat == "OBSERVER":
        affiliation = f"{affiliation}(배석)"
    if row.mark == "PROXY" and row.proxy_name:
        affiliation = f"{affiliation}(대리 {row.proxy_name})"
    return {
        "person_id": row.person_id,
        "role": str(terms.ROLES.get(row.role, row.role)),
        "name": row.name,
        "affiliation": affiliation,
        "mark": MARKS[row.mark],
        "sector": str(terms.SECTORS[row.sector]) if row.sector and row.seat == "MEMBER" else "",
        "counts": attended(row, rules),
    }


def _item(session: Session, material: Material, item: AgendaItem) -> Facts:
    section = material.sections.get(item.uid)
    decision = material.decisions.get(item.id)
    names = {row.person_id: row.name for row in material.meeting.attendances}
    subjects = [_subject(one) for one in material.subjects.get(item.id, [])]
    return {
        "uid": item.uid,
        "number": str(item.rank),
        "kind": item.kind,
        "label": "" if item.kind == "OTHER" else str(terms.ITEM_KINDS[item.kind]),
        "title": item.title,
        "presenter": item.presenter,
        "disclosure": item.disclosure,
        "grounds": sorted(item.grounds or []),
        "excluded": [
            f"{names.get(one.person_id, '')}({terms.EXCLUSIONS[one.kind]})"
            for one in sorted(item.exclusions, key=lambda one: one.person_id)
        ],
        "content": section.content if section else empty_doc(),
        "decision": _decision(session, item, decision),
        "actions": [_action(one) for one in material.actions.get(item.id, [])],
        **({"subjects": subjects} if subjects else {}),
    }


def _subject(subject: Subject) -> Facts:
    return {"uid": subject.uid, "label": subject.label, "title": subject.title, "document": subject.document}


def _decision(session: Session, item: AgendaItem, decision: Written | None) -> Facts | None:
    if decision is None:
        # 보고 is received by being heard
        return (
            {"uid": "", "outcome": "RECEIVED", "label": "접수", "text": "", "vote": ""}
            if item.kind == "REPORT"
            else None
        )
    said = printed(questions_of(session, item), decision.subject_values) if decision.subject_values else []
    lines = [decision.text, decision.detail, *(f"{label}: {value}" for label, value in said)]
    return {
        "uid": decision.uid,
        "outcome": decision.outcome,
        "label": str(OUTCOME_LABELS[decision.outcome]),
        "text": "\n".join(line for line in lines if line),
        "vote": vote_text(decision),
    }


def vote_text(decision: Written) -> str:
    """How a vote is printed; nothing for 표결 없음(합의), which the form prints by itself."""
    if decision.method == "CONSENSUS":
        return ""
    there = "회신" if decision.method == "WRITTEN" else "출석"
    counts = f"{there} {decision.present}명 중 찬성 {decision.yes}, 반대 {decision.no}, 기권 {decision.abstain}"
    return f"{METHOD_LABELS[decision.method]}: {counts}"


def _action(action: ActionItem) -> Facts:
    due = action.due_as_written.isoformat() if action.due_as_written else None
    return {"uid": action.uid, "task": action.what, "owner": action.owner, "due": due}


def _next(material: Material) -> Facts | None:
    said = material.said
    if said.next_on is None:
        return None
    at = said.next_at.isoformat("minutes") if said.next_at else None
    return {"on": said.next_on.isoformat(), "at": at, "place": said.next_place}


def _attendees(rows: list[Facts]) -> list[sheet.Attendee]:
    return [
        sheet.Attendee(**{name: row[name] for name in ("role", "name", "affiliation", "mark", "sector", "counts")})
        for row in rows
    ]


def attendee_rows(meeting: Meeting, seat: str, body: Body) -> list[sheet.Attendee]:
    """The attendance of some seats as the sheet counts it."""
    rules = rules_of(body)
    return _attendees([_attendee(row, rules) for row in meeting.attendances if row.seat == seat])


def _moment(day: str, at: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(at), clock.SEOUL)


def next_lines(facts: Facts) -> list[str]:
    """차기회의 일정 as printed."""
    following = facts["next"]
    if following is None:
        return []
    if following["at"]:
        when = period(_moment(following["on"], following["at"]))
    else:
        when = official_date(date.fromisoformat(following["on"]), weekday=True)
    place = [f"장소 : {following['place']}"] if following["place"] else []
    return [f"일시 : {when}", *place]


def sheet_of(
    facts: Facts,
    confirmers: list[str],
    signatures: list[Signature],
    registration: Registration | None = None,
    draft: str = "",
) -> sheet.MinutesSheet:
    """The sheet of frozen facts. ``confirmers`` are the names still to sign; signatures print name and day."""
    signed = [sheet.Confirmer(one.name, _signed_mark(one)) for one in signatures]
    correction = facts["correction"]
    return sheet.MinutesSheet(
        title=facts["title"],
        host=facts["host"],
        start=_moment(facts["held_on"], facts["starts_at"]),
        end=_moment(facts["held_on"], facts["ends_at"]) if facts["ends_at"] else None,
        place=facts["place"],
        mode=facts["mode"],
        recorders=facts["recorders"],
        confirmers=[*signed, *(sheet.Confirmer(name) for name in confirmers)],
        members=_attendees(facts["members"]),
        observers=_attendees(facts["observers"]),
        staff=_attendees(facts["staff"]),
        summary=facts["summary"],
        program=facts["program"],
        agenda=[_result(item) for item in facts["agenda"]],
        next_meeting=next_lines(facts),
        number=registration.display if registration else "",
        registered=clock.local(registration.registered_at).date() if registration else None,
        disclosure=disclosure_label(facts["disclosure"], facts["grounds"]),
        draft=draft,
        retroactive="소급 작성" if facts["retroactive"] else "",
        correction=f"제{correction['no'] + 1}판 — {correction['reason']}" if correction["no"] else "",
        scheme=facts["scheme"],
        written=written_lines(facts),
    )


def _signed_mark(signature: Signature) -> str:
    day = clock.local(signature.signed_at)
    return f"(서명) {day.month}. {day.day}."


def _result(item: Facts) -> sheet.AgendaResult:
    decision = item["decision"] or {"label": "", "text": "", "vote": ""}
    actions = [
        sheet.Action(one["task"], one["owner"], date.fromisoformat(one["due"]) if one["due"] else None)
        for one in item["actions"]
    ]
    return sheet.AgendaResult(
        number=item["number"],
        title=item["title"],
        kind=item["label"],
        presenter=item["presenter"],
        content=item["content"],
        decision=decision["label"],
        decision_detail=decision["text"],
        vote=decision["vote"],
        actions=actions,
        excluded=item["excluded"],
        subjects=[(f"{one['label']} ‘{one['title']}’", one["document"]) for one in item.get("subjects", ())],
    )


def text_of(value: Any) -> str:
    """All text of some facts, for finding personal data; identifiers are not text."""
    return "\n".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NOT_TEXT:
                yield from _texts(one)
