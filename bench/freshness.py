"""How soon what was saved is found, on a real `sillok serve` over the sample institution. One command, one table:

    python -m bench.freshness

A measurement begins when the answer to a save arrives and ends when the answer to a search arrives that finds it.
"""

import argparse
import itertools
import os
import platform
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from meetings.minutes.models import Minutes
from portal.commands import demo
from portal.content.build import doc, para
from portal.content.models import Section
from portal.people.models import Account
from portal.records.services import acts
from portal.security.passwords import make_hash
from portal.security.policy import load_viewer
from tests.robustness.servers import PASSWORD, Person, Server, opened

REPORT = Path(__file__).parents[1] / "docs" / "bench" / "freshness.md"
WRITERS, READERS = 4, 6
TYPING = 2.0  # seconds between two saves of an editor that somebody types into
READING = 0.5  # seconds a reader looks at a page
LOOKING = 0.05  # seconds between two searches for what was saved
PATIENCE = 60.0  # seconds after which a save counts as not found
PAGES = (
    "/",
    "/meetings",
    "/minutes",
    "/decisions",
    *(f"/search?q={quote(q)}" for q in ("예산 심의", "고독사 예방", "위원")),
)
LONG = 33_000  # characters, 100 KB
NOUNS = """
지역사회보장계획 사각지대 발굴 실적 예산 돌봄 통합사례관리 고독사 예방 경로당 급식비 단가 조례 협의체 위원 조사 표본
만족도 지표 연계 기관 상담 위기가구 긴급지원 모니터링 평가 교육 홍보 협약 자원봉사 후원 결산 집행률 수탁 시설 종사자
처우 안전 점검
"""
VERBS = "설명하였다 논의하였다 보완하였다 확인하였다 제안하였다 검토하였다 의결하였다"


@dataclass
class Times:
    """Seconds of one thing that was done again and again."""

    seconds: list[float] = field(default_factory=list)

    def of(self, act: Callable[[], Any]) -> Any:
        """Do it and note how long it took."""
        began = time.monotonic()
        done = act()
        self.seconds.append(time.monotonic() - began)
        return done

    def row(self, name: str) -> str:
        """A line of the table, in milliseconds."""
        ordered = sorted(self.seconds)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        shown = " | ".join(f"{1000 * one:,.0f}" for one in (statistics.median(ordered), p95, ordered[-1]))
        return f"| {name} | {len(ordered)} | {shown} |"


def sentence(chance: random.Random) -> str:
    """Some 60 characters as minutes have them."""
    a, b, c, d, e, f = chance.sample(NOUNS.split(), 6)
    return f"{a} {b}의 {c}와 관련하여 {d}에서 {e} {f} {chance.randint(2, 99)}건을 {chance.choice(VERBS.split())}."


class Writer:
    """Somebody who types into a section; each save holds a word that no other text has."""

    def __init__(self, server: Server, login: str, section: Section, seed: int) -> None:
        self.person = Person(server.address, login)
        self.section_id, self.lock = section.id, section.lock
        self.random = random.Random(seed)
        self.content = doc(*(para(sentence(self.random)) for _ in range(40)))

    def write(self, saving: Times, finding: Times) -> None:
        """Save and search until the save is found."""
        word = self._word()
        block = self.random.choice(self.content["content"])
        block["content"] = [{"type": "text", "text": f"{word} {sentence(self.random)}"}]
        self._save(self.content, saving)
        finding.of(lambda: self._until_found(word))

    def paste(self, characters: int, saving: Times, finding: Times) -> None:
        """Put a long text there, and search until it is found."""
        word = self._word()
        texts = [word]
        while sum(map(len, texts)) < characters:
            texts.append(sentence(self.random))
        self._save(doc(*map(para, texts)), saving)
        finding.of(lambda: self._until_found(word))

    def _word(self) -> str:
        return "".join(chr(self.random.randrange(0xAC00, 0xD7A4)) for _ in range(4))

    def _save(self, content: Any, saving: Times) -> None:
        answer = saving.of(lambda: self.person.save(self.section_id, self.lock, content))
        assert answer.status == 200, answer.words()
        self.lock = answer.json["lock"]

    def _until_found(self, word: str) -> None:
        end = time.monotonic() + PATIENCE
        while found(self.person, word) == 0:
            assert time.monotonic() < end, "a save was not found"
            time.sleep(LOOKING)


def found(person: Person, typed: str) -> int:
    """How many records a search finds; 0 as well while there is no index."""
    answer = person.get(f"/search?q={quote(typed)}")
    assert answer.status == 200, answer.words()
    total = re.search(r"찾은 기록 <strong>(\d+)</strong>", answer.text)
    return int(total[1]) if total else 0


def writers(registry: Any) -> Iterator[tuple[str, Section]]:
    """Sections of minutes that are being written, of different minutes first, with who may write them."""
    with registry["database"].reading() as session:
        drafts = session.scalars(select(Minutes).where(Minutes.state == "DRAFTING")).all()
        accounts = session.execute(select(Account.login, Account.id)).all()
        viewers = [(one.login, viewer) for one in accounts if (viewer := load_viewer(session, one.id))]
        each: list[list[tuple[str, Section]]] = []
        for minutes in drafts:
            login = next(login for login, viewer in viewers if "edit" in acts(session, minutes, viewer))
            query = select(Section).where(Section.record_id == minutes.id).order_by(Section.rank)
            each.append([(login, section) for section in session.scalars(query)])
    yield from (one for row in itertools.zip_longest(*each) for one in row if one)


