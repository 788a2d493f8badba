"""The forms of meetings: what a secretary types, and how it becomes the facts of the services."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import colander

from meetings.sittings.agenda import ItemFacts
from meetings.sittings.convening import MeetingFacts
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.terms import EXCLUSIONS, ITEM_KINDS, MARKS, MODES, SEATS
from portal.forms import widgets
from portal.forms.fields import LocalDate, LocalTime, Text, Whole, choice, choices
from portal.i18n import _
from portal.records.disclosure import add_disclosure, add_review_until, typed_disclosure


def meeting_schema(offers: Sequence[tuple[str, Any]] = (), copies: Sequence[tuple[str, Any]] = ()) -> Any:
    """The form of a meeting; ``offers`` and ``copies`` are items that can come onto its agenda at once."""
    schema = colander.Schema()
    hint = _("비워 두면 그해의 다음 차수를 붙입니다. 종이로만 남은 회의가 있으면 숫자를 적으십시오.")
    schema.add(colander.SchemaNode(Whole(1, 999), name="number", title=_("차수"), description=hint, missing=None))
    schema.add(colander.SchemaNode(LocalDate(), name="held_on", title=_("회의일")))
    schema.add(colander.SchemaNode(LocalTime(), name="starts_at", title=_("시작 시각")))
    schema.add(colander.SchemaNode(LocalTime(), name="ends_at", title=_("마치는 시각"), missing=None))
    schema.add(choice(list(MODES.items()), radios=True, name="mode", title=_("회의 방법"), default="IN_PERSON"))
    place_hint = _("온라인 회의는 접속 주소를 적습니다.")
    schema.add(colander.SchemaNode(Text(200), name="place", title=_("장소"), description=place_hint, missing=""))
    schema.add(colander.SchemaNode(Text(120), name="host", title=_("개최 기관"), missing=""))
    schema.add(
        colander.SchemaNode(
            colander.Boolean(),
            name="retroactive",
            title=_("소급: 이미 연 회의를 나중에 적습니다 (소집 통지를 보내지 않음)"),
            widget=widgets.Checkbox(),
            missing=False,
        )
    )
    add_disclosure(schema)
    for name, title, options in (
        ("offers", _("자동으로 올라오는 안건"), offers),
        ("copies", _("지난 회의에서 복사할 안건"), copies),
    ):
        if options:
            schema.add(choices(list(options), name=name, title=title, missing=frozenset()))
    return schema


def meeting_facts(values: Mapping[str, Any]) -> MeetingFacts:
    """The typed values as facts."""
    names = ("number", "held_on", "starts_at", "ends_at", "place", "mode", "host", "retroactive")
    return MeetingFacts(**{name: values[name] for name in names}, **typed_disclosure(values))


def meeting_values(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a meeting."""
    names = ("number", "held_on", "starts_at", "place", "mode", "host", "retroactive", "disclosure")
    values = {name: getattr(meeting, name) for name in names}
    values["ends_at"] = meeting.ends_at or colander.null
    values["grounds"] = {str(n) for n in meeting.grounds}
    return values


def item_schema(subjects: Sequence[tuple[str, Any]] = ()) -> Any:
    """The form of an agenda item; ``subjects`` are the records it can deliberate on."""
    schema = colander.Schema()
    schema.add(choice(list(ITEM_KINDS.items()), radios=True, name="kind", title=_("구분"), default="DELIBERATE"))
    schema.add(colander.SchemaNode(Text(300), name="title", title=_("안건명")))
    presenter_hint = _("소속과 직위를 함께 적습니다.")
    schema.add(
        colander.SchemaNode(Text(120), name="presenter", title=_("발표자"), description=presenter_hint, missing="")
    )
    schema.add(colander.SchemaNode(Text(120), name="proposer", title=_("제출자(부서)"), missing=""))
    schema.add(colander.SchemaNode(Text(4000, lines=True), name="summary", title=_("주요내용"), missing=""))
    if subjects:
        schema.add(
            choices(
                list(subjects), name="subjects", title=_("다루는 기록"), missing=frozenset(),
                description=_("이 안건에서 심의하거나 의결할 계획·문서를 고릅니다."),
            )
        )  # fmt: skip
    add_disclosure(schema)
    add_review_until(schema)
    return schema


