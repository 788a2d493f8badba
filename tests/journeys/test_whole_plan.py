"""A plan from the first key to its registered file: once of a plan written for this, once of the real one.

Everything in the text is typed; three departments consent together, four people sign, the last signature numbers it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from documents.blocks.budget import Budget
from documents.blocks.execution import ExecutionForm
from portal.content.table_forms import TableForm
from portal.content.validate import normalised
from portal.db import Database
from tests.browser.conftest import Site
from tests.documents.plan_text import PlanText, read_plan
from tests.documents.seed_plan import SEED, read_seed
from tests.editor.conftest import words
from tests.institution import PASSWORD
from tests.journeys import plan_office
from tests.journeys.plan_office import PlanOffice, Signer
from tests.journeys.typist import Typist
from tests.journeys.word_file import WordFile
from tests.office.rendering import drawn_pages

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full, pytest.mark.timeout(600)]
HALF_AN_HOUR = 30  # minutes


@dataclass(frozen=True)
class Case:
    """A plan, the office that issues it, and what must come out of its figures."""

    read: Callable[[], PlanText]
    office: PlanOffice
    total: int
    groups: tuple[int, ...]
    shares: tuple[int, ...]
    printed: tuple[str, ...]


def real() -> PlanText:
    """The real one, where it is at hand."""
    if not SEED.exists():
        pytest.skip(f"the real plan is not beside the checkout ({SEED.name})")
    return read_seed()


OWN = Case(
    read_plan,
    PlanOffice(
        "마을돌봄센터", 241, "A",
        (
            Signer("drafter", "한여울", "주임"), Signer("first", "채송이", "팀장"),
            Signer("second", "모도담", "센터장"), Signer("last", "위가온", "이사장", "이사장실"),
        ),
        (
            Signer("money", "은하솔", "예산팀장", "경영지원부"), Signer("study", "고다은", "연구팀장", "조사연구팀"),
            Signer("share", "도이랑", "부장", "나눔사업부"),
        ),
    ),
    17_400_000, (9_900_000, 600_000, 6_900_000), (28, 48, 78, 100),
    ("등록번호", "공개구분", "17,400,000", "48%", "78%"),
)  # fmt: skip
REAL = Case(
    real,
    PlanOffice(
        "지역복지본부", 809, "B",
        (
            Signer("drafter", "한여울", "주임"), Signer("first", "채송이", "팀장"),
            Signer("second", "모도담", "지역복지본부장"), Signer("last", "위가온", "대표이사", "대표이사실"),
        ),
        (
            Signer("money", "은하솔", "과장", "전략경영본부"), Signer("study", "고다은", "팀장", "공공협력본부"),
            Signer("share", "도이랑", "본부장", "연구개발실"),
        ),
    ),
    23_216_000, (12_200_000, 516_000, 10_500_000), (32, 49, 68, 100),
    ("문서번호", "방침번호", "23,216,000", "32%", "49%", "68%", "100%"),
)  # fmt: skip
PLANS = [pytest.param(OWN, id="own"), pytest.param(REAL, id="real")]


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_from_the_first_key_to_its_registered_file(
    case: Case, signed_in: Any, site: Site, database: Database, tmp_path: Path
) -> None:
    plan = case.read()
    plan_office.found(signed_in("admin"), site.address, case.office)
    plan_office.seat(database, case.office)
    page = signed_in("drafter")
    begin(page, site.address, plan)
    typist = Typist(page)
    typist.plan(plan)
    has_every_word(typist, plan, case)
    assert typist.minutes < HALF_AN_HOUR, (typist.words, typist.keys)
    address = page.url.removesuffix("/edit")
    route(page, address, case.office)
    send_up(page, address)
    for one in (case.office.signers[1], *case.office.consents, *case.office.signers[2:]):
        expect(page.locator("main")).not_to_contain_text(f"{case.office.department}-{case.office.number}")
        sign(signed_in(one.login), address)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(f"{case.office.department}-{case.office.number}")
    data = prints_every_fact(page, plan, case)
    if case is REAL:  # once, where LibreOffice is at hand: what the paper loses at a page's end, no reader of XML sees
        drawn = "".join(drawn_pages(data, "plan.docx", tmp_path))
        assert [fact for fact in said(plan, case) if fact not in drawn] == []


def begin(page: Page, address: str, plan: PlanText) -> None:
    """A new draft of the plan's title and marks."""
    page.goto(f"{address}/documents/new")
    page.fill("[name=title]", plan.title)
    page.select_option("[name=retention]", "5년")
    page.get_by_role("button", name="기안하기").click()
    page.wait_for_url("**/edit")
    expect(page.locator("[data-ready]")).to_be_attached()


