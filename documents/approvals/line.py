"""The approval line: who stands in it, in which order, and what is wrong with it before anybody signs.

기안 → 검토·협조 → 결재. Steps of one rank open together; the last one decides (영 §8–10, 규칙 §6–7).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.delegation import delegation_faults
from documents.approvals.lifecycle import is_drafter
from documents.approvals.models import Document, Step
from portal import clock
from portal.i18n import _
from portal.people.models import Absence, Account, Department, Person, Post
from portal.people.principals import in_force
from portal.records.workflow import Problem

LONGEST = 30  # steps; a longer line is a mistake of whoever pasted it
LINE = "line"  # where the page shows the line
KINDS_BETWEEN = ("REVIEW", "CONSENT")


@dataclass(frozen=True)
class Planned:
    """A place in a line as somebody plans it. Exactly one of person and department is given."""

    kind: str
    rank: int
    person_id: int | None = None
    department_id: int | None = None
    delegated: bool = False


def planned(line: Iterable[Step]) -> list[Planned]:
    """The plan behind the steps of a line."""
    return [Planned(one.kind, one.rank, one.person_id, one.department_id, one.delegated) for one in line]


def as_rows(plan: Iterable[Planned]) -> list[dict[str, object]]:
    """A plan as JSON, for saved lines and templates."""
    return [asdict(one) for one in plan]


def post_of(session: Session, person_id: int, day: date, department_id: int | None = None) -> Post | None:
    """The post somebody holds on a day: the one in the given department first."""
    query = select(Post).where(Post.person_id == person_id, in_force(Post, day))
    posts = session.scalars(query.order_by(Post.starts_on.desc(), Post.id)).all()
    return next((post for post in posts if post.department_id == department_id), posts[0] if posts else None)


def step_of(session: Session, document: Document, one: Planned) -> Step:
    """A new step of the document's present round, with the name and post that are printed."""
    step = Step(
        document_id=document.id, round=document.round, rank=one.rank, kind=one.kind, delegated=one.delegated,
        person_id=one.person_id, department_id=one.department_id, state="WAITING",
    )  # fmt: skip
    name_step(session, document, step)
    return step


def name_step(session: Session, document: Document, step: Step) -> None:
    """Copy the name and post of a step's person into it, as they are today."""
    if step.person_id is None:
        department = session.get_one(Department, step.department_id)
        step.name, step.post = "", department.name
        return
    person = session.get_one(Person, step.person_id)
    post = post_of(session, person.id, clock.today(), step.department_id or document.department_id)
    step.name, step.post = person.name, post.title if post else person.position


def name_drafter(session: Session, document: Document) -> None:
    """Copy the name and post of a document's author into it, as they are today."""
    person = session.get_one(Person, document.created_by_id)
    post = post_of(session, person.id, clock.today(), document.department_id)
    document.drafter_name, document.drafter_post = person.name, post.title if post else person.position


def plan_line(session: Session, document: Document, plan: Sequence[Planned]) -> None:
    """Replace the steps that have not begun; those that were opened stay as they are."""
    begun = [step for step in document.line if step.state != "WAITING"]
    for step in [step for step in document.line if step.state == "WAITING"]:
        document.steps.remove(step)
    last = max((step.rank for step in begun), default=-1)
    for one in plan:
        if one.rank > last:
            document.steps.append(step_of(session, document, one))
    session.flush()
    session.refresh(document, ["steps"])


def faults(session: Session, document: Document) -> list[Problem]:
    """Everything that is wrong with a line before 상신: its shape, the people in it, 위임전결."""
    line = document.line
    if not line:
        return [Problem(_("결재선을 정해 주십시오."), LINE)]
    if len(line) > LONGEST:
        words = {"longest": LONGEST, "length": len(line)}
        return [
            Problem(_("결재선은 ${longest}단계까지 둘 수 있습니다. 지금 ${length}단계입니다.", mapping=words), LINE)
        ]
    found = [Problem(text, LINE) for text in (*_shape(line), *_people(session, document, line))]
    return [*found, *rule_faults(session, document)]


def rule_faults(session: Session, document: Document) -> list[Problem]:
    """What 위임전결 says against who decides by this line."""
    line = document.line
    return [Problem(text, LINE) for text in delegation_faults(session, document, line)] if line else []


def _shape(line: Sequence[Step]) -> Iterable[object]:
    first, last = line[0], line[-1]
    if first.kind != "DRAFT" or sum(step.kind == "DRAFT" for step in line) != 1:
        yield _("결재선은 기안자 한 사람으로 시작해야 합니다.")
    if last.kind != "APPROVE" or sum(step.kind == "APPROVE" for step in line) != 1:
        yield _("결재선은 최종 결재자 한 사람으로 끝나야 합니다.")
    elif any(step.rank >= last.rank for step in line[:-1]):
        yield _("최종 결재는 검토와 협조가 모두 끝난 뒤에 열려야 합니다.")
    if any(step.kind in KINDS_BETWEEN and step.rank <= first.rank for step in line[1:]):
        yield _("검토와 협조는 기안 다음에 놓여야 합니다.")


def _people(session: Session, document: Document, line: Sequence[Step]) -> Iterable[object]:
    counts = Counter(step.person_id for step in line if step.person_id is not None)
    for person_id, count in counts.items():
        if count > 1:
            name = next(step.name for step in line if step.person_id == person_id)
            yield _("${name}님이 결재선에 두 번 들어 있습니다.", mapping={"name": name})
    still = [step for step in line[1:] if not step.closed]
    for step in still:
        if step.kind == "CONSENT" and step.person_id is None and step.department_id == document.department_id:
            yield _("협조는 기안 부서가 아닌 다른 부서에 요청합니다.")
    away = without_deputy(session, document, [step.person_id for step in still if step.person_id is not None])
    for step in still:
        if step.person_id is None:
            continue
        words = {"name": step.name}
        if step.person_id in away:
            yield _("${name}님은 지금 부재중이고 대신 결재할 수 있는 사람이 없습니다.", mapping=words)
        if not can_sign_in(session, step.person_id):
            yield _("${name}님은 로그인할 수 있는 계정이 없어 결재할 수 없습니다.", mapping=words)
        if step.kind == "CONSENT" and _is_of(session, step.person_id, document.department_id):
            yield _("${name}님은 기안 부서 사람입니다. 협조는 다른 부서에 요청합니다.", mapping=words)


def can_sign_in(session: Session, person_id: int) -> bool:
    """Whether somebody has an account that may be used."""
    return session.scalar(select(Account.id).where(Account.person_id == person_id, Account.active)) is not None


def _is_of(session: Session, person_id: int, department_id: int | None) -> bool:
    """Whether a department is the only one in which somebody holds a post today."""
    query = select(Post.department_id).where(Post.person_id == person_id, in_force(Post, clock.today()))
    return set(session.scalars(query)) == {department_id}


def without_deputy(session: Session, document: Document, person_ids: Sequence[int]) -> set[int]:
    """Those who are away today with nobody to sign for them: each deputy is away, drafted it, or has no account."""
    query = select(Absence.person_id, Absence.deputy_id).where(in_force(Absence, clock.today()))
    deputies: dict[int, set[int]] = {}
    for person_id, deputy_id in session.execute(query):
        deputies.setdefault(person_id, set()).add(deputy_id)
    return {
        one
        for one in person_ids
        if one in deputies
        and not any(
            deputy not in deputies and not is_drafter(document, deputy) and can_sign_in(session, deputy)
            for deputy in deputies[one]
        )
    }