def item_facts(values: Mapping[str, Any], offered: bool, unseen: Collection[int] = ()) -> ItemFacts:
    """The typed values as facts; links stay as they are when none were ``offered``, and those ``unseen`` always."""
    names = ("kind", "title", "presenter", "proposer", "summary", "review_until")
    subjects = (*(int(one) for one in values["subjects"]), *unseen) if offered else None
    return ItemFacts(**{name: values[name] for name in names}, **typed_disclosure(values), subjects=subjects)


def item_values(item: AgendaItem, subjects: set[str]) -> dict[str, Any]:
    """What the form shows of an item."""
    names = ("kind", "title", "presenter", "proposer", "summary", "disclosure")
    values: dict[str, Any] = {name: getattr(item, name) for name in names}
    values["grounds"] = {str(n) for n in item.grounds}
    values["review_until"] = item.review_until or colander.null
    return values | {"subjects": subjects}


def notice_schema(late: bool, days: int) -> Any:
    """The form that sends the notice; the reason is asked for when it is late."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(2000, lines=True), name="text", title=_("덧붙이는 말"), missing=""))
    if late:
        hint = _(
            "회의일까지 ${days}일이 남지 않았습니다(사보규칙 제5조)."
            " 긴급하거나 부득이한 사유를 적으면 보낼 수 있습니다.",
            mapping={"days": days},
        )
        schema.add(
            colander.SchemaNode(
                Text(500, lines=True), name="waiver", title=_("통지 기한을 지키지 못한 사유"), description=hint,
                widget=widgets.TextArea(rows=3),
            )
        )  # fmt: skip
    return schema


def reason_schema() -> Any:
    """The form that postpones or cancels."""
    schema = colander.Schema()
    hint = _("통지한 회의라면 위원에게 함께 알립니다.")
    text = Text(500, lines=True)
    widget = widgets.TextArea(rows=3)
    schema.add(colander.SchemaNode(text, name="reason", title=_("사유"), description=hint, widget=widget))
    return schema


def attendance_schema(allow_proxy: bool) -> Any:
    """The form of one person's attendance in full."""
    marks = [(value, label) for value, label in MARKS.items() if value != "PROXY" or allow_proxy]
    schema = colander.Schema()
    schema.add(choice(marks, radios=True, name="mark", title=_("출석 여부")))
    if allow_proxy:
        schema.add(colander.SchemaNode(Text(60), name="proxy_name", title=_("대리 참석자"), missing=""))
    late_hint = _("늦게 왔을 때만 적습니다.")
    early_hint = _("먼저 나갔을 때만 적습니다.")
    schema.add(
        colander.SchemaNode(LocalTime(), name="arrived_at", title=_("도착 시각"), description=late_hint, missing=None)
    )
    schema.add(
        colander.SchemaNode(LocalTime(), name="left_at", title=_("퇴장 시각"), description=early_hint, missing=None)
    )
    return schema


def guest_schema() -> Any:
    """The form that adds somebody who sits in."""
    seats = [(value, label) for value, label in SEATS.items() if value != "MEMBER"]
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(60), name="name", title=_("성명")))
    schema.add(colander.SchemaNode(Text(120), name="affiliation", title=_("소속")))
    schema.add(colander.SchemaNode(Text(60), name="position", title=_("직위"), missing=""))
    schema.add(choice(seats, radios=True, name="seat", title=_("자리"), default="OBSERVER"))
    return schema


def begun_schema() -> Any:
    """The form of when an item was taken up."""
    schema = colander.Schema()
    hint = _("이때 자리에 있던 위원이 이 안건의 출석으로 세어집니다. 비우면 회의에 온 모든 위원을 셉니다.")
    schema.add(colander.SchemaNode(LocalTime(), name="begun_at", title=_("상정 시각"), description=hint, missing=None))
    return schema


def exclusion_schema(members: Sequence[tuple[str, Any]]) -> Any:
    """The form that excludes a member from an item."""
    schema = colander.Schema()
    schema.add(choice(list(members), name="person", title=_("위원")))
    schema.add(choice(list(EXCLUSIONS.items()), radios=True, name="kind", title=_("구분"), default="EXCLUDED"))
    schema.add(colander.SchemaNode(Text(300), name="reason", title=_("사유"), missing=""))
    return schema


def offers_schema(offers: Sequence[tuple[str, Any]]) -> Any:
    """The form that takes offered items onto an agenda."""
    schema = colander.Schema()
    schema.add(choices(list(offers), name="offers", title=_("올릴 안건")))
    return schema
