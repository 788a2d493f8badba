"""Letters of the invented institution: sent out and followed, taken in, given to somebody, shown to others."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from documents.approvals.models import Document
from documents.circulation import services as circulation
from documents.circulation.models import CirculationGroup
from documents.dispatch import receiving, sending
from documents.dispatch.models import IncomingDocument
from documents.dispatch.receiving import ArrivedFacts
from documents.sample.filing import LETTERS, file_among
from documents.sample.office import Office
from portal import clock
from portal.commands.past import Life, on
from portal.people.models import Department, Post
from portal.records import services as records
from portal.security.viewer import Viewer

DESK = "복지정책과"
SHOWN_TO = ("한도윤", "고은찬")
# days ago, title, sender, number of the sender, how far it went
ARRIVALS = (
    (410, "이웃돕기 성금 배분 결과 알림", "한빛사랑나눔재단", "나눔사업부-77", "CLOSED"),
    (230, "홀로 사는 어르신 반찬 배달 자원봉사자 명단 송부", "한빛시자원봉사센터", "자원봉사센터-204", "CLOSED"),
    (96, "사회복지시설 안전점검 합동 실시 협조 요청", "너른도청", "복지시설과-1180", "CLOSED"),
    (41, "지역사회보장지표 조사원 교육 참석 요청", "너른도사회서비스원", "정책연구부-310", "ASSIGNED"),
    (12, "겨울철 한파 쉼터 운영 현황 제출 요청", "너른도청", "재난대응과-902", "RECEIVED"),
    (2, "이동 빨래 차량 운행 구역 협의 요청", "한빛지역자활센터", "자활-58", "ARRIVED"),
    (1, "청년 마음건강 상담 협력 기관 모집 안내", "새별대학교 상담센터", "", "ARRIVED"),
)
STEPS = ("ARRIVED", "RECEIVED", "ASSIGNED", "CLOSED")


def send(office: Office, document_id: int) -> Life:
    """The drafter sends a letter; departments take it in, what went by mail or paper is confirmed by telephone."""
    yield office.later(3)
    document = office.session.get_one(Document, document_id)
    assert document.created_by_id is not None
    sending.dispatch(office.session, document, office.now_as(document.created_by_id))
    yield office.later(20)
    document = office.session.get_one(Document, document_id)
    drafter = office.now_as(document.created_by_id or 0)
    for delivery in sending.deliveries_of(office.session, document):
        if delivery.state == "SENT":
            sending.record_arrival(office.session, delivery, "담당자와 통화하여 확인", drafter)
        elif delivery.means == "INSIDE" and delivery.state == "ARRIVED":
            query = select(IncomingDocument).where(IncomingDocument.delivery_id == delivery.id)
            until = "RECEIVED" if delivery.passes else "ASSIGNED"  # what goes through there is still to be passed on
            _take_in(office, office.session.scalars(query).one(), until)


def arrive(office: Office, number: int) -> Life:
    """One letter from outside, as far as it has gone by today."""
    ago, title, sender, their_number, until = ARRIVALS[number]
    yield _moment(office, office.today - timedelta(days=ago))
    clerk = _clerk(office, _desk(office))
    sent_on = office.today - timedelta(days=ago + 2)
    facts = ArrivedFacts(title, sender, their_number, sent_on)
    made = receiving.enter(office.session, facts, _desk(office), clerk)
    _take_in(office, made, until)
    if until in ("ASSIGNED", "RECEIVED"):
        people = [office.person_id(name) for name in SHOWN_TO]
        circulation.circulate(office.session, made, people, clerk)


def groups(office: Office) -> None:
    """The group that the desk shows things to."""
    clerk = _clerk(office, _desk(office))
    group = CirculationGroup(department_id=_desk(office))
    people = [office.person_id(name) for name in SHOWN_TO]
    circulation.keep_group(office.session, group, "복지기획팀", people, clerk)


def _take_in(office: Office, incoming: IncomingDocument, until: str) -> None:
    assert incoming.department_id is not None
    clerk = _clerk(office, incoming.department_id)
    reached = STEPS.index(until)
    if reached >= 1:
        receiving.receive(office.session, incoming, clerk)
    if reached >= 2:
        receiving.assign(office.session, incoming, clerk.person_id, clerk)
        file_among(office.session, incoming, (LETTERS,), clock.today().year, clerk)
    if reached >= 3:
        records.move(office.session, incoming, "close", clerk)


def _clerk(office: Office, department_id: int) -> Viewer:
    """Whoever has been longest in a department."""
    query = select(Post.person_id).where(Post.department_id == department_id, Post.ends_on.is_(None))
    return office.now_as(office.session.scalars(query.order_by(Post.starts_on, Post.id)).first() or 0)


def _desk(office: Office) -> int:
    return office.session.scalars(select(Department.id).where(Department.name == DESK)).one()


def _moment(office: Office, day: date) -> datetime:
    return on(day, 10, office.cards.rng.randrange(50))
