"""단위과제 and 기록물철 of the invented institution, and what its records officer decided when the time was over."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filing import review as reviews
from documents.filing.review import DISPOSE, EXTEND, HOLD
from documents.filing.tasks import save_file, save_task
from documents.sample.office import Office
from portal.people.models import SECRETARY_ROLES, Department, Membership
from portal.people.principals import in_force
from portal.records.filing import offered_files, put_in_file
from portal.records.models import Record, RecordFile, Registration, UnitTask
from portal.security.viewer import Viewer

OFFICER = "반소율"
# department, number, unit of work, the kinds of documents (papers.txt) that are filed there
TASKS = (
    ("복지정책과", "복지-101", "지역사회보장계획 수립", ("시행계획", "위촉")),
    ("복지정책과", "복지-102", "지역사회보장계획 점검", ("모니터링", "개인정보", "예산변경")),
    ("복지정책과", "복지-103", "복지사각지대 발굴·지원", ("사각지대", "사례관리", "사례관리결과")),
    ("복지정책과", "복지-104", "민관협력 역량강화", ("워크숍", "워크숍결과", "자료요청")),
    ("복지정책과", "복지-105", "현장 방문", ("출장",)),
    ("인권청년과", "청년-201", "고립 청년 지원", ("청년", "청년결과")),
    ("인권청년과", "청년-202", "인권교육", ("연수",)),
    ("노인돌봄과", "돌봄-301", "통합돌봄 연계", ("돌봄", "집기")),
)
# the same of what is filed beside documents: its retention instead of kinds
COUNCIL, CARE, LETTERS = "지역사회보장협의체 운영", "통합돌봄분과 운영", "유관 기관 협조"
OTHER_TASKS = (
    ("복지정책과", "복지-106", COUNCIL, "10년"),
    ("복지정책과", "복지-107", LETTERS, "3년"),
    ("노인돌봄과", "돌봄-302", CARE, "10년"),
)
# what the officer decided on the first that were due, and why
DECIDED = (
    (DISPOSE, "", "다시 찾은 적이 없고 같은 내용이 결과 보고에 실려 있음"),
    (HOLD, "", "현장 방문 뒤 생긴 민원이 끝나지 않아 한 해 더 두고 봄"),
    (EXTEND, "5년", "계획 평가의 근거 자료로 쓰이고 있음"),
)


def make_files(office: Office, years: int) -> None:
    """The work of each department with a file a year, all open while the past is lived through."""
    officer, session = office.now_as(office.person_id(OFFICER)), office.session
    kept = {kind.key: kind.retention for kind in office.papers.kinds}
    of_kinds = [(department, code, name, kept[kinds[0]]) for department, code, name, kinds in TASKS]
    for department, code, name, retention in (*of_kinds, *OTHER_TASKS):
        where = session.scalars(select(Department.id).where(Department.name == department)).one()
        facts = {"name": name, "code": code, "department_id": where, "retention": retention}
        task = save_task(session, None, facts | {"starts_on": date(2015, 1, 1), "ends_on": None}, officer)
        for year in range(office.today.year - years, office.today.year + 1):
            save_file(session, task, None, {"title": name, "year": year, "volume": 1, "closed_on": None}, officer)


def file_for(session: Session, kind: str, year: int) -> int:
    """The file in which a kind of document of a year lies."""
    name = next(name for _department, _code, name, kinds in TASKS if kind in kinds)
    query = select(RecordFile.id).join(UnitTask).where(UnitTask.name == name, RecordFile.year == year)
    return session.scalars(query).one()


def file_among(session: Session, record: Record, tasks: tuple[str, ...], year: int, actor: Viewer) -> None:
    """Put a record in its department's file of a year for one of these units of work, if there is one."""
    offered = offered_files(session, [record.department_id])
    found = next((one for one in offered if one.unit_task.name in tasks and one.year == year), None)
    if found is not None:
        put_in_file(session, record, found.id, [record.department_id], actor)


def file_minutes(office: Office) -> None:
    """The secretaries filed the minutes that have a number."""
    session = office.session
    query = select(Record, Registration.year).join(Registration, Registration.record_id == Record.id)
    for record, year in session.execute(query.where(Record.type == "minutes").order_by(Record.id)):
        seat = select(Membership.person_id).where(
            Membership.body_id == record.body_id,
            Membership.role.in_(SECRETARY_ROLES),
            in_force(Membership, office.today),
        )
        secretary = session.scalar(seat.order_by(Membership.id).limit(1))
        if secretary is not None:
            file_among(session, record, (COUNCIL, CARE), year, office.now_as(secretary))


def close_files(office: Office) -> None:
    """The files of a year are closed by the end of the next February (정리)."""
    officer = office.now_as(office.person_id(OFFICER))
    for file in office.session.scalars(select(RecordFile)):
        tidied = date(file.year + 1, 2, 28)
        if tidied <= office.today:
            values = {"title": file.title, "year": file.year, "volume": file.volume, "closed_on": tidied}
            save_file(office.session, file.unit_task, file, values, officer)


def review(office: Office) -> None:
    """The first of what is due was looked at."""
    session, officer = office.session, office.now_as(office.person_id(OFFICER))
    query = reviews.reviewed(reviews.due(session, office.today.year), reviews.ReviewFilter(), officer.principals)
    for (decision, period, reason), row in zip(DECIDED, session.execute(query).all(), strict=False):
        values = {"decision": decision, "retention": period, "reason": reason, "opinion": "", "last": 0}
        reviews.decide(session, session.get_one(Record, row.id), values, office.today, officer)
