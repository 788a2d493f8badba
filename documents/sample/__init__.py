"""The approval documents of the invented institution that ``sillok demo`` shows: three years of them, up to today.

They are lived through with the portal's own services, each step at its own moment, so that numbers, editions,
signatures and opinions are what they would be after three years of use.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from documents.approvals.models import DelegationRule, SavedLine
from documents.approvals.telling import JOB
from documents.dispatch.sending import MAIL_JOB
from documents.memos.telling import JOB as MEMO_JOB
from documents.sample import drawn, filing, letters, memos, plans
from documents.sample.kept import keep_templates
from documents.sample.letterhead import give_letterhead
from documents.sample.lives import Plan, live
from documents.sample.office import Office
from portal.commands.cards import Cards
from portal.commands.past import Life, on, working_day
from portal.jobs.models import Job

YEARS = 3
# what is still under way today: how it stands, by kind and days ago
PRESENT = (
    ("모니터링", 1, "DRAFT"),
    ("출장", 4, "DRAFT"),
    ("돌봄", 2, "CONSENT"),
    ("사례관리", 3, "IN_PROGRESS"),
    ("위촉", 5, "IN_PROGRESS"),
    ("사례관리결과", 9, "REVIEW"),
    ("청년", 6, "CONSENT"),
    ("사각지대", 10, "REDRAFT"),
    ("예산변경", 8, "ON_HOLD"),
    ("워크숍", 7, "RETURNED"),
    ("집기", 12, "REGISTERED"),
)
# what is drawn up from a record: by which link, days ago, whether it is registered by today
DRAWN = (("cites", 40, True), ("implements", 38, True), ("cites", 2, False), ("implements", 1, False))
SETTLED = timedelta(days=16)  # what was begun earlier than that is registered by today


def build(registry: Any, cards: Cards) -> None:
    """Add the documents to an institution that has its people already."""
    office = Office(registry, cards)
    papers = [*_past(office), *_present(office)]
    with registry["database"].writing() as session:
        _rules(session, office, papers[0].day)
        give_letterhead(office)
        filing.make_files(office, YEARS)
    arrivals = [letters.arrive(office, number) for number in range(len(letters.ARRIVALS))]
    lives = [*(live(office, one) for one in papers), *arrivals, *_drawn(office), *_memos(office), plans.live(office)]
    office.live(lives)
    with registry["database"].writing() as session:
        office.session = session
        letters.groups(office)
        keep_templates(office)
        filing.file_minutes(office)
        filing.close_files(office)
        filing.review(office)
        # the letters of documents that are settled were sent long ago
        session.execute(
            delete(Job).where(
                Job.kind.in_((JOB, MEMO_JOB, MAIL_JOB, "mail")), Job.created_at < on(office.today) - SETTLED
            )
        )


def _past(office: Office) -> list[Plan]:
    """Each kind in each of its months of three years, the earliest first; now and then by another way."""
    found = []
    for kind in office.papers.kinds:
        for year in range(office.today.year - YEARS, office.today.year + 1):
            for month in kind.months:
                day = working_day(date(year, month, 3 + office.cards.rng.randrange(20)))
                if office.today - timedelta(days=365 * YEARS) <= day <= office.today - SETTLED:
                    found.append(Plan(kind, day, ways=_ways(office)))
    return sorted(found, key=lambda plan: (plan.day, plan.kind.key))


def _ways(office: Office) -> frozenset[str]:
    odds = (("returned", 12), ("held", 7), ("skipped", 8), ("deputy", 9))
    return frozenset(way for way, percent in odds if office.cards.chance(percent))


def _present(office: Office) -> list[Plan]:
    kinds = {kind.key: kind for kind in office.papers.kinds}
    return [
        Plan(kinds[key], _workday_before(office.today - timedelta(days=days)), until) for key, days, until in PRESENT
    ]


def _drawn(office: Office) -> list[Life]:
    days = ((link, _workday_before(office.today - timedelta(days=days)), done) for link, days, done in DRAWN)
    return [drawn.live(office, drawn.Drawn(*one)) for one in days]


def _memos(office: Office) -> list[Life]:
    days = ((memo, _workday_before(office.today - timedelta(days=memo.ago))) for memo in memos.MEMOS)
    return [memos.live(office, memo, day) for memo, day in days]


def _workday_before(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _rules(session: Any, office: Office, first: date) -> None:
    """위임전결 for the kinds that are decided alone, in force since before the first document."""
    office.session = session
    starts = first - timedelta(days=30)
    for kind in office.papers.kinds:
        if kind.delegated:
            line = ["사례관리팀장" if kind.reviewers == ["석이안"] else "복지기획팀장"]
            session.add(DelegationRule(work=kind.key, line=line, approver="과장", starts_on=starts))
    head = {"kind": "APPROVE", "rank": 2, "person_id": office.person_id("심가온"), "department_id": None}
    review = {"kind": "REVIEW", "rank": 1, "person_id": office.person_id("한도윤"), "department_id": None}
    steps = [one | {"delegated": False} for one in (review, head)]
    session.add(SavedLine(name="복지기획팀 보통 결재선", person_id=office.person_id("고은찬"), steps=steps))