def start(server: Server) -> list[str]:
    """Ask for a page again and again until the analyser is there."""
    asked, began, person = Times(), time.monotonic(), Person(server.address, "secretary")
    server.address()
    listening = time.monotonic() - began
    while "낱말 분석기가 아직" in asked.of(lambda: person.get(f"/search?q={quote('예산')}")).text:
        time.sleep(0.05)
    ready = time.monotonic() - began
    return [
        asked.row(f"searches while the analyser is loaded ({listening:.1f} to {ready:.1f} s after the start)"),
    ]


def quiet(writer: Writer, rounds: int) -> list[str]:
    """One person writes, nobody else is there."""
    saving, finding = Times(), Times()
    for _ in range(rounds):
        writer.write(saving, finding)
        time.sleep(0.2)
    return [saving.row("quiet: a save is answered"), finding.row("**quiet: it is found**")]


def long(server: Server, writer: Writer, rounds: int) -> list[str]:
    """One person pastes long texts, another one searches meanwhile."""
    saving, finding, searching = Times(), Times(), Times()
    person, over = Person(server.address, "member").sign_in(), threading.Event()

    def search() -> None:
        while not over.wait(0.1):
            searching.of(lambda: found(person, "심의한 예산"))

    other = threading.Thread(target=search)
    other.start()
    for _ in range(rounds):
        writer.paste(LONG, saving, finding)
        time.sleep(1)
    over.set()
    other.join()
    return [
        saving.row("100 KB of new text: the save is answered"),
        finding.row("**100 KB of new text: it is found**"),
        searching.row("another one's searches meanwhile"),
    ]


def crowd(server: Server, writing: list[Writer], seconds: float) -> list[str]:
    """Everybody writes, and others read."""
    saving, finding, reading = Times(), Times(), Times()
    end, failures = time.monotonic() + seconds, []

    def until_the_end(act: Callable[[], Any], pause: float) -> None:
        try:
            while time.monotonic() < end:
                act()
                time.sleep(pause)
        except BaseException as failure:  # noqa: BLE001 - told below
            failures.append(failure)

    def reader(seed: int) -> Callable[[], Any]:
        person, chance = Person(server.address, "member").sign_in(), random.Random(seed)
        return lambda: reading.of(lambda: person.get(chance.choice(PAGES)))

    acts_of_all = [(lambda one=one: one.write(saving, finding), TYPING) for one in writing]
    acts_of_all += [(reader(seed), READING) for seed in range(READERS)]
    threads = [threading.Thread(target=until_the_end, args=one) for one in acts_of_all]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{failures[0]!r}\n{server.said()[-3000:]}")
    return [
        saving.row("crowd: a save is answered"),
        reading.row("crowd: a page or a search is answered"),
        finding.row("**crowd: a save is found**"),
    ]


def report(rows: list[str]) -> str:
    """The table and what it was measured on."""
    lines = [
        "# From saved to found",
        "",
        "Milliseconds from the answer to a save to the answer to a search that finds it; `python -m bench.freshness`:",
        "a real `sillok serve` over the sample institution (some 800 records, SQLite, Whoosh), spoken to over HTTP.",
        "Each save changes one of 40 paragraphs (2,300 characters); a search looks for it every "
        f"{1000 * LOOKING:.0f} ms. *Quiet*: one writer.",
        f"*Crowd*: {WRITERS} writers who save every {TYPING:g} s and {READERS} readers who open a page or search every "
        f"{READING:g} s, all on",
        "the server's machine.",
        "",
        "| | times | p50 | p95 | worst |",
        "|---|---:|---:|---:|---:|",
        *rows,
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}; "
        f"load average at the end {os.getloadavg()[0]:.1f}{_apart()}.",
    ]
    return "\n".join(lines) + "\n"


def _apart() -> str:
    """How it was kept apart from what else the machine did."""
    return "" if os.sched_getscheduler(0) == os.SCHED_OTHER else " (of others: this ran before them, by `chrt -r 1`)"


def main() -> None:
    """Make the institution, serve it, measure, print, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few seconds only, and no report")
    short = parser.parse_args().short
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        config = opened(data)
        demo.make(config.registry)
        with config.registry["database"].writing() as session:
            for account in session.scalars(select(Account)):
                account.password_hash = make_hash(PASSWORD, "cheapest")
        places = list(itertools.islice(writers(config.registry), WRITERS))
        config.registry["database"].close()
        server = Server(data)
        try:
            rows = start(server)
            writing = [Writer(server, *place, seed) for seed, place in enumerate(places)]
            for writer in writing:
                writer.person.sign_in()
            rows += quiet(writing[0], 5 if short else 60)
            rows += crowd(server, writing, 10 if short else 120)
            rows += long(server, writing[-1], 2 if short else 10)
        finally:
            server.kill()
    text = report(rows)
    print(text)
    if not short:
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
