"""Reading minutes: the confirmed text with its decisions, signatures and editions, or the draft for its writers."""

from datetime import date
from io import BytesIO
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import exists, func, select

from meetings.minutes import statutory
from meetings.minutes.circulating import opinions_of
from meetings.minutes.confirming import is_current
from meetings.minutes.facts import Facts, facts_of, next_lines, written_lines
from meetings.minutes.files import draft_file, file_name, minutes_file, registration_of
from meetings.minutes.lifecycle import SIGN, SIGNING, WRITING, unsigned, unsigned_without_account
from meetings.minutes.material import gather
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.next_meeting import is_over
from meetings.minutes.record_type import in_force as in_force_edition
from meetings.minutes.reporting import REPORTED
from meetings.minutes.sheet import MODE_LABELS
from meetings.minutes.views.common import frame_values, linked
from portal.audit.access import log_access
from portal.content.page import blocks_html, page_html
from portal.files.contexts import INSIDE, WRITES
from portal.files.download import file_response
from portal.files.views import file_rows
from portal.i18n import _
from portal.office.formats import disclosure_label, official_date
from portal.office.office_files import OFFICE_FILES
from portal.people.models import Person
from portal.records import editions
from portal.records.classification import RECLASSIFY, classification_of
from portal.records.draftable import draft_address
from portal.records.filing import holding_of
from portal.records.linked import linking_rows
from portal.records.models import Edition, Link, Record, Signature
from portal.records.readers import principals_of, readable
from portal.records.reasons import reasons_of
from portal.security.viewer import principals

MEANS = {"ACCOUNT": _("로그인하여 서명"), "LINK": _("개인 링크로 서명"), "PAPER": _("종이에 서명")}


