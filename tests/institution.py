"""A small invented institution for tests: 한빛시, its council, one subcommittee of eighteen, and five accounts.

The subcommittee has the make-up of a real one: two co-chairs (관 and 민) who both confirm, a voting 총무 who keeps the
minutes, four members of the public sector and fourteen of the private, two advisers and one officer outside the count.
"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Account, Body, Department, Duty, Membership, Person, Post
from portal.records.models import IssuingUnit
from portal.security.passwords import make_hash

PASSWORD = "sillok-demo"

# name, role, sector, affiliation, position, votes, login
RESEARCH = (
    ("한도윤", "SUB_CHAIR", "PUBLIC", "복지정책과", "복지기획팀장", True, "chair"),
    ("서하늘", "SUB_CHAIR", "PRIVATE", "한빛종합사회복지관", "부장", True, "cochair"),
    ("문가람", "CLERK", "PRIVATE", "가온노인복지관", "과장", True, "secretary"),
    ("구도현", "MEMBER", "PUBLIC", "인권청년과", "주무관", True, ""),
    ("표세린", "MEMBER", "PUBLIC", "예산법무과", "주무관", True, ""),
    ("엄지후", "MEMBER", "PUBLIC", "돌봄지원과", "주무관", True, ""),
    ("방유나", "MEMBER", "PRIVATE", "다솜종합사회복지관", "팀장", True, "member"),
    ("탁은결", "MEMBER", "PRIVATE", "새솔장애인복지관", "사무국장", True, ""),
    ("제갈윤슬", "MEMBER", "PRIVATE", "한빛시자원봉사센터", "팀장", True, ""),
    ("선우담", "MEMBER", "PRIVATE", "한빛시정연구원", "연구위원", True, ""),
    ("남궁솔", "MEMBER", "PRIVATE", "마루노인복지관", "부장", True, ""),
    ("차아린", "MEMBER", "PRIVATE", "온누리종합사회복지관", "부장", True, ""),
    ("도하진", "MEMBER", "PRIVATE", "한빛정신건강복지센터", "팀장", True, ""),
    ("길나래", "MEMBER", "PRIVATE", "누리지역아동센터", "센터장", True, ""),
    ("편시우", "MEMBER", "PRIVATE", "한빛시가족센터", "팀장", True, ""),
    ("봉다온", "MEMBER", "PRIVATE", "푸른청소년문화의집", "관장", True, ""),
    ("옥채이", "MEMBER", "PRIVATE", "한빛지역자활센터", "실장", True, ""),
    ("진서율", "MEMBER", "PRIVATE", "이음주거복지센터", "팀장", True, ""),
    ("설지안", "ADVISER", "PRIVATE", "한빛대학교 사회복지학과", "교수", False, ""),
    ("맹로운", "ADVISER", "PRIVATE", "한빛문화재단", "본부장", False, ""),
    ("피예준", "OFFICER", "PRIVATE", "한빛시지역사회보장협의체", "팀장", False, "officer"),
)


def build(session: Session) -> None:
    """Fill an empty database with the institution."""
    day = clock.today()
    start = date(day.year - 1, 1, 1)
    end = day + timedelta(days=400)
    unit = IssuingUnit(
        name="한빛시지역사회보장협의체", number_format="{name}-{n}", sender="한빛시지역사회보장협의체위원장"
    )
    session.add(unit)
    policy = Department(name="복지정책과", starts_on=date(2015, 1, 1))
    session.add(policy)
    session.flush()
    council = Body(
        name="한빛시지역사회보장협의체", kind="REPRESENTATIVE", issuing_unit_id=unit.id, starts_on=date(2015, 8, 1)
    )
    session.add(council)
    session.flush()
    working = Body(name="실무협의체", kind="WORKING", parent_id=council.id, starts_on=date(2015, 8, 1))
    session.add(working)
    session.flush()
    research = Body(
        name="연구기획분과",
        kind="SUBCOMMITTEE",
        parent_id=working.id,
        department_id=policy.id,
        starts_on=date(2016, 1, 1),
    )
    child = Body(name="아동청소년분과", kind="SUBCOMMITTEE", parent_id=working.id, starts_on=date(2016, 1, 1))
    session.add_all((research, child))
    session.flush()
    for rank, row in enumerate(RESEARCH, start=1):
        _seat(session, research, rank, row, start, end)
    _seat(
        session, child, 1, ("변하람", "MEMBER", "PRIVATE", "별빛지역아동센터", "센터장", True, "outsider"), start, end
    )
    for name, login, duty in (("고은찬", "staff", None), ("지우빈", "admin", "ADMIN")):
        person = _person(session, name, "복지정책과", "주무관", login)
        session.add(Post(person_id=person.id, department_id=policy.id, title="주무관", starts_on=start))
        if duty:
            session.add(Duty(person_id=person.id, name=duty, starts_on=start))
    session.flush()


def _seat(session: Session, body: Body, rank: int, row: tuple, start: date, end: date) -> None:
    name, role, sector, affiliation, position, votes, login = row
    person = _person(session, name, affiliation, position, login)
    session.add(
        Membership(
            person_id=person.id, body_id=body.id, role=role, sector=sector, votes=votes, rank=rank,
            kind="EX_OFFICIO" if sector == "PUBLIC" else "APPOINTED",
            affiliation=affiliation, position=position, starts_on=start, ends_on=end,
        )
    )  # fmt: skip


def _person(session: Session, name: str, affiliation: str, position: str, login: str) -> Person:
    person = Person(name=name, affiliation=affiliation, position=position, email=f"{login}@example.kr" if login else "")
    session.add(person)
    session.flush()
    if login:
        session.add(Account(person_id=person.id, login=login, password_hash=make_hash(PASSWORD, "cheapest")))
    return person


def account_id(session: Session, login: str) -> int:
    """The account of a login."""
    return session.scalars(select(Account.id).where(Account.login == login)).one()


def body(session: Session, name: str = "연구기획분과") -> Body:
    """A body by name."""
    return session.scalars(select(Body).where(Body.name == name)).one()


def person(session: Session, name: str) -> Person:
    """A person by name."""
    return session.scalars(select(Person).where(Person.name == name)).one()
