"""The office files of a meeting, filled from what is known: 개최 알림 and 참석자 서명부."""

from datetime import datetime

from sqlalchemy.orm import Session

from meetings.sittings.agenda import items_of
from meetings.sittings.models import Meeting
from meetings.sittings.notice import agenda_lines
from meetings.sittings.office import NoticeSheet, SigninRow, SigninSheet, notice_document, signin_document
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.office.office_files import OfficeFile
from portal.office.official_form import OfficialForm
from portal.records.registration import unit_of

BLANK_ROWS = 3  # room in the sign-in sheet for people who come unannounced


def notice_file(session: Session, meeting: Meeting, kind: OfficeFile) -> bytes:
    """The notice as an official letter; titles of closed items stay out of it, for it goes to everybody."""
    unit = unit_of(session, meeting)
    items = items_of(session, meeting)
    form = OfficialForm(
        agency=unit.name if unit else meeting.host,
        title=_("${title} 개최 알림", mapping={"title": meeting.title}).interpolate(),
        recipients=[f"{row.name} {row.position}".strip() for row in meeting.attendances],
        sender=unit.sender if unit else "",
        disclosure=disclosure_label(meeting.disclosure, meeting.grounds),
        contact=unit.contact if unit else {},
    )
    sheet = NoticeSheet(
        form,
        start=datetime.combine(meeting.held_on, meeting.starts_at),
        end=datetime.combine(meeting.held_on, meeting.ends_at) if meeting.ends_at else None,
        place=meeting.place,
        agenda=agenda_lines(items, None),
        remarks=[meeting.notice_text] if meeting.notice_text else [],
    )
    return kind.write(*notice_document(sheet))


def signin_file(meeting: Meeting, kind: OfficeFile) -> bytes:
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
    return kind.write(*signin_document(sheet))
