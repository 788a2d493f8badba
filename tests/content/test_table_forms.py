"""The registry of table forms, and what any form may rely on."""

from typing import ClassVar

import pytest

from portal.content import build, table_forms
from portal.content.diff import diff
from portal.content.merge import merge
from portal.content.nojs import apply_block, block_form, insert_block
from portal.content.page import page_html
from portal.content.plain import plain_text
from portal.content.printed import Cover, Grid, Leader, Look, Remark, Shown
from portal.content.table_forms import (
    Column,
    Problem,
    TableForm,
    blank_form,
    form_of,
    read_columns,
    register_form,
)
from portal.content.table_text import text_rows
from portal.content.tree import block_id
from portal.content.validate import ContentError, normalised
from portal.i18n import _
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts, PageBreak
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.office.inspection import all_text, findings, part


class Guests(TableForm):
    """A form of every part: it counts people."""

    name = "test_guests"
    label = _("참석 인원")
    columns: ClassVar = (Column("who", "구분", aliases=("소속",)), Column("count", "인원", "number"))
    unit = "명"

    def read(self, table):
        found = read_columns(self, table)
        return [(found.text(row, "who"), int(found.text(row, "count") or 0)) for row in found.body]

    def problems(self, table):
        return [Problem("TST-1", _("인원이 없습니다."), 1)]

    def printed(self, table):
        facts = self.read(table)
        total = [
            Shown("합계", Look.SUM),
            Shown(str(sum(count for _who, count in facts)), Look.SUM, "right", aside="몫"),
        ]
        rows = [
            [Shown("구분", Look.HEAD), Shown("인원", Look.HEAD)],
            *([Shown(who), Shown(str(n))] for who, n in facts),
        ]
        parts = [Cover(["앞 제목", "큰 제목"], ["기관"]), Grid([*rows, total], 1), Leader("마침", "4월", 2)]
        return [*parts, Remark(_("세어 본 수입니다."))]


@pytest.fixture
def guests(monkeypatch):
    """The form, registered for one test."""
    monkeypatch.setattr(table_forms, "_forms", dict(table_forms._forms))
    form = Guests()
    register_form(form)
    return form


def table(**attrs):
    return normalised(
        build.doc(build.table(["구분", "인원"], [["관", "3"], ["민", "12"]], form="test_guests", **attrs))
    )


def test_a_form_is_registered_once(guests):
    class Other(Guests):
        pass

    register_form(Guests())
    with pytest.raises(ValueError, match="registered already"):
        register_form(Other())


def test_a_form_is_shown_on_the_page_with_what_it_computes(guests):
    html = page_html(table(), translate=lambda message: f"[{message.interpolate()}]")
    found = Elements(html)
    assert "합계" in found.text
    assert "15" in found.text
    assert "[세어 본 수입니다.]" in found.text
    assert [attrs["scope"] for attrs in found.all("th")] == ["col", "col"]
    assert found.all("div")[0]["class"] == "content-form content-form-test_guests"


def test_a_form_is_printed_in_word(guests, tmp_path):
    blocks = content_blocks(table(caption="인원", unit="명"), "symbols")
    assert any(isinstance(block, PageBreak) for block in blocks)
    data = word_document(blocks, DocumentFacts("인원"))
    assert findings(data, tmp_path) == []
    printed = all_text(data)
    for text in ("앞 제목", "큰 제목", "기관", "< 인원 >", "합계", "15", "(몫)", "마침", "4월", "※ 세어 본 수입니다."):
        assert text in printed
    leader = part(data, "/word/document.xml").find(".//{*}tabs/{*}tab")
    assert leader.get(leader.tag.replace("}tab", "}leader")) == "dot"


def test_a_form_is_plain_text_with_its_sums(guests):
    text = plain_text(table(caption="인원"), marks=True)
    assert "민 | 12\n합계 | 15 (몫)\n마침 … 4월\n※ 세어 본 수입니다." in text


def test_what_changed_is_told_by_what_is_shown(guests):
    old = table()
    new = apply_block(old, block_id(old["content"][0]), {"text-2-1-0": "13"})
    (change,) = diff(old, new)
    assert [(span.op, span.text.strip()) for span in change.spans if span.op != "same"] == [
        ("removed", "12"), ("added", "13"), ("removed", "15"), ("added", "16"),
    ]  # fmt: skip
    assert merge(old, new, old).doc == new


def test_a_form_is_inserted_and_chosen_without_script(guests):
    doc, name = insert_block(build.empty_doc(), None, "table:test_guests")
    made = doc["content"][0]
    assert form_of(made) is guests
    assert block_id(made) == name
    assert made["attrs"]["unit"] == "명"
    assert [cell["attrs"]["kind"] for cell in made["content"][0]["content"]] == ["text", "number"]
    fields = {field.name: field for field in block_form(doc, name).fields}
    assert ("test_guests", guests.label) in fields["form"].choices
    assert form_of(apply_block(doc, name, {"form": ""})["content"][0]) is None
    with pytest.raises(ContentError):
        insert_block(doc, None, "table:nowhere")
    with pytest.raises(ContentError):
        insert_block(doc, None, "paragraph:test_guests")


def test_a_table_of_an_unknown_form_is_an_ordinary_one():
    doc = normalised(build.doc(build.table(["가"], [["나"]], form="gone_long_ago")))
    assert "content-form" not in page_html(doc)
    assert plain_text(doc) == "가\n나"


@pytest.mark.parametrize("name", ["Budget", "a b", "x" * 41, 'a"', 3, None])
def test_a_form_has_a_plain_name(name):
    made = build.table(["가"], [["나"]])
    made["attrs"]["form"] = name
    with pytest.raises(ContentError):
        normalised(build.doc(made))


def test_columns_are_found_by_heading_then_by_place(guests):
    def places(*head):
        made = build.table(list(head), [["1", "2", "3"][: len(head)]], form="test_guests")
        return read_columns(guests, normalised(build.doc(made))["content"][0]).places

    assert places("구분", "인원") == {"who": 0, "count": 1}
    assert places("인원 (명)", "소 속") == {"who": 1, "count": 0}
    assert places("이름", "수") == {"who": 0, "count": 1}
    assert places("연번", "소속", "인원") == {"who": 1, "count": 2}
    assert places("연번", "소속", "수") == {"who": 1}


def test_rows_read_merged_cells_as_blank_below_and_beside():
    rows = [
        build.node("table_row", [build.cell("가", rowspan=2), build.cell("나", colspan=2)]),
        build.node("table_row", [build.cell("다"), build.cell("라\n마")]),
    ]
    head, body = text_rows(normalised(build.doc(build.node("table", rows)))["content"][0])
    assert head == []
    assert [row.texts for row in body] == [("가", "나", ""), ("", "다", "라\n마")]
    assert not body[0].is_empty


def test_a_blank_form_starts_with_its_headings(guests):
    made = blank_form(guests)
    head, body = text_rows(made)
    assert head[0].texts == ("구분", "인원")
    assert [row.is_empty for row in body] == [True]
