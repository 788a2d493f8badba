"""Circulating, registering and publishing minutes."""

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from meetings.minutes import circulating, disclosing, publishing
from meetings.minutes.models import Minutes, Opinion
from meetings.minutes.next_meeting import plan_next
from meetings.minutes.schemas import AnswerSchema, CirculateSchema, OpinionSchema, ReasonSchema
from meetings.minutes.views.common import address_of, frame_values, linked
from meetings.sittings.models import Meeting
from meetings.sittings.readers import out_of_closed
from portal import clock
from portal.forms import Form, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.mail import queue_mail
from portal.people.mail_language import translator_for
from portal.people.models import Body, Person
from portal.people.rules import rules_of
from portal.records import services as records
from portal.records.acting import already_done, go, refusing
from portal.records.workflow import Refused

FORM = "templates:meetings/minutes/form.pt"


@view_config(route_name="minutes.circulate", permission="circulate", renderer=FORM)
def circulate(context: Any, request: Any) -> Any:
    """Send the draft round for opinions."""
    minutes, session = context.record, request.dbsession
    days = rules_of(session.get_one(Body, minutes.body_id)).circulation_days
    values = {"until": clock.today() + timedelta(days=days)}
    form = Form(request, CirculateSchema(), submit=_("의견조회 시작"), formid="circulate", appstruct=values,
                cancel=address_of(request, minutes, "minutes.edit"))  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            circulating.circulate(session, minutes, values["until"], request.identity)
        _tell_attendees(request, minutes)
        return address_of(request, minutes)

    return handle(request, form, save, _("의견조회를 시작했습니다."), frame_values(request, minutes, _("의견조회")))


@view_config(route_name="minutes.end_circulation", permission="end_circulation", renderer=FORM)
def end_circulation(context: Any, request: Any) -> Any:
    """Let today be the last day for opinions."""
    minutes = context.record
    title = _("의견조회 앞당겨 마치기")
    form = Form(request, ReasonSchema(), submit=title, formid="end-circulation", cancel=address_of(request, minutes))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            circulating.end_early(request.dbsession, minutes, values["reason"], request.identity)
        return address_of(request, minutes)

    return handle(request, form, save, _("의견조회를 오늘로 마칩니다."), frame_values(request, minutes, title))


def _tell_attendees(request: Any, minutes: Minutes) -> None:
    session = request.dbsession
    subject = _("회의록 의견조회: ${title}", mapping={"title": minutes.title})
    until = f"{minutes.circulated_until:%Y-%m-%d}" if minutes.circulated_until else ""
    base = request.registry["settings"].base_url.rstrip("/")  # a request's Host header can be forged
    words = {"address": base + request.route_path("minutes", uid=minutes.uid), "until": until}
    text = _("회의록 초안에 의견이 있으면 ${until}까지 적어 주십시오.\n\n${address}", mapping=words)
    out = out_of_closed(session, minutes.meeting_id)  # they do not read what goes round
    for row in session.get_one(Meeting, minutes.meeting_id).attendances:
        person = session.get_one(Person, row.person_id)
        if person.email and row.mark != "ABSENT" and person.id not in out:
            translate = translator_for(request, person.id)
            queue_mail(session, person.email, translate(subject), translate(text))


@view_config(route_name="minutes.opinion", permission="opine", renderer=FORM)
def opine(context: Any, request: Any) -> Any:
    """Say something of the draft."""
    minutes = context.record
    form = Form(
        request, OpinionSchema(), submit=_("의견 보내기"), formid="opinion", cancel=address_of(request, minutes)
    )

    def save(values: dict[str, Any]) -> str:
        with refusing():
            circulating.opine(request.dbsession, minutes, values["text"], request.identity)
        return address_of(request, minutes)

    return handle(request, form, save, _("의견을 보냈습니다."), frame_values(request, minutes, _("의견")))


@view_config(route_name="minutes.answer", permission="answer", renderer=FORM)
def answer(context: Any, request: Any) -> Any:
    """Say how an opinion was dealt with."""
    minutes, session = context.record, request.dbsession
    opinion = session.get(Opinion, int(request.matchdict["opinion"]))
    if opinion is None or opinion.minutes_id != minutes.id:
        raise HTTPNotFound()
    form = Form(request, AnswerSchema(), submit=_("처리 내용 저장"), formid="answer",
                appstruct={"text": opinion.answer}, cancel=address_of(request, minutes))  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            circulating.answer(session, minutes, opinion, values["text"], request.identity)
        return address_of(request, minutes)

    return handle(request, form, save, page={**frame_values(request, minutes, _("의견 처리")), "quoted": opinion.text})


@view_config(
    route_name="minutes.step",
    request_method="POST",
    permission="signed_in",
    renderer="templates:meetings/minutes/refused.pt",
)
def step(context: Any, request: Any) -> Any:
    """Reopen, register, publish, plan the next meeting: one click, and a second click does nothing."""
    minutes, name = context.record, posted(request, "step")
    acts = {"reopen": _reopen, "register": publishing.register, "publish": disclosing.publish, "plan_next": _plan}
    if name not in acts:
        raise HTTPNotFound()
    back = address_of(request, minutes)
    if name != "plan_next" and already_done(request, name):
        return HTTPSeeOther(location=back)
    try:
        with refusing():
            acts[name](request.dbsession, minutes, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        values = frame_values(request, minutes)
        return {**values, "refused": linked(request, minutes, values["meeting"], refused.problems), "has_errors": True}
    return go(request, back, DONE[name])


DONE = {
    "reopen": _("다시 고쳐 쓸 수 있습니다."),
    "register": _("등록했습니다."),
    "publish": _("공개했습니다."),
    "plan_next": _("차기회의를 만들었습니다."),
}


def _reopen(session: Any, minutes: Minutes, actor: Any) -> None:
    records.move(session, minutes, "reopen", actor)


def _plan(session: Any, minutes: Minutes, actor: Any) -> None:
    if "plan_next" not in records.acts(session, minutes, actor):
        raise records.NotAllowed("plan_next")
    plan_next(session, minutes, actor, by_hand=True)
