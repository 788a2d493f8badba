"""A whole plan of the make-up of real ones: read from its text, checked, shown on the page, printed in both files."""

import pytest

from documents.blocks.budget import Budget
from documents.blocks.execution import ExecutionForm
from portal.content.page import page_html
from portal.content.plain import plain_text
from portal.content.table_checks import table_problems
from portal.office.ending import ended
from portal.office.from_content import content_blocks
from portal.office.hwpx import hwpx_document
from portal.office.model import DocumentFacts, Heading
from portal.office.page import sheet_html
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.plan_text import read_plan
from tests.office import hwpx_inspection
from tests.office.inspection import all_text, findings

SECTIONS = ["추진 근거", "추진 배경", "추진 경과", "2026년 개선 사항", "중기 목표", "세부 추진 계획", "주민 소통 계획",
            "추진 일정", "예산 사항", "행정 사항"]  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return read_plan()


@pytest.fixture(scope="module")
def content(plan):
    return plan.content()


def tables(content, form):
    return [block for block in content["content"] if block["type"] == "table" and block["attrs"]["form"] == form]


def test_nothing_in_it_does_not_fit(content):
    found = [problem for block in content["content"] if block["type"] == "table" for problem in table_problems(block)]
    assert found == []


def test_its_budget_is_summed_by_leaves(content):
    (table,) = tables(content, "budget")
    facts = Budget().read(table)
    assert facts.total == 17_400_000
    assert [facts.sum_of(group) for group in facts.groups] == [9_900_000, 600_000, 6_900_000]
    assert sum(stated.won is not None for stated in facts.stated) == 3
    (execution,) = tables(content, "execution")
    (project,) = ExecutionForm().read(execution).projects
    assert [project.share_at(place) for place in range(4)] == [28, 48, 78, 100]


def test_its_sections_are_numbered_headings(plan, content):
    found = Elements(page_html(content, plan.scheme, heading=2))
    assert len(found.all("h2")) == 10
    assert {attrs["class"] for attrs in found.all("h2")} == {"content-item content-level-1 content-section"}
    text = " ".join(found.text.split())
    for number, title in enumerate(SECTIONS, 1):
        assert f"{number} {title}" in text
    headings = [block for block in content_blocks(content, plan.scheme) if isinstance(block, Heading)]
    assert [(block.mark, block.text) for block in headings] == [(str(n), one) for n, one in enumerate(SECTIONS, 1)]


def test_the_sheet_beside_the_text_shows_what_is_printed(plan, content):
    sheet = Elements(sheet_html(content_blocks(content, plan.scheme)))
    text = " ".join(sheet.text.split())
    for number, title in enumerate(SECTIONS, 1):
        assert f"{number} {title}" in text
    missing = [piece.text for piece in plan.pieces if piece.text and " ".join(piece.text.split()) not in text]
    assert missing == []
    assert {attrs["class"] for attrs in sheet.all("p") if "section" in attrs.get("class", "")} == {"sheet-section"}


def test_it_is_printed_whole_in_word_and_hangul(plan, content, tmp_path):
    blocks = ended(content_blocks(content, plan.scheme))
    data = word_document(blocks, DocumentFacts(plan.title))
    assert findings(data, tmp_path) == []
    printed = "".join(all_text(data).split())
    for line in plain_text(content).split("\n"):
        for cell in line.split(" | "):
            assert "".join(cell.split()) in printed, cell
    assert printed.endswith("끝.")
    assert hwpx_inspection.findings(hwpx_document(blocks, DocumentFacts(plan.title))) == []
