"""Reading pages: what is seen, that it is escaped, and that it can be read by ear."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

import portal
from portal.content import build, page
from portal.content.page import blocks_html, page_html
from portal.content.tree import block_id

UID = "0f" * 16
VOID = {"br", "img", "col", "hr"}


class Elements(HTMLParser):
    """Reads HTML strictly: every element that is opened is closed in its turn."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found, self.words = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]

    @property
    def text(self):
        return "".join(self.words)


def read(doc, *args, **options):
    return Elements(page_html(doc, *args, **options))


def whole():
    return build.doc(
        build.para("첫째"),
        build.para("둘째"),
        build.note("참고"),
        build.qa("언제", "내일", "위원", "간사"),
        build.table(["구분", "금액"], [["가", "1,000"]], "예산", "천원", ["text", "money"]),
        build.box(build.para("안"), title="상자"),
        build.columns([build.para("왼")], [build.para("오른")], [build.para("끝")]),
        build.image(UID, "사진", "모습"),
    )


def test_every_top_level_block_has_its_anchor_once():
    doc = whole()
    found = [attrs["id"] for _tag, attrs in read(doc).found if "id" in attrs]
    assert found == [f"b-{block_id(block)}" for block in doc["content"]]


def test_blocks_without_anchors_carry_no_ids():
    assert "id=" not in blocks_html(whole()["content"], anchors=False)


def test_page_is_markup_and_free_of_styles_and_handlers():
    html = page_html(whole())
    assert isinstance(html, Markup)
    assert html.__html__() == html
    for _tag, attrs in Elements(html).found:
        assert not [name for name in attrs if name == "style" or name.startswith("on")]


NASTY = "\"><script>alert('1')</script>&lt;"


@pytest.mark.parametrize(
    "block",
    [
        build.para(NASTY),
        build.para(build.text(NASTY, bold=True), 0),
        build.note(NASTY),
        build.qa(NASTY, NASTY, NASTY[:60], NASTY[:60]),
        build.table([NASTY], [[NASTY]], NASTY, NASTY[:40]),
        build.box(build.para(NASTY), title=NASTY),
        build.image(UID, NASTY, NASTY),
    ],
    ids=lambda block: block["type"],
)
def test_text_is_only_ever_text(block):
    html = page_html(build.doc(block))
    found = Elements(html)
    assert found.all("script") == []
    assert "<script" not in html
    if block["type"] != "image":
        assert NASTY in found.text


def test_marks_notes_and_speakers_are_real_text():
    text = " ".join(read(whole()).text.split())
    assert "1. 첫째 2. 둘째 ※ 참고 - 위원 언제: 간사 내일" in text.replace("언제 :", "언제:")


def test_looks_are_elements():
    line = [*build.text("굵게", bold=True), {"type": "hard_break"}, *build.text("둘", bold=True, underline=True)]
    html = page_html(build.doc(build.para(line, 0)))
    assert "<strong>굵게</strong><br><u><strong>둘</strong></u>" in html


def test_scheme_is_chosen_by_the_page():
    doc = build.doc(build.para("가"), build.para("나"))
    assert "□ 가" in read(doc, "symbols").text
    assert "Ⅱ 나" in read(doc, "roman").text


def test_titles_become_headings_only_where_marks_say_so():
    doc = build.doc(build.para("개요"), build.para("긴 문장 " * 30), build.para("세부", 2))
    assert len(read(doc, "roman", heading=3).all("h3")) == 1
    assert read(doc, "roman").all("h3") == []
    assert read(doc, "legal", heading=3).all("h3") == []


def test_table_has_caption_unit_and_header_scopes():
    found = read(whole())
    assert [attrs["scope"] for attrs in found.all("th")] == ["col", "col"]
    assert "예산 (단위: 천원)" in found.text
    assert found.all("thead") == [{}]
    assert {"class": "content-number"} in found.all("td")
    (wrapper,) = [attrs for attrs in found.all("div") if attrs.get("class") == "content-table"]
    assert wrapper["aria-label"] == "예산"
    assert wrapper["tabindex"] == "0"


def test_labels_are_translated():
    html = page_html(whole(), translate=lambda message: f"[{message.interpolate()}]")
    assert "[(단위: 천원)]" in html


def test_scopes_of_merged_and_row_headers():
    rows = [
        build.node(
            "table_row", [build.cell("구분", header=True, rowspan=2), build.cell("연도", header=True, colspan=2)]
        ),
        build.node("table_row", [build.cell("전", header=True), build.cell("후", header=True)]),
        build.node("table_row", [build.cell("국", header=True, rowspan=2), build.cell("1"), build.cell("2")]),
        build.node("table_row", [build.cell("3"), build.cell("4")]),
    ]
    found = read(build.doc(build.node("table", rows)))
    scopes = [attrs["scope"] for attrs in found.all("th")]
    assert scopes == ["col", "colgroup", "col", "col", "rowgroup"]
    assert found.all("th")[0]["rowspan"] == "2"


def test_table_of_one_merged_row_pair_is_well_formed():
    rows = [build.node("table_row", [build.cell("가", rowspan=2)]), build.node("table_row")]
    found = read(build.doc(build.node("table", rows)))
    assert len(found.all("tr")) == 2


def test_picture_shows_the_stored_file_with_its_words():
    found = read(build.doc(build.image(UID, "사진", "모습")))
    assert found.all("img") == [{"src": f"/files/{UID}", "alt": "모습", "loading": "lazy"}]
    assert "사진" in found.text


def test_registered_block_without_writer_loses_no_text(monkeypatch):
    doc = {"type": "doc", "content": [{"type": "odd", "attrs": {"id": "x"}, "content": [build.para("안쪽")]}]}
    assert "안쪽" in read(doc).text
    monkeypatch.setattr(page, "_writers", dict(page._writers))
    page.register_writer("odd", lambda page, node, attributes: f"<p{attributes}>{page.text('<새>')}</p>")
    assert page_html(doc) == '<p id="b-x">&lt;새&gt;</p>'
    with pytest.raises(ValueError, match="writer already"):
        page.register_writer("paragraph", None)


def test_every_class_on_the_page_is_in_the_style_sheet():
    sheet = (Path(portal.__path__[0]) / "static/css/content.css").read_text("utf-8")
    styled = set(re.findall(r"\.(content[a-z0-9-]*)", sheet))
    used = {
        name
        for _tag, attrs in read(whole()).found
        for name in attrs.get("class", "").split()
        if name not in {"content-plain", "content-level-1"}
    }
    assert used <= styled
    assert "style=" not in sheet


def test_sections_of_plans_are_headings_and_stand_at_the_edge():
    plan = build.doc(
        build.para("가"), build.para("나", 2), build.para("다", 3), build.para("라"), build.para("마" * 90)
    )
    found = read(plan, "plan", heading=2)
    assert [attrs["class"] for attrs in found.all("h2")] == ["content-item content-level-1 content-section"] * 2
    assert [attrs["class"] for attrs in found.all("p")] == [
        "content-item content-level-1 content-title",
        "content-item content-level-2",
        "content-item content-level-1",
    ]
    roman = build.doc(build.para("가"), build.para("나", 2), build.para("다", 3), build.para("라", 4))
    found = read(roman, "roman_plan", heading=2)
    assert [name for name, _attrs in found.found if name[0] == "h"] == ["h2", "h3"]
    assert found.all("h3")[0]["class"] == "content-item content-level-1 content-subsection"
    assert [attrs["class"] for attrs in found.all("p")][0].endswith("content-title")
    assert read(roman, "roman_plan").all("h2") == []
