"""Many people at once: nothing is lost, nothing happens twice, and nobody is told that the database was busy."""

import copy
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from meetings.minutes.models import Minutes
from meetings.sittings import convening
from meetings.sittings.models import Attendance, Meeting, NoticeReceipt
from portal import audit, clock
from portal.audit.models import AuditEntry
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.jobs.models import Job
from portal.records.models import Edition, RegisterCounter, Registration, Signature
from portal.security.models import FailedSignIn
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(300)]


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts at one moment, each in a thread of its own; answers what each answered."""
    answers: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(n: int) -> None:
        start.wait(60)
        try:
            answers[n] = acts[n]()
        except BaseException as error:  # noqa: BLE001 - compared by the test
            answers[n] = error

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def saver(browser: Any, section_id: int, lock: int, document: Any) -> Callable[[], Any]:
    headers = {"X-CSRF-Token": browser.csrf()}
    payload = json.dumps({"lock": lock, "content": document})
    path = f"/sections/{section_id}/save"
    return lambda: browser.post(path, payload, headers, content_type="application/json", expect_errors=True)


def poster(browser: Any, path: str, **values: str) -> Callable[[], Any]:
    values["csrf_token"] = browser.csrf()
    return lambda: browser.post(path, values, expect_errors=True)


def statuses(answers: Sequence[Any]) -> Counter[Any]:
    return Counter(getattr(one, "status_int", repr(one)) for one in answers)


@pytest.fixture
def two_secretaries(make_browser: Any) -> list[Any]:
    return [make_browser().signed_in("secretary") for _ in range(2)]


@pytest.fixture
def section(database: Any, viewer: Any) -> Section:
    """A section of eight blocks in minutes being written."""
    with database.writing() as session:
        made = case.section(session, case.in_session(session, viewer("secretary")))
        content.save(session, made, made.lock, doc(*(para(f"{n}번") for n in range(8))), viewer("secretary"))
        return made


def typed(document: Any, block: int, text: str) -> Any:
    changed = copy.deepcopy(document)
    changed["content"][block]["content"] = [{"type": "text", "text": text}]
    return changed


def texts(database: Any, section: Section) -> list[str]:
    with database.reading() as session:
        blocks = session.get_one(Section, section.id).content["content"]
        return [block["content"][0]["text"] for block in blocks]


def test_different_blocks_saved_at_once_are_all_kept(database: Any, section: Section, make_browser: Any) -> None:
    people = [make_browser().signed_in(login) for login in ("secretary", "officer") * 4]
    acts = [saver(one, section.id, section.lock, typed(section.content, n, f"글 {n}")) for n, one in enumerate(people)]
    assert statuses(together(acts)) == {200: 8}
    assert texts(database, section) == [f"글 {n}" for n in range(8)]


def test_one_block_saved_at_once_is_kept_from_one_and_shown_to_the_others(
    database: Any, section: Section, make_browser: Any
) -> None:
    people = [make_browser().signed_in(login) for login in ("secretary", "officer") * 2]
    acts = [saver(one, section.id, section.lock, typed(section.content, 3, f"글 {n}")) for n, one in enumerate(people)]
    answers = together(acts)
    assert statuses(answers) == {200: 1, 409: 3}
    [kept] = [n for n, answer in enumerate(answers) if answer.status_int == 200]
    assert texts(database, section)[3] == f"글 {kept}"
    for n, answer in enumerate(answers):
        if n != kept:
            [conflict] = answer.json["conflicts"]
            sides = [conflict[side]["content"][0]["text"] for side in ("mine", "theirs")]
            assert sides == [f"글 {n}", f"글 {kept}"]


def test_taps_for_different_people_are_all_kept(database: Any, viewer: Any, make_browser: Any) -> None:
    with database.writing() as session:
        meeting = sitting_facts.noticed(session, viewer("secretary"), clock.today())
        rows = [row.id for row in meeting.attendances][:20]
        path = f"/meetings/{meeting.uid}/attendance"
    people = [make_browser().signed_in("secretary") for _ in range(4)]
    acts = [poster(people[n % 4], path, row=str(row), mark="PRESENT") for n, row in enumerate(rows)]
    lanes = [lambda lane=lane: [act() for act in acts[lane::4]] for lane in range(4)]
    assert statuses(sum(together(lanes), [])) == {303: 20}
    with database.reading() as session:
        marked = session.scalars(select(Attendance.mark).where(Attendance.id.in_(rows))).all()
    assert marked == ["PRESENT"] * 20


@pytest.fixture
def minutes_path(database: Any, viewer: Any) -> Callable[[Any], str]:
    """A function that makes minutes by one of the case's functions and answers their address."""

    def make(how: Any) -> str:
        with database.writing() as session:
            return f"/minutes/{how(session, viewer('secretary')).uid}"

    return make


