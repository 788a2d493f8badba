"""The words of the mails that call members. Official letters: Korean, whatever language the sender's pages are in."""

from collections.abc import Sequence
from datetime import datetime

from meetings.sittings.ical import Organizer
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.terms import ITEM_KINDS
from meetings.sittings.written import WRITTEN
from portal.i18n import _
from portal.office.formats import official_date, period

SUBJECTS = {
    "call": _("[개최 알림] ${title}"),
    "changed": _("[변경 알림] ${title}"),
    "postponed": _("[연기 알림] ${title}"),
    "cancelled": _("[취소 알림] ${title}"),
    "call_written": _("[서면심의] ${title}"),
    "changed_written": _("[서면심의 변경 알림] ${title}"),
}
LEADS = {
    "call": _("다음과 같이 회의를 개최하오니 참석하여 주시기 바랍니다."),
    "changed": _("먼저 알려 드린 회의의 내용이 다음과 같이 바뀌었음을 알려 드립니다."),
    "postponed": _("다음 회의를 연기합니다. 새 일시는 정해지는 대로 다시 알려 드리겠습니다."),
    "cancelled": _("다음 회의를 취소합니다."),
    "call_written": _("다음 안건을 서면으로 심의하고자 하오니 회신 기한까지 의견을 보내 주시기 바랍니다."),
    "changed_written": _("먼저 알려 드린 서면심의의 내용이 다음과 같이 바뀌었음을 알려 드립니다."),
}


def _variant(meeting: Meeting, occasion: str) -> str:
    """What is called for: to a room, or to answer in writing."""
    return f"{occasion}_written" if meeting.mode == WRITTEN and f"{occasion}_written" in LEADS else occasion


def subject(meeting: Meeting, occasion: str) -> str:
    """The subject line."""
    return str(_(SUBJECTS[_variant(meeting, occasion)], mapping={"title": meeting.title}).interpolate())


def when(meeting: Meeting) -> str:
    """``2026. 7. 15.(수) 10:00~12:00``."""
    start = datetime.combine(meeting.held_on, meeting.starts_at)
    return period(start, datetime.combine(meeting.held_on, meeting.ends_at) if meeting.ends_at else None)


def agenda_line(item: AgendaItem, title: str) -> str:
    """``제1호 [심의] 제목``."""
    words = {"n": item.rank, "kind": ITEM_KINDS[item.kind].interpolate(), "title": title}
    return str(_("제${n}호 [${kind}] ${title}", mapping=words).interpolate())


def body(meeting: Meeting, occasion: str, name: str, agenda: Sequence[str], organizer: Organizer) -> str:
    """The text of the mail to one person."""
    lines = [
        _("${name} 님께", mapping={"name": name}).interpolate(),
        "",
        LEADS[_variant(meeting, occasion)].interpolate(),
        "",
        _("  가. 회의: ${title}", mapping={"title": meeting.title}).interpolate(),
        _("  나. 일시: ${when}", mapping={"when": when(meeting)}).interpolate(),
        _written_line(meeting)
        if meeting.mode == WRITTEN
        else _("  다. 장소: ${place}", mapping={"place": meeting.place or "-"}).interpolate(),
    ]
    if agenda:
        lines += [_("  라. 안건").interpolate(), *(f"     {line}" for line in agenda)]
    reason = meeting.stop_reason if occasion in ("postponed", "cancelled") else meeting.notice_waiver
    if reason:
        lines += ["", _("사유: ${reason}", mapping={"reason": reason}).interpolate()]
    if meeting.notice_text and occasion in ("call", "changed"):
        lines += ["", meeting.notice_text]
    address = f"{organizer.base_url.rstrip('/')}/meetings/{meeting.uid}"
    lines += ["", _("안건 자료: ${address}", mapping={"address": address}).interpolate()]
    if meeting.mode == WRITTEN and occasion in ("call", "changed"):
        how = _(
            "로그인하여 회신하거나, 붙인 서면심의서에 적어 보내 주십시오: ${address}/reply",
            mapping={"address": address},
        )
        lines += ["", how.interpolate()]
    return "\n".join([*lines, "", organizer.name]) + "\n"


def _written_line(meeting: Meeting) -> str:
    until = official_date(meeting.reply_until, weekday=True) if meeting.reply_until else "-"
    words = {"until": until, "reason": meeting.written_reason}
    return str(_("  다. 회신 기한: ${until} (서면심의 사유: ${reason})", mapping=words).interpolate())
