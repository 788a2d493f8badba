"""The forms of minutes."""

from collections.abc import Sequence
from typing import Any

import colander

from meetings.minutes.making import MinutesFacts
from meetings.minutes.models import Minutes
from meetings.minutes.written import Written, written
from meetings.sittings.models import Attendance, Meeting
from portal.forms import widgets
from portal.forms.fields import File, LocalDate, LocalTime, Text, choice, choices, lock_node
from portal.i18n import _
from portal.records.classification import Classification
from portal.records.disclosure import add_disclosure, typed_disclosure

MOST_STEPS = 60


def _people(rows: Sequence[Attendance]) -> list[tuple[str, str]]:
    return [(str(row.person_id), f"{row.name} ({row.affiliation} {row.position})".replace(" )", ")")) for row in rows]


def program_lines(node: colander.SchemaNode, text: str) -> None:
    """At most sixty steps, each on a line of its own."""
    if len([line for line in text.splitlines() if line.strip()]) > MOST_STEPS:
        raise colander.Invalid(node, _("진행 순서는 ${most}줄까지 적을 수 있습니다.", mapping={"most": MOST_STEPS}))


def facts_schema(meeting: Meeting) -> colander.SchemaNode:
    """Recorder, program, confirmers, next meeting, disclosure."""
    rows = list(meeting.attendances)
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(choice(_people(rows), name="recorder", title=_("기록자")))
    schema.add(
        colander.SchemaNode(
            Text(6000, lines=True), name="program", title=_("진행 순서"), missing="", validator=program_lines,
            description=_("한 줄에 한 가지씩 적습니다."), widget=widgets.TextArea(rows=5),
        )
    )  # fmt: skip
    members = [row for row in rows if row.seat == "MEMBER"]
    schema.add(choices(_people(members), name="confirmers", title=_("확인자"), missing=frozenset()))
    schema.add(colander.SchemaNode(LocalDate(), name="next_on", title=_("차기회의 날짜"), missing=None))
    schema.add(colander.SchemaNode(LocalTime(), name="next_at", title=_("차기회의 시각"), missing=None))
    schema.add(colander.SchemaNode(Text(200), name="next_place", title=_("차기회의 장소"), missing=""))
    add_disclosure(schema)
    schema.add(lock_node())
    return schema


def facts_values(minutes: Minutes) -> dict[str, Any]:
    """What the form of the facts shows at first."""
    active = {str(one.person_id) for one in minutes.confirmers if one.replaced_by_id is None}
    said = written(minutes)
    return {
        "recorder": str(said.recorder_id or ""),
        "program": "\n".join(said.program),
        "confirmers": active,
        "next_on": said.next_on or colander.null,
        "next_at": said.next_at or colander.null,
        "next_place": said.next_place,
        "disclosure": said.disclosure,
        "grounds": {str(one) for one in said.grounds},
        "lock": minutes.lock,
    }


def facts_typed(meeting: Meeting, values: dict[str, Any]) -> MinutesFacts:
    """What was typed, as the service takes it."""
    names = {str(row.person_id): row.name for row in meeting.attendances}
    order = [str(row.person_id) for row in meeting.attendances]
    typed = Classification(**typed_disclosure(values))
    said = Written(
        recorder_id=int(values["recorder"]),
        recorder_name=names[values["recorder"]],
        program=[line.strip() for line in values["program"].splitlines() if line.strip()],
        next_on=values["next_on"],
        next_at=values["next_at"],
        next_place=values["next_place"],
        disclosure=typed.disclosure,
        grounds=typed.grounds,
    )
    confirmers = [int(one) for one in order if one in values["confirmers"]]
    return MinutesFacts(said, confirmers, values["lock"])


class CirculateSchema(colander.Schema):
    """Until when opinions are taken."""

    until = colander.SchemaNode(LocalDate(), title=_("의견을 받을 마지막 날"))


class OpinionSchema(colander.Schema):
    """An opinion on a circulated draft."""

    text = colander.SchemaNode(Text(4000, lines=True), title=_("의견"), widget=widgets.TextArea(rows=4))


class AnswerSchema(colander.Schema):
    """How an opinion was dealt with."""

    text = colander.SchemaNode(Text(4000, lines=True), title=_("처리 내용"), widget=widgets.TextArea(rows=2))


class ReasonSchema(colander.Schema):
    """Why minutes go back, or are corrected."""

    reason = colander.SchemaNode(Text(1000, lines=True), title=_("사유"), widget=widgets.TextArea(rows=3))


def replace_schema(active: Sequence[tuple[str, str]], others: Sequence[Attendance]) -> colander.SchemaNode:
    """Who cannot sign, who signs instead, why."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(choice(active, name="out", title=_("서명하지 못하는 확인자")))
    schema.add(choice(_people(others), name="into", title=_("대신 확인할 사람")))
    schema.add(colander.SchemaNode(Text(300), name="reason", title=_("사유")))
    return schema


def paper_schema(waiting: Sequence[tuple[str, str]]) -> colander.SchemaNode:
    """Whose paper signature it is, and its scan."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(choice(waiting, name="person", title=_("종이에 서명한 확인자")))
    schema.add(
        colander.SchemaNode(
            File(), name="scan", title=_("서명한 종이의 스캔"), description=_("PDF나 그림 파일을 올리십시오.")
        )
    )
    schema.add(colander.SchemaNode(Text(64), name="sha256", widget=widgets.Hidden()))
    return schema