def has_every_word(typist: Typist, plan: PlanText, case: Case) -> None:
    """What was typed is the plan, block by block, and its figures come out."""
    typed = [block for block in typist.saved() if words(block).strip()]
    wanted = plan.content()["content"]
    assert [(block["type"], _level(block)) for block in typed] == [(block["type"], _level(block)) for block in wanted]
    assert [_words(block) for block in typed] == [_words(block) for block in wanted]
    content = normalised({"type": "doc", "content": typed})
    budget = Budget().read(_table(content, Budget()))
    assert (budget.total, tuple(map(budget.sum_of, budget.groups))) == (case.total, case.groups)
    (project,) = ExecutionForm().read(_table(content, ExecutionForm())).projects
    assert tuple(map(project.share_at, range(4))) == case.shares


def _level(block: dict[str, Any]) -> int:
    level: int = block.get("attrs", {}).get("level", 0)
    return level


def _words(block: dict[str, Any]) -> list[str]:
    if block["type"] == "table":
        return [words(cell).strip() for row in block["content"] for cell in row["content"]]
    return [words(block)]


def _table(content: dict[str, Any], form: TableForm) -> dict[str, Any]:
    found = (block for block in content["content"] if block["type"] == "table")
    return next(block for block in found if block["attrs"]["form"] == form.name)


def route(page: Page, address: str, office: PlanOffice) -> None:
    """The line: who reviews, who consents together, who decides."""
    page.goto(f"{address}/line")
    first, *others = office.signers[1:]
    steps = [("검토", first, 1), *(("협조", one, 2) for one in office.consents)]
    steps += [("검토", one, place) for place, one in enumerate(others[:-1], 3)]
    steps.append(("결재", others[-1], 3 + len(others)))
    for number, (kind, one, order) in enumerate(steps):
        if page.locator("[name=who]").count() <= number:
            page.get_by_role("button", name="단계 더하기").click()
        page.locator("[name=kind]").nth(number).select_option(label=kind)
        page.locator("[name=who]").nth(number).fill(one.name)
        page.locator("[name=order]").nth(number).fill(str(order))
    page.get_by_role("button", name="결재선 저장").click()
    expect(page.get_by_text("결재선을 저장했습니다.")).to_be_visible()


def send_up(page: Page, address: str) -> None:
    """상신, with what the checker asks about confirmed."""
    page.goto(address)
    if page.locator("[name=confirmed]").count():
        page.get_by_text("확인할 점을 읽었으며 이대로 상신합니다").click()
    page.get_by_role("button", name="상신", exact=True).click()
    expect(page.get_by_text("상신했습니다.")).to_be_visible()


def sign(page: Page, address: str) -> None:
    """Read and sign, with the password once more."""
    page.goto(f"{address}/sign")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
    page.locator("button[name=sign]").click()
    page.wait_for_url(lambda url: "/sign" not in url)
    page.context.close()


def prints_every_fact(page: Page, plan: PlanText, case: Case) -> bytes:
    """The Word file, read without our own code: header, line, every word of the text, the computed figures, 끝."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Word 파일").click()
    data = download.value.path().read_bytes()
    text = "".join("".join(WordFile(data).paragraphs()).split())
    assert [fact for fact in said(plan, case) if fact not in text] == []
    assert text.endswith("끝.")
    return data


def said(plan: PlanText, case: Case) -> list[str]:
    """What the file must say, without white space."""
    office = case.office
    facts = [f"{office.department}-{office.number}", "★주임", *case.printed]
    facts += [one.post for one in (*office.signers[1:], *office.consents)] + [one.name for one in office.signers]
    facts += [piece.text for piece in plan.pieces if piece.text]
    facts += [row[1] for piece in plan.pieces if piece.kind == "schedule" for row in piece.cells]
    return ["".join(fact.split()) for fact in facts]
