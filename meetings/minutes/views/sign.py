"""Signing: with the password asked again, by a personal link, on paper; and what happens when somebody cannot."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from meetings.minutes import confirming, making
from meetings.minutes.lifecycle import SIGN, SIGNING, unsigned, unsigned_without_account
from meetings.minutes.models import Minutes
from meetings.minutes.schemas import ReasonSchema, paper_schema, replace_schema
from meetings.minutes.views.common import address_of, frame_values, linked
from meetings.minutes.views.read import text_values
from meetings.sittings.models import Meeting
from portal.files.reasons import FileRefused
from portal.files.services import attach
from portal.forms import Form, FormError, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.mail.services import letter
from portal.people.mail_language import translator_for
from portal.people.models import Person
from portal.records import editions
from portal.records.acting import go, refusing
from portal.records.workflow import Refused
from portal.security.links import HERE, mail_link, make_link, web_address

FORM = "templates:meetings/minutes/form.pt"
DONE = _("서명했습니다. 모든 확인자가 서명하여 회의록이 확정되었습니다.")
SIGNED = _("서명했습니다.")
CHANGED = _("그 사이 회의록이 바뀌었습니다. 새 본을 읽고 다시 서명해 주십시오.")


@view_config(
    route_name="minutes.sign", request_method="GET", permission="sign", renderer="templates:meetings/minutes/sign.pt"
)
def sign_page(context: Any, request: Any) -> Any:
    """What is signed: the text, its number and its hash. The password must have been given within ten minutes."""
    minutes, session = context.record, request.dbsession
    if not request.session.recently_confirmed():
        return HTTPSeeOther(location=request.route_path("confirm_password", _query={"next": request.path}))
    edition = editions.current(session, minutes)
    assert edition is not None
    mine = {one.person_id for one in unsigned(session, minutes)}
    return {
        **frame_values(request, minutes, _("서명")),
        **text_values(request, edition.facts),
        "edition": edition,
        "signed": request.identity.person_id not in mine,
        "action": request.path,
        "refused": [],
    }


@view_config(
    route_name="minutes.sign",
    request_method="POST",
    permission="signed_in",
    renderer="templates:meetings/minutes/sign.pt",
)
def sign(context: Any, request: Any) -> Any:
    """Sign the edition whose hash was shown."""
    minutes = context.record
    if not request.session.recently_confirmed():
        sign_path = address_of(request, minutes, "minutes.sign")
        return HTTPSeeOther(location=request.route_path("confirm_password", _query={"next": sign_path}))
    try:
        with refusing():
            done = confirming.sign(request.dbsession, minutes, posted(request, "sha256"), request.identity)
    except confirming.Superseded:
        return go(request, address_of(request, minutes), CHANGED)
    except Refused as refused:
        return refused_page(request, minutes, refused)
    return go(request, address_of(request, minutes), DONE if done else SIGNED)


def refused_page(request: Any, minutes: Minutes, refused: Refused) -> dict[str, Any]:
    """The page of the signature again, with what stands in the way."""
    undo(request)
    request.response.status_int = 400
    edition = editions.current(request.dbsession, minutes)
    assert edition is not None
    values = frame_values(request, minutes, _("서명"))
    return {
        **values,
        **text_values(request, edition.facts),
        "edition": edition,
        "signed": False,
        "action": request.path,
        "refused": linked(request, minutes, values["meeting"], refused.problems),
        "has_errors": True,
    }


@view_config(
    route_name="confirm",
    request_method="GET",
    permission=NO_PERMISSION_REQUIRED,
    renderer="templates:meetings/minutes/confirm.pt",
)
def link_page(request: Any) -> dict[str, Any]:
    """What a personal link opens: the text to be signed, for somebody without an account."""
    session = request.dbsession
    found = confirming.viewer_of_link(session, request.matchdict["token"])
    if found is None:
        return gone(request)
    viewer, minutes = found
    edition = editions.current(session, minutes)
    if minutes.state not in SIGNING or edition is None:
        return gone(request)
    return link_values(request, viewer.name, minutes, edition)


def link_values(request: Any, name: str, minutes: Minutes, edition: Any) -> dict[str, Any]:
    """What the page of a personal link shows."""
    return {
        **text_values(request, edition.facts),
        "page_title": minutes.title,
        "minutes": minutes,
        "meeting": request.dbsession.get_one(Meeting, minutes.meeting_id),
        "edition": edition,
        "name": name,
        "action": request.path,
        "gone": False,
        "done": False,
        "message": "",
    }


def gone(request: Any) -> dict[str, Any]:
    """The link is used up, over, or was never one."""
    request.response.status_int = 410
    return {"page_title": _("쓸 수 없는 링크"), "gone": True}


@view_config(
    route_name="confirm",
    request_method="POST",
    permission=NO_PERMISSION_REQUIRED,
    renderer="templates:meetings/minutes/confirm.pt",
)
def sign_by_link(request: Any) -> dict[str, Any]:
    """Sign through the link and use it up."""
    session, token = request.dbsession, request.matchdict["token"]
    found = confirming.viewer_of_link(session, token)
    if found is None:
        return gone(request)
    viewer, minutes = found
    edition = editions.current(session, minutes)
    if edition is None:
        return gone(request)
    values = link_values(request, viewer.name, minutes, edition)
    try:
        confirming.sign_by_link(session, token, posted(request, "sha256"))
    except confirming.Superseded:
        undo(request)
        request.response.status_int = 409
        return {**values, "message": CHANGED}
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        return {**values, "message": refused.problems[0].text}
    return {**values, "done": True}


@view_config(
    route_name="minutes.link", request_method="POST", permission="paper", renderer="templates:meetings/minutes/link.pt"
)
def give_link(context: Any, request: Any) -> Any:
    """Make a personal link for a confirmer; mailed when there is an address, and shown this once."""
    minutes, session = context.record, request.dbsession
    text = posted(request, "person")
    person_id = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    try:
        with refusing():
            purpose = confirming.link_to_sign(session, minutes, person_id, request.identity)
    except FormError as error:
        return go(request, address_of(request, minutes), error.faults[0][1])
    person = session.get_one(Person, person_id)
    if person.email:
        words = {"title": minutes.title, "address": HERE, "name": person.name}
        ask = _("${name}님, ‘${title}’의 확인 서명을 부탁드립니다.\n\n${address}", mapping=words)
        once = _("7일 안에 한 번만 쓸 수 있는 개인 링크입니다.")
        translate = translator_for(request, person.id)
        text = "\n\n".join(translate(part) for part in (ask, once))
        subject = translate(_("회의록 확인 서명 요청"))
        mail_link(session, purpose, letter(person.email, subject, text), request.identity)
    address = web_address(request.registry, purpose, make_link(session, purpose, request.identity))
    return {**frame_values(request, minutes, _("개인 링크")), "link": address, "person": person}


@view_config(route_name="minutes.paper", permission="paper", renderer=FORM)
def paper(context: Any, request: Any) -> Any:
    """Record a paper signature with its scan."""
    minutes, session = context.record, request.dbsession
    edition = editions.current(session, minutes)
    assert edition is not None
    waiting = [(str(one.person_id), one.name) for one in unsigned_without_account(session, minutes)]
    form = Form(request, paper_schema(waiting), submit=_("종이 서명 기록"), formid="paper",
                appstruct={"sha256": edition.sha256}, cancel=address_of(request, minutes))  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        scan = values["scan"]
        try:
            kept = attach(session, request.blob_store, minutes, scan.name, scan.stream, actor=request.identity)
        except FileRefused as refused:
            raise FormError("scan", refused.message) from refused
        try:
            with refusing():
                confirming.sign_on_paper(
                    session, minutes, values["sha256"],
                    person_id=int(values["person"]), scan_uid=kept.uid, actor=request.identity,
                )  # fmt: skip
        except confirming.Superseded:
            raise FormError("", CHANGED) from None
        except Refused as refused:
            raise FormError("", refused.problems[0].text) from refused
        return address_of(request, minutes)

    return handle(
        request, form, save, _("종이 서명을 기록했습니다."), frame_values(request, minutes, _("종이 서명 기록"))
    )


@view_config(route_name="minutes.replace", permission="replace", renderer=FORM)
def replace(context: Any, request: Any) -> Any:
    """Name another confirmer for one who cannot sign."""
    minutes, session = context.record, request.dbsession
    meeting = session.get_one(Meeting, minutes.meeting_id)
    edition = editions.current(session, minutes) if minutes.state in SIGNING else None
    signed = {one.person_id for one in editions.signatures(session, edition, SIGN)} if edition else set()
    active = [one for one in minutes.confirmers if one.replaced_by_id is None]
    out = [(str(one.person_id), one.name) for one in active if one.person_id not in signed]
    ids = {one.person_id for one in active}
    others = [row for row in meeting.attendances if row.seat == "MEMBER" and row.person_id not in ids]
    form = Form(request, replace_schema(out, others), submit=_("확인자 바꾸기"), formid="replace",
                cancel=address_of(request, minutes))  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            making.replace_confirmer(
                session, minutes, int(values["out"]), int(values["into"]),
                reason=values["reason"], actor=request.identity,
            )  # fmt: skip
        return address_of(request, minutes)

    return handle(request, form, save, _("확인자를 바꾸었습니다."), frame_values(request, minutes, _("확인자 바꾸기")))


@view_config(route_name="minutes.return", permission="signed_in", renderer=FORM)
def send_back(context: Any, request: Any) -> Any:
    """Back to the recorder, with a reason."""
    minutes, session = context.record, request.dbsession
    form = Form(request, ReasonSchema(), submit=_("돌려보내기"), formid="return", cancel=address_of(request, minutes))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            confirming.send_back(session, minutes, values["reason"], request.identity)
        return address_of(request, minutes)

    if context.acts.isdisjoint(("return", "return_correction")):
        return go(request, address_of(request, minutes), _("지금은 돌려보낼 수 없습니다."))
    return handle(request, form, save, _("기록자에게 돌려보냈습니다."), frame_values(request, minutes, _("돌려보내기")))