def count(database: Any, what: Any, *where: Any) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(what).where(*where))


def test_minutes_sent_twice_at_once_have_one_edition(database: Any, minutes_path: Any, two_secretaries: Any) -> None:
    path = minutes_path(case.complete)
    assert statuses(together([poster(one, f"{path}/send") for one in two_secretaries])) == {303: 2}
    assert count(database, Edition) == 1


def test_all_confirmers_at_once_with_double_clicks_confirm_once(
    database: Any, minutes_path: Any, make_browser: Any
) -> None:
    path = minutes_path(case.sent)
    with database.reading() as session:
        sha256 = case.hash_of(session, case.the_minutes(session))
    people = [make_browser().signed_in(login) for login in ("chair", "cochair") * 2]
    answers = together([poster(one, f"{path}/sign", sha256=sha256) for one in people])
    assert statuses(answers) == {303: 4}
    assert count(database, Signature) == 2
    assert count(database, Job, Job.kind == "minutes_file") == 1
    with database.reading() as session:
        assert case.the_minutes(session).state == "CONFIRMED"
        assert audit.broken_at(session) is None


@pytest.mark.parametrize("step", ["register", "publish"])
def test_a_step_taken_twice_at_once_is_taken_once(
    database: Any, minutes_path: Any, two_secretaries: Any, step: str
) -> None:
    path = minutes_path(case.confirmed)
    if step == "publish":
        poster(two_secretaries[0], f"{path}/step", step="register")()
    assert statuses(together([poster(one, f"{path}/step", step=step) for one in two_secretaries])) == {303: 2}
    assert count(database, Registration) == 1
    with database.reading() as session:
        assert session.scalar(select(RegisterCounter.n)) == 1
        acts = [entry.act for entry in session.scalars(select(AuditEntry))]
    assert acts.count(step) == 1


def test_several_minutes_registered_at_once_have_numbers_without_a_gap(
    database: Any, minutes_path: Any, make_browser: Any
) -> None:
    paths = [minutes_path(case.confirmed) for _ in range(4)]
    people = [make_browser().signed_in("secretary") for _ in paths]
    acts = [poster(one, f"{path}/step", step="register") for one, path in zip(people, paths, strict=True)]
    assert statuses(together(acts)) == {303: 4}
    with database.reading() as session:
        assert sorted(session.scalars(select(Registration.n))) == [1, 2, 3, 4]


def test_the_next_meeting_planned_twice_at_once_is_one(
    database: Any, viewer: Any, minutes_path: Any, two_secretaries: Any
) -> None:
    path = minutes_path(case.confirmed)
    with database.writing() as session:
        case.the_minutes(session).next_on = clock.today().replace(year=clock.today().year + 1, day=1)
    acts = [poster(one, f"{path}/step", step="plan_next") for one in two_secretaries]
    assert statuses(together(acts)) == {303: 2}
    assert count(database, Meeting) == 2


def test_a_notice_sent_twice_at_once_reaches_everybody_once(database: Any, viewer: Any, two_secretaries: Any) -> None:
    with database.writing() as session:
        meeting = sitting_facts.planned(session, viewer("secretary"))
        path = f"/meetings/{meeting.uid}/notice"
    forms = [one.get(path).forms["notice"] for one in two_secretaries]
    assert statuses(together([lambda form=form: form.submit(expect_errors=True) for form in forms])) == {303: 2}
    people = len(institution.RESEARCH)
    assert count(database, NoticeReceipt) == people
    assert count(database, Job, Job.kind == "mail") == sum(bool(row[-1]) for row in institution.RESEARCH)