@view_config(
    route_name="minutes", request_method="GET", permission="view", renderer="templates:meetings/minutes/read.pt"
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """The minutes: the confirmed edition where there is one, else what is being signed, else the draft."""
    minutes, session = context.record, request.dbsession
    edition = wanted_edition(request, minutes)
    facts = edition.facts if edition else facts_of(session, gather(session, minutes))
    writes = not context.acts.isdisjoint(WRITES)
    shown = shown_numbers(request, minutes)
    return {
        **frame_values(request, minutes),
        **text_values(request, facts),
        "disclosure": in_force(minutes, edition) or disclosure_label(facts["disclosure"], facts["grounds"]),
        "reclassified": reasons_of(session, minutes, RECLASSIFY),
        "edition": edition,
        "editions": [one for one in editions_of(request, minutes) if writes or one.number in shown],
        "confirmed": confirmed(minutes),
        "signatures": editions.signatures(session, edition, SIGN) if edition else [],
        "means": MEANS,
        "waiting": unsigned(session, minutes) if minutes.state in (*SIGNING, *WRITING, "CIRCULATED") else [],
        "replaced": [(one, name_of(session, one.replaced_by_id)) for one in minutes.confirmers if one.replaced_by_id],
        "number": registration_of(session, minutes),
        "ended_early": reasons_of(session, minutes, "end_circulation") if "history" in context.acts else [],
        "opinions": opinions_of(session, minutes) if "history" in context.acts or "opine" in context.acts else [],
        "files": file_rows(request, minutes.id, scans=writes, drafts=not context.acts.isdisjoint(INSIDE)),
        "holding": holding_of(session, minutes),
        "writes": writes,
        **report_values(request, minutes),
        **next_values(request, minutes),
    }


def in_force(minutes: Minutes, edition: Edition | None) -> str:
    """The class of the edition in force as it is now; "" for another text, which says its own."""
    shown = edition is not None and edition.id == minutes.confirmed_edition_id
    return classification_of(minutes).printed if shown else ""


def confirmed(minutes: Minutes) -> list[int]:
    """The numbers of all editions that were ever confirmed."""
    return list(minutes.confirmed_numbers or [])


def shown_numbers(request: Any, minutes: Minutes) -> list[int]:
    """The editions a reader may ask for: all that were ever confirmed, but for the public only the one in force.

    An earlier one may hold the personal data it was corrected for, and was never looked through for it (PII-1).
    """
    if (principals_of(request.dbsession, minutes) & principals(request.identity)) - {"everyone"}:
        return confirmed(minutes)
    return confirmed(minutes)[-1:]


def editions_of(request: Any, minutes: Minutes) -> list[Edition]:
    """Every edition, newest first."""
    query = select(Edition).where(Edition.record_id == minutes.id).order_by(Edition.number.desc())
    return list(request.dbsession.scalars(query))


def wanted_edition(request: Any, minutes: Minutes) -> Edition | None:
    """The edition the address asks for, else the one in force; None for the draft.

    Editions that were never confirmed are for those who write and sign; what was corrected before the text went to
    everyone is not for everyone. Raises HTTPNotFound.
    """
    session, wanted = request.dbsession, request.GET.get("edition", "")
    inside = not request.context.acts.isdisjoint(INSIDE)
    if wanted == "draft" and inside and minutes.state in WRITING:
        return None
    if minutes.state in (*SIGNING, "CIRCULATED") and (inside or not minutes.confirmed_edition_id):
        shown = editions.current(session, minutes)
    else:
        shown = session.get(Edition, minutes.confirmed_edition_id) if minutes.confirmed_edition_id else None
    if not wanted or (shown is not None and wanted == str(shown.number)):
        return shown
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    found = session.scalar(select(Edition).where(Edition.record_id == minutes.id, Edition.number == number))
    if found is None or (number not in shown_numbers(request, minutes) and not inside):
        raise HTTPNotFound()
    return found


def text_values(request: Any, facts: Facts) -> dict[str, Any]:
    """The text of minutes for the page: facts, and each item's content as HTML."""
    translate = request.localizer.translate
    items = [
        {
            **item,
            "html": page_html(item["content"], facts["scheme"], heading=4, translate=translate),
            "subjects": [_subject(one, facts["scheme"], translate) for one in item.get("subjects", ())],
            "actions": [{**one, "due": _day(one["due"])} for one in item["actions"]],
        }
        for item in facts["agenda"]
    ]
    return {
        "facts": facts,
        "items": items,
        "held_on": official_date(date.fromisoformat(facts["held_on"]), weekday=True),
        "mode": MODE_LABELS[facts["mode"]],
        "disclosure": disclosure_label(facts["disclosure"], facts["grounds"]),
        "next_lines": next_lines(facts),
        "written": written_lines(facts),
    }


def _subject(subject: Facts, scheme: str, translate: Any) -> dict[str, Any]:
    """A record put before the body, as an edition holds it; its own page is linked from the item's."""
    blocks = subject["document"]["content"] if subject["document"] else []
    return {**subject, "address": "", "html": blocks_html(blocks, scheme, anchors=False, translate=translate)}


def _day(text: str | None) -> str:
    return official_date(date.fromisoformat(text)) if text else ""


def next_values(request: Any, minutes: Minutes) -> dict[str, Any]:
    """What can be done now, and what stands in the way."""
    session, acts = request.dbsession, request.context.acts
    material = gather(session, minutes)
    step = "resend" if minutes.state == "CORRECTING" else "send"
    wanting = statutory.missing(session, material) if step in acts else []
    edition = editions.current(session, minutes)
    stale = minutes.state in SIGNING and edition is not None and not is_current(session, minutes, edition)
    copy = (
        select(Record)
        .join(Link, Link.source_id == Record.id)
        .where(Link.target_id == minutes.id, Link.kind == "public_copy_of", readable(principals(request.identity)))
    )
    return {
        "step": step if step in acts else "",
        "missing": linked(request, minutes, material.meeting, wanting),
        "stale": stale,
        "may_sign_now": "sign" in acts
        and request.identity.person_id in {one.person_id for one in unsigned(session, minutes)},
        "without_account": unsigned_without_account(session, minutes),
        "public_copy": session.scalar(copy.order_by(Record.id.desc()).limit(1)),
        "next_is_over": "plan_next" in acts and minutes.next_meeting_id is None and is_over(minutes),
        "next_meeting": session.scalar(
            select(Record).where(Record.id == minutes.next_meeting_id, readable(principals(request.identity)))
        ),
    }


def report_values(request: Any, minutes: Minutes) -> dict[str, Any]:
    """The documents that report the minutes, and the newest edition reported if a later one is in force."""
    linked = [one for one in linking_rows(request, minutes, REPORTED.link) if one.edition]
    edition = in_force_edition(request.dbsession, minutes)
    told = max((one.edition or 0 for one in linked if one.number), default=0)
    return {
        "linked": linked,
        "reported_before": told if edition is not None and told < edition.number else 0,
        "draft_address": draft_address(request, minutes, request.context.acts),
    }


def name_of(session: Any, person_id: int | None) -> str:
    """The name of a person."""
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def signing_panel(request: Any) -> dict[str, Any] | None:
    """Minutes that wait for the reader's signature (home page)."""
    session, person_id = request.dbsession, request.identity.person_id
    newest = select(func.max(Edition.id)).where(Edition.record_id == Minutes.id).correlate(Minutes).scalar_subquery()
    signed = exists().where(Signature.edition_id == newest, Signature.person_id == person_id, Signature.act == SIGN)
    query = (
        select(Minutes.uid, Minutes.title)
        .join(Confirmer, Confirmer.minutes_id == Minutes.id)
        .where(Confirmer.person_id == person_id, Confirmer.replaced_by_id.is_(None), Minutes.state.in_(SIGNING))
        .where(~signed)
        .order_by(Minutes.id)
    )
    rows = session.execute(query).all()
    return {"rows": rows} if rows else None


@view_config(route_name="minutes.file", request_method="GET", permission="view")
def file(context: Any, request: Any) -> Response:
    """The Word or 한글 file: kept and served as kept once confirmed, else made now and marked (안)."""
    minutes, session, kind = context.record, request.dbsession, OFFICE_FILES[request.matchdict["kind"]]
    edition = wanted_edition(request, minutes)
    if edition is None:
        data = draft_file(session, minutes, request.blob_store, kind)
    else:
        data = minutes_file(session, minutes, request.blob_store, kind, edition)
    if request.identity is not None:
        log_access(request, "download", f"minutes {minutes.uid}")
    final = edition if edition is not None and edition.number in confirmed(minutes) else None
    return file_response(BytesIO(data), file_name(minutes, kind, final), kind.media_type, len(data))
