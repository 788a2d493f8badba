"""Many threads of one process give records their numbers; a third of them fail first, after the number was taken."""

import threading
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from portal.records.models import IssuingUnit, Record
from portal.records.registration import register
from tests.applications import configured


class Failed(Exception):
    """The transaction of a number comes to nothing."""


def give_number(database: Any, record_id: int, *, fail: bool) -> None:
    """One transaction that registers a record."""
    with database.writing() as session:
        unit = session.scalars(select(IssuingUnit).order_by(IssuingUnit.id)).first()
        register(session, session.get_one(Record, record_id), unit)
        if fail:
            raise Failed


def work(database: Any, ids: list[int], faults: list[str]) -> None:
    """Register each record; every third only at the second attempt."""
    try:
        for record_id in ids:
            if record_id % 3 == 0:
                with suppress(Failed):
                    give_number(database, record_id, fail=True)
            give_number(database, record_id, fail=False)
    except Exception as error:  # noqa: BLE001 - told by the test
        faults.append(repr(error))


def run(folder: Any, url: str, ids: list[int], threads: int) -> None:
    """What one process does."""
    config = configured(folder, url)
    database, faults = config.registry["database"], []
    workers = [
        threading.Thread(target=work, args=(database, ids[number::threads], faults)) for number in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    database.close()
    if faults:
        raise SystemExit("; ".join(faults[:3]))