def test_meetings_planned_at_once_have_numbers_of_their_own(database: Any, viewer: Any) -> None:
    secretary = viewer("secretary")

    def plan(n: int) -> None:
        with database.writing() as session:
            facts = sitting_facts.facts(session, place=f"회의실 {n}")
            convening.create(session, institution.body(session), facts, secretary)

    answers = together([lambda n=n: plan(n) for n in range(6)])
    assert answers == [None] * 6
    with database.reading() as session:
        assert sorted(session.scalars(select(Meeting.number))) == [1, 2, 3, 4, 5, 6]


def test_a_meeting_opened_twice_at_once_has_one_set_of_minutes(
    database: Any, viewer: Any, two_secretaries: Any
) -> None:
    with database.writing() as session:
        meeting = sitting_facts.noticed(session, viewer("secretary"), clock.today())
        sitting_facts.mark_members(session, meeting, 15, viewer("secretary"))
        path = f"/meetings/{meeting.uid}/step"
    assert statuses(together([poster(one, path, step="open") for one in two_secretaries])) == {303: 2}
    assert count(database, Minutes) == 1


def test_of_two_administrators_who_save_at_once_the_second_is_told(database: Any, make_browser: Any) -> None:
    with database.reading() as session:
        address = f"/people/persons/{institution.person(session, '방유나').uid}/edit"
    forms = [make_browser().signed_in("admin").get(address).forms["people"] for _ in range(2)]
    for form, affiliation in zip(forms, ("새솔복지관", "나루복지관"), strict=True):
        form["affiliation"] = affiliation
    answers = together([lambda form=form: form.submit("save", expect_errors=True) for form in forms])
    assert statuses(answers) == {303: 1, 409: 1}


def test_wrong_passwords_at_once_are_all_counted(database: Any, registry: Any, make_browser: Any) -> None:
    allowed = registry["settings"].sign_in_attempts
    forms = [make_browser().get("/login").forms["sign-in"] for _ in range(allowed)]
    for form in forms:
        form["login"], form["password"] = "secretary", "틀린 비밀번호 하나"
    answers = together([lambda form=form: form.submit(expect_errors=True) for form in forms])
    assert statuses(answers) == {400: allowed}
    assert count(database, FailedSignIn) == allowed
    form = make_browser().get("/login").forms["sign-in"]
    form["login"], form["password"] = "secretary", "틀린 비밀번호 하나"
    assert "여러 번" in form.submit(status=400)


def test_eight_people_writing_are_never_told_that_the_database_is_busy(
    database: Any, viewer: Any, make_browser: Any, busy_seconds: float
) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, viewer("secretary"))
        for number in (0, 1):
            made = case.section(session, minutes, number)
            content.save(session, made, made.lock, doc(*(para(f"{n}번") for n in range(4))), viewer("secretary"))
        sections = [case.section(session, minutes, n % 2) for n in range(8)]
    people = [make_browser().signed_in(("secretary", "officer")[n % 2]) for n in range(8)]
    reader = make_browser().signed_in("member")
    end = time.monotonic() + busy_seconds
    taken: list[float] = []

    def write(n: int) -> Counter[Any]:
        seen: Counter[Any] = Counter()
        section, block, saves = sections[n], n // 2, 0
        lock, document = section.lock, section.content
        while time.monotonic() < end:
            saves += 1
            document = typed(document, block, f"{n} {saves}")
            act = saver(people[n], section.id, lock, document)
            began = time.monotonic()
            answer = act()
            taken.append(time.monotonic() - began)
            seen[answer.status_int] += 1
            lock, document = answer.json["lock"], answer.json["content"] or document
        return seen

    def read() -> Counter[Any]:
        seen: Counter[Any] = Counter()
        while time.monotonic() < end:
            seen[reader.get("/meetings", expect_errors=True).status_int] += 1
        return seen

    answers = together([*(lambda n=n: write(n) for n in range(8)), read, read])
    print(f"{len(taken)} saves, p50 {_quantile(taken, 0.5):.3f} s, p95 {_quantile(taken, 0.95):.3f} s")  # noqa: T201
    assert [set(answer) for answer in answers] == [{200}] * 10


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


@pytest.fixture(params=[2, pytest.param(10, marks=pytest.mark.full)])
def busy_seconds(request: Any) -> float:
    return float(request.param)
