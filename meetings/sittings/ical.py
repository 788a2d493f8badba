"""The calendar file (iCalendar, RFC 5545/5546) of a meeting: same UID for life, SEQUENCE rising with each notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from meetings.sittings.models import Meeting
from portal import clock
from portal.clock import SEOUL
from portal.i18n import _

DEFAULT_LENGTH = timedelta(hours=2)  # of a meeting whose end nobody stated
REFRESH = timedelta(hours=1)  # how often a program that subscribes should look
OFFSET = timedelta(hours=9)  # Korea keeps no summer time
ROLES = {"MEMBER": "REQ-PARTICIPANT", "OBSERVER": "NON-PARTICIPANT", "OFFICER": "NON-PARTICIPANT"}
STOPPED = ("CANCELLED", "POSTPONED")


@dataclass(frozen=True)
class Guest:
    """The one recipient a calendar file names: addresses of others are personal data."""

    name: str
    email: str
    seat: str = "MEMBER"
    chair: bool = False


@dataclass(frozen=True)
class Organizer:
    """Who calls the meeting, and where the portal is."""

    name: str
    email: str
    base_url: str


def uid_of(meeting: Meeting) -> str:
    """The meeting's UID, the same in every file and feed."""
    return f"{meeting.uid}@sillok"


def invitation(meeting: Meeting, agenda: Sequence[str], organizer: Organizer, guest: Guest | None = None) -> bytes:
    """One meeting as a file: an invitation or its withdrawal to a guest, without one a file to download."""
    stopped = meeting.state in STOPPED
    method = "PUBLISH" if guest is None else "CANCEL" if stopped else "REQUEST"
    calendar = _calendar(method)
    calendar.add_component(event(meeting, agenda, organizer, guest))
    return bytes(calendar.to_ical())


def feed(name: str, entries: Sequence[tuple[Meeting, Sequence[str], Organizer]]) -> bytes:
    """Several meetings, each with its agenda and who calls it, as one calendar to subscribe to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for meeting, agenda, organizer in entries:
        calendar.add_component(event(meeting, agenda, organizer))
    return bytes(calendar.to_ical())


def event(meeting: Meeting, agenda: Sequence[str], organizer: Organizer, guest: Guest | None = None) -> Event:
    """The VEVENT of a meeting. A stopped one is CANCELLED: calendars then take it away."""
    start = datetime.combine(meeting.held_on, meeting.starts_at, SEOUL)
    end = datetime.combine(meeting.held_on, meeting.ends_at, SEOUL) if meeting.ends_at else start + DEFAULT_LENGTH
    entry = Event()
    entry.add("uid", uid_of(meeting))
    entry.add("dtstamp", clock.now().replace(microsecond=0))
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("summary", meeting.title)
    if meeting.place:
        entry.add("location", meeting.place)
    entry.add("description", _description(agenda))
    entry.add("url", f"{organizer.base_url.rstrip('/')}/meetings/{meeting.uid}")
    entry.add("sequence", meeting.invitation_sequence)
    entry.add("status", _status(meeting))
    entry.add("organizer", _address(organizer.name, organizer.email), encode=False)
    if guest is not None:
        entry.add("attendee", _attendee(guest), encode=False)
    return entry


def _status(meeting: Meeting) -> str:
    if meeting.state in STOPPED:
        return "CANCELLED"
    return "TENTATIVE" if meeting.state == "PLANNED" and not meeting.retroactive else "CONFIRMED"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Sillok//KO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    zone = Timezone()
    zone.add("tzid", "Asia/Seoul")
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1988, 10, 9, 3))  # noqa: DTZ001 - VTIMEZONE states local time (last change)
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "KST")
    zone.add_component(standard)
    calendar.add_component(zone)
    return calendar


def _description(agenda: Sequence[str]) -> str:
    head = _("안건").interpolate()
    return "\n".join([f"[{head}]", *agenda]) if agenda else ""


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(guest: Guest) -> vCalAddress:
    address = _address(guest.name, guest.email)
    address.params["ROLE"] = vText("CHAIR" if guest.chair else ROLES[guest.seat])
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
