"""``sillok check``: does what is kept still hold together? Triggers, audit chain, register, readers, jobs, and more."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from portal import audit
from portal.jobs.backlog import backlog
from portal.jobs.models import Job
from portal.records import immutable
from portal.records.editions import digest
from portal.records.models import Edition, RegisterCounter, Registration
from portal.records.readers import with_stale_readers


def add(commands: Any) -> None:
    """Declare the command."""
    one = commands.add_parser("check", help="verify everything that is kept")
    one.set_defaults(run=run)


def run(registry: Any, options: Any) -> int:
    """Tell every fault; answers 1 when there is one."""
    faults = list(find(registry))
    for one in (*(f"note: {remark}" for remark in remarks(registry)), *faults):
        print(one)  # noqa: T201
    print(f"{len(faults)} faults" if faults else "all is well")  # noqa: T201
    return 1 if faults else 0


def remarks(registry: Any) -> Iterator[str]:
    """What is no fault, and worth knowing."""
    with registry["database"].reading() as session:
        for one in backlog(session, registry["settings"], registry["jobs"]):
            if one.needs and one.waiting:
                yield f"jobs: {one.waiting} of {one.kind} wait until the setting {one.needs} is given"
            if one.failing:
                yield f"jobs: {one.failing} of {one.kind} failed several times and will be tried again: {one.error}"


def find(registry: Any) -> Iterator[str]:
    """Every fault, in words."""
    with registry["database"].reading() as session:
        for name in immutable.missing(session.connection()):
            yield f"trigger missing: {name}"
        broken = audit.broken_at(session)
        if broken is not None:
            yield f"audit: the chain is broken at entry {broken}"
        yield from _editions(session)
        yield from _register(session)
        yield from _readers(session)
        given_up = session.scalar(select(func.count()).select_from(Job).where(Job.gave_up))
        if given_up:
            yield f"jobs: {given_up} were given up after several tries"
    for name, (check,) in registry["check"].items():
        for fault in check(registry):
            yield f"{name}: {fault}"


def _editions(session: Any) -> Iterator[str]:
    for edition in session.scalars(select(Edition).execution_options(yield_per=100)):
        if digest(edition.facts) != edition.sha256:
            yield f"edition {edition.id} of record {edition.record_id}: the text is not what was signed"


def _register(session: Any) -> Iterator[str]:
    highest = select(Registration.unit_id, Registration.year, func.max(Registration.n)).group_by(
        Registration.unit_id, Registration.year
    )
    counters = {(row.unit_id, row.year): row.n for row in session.scalars(select(RegisterCounter))}
    for unit_id, year, n in session.execute(highest):
        if counters.get((unit_id, year), 0) < n:
            yield f"register: unit {unit_id} gave number {n} in {year}, but its counter stands lower"


def _readers(session: Any) -> Iterator[str]:
    for record in with_stale_readers(session):
        yield f"record {record.uid} ({record.type}): its readers are not those its rule names"
