"""A small application over the frame: a list, a nested form, a page that fails. What the features do, without them."""

from types import SimpleNamespace

import colander
from pyramid.authorization import Allow, Everyone
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPConflict, HTTPForbidden, HTTPServiceUnavailable
from pyramid.session import JSONSerializer, SignedCookieSessionFactory

from portal.forms import Form, FormError, fields, handle, widgets
from portal.i18n import _
from portal.layout.paging import Page, offset_of, page_of
from portal.settings import load


class Speaker(colander.MappingSchema):
    name = colander.SchemaNode(fields.Text(40), title=_("이름"))
    kind = fields.choice([("chair", "위원장"), ("member", "위원")], title="구분", name="kind")


class Speakers(colander.SequenceSchema):
    speaker = Speaker(title="발언자")


class AgendaItem(colander.MappingSchema):
    title = colander.SchemaNode(fields.Text(100), title="안건명")
    minutes = colander.SchemaNode(fields.Whole(1, 600), title="예상 시간(분)", missing=None)
    speakers = Speakers(title="발언자", widget=widgets.Rows())


class Agenda(colander.SequenceSchema):
    item = AgendaItem(title="안건")


class Notes(colander.SequenceSchema):
    note = colander.SchemaNode(fields.Text(40), title="메모")


class Place(colander.MappingSchema):
    room = colander.SchemaNode(fields.Text(40), title="회의실", missing="")
    online = colander.SchemaNode(colander.Boolean(), title="영상회의", widget=widgets.Checkbox(), missing=False)


class Meeting(colander.MappingSchema):
    lock = fields.lock_node()
    title = colander.SchemaNode(fields.Text(60), title="회의명", description="소집 통지서에 적힌 이름")
    held_on = colander.SchemaNode(fields.LocalDate(), title="회의 날짜")
    starts_at = colander.SchemaNode(fields.LocalTime(), title="시작 시각", missing=None)
    opens = colander.SchemaNode(fields.Moment(), title="공개 일시", missing=None)
    budget = colander.SchemaNode(
        fields.Money(), title="소요 예산", missing=None, widget=widgets.NumberInput(suffix="원")
    )
    disclosure = fields.choice(
        [("open", "공개"), ("partial", "부분공개"), ("closed", "비공개")],
        radios=True,
        title="공개 구분",
        name="disclosure",
    )
    fields_asked = fields.choices(
        [("sms", "문자"), ("mail", "전자우편")], title="알림 방법", name="fields_asked", missing=()
    )
    place = Place(title="장소")
    agenda = Agenda(
        title="안건",
        validator=fields.Rows(least=1, most=50),
        widget=widgets.Rows(min_len=1, max_len=50, orderable=True),
    )
    notes = Notes(title="메모", widget=widgets.Rows(orderable=True), missing=())
    body = colander.SchemaNode(fields.Text(2000, lines=True), title="회의 내용", missing="")
    invited = colander.SchemaNode(
        colander.Set(),
        title="부를 사람",
        missing=frozenset(),
        widget=widgets.Select(multiple=True, values=[("chair", "위원장"), ("member", "위원")]),
    )
    reporter = colander.SchemaNode(
        fields.Text(40), title="보고자", missing="", widget=widgets.PersonInput(suggestions=["김위원", "박위원"])
    )
    pictures = colander.SchemaNode(
        fields.File(), title="사진", missing=(), widget=widgets.FileInput(multiple=True, accept="image/*")
    )
    secret = colander.SchemaNode(fields.Text(40), title="확인 암호", missing="", widget=widgets.Password())
    paper = colander.SchemaNode(fields.File(), title="붙임", missing=None)


class SecurityPolicy:
    """The identity is whoever the header names."""

    def identity(self, request):
        name = request.headers.get("X-Reader")
        return SimpleNamespace(name=name, account_id=1, principals=frozenset()) if name else None

    def authenticated_userid(self, request):
        return None

    def permits(self, request, context, permission):
        return permission == "see" or self.identity(request) is not None


class Root:
    __acl__ = ((Allow, Everyone, "see"),)

    def __init__(self, request):
        self.request = request


SAVED: list[dict] = []


def edit(request):
    def save(values):
        if values["title"] == "중복":
            raise FormError.of(
                [
                    ("title", _("같은 이름의 회의가 있습니다.")),
                    ("agenda.0.title", "안건도 같습니다."),
                    ("nowhere", "다시 보십시오."),
                ]
            )
        SAVED.append(values)
        return "/list"

    form = Form(
        request, Meeting().bind(), formid="meeting", submit=_("저장"), appstruct=request.environ.get("test.values")
    )
    request.breadcrumbs = [("회의", "/list"), ("회의 등록", None)]
    return handle(request, form, save, done=_("저장했습니다."), page={"steps": STEPS})


STEPS = [("작성", "done"), ("검토", "active"), ("확정", "waiting")]
TONES = [
    ("작성 중", "gray"),
    ("검토", "information"),
    ("확정", "success"),
    ("반려", "danger"),
    ("공개", "primary"),
    ("지연", "warning"),
]


def listing(request):
    number = page_of(request)
    first = offset_of(number, 10)
    rows = [
        SimpleNamespace(
            number=n,
            title=f"제{n}차 연구기획분과 회의 — 지역사회보장계획 중간 점검 안건",
            date="2026. 7. 15.(수)",
            state=TONES[n % 6],
        )
        for n in range(500 - first, max(490 - first, 0), -1)
    ]
    request.breadcrumbs = [("회의", None)]
    request.side_title = "회의"
    request.side_items = [("회의 목록", "/list"), ("회의 등록", "/form"), ("내가 확인할 회의록", "/list?mine=1")]
    return {"page": Page(rows, number, 10, 500)}


def plain(request):
    return {}


def fail(request):
    problem = request.matchdict["problem"]
    raise {
        "403": HTTPForbidden(),
        "409": HTTPConflict(_("다른 사람이 먼저 고쳤습니다.")),
        "503": HTTPServiceUnavailable(),
    }.get(problem) or RuntimeError("secret detail")


def make_app(**settings):
    config = Configurator(settings={"pyramid.default_locale_name": "ko"}, root_factory=Root)
    config.registry["settings"] = load(None, {}, institution="새빛시 지역사회보장협의체", **settings)
    config.set_session_factory(SignedCookieSessionFactory("test", serializer=JSONSerializer()))
    config.set_default_csrf_options(require_csrf=True)
    config.set_security_policy(SecurityPolicy())
    config.include("portal.layout")
    config.include("portal.forms")
    for name, path, view, template in (
        ("form", "/form", edit, "form"),
        ("list", "/list", listing, "list"),
        ("home", "/", plain, "plain"),
        ("fail", "/fail/{problem}", fail, "plain"),
        ("empty", "/empty", plain, "plain"),
    ):
        config.add_route(name, path)
        config.add_view(view, route_name=name, renderer=f"{__package__}:{template}.pt")
    config.add_navigation("meetings", _("회의"), "list", 10)
    config.add_navigation("approvals", _("결재"), "form", 20, permission="act", count=lambda request: 3)
    config.add_navigation("plans", "계획·사업", "empty", 30)
    config.add_navigation("account", _("내 정보"), "empty", 10, place="account")
    return config.make_wsgi_app()
