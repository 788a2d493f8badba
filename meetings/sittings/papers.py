"""The Word files of a meeting, filled from what is known: 개최 알림 and 참석자 서명부."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetings.sittings.agenda import items_of
from meetings.sittings.models import Meeting
from meetings.sittings.notice import agenda_lines
from meetings.sittings.office import NoticeSheet, SigninRow, SigninSheet, notice_docx, signin_docx
from portal.i18n import _
from portal.records.registration import unit_of

BLANK_ROWS = 3  # room in the sign-in sheet for people who come unannounced
DISCLOSED = {"OPEN": "공개", "PARTIAL": "부분공개", "CLOSED": "비공개"}  # as Form 1 prints it, in every language


def notice_file(session: Session, meeting: Meeting) -> bytes:
    """The notice as an official letter; titles of closed items stay out of it, for it goes to everybody."""
    unit = unit_of(session, meeting)
    contact = unit.contact if unit else {}
    items = items_of(session, meeting)
    grounds = f"({','.join(str(n) for n in meeting.grounds)})" if meeting.grounds else ""
    sheet = NoticeSheet(
        agency=unit.name if unit else meeting.host,
        title=_("${title} 개최 알림", mapping={"title": meeting.title}).interpolate(),
        start=datetime.combine(meeting.held_on, meeting.starts_at),
        end=datetime.combine(meeting.held_on, meeting.ends_at) if meeting.ends_at else None,
        place=meeting.place,
        agenda=agenda_lines(items, None),
        recipients=[f"{row.name} {row.position}".strip() for row in meeting.attendances],
        remarks=[meeting.notice_text] if meeting.notice_text else [],
        sender=unit.sender if unit else "",
        disclosure=DISCLOSED[meeting.disclosure] + grounds,
        zip_code=contact.get("zip_code", ""),
        address=contact.get("address", ""),
        homepage=contact.get("homepage", ""),
        phone=contact.get("phone", ""),
        fax=contact.get("fax", ""),
        email=contact.get("email", ""),
    )
    return notice_docx(sheet)


def signin_file(meeting: Meeting) -> bytes:
    """The sheet people sign on the day, with some empty rows."""
    sheet = SigninSheet(
        title=_("참석자 서명부").interpolate(),
        meeting=meeting.title,
        start=datetime.combine(meeting.held_on, meeting.starts_at),
        end=datetime.combine(meeting.held_on, meeting.ends_at) if meeting.ends_at else None,
        place=meeting.place,
        rows=[SigninRow(row.affiliation, row.position, row.name) for row in meeting.attendances],
        blank_rows=BLANK_ROWS,
    )
    return signin_docx(sheet)
