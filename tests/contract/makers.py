"""One record of each type, made as its feature makes it, for the tests that hold for every type.

A feature that registers a record type adds its maker here: ``make(session, actor, word)`` stores a new record in a
state its workflow knows, with ``word`` somewhere in the text it gives to the index.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from documents.dispatch import receiving
from documents.dispatch.receiving import ArrivedFacts
from documents.memos import writing
from documents.memos.writing import MemoFacts
from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from portal import clock
from portal.people.models import Post
from portal.records import services
from portal.records.editions import current
from portal.records.models import Record
from portal.records.public_copy import prepare
from tests import institution
from tests.documents import line_case, plan_case
from tests.example.models import Memo
from tests.meetings import minutes_case, sitting_facts

Make = Callable[[Session, Any, str], Record]


def memo(session: Session, actor: Any, word: str) -> Record:
    """A memo to 연구기획분과."""
    return services.add(session, Memo(title="메모", text=word, body_id=institution.body(session).id), actor)


def meeting(session: Session, actor: Any, word: str) -> Record:
    """A planned meeting."""
    return sitting_facts.planned(session, actor, place=f"{word} 회의실")


def agenda_item(session: Session, actor: Any, word: str) -> Record:
    """An item of a planned meeting."""
    facts = ItemFacts("DELIBERATE", "위기가구 지원 심의", summary=f"{word} 사업의 예산")
    return agenda.add_item(session, sitting_facts.planned(session, actor), facts, actor)


def minutes(session: Session, actor: Any, word: str) -> Record:
    """Minutes of a meeting in session."""
    made = minutes_case.in_session(session, actor)
    minutes_case.write(session, made, actor, f"{word} 사업을 논의함")
    return made


def decision(session: Session, actor: Any, word: str) -> Record:
    """A decision in minutes that are not confirmed yet."""
    return minutes_case.decide(session, minutes_case.in_session(session, actor), actor, text=f"{word} 사업을 가결함")


def public_copy(session: Session, actor: Any, word: str) -> Record:
    """The copy of confirmed minutes, not published yet."""
    original = minutes_case.complete(session, actor)
    minutes_case.write(session, original, actor, f"{word} 사업을 논의함")
    minutes_case.confirming.send_to_sign(session, original, actor)
    minutes_case.sign_all(session, original)
    edition = current(session, original)
    assert edition is not None
    return prepare(session, original, edition, [], closed=[], closed_label="비공개 안건", actor=actor)


def approval_document(session: Session, actor: Any, word: str) -> Record:
    """A draft of somebody who holds a post in 복지정책과 as well."""
    department_id = line_case.department_id(session)
    session.add(Post(person_id=actor.person_id, department_id=department_id, title="주무관", starts_on=clock.today()))
    session.flush()
    return line_case.drafted(session, word=word, by=actor)


def incoming_document(session: Session, actor: Any, word: str) -> Record:
    """A letter from outside, entered by somebody who holds a post in 복지정책과 as well."""
    department_id = line_case.department_id(session)
    session.add(Post(person_id=actor.person_id, department_id=department_id, title="주무관", starts_on=clock.today()))
    session.flush()
    facts = ArrivedFacts(f"{word} 사업 협조 요청", "새솔시 복지정책과", "복지정책과-77", clock.today())
    actor = replace(actor, principals=actor.principals | {f"dept:{department_id}"})
    return receiving.enter(session, facts, department_id, actor)


def memo_report(session: Session, actor: Any, word: str) -> Record:
    """A memo to 한도윤 that is not sent yet."""
    receivers = [institution.person(session, "한도윤").id]
    return writing.begin(session, MemoFacts("현장 점검 보고", f"{word} 사업 현장을 점검하였음", receivers), actor)


def plan(session: Session, actor: Any, word: str) -> Record:
    """A plan in the making, of 복지정책과, which 연구기획분과 will review; made by somebody of the 총괄부서."""
    return plan_case.plan(session, plan_case.as_lead(actor), strategies=(f"{word} 지역", "안전한 지역"))


def project(session: Session, actor: Any, word: str) -> Record:
    """A project of such a plan."""
    lead = plan_case.as_lead(actor)
    return plan_case.project(session, plan_case.plan(session, lead), lead, contents=f"{word} 방문을 늘림")


def indicator(session: Session, actor: Any, word: str) -> Record:
    """An indicator of such a project."""
    lead = plan_case.as_lead(actor)
    made = plan_case.project(session, plan_case.plan(session, lead), lead)
    return plan_case.indicator(session, made, lead, method=f"{word} 대장에서 셈")


MAKERS: dict[str, Make] = {
    "approval_document": approval_document,
    "incoming_document": incoming_document,
    "indicator": indicator,
    "memo": memo,
    "memo_report": memo_report,
    "meeting": meeting,
    "agenda_item": agenda_item,
    "minutes": minutes,
    "decision": decision,
    "plan": plan,
    "project": project,
    "public_copy": public_copy,
}
OF_TESTS = {"memo"}
"""Types that only the tests register: no schema version knows their tables, no catalogue their words."""
