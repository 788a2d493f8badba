"""Several ways of making the same document, timed side by side in one run.

CPU time is measured, so that other work on the machine does not count. `--short` leaves out the slowest case of a way
that is timed once.
"""

import argparse
import gc
import io
import platform
import statistics
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bench.minutes import ITEMS, facts
from meetings.minutes.sheet import MinutesSheet

REPORTS = Path(__file__).resolve().parents[1] / "docs" / "bench"


@dataclass(frozen=True)
class Way:
    """One way of making the file, with how often it is timed."""

    name: str
    make: Callable[[MinutesSheet, list[list[str]]], bytes]
    rounds: int


@dataclass(frozen=True)
class Comparison:
    """Ways whose first is ours, the part of the file that holds the text, and the packages whose versions matter."""

    name: str
    title: str
    part: str
    ways: Sequence[Way]
    packages: Sequence[str]


def check(comparison: Comparison, way: Way, sheet: MinutesSheet, cells: list[list[str]]) -> None:
    """Every fact is printed, or the comparison is worth nothing."""
    with zipfile.ZipFile(io.BytesIO(way.make(sheet, cells))) as package:
        printed = package.read(comparison.part).decode()
    wanted = [sheet.title, sheet.place, sheet.summary, sheet.agenda[0].decision, sheet.agenda[0].vote]
    wanted += [member.name for member in sheet.members] + [text for _, text in ITEMS]
    wanted += [text for row in cells for text in row]
    missing = [text for text in wanted if text not in printed]
    if missing:
        raise SystemExit(f"{way.name} leaves out {missing[:3]}")


def median_ms(make: Callable[[], bytes], rounds: int) -> float:
    """Milliseconds of CPU for one document, the median of so many rounds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        make()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def measure(comparison: Comparison, short: bool) -> dict[str, dict[str, float]]:
    """Way → case → milliseconds."""
    found: dict[str, dict[str, float]] = {way.name: {} for way in comparison.ways}
    for case, rows in (("minutes", 0), ("300 rows", 300)):
        sheet, cells = facts(rows)
        for way in comparison.ways:
            if short and rows and way.rounds == 1:
                continue
            if way.rounds > 1 or not rows:
                check(comparison, way, sheet, cells)
            # small minutes are quick enough for a median
            rounds = way.rounds if rows else max(way.rounds, 3)
            found[way.name][case] = median_ms(partial(way.make, sheet, cells), rounds)
    return found


def report(comparison: Comparison, found: dict[str, dict[str, float]]) -> str:
    """The table, with each way's ratio to ours."""
    base = found[comparison.ways[0].name]
    lines = [
        f"# {comparison.title}",
        "",
        f"Facts to bytes, CPU milliseconds, median of one run of `python -m bench.{comparison.name}`; in brackets, how",
        "many times our writer's. *Minutes*: 15 attendees, twelve item paragraphs, a decision. *300 rows*: the same",
        "with a table of 300 × 6 cells. Ours starts from the stored content; the others are handed finished lists.",
        "",
        "| | minutes | 300 rows |",
        "|---|---:|---:|",
    ]
    for name, cases in found.items():
        shown = [f"{cases[c]:,.2f} ({cases[c] / base[c]:,.0f}×)" if c in cases else "not run" for c in base]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    lines += ["", measured_with(comparison.packages)]
    return "\n".join(lines) + "\n"


def measured_with(packages: Sequence[str]) -> str:
    """The line that says what was compared on what."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {versions}, {platform.machine()}."


def run(comparison: Comparison) -> None:
    """Measure, print, write the report."""
    parser = argparse.ArgumentParser(description=comparison.title)
    parser.add_argument("--short", action="store_true", help="leave out the slowest case")
    short = parser.parse_args().short
    text = report(comparison, measure(comparison, short))
    print(text)
    if not short:
        REPORTS.mkdir(parents=True, exist_ok=True)
        (REPORTS / f"{comparison.name}.md").write_text(text, encoding="utf-8")
