"""The forms of a written meeting: its reason and deadline, and a member's reply."""

from collections.abc import Mapping, Sequence
from typing import Any

import colander

from meetings.sittings.invitation_text import agenda_line
from meetings.sittings.models import AgendaItem, Meeting, WrittenReply
from meetings.sittings.written import Answer, WrittenFacts
from portal.forms import widgets
from portal.forms.fields import File, LocalDate, Text, choice
from portal.i18n import _

CHOICES = {"YES": _("찬성"), "NO": _("반대"), "ABSTAIN": _("기권", context="choice")}
MEANS = {"ACCOUNT": _("로그인하여 회신"), "LINK": _("개인 링크로 회신"), "PAPER": _("종이로 회신")}


def written_schema(retroactive: bool) -> colander.SchemaNode:
    """Why in writing, and until when; of one entered after the fact also when it was sent."""
    schema = colander.SchemaNode(colander.Mapping())
    hint = _("긴급하거나 부득이하여 회의를 열 수 없는 까닭을 적습니다.")
    schema.add(
        colander.SchemaNode(
            Text(500, lines=True), name="reason", title=_("서면심의 사유"), description=hint,
            widget=widgets.TextArea(rows=3),
        )
    )  # fmt: skip
    if retroactive:
        schema.add(colander.SchemaNode(LocalDate(), name="sent_on", title=_("발송일")))
    schema.add(colander.SchemaNode(LocalDate(), name="reply_until", title=_("회신 기한")))
    return schema


def written_facts(values: Mapping[str, Any]) -> WrittenFacts:
    """The typed values as facts."""
    return WrittenFacts(values["reason"], values["reply_until"], values.get("sent_on"))


def written_values(meeting: Meeting) -> dict[str, Any]:
    """What the form shows at first."""
    days = {"sent_on": meeting.sent_on, "reply_until": meeting.reply_until}
    return {"reason": meeting.written_reason} | {name: day or colander.null for name, day in days.items()}


def reply_schema(items: Sequence[AgendaItem], on_paper: bool = False) -> colander.SchemaNode:
    """찬성, 반대 or 기권 of each item, and an opinion; of a reply on paper also when it came, and its scan."""
    schema = colander.SchemaNode(colander.Mapping())
    if on_paper:
        schema.add(colander.SchemaNode(LocalDate(), name="received_on", title=_("회신을 받은 날")))
    for item in items:
        title = agenda_line(item, item.title)
        schema.add(choice(list(CHOICES.items()), radios=True, name=f"vote_{item.id}", title=title))
        schema.add(
            colander.SchemaNode(
                Text(2000, lines=True), name=f"opinion_{item.id}", missing="", widget=widgets.TextArea(rows=3),
                title=_("제${n}호 의견", mapping={"n": item.rank}),
            )
        )  # fmt: skip
    if on_paper:
        schema.add(
            colander.SchemaNode(
                File(), name="scan", title=_("서면심의서 스캔"), missing=None,
                description=_("PDF나 그림 파일을 올리십시오."),
            )
        )  # fmt: skip
    return schema


def answers(items: Sequence[AgendaItem], values: Mapping[str, Any]) -> dict[int, Answer]:
    """What was typed, by item."""
    return {item.id: Answer(values[f"vote_{item.id}"], values[f"opinion_{item.id}"]) for item in items}


def reply_values(reply: WrittenReply | None) -> dict[str, Any]:
    """What the form shows of an earlier reply."""
    if reply is None:
        return {}
    values: dict[str, Any] = {"received_on": reply.received_on}
    for vote in reply.votes:
        values |= {f"vote_{vote.agenda_item_id}": vote.choice, f"opinion_{vote.agenda_item_id}": vote.opinion}
    return values
