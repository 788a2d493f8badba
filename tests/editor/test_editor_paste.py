"""The clipboard: samples of Excel, Word, Hangul, web and plain text; copying as text with marks and tabs."""

import pytest

from tests.editor.conftest import item, words

BOLD, UNDERLINE = [{"type": "bold"}], [{"type": "underline"}]


def runs(node):
    """(text, first mark) of every piece of text."""
    if node["type"] == "text":
        return [(node["text"], node.get("marks", [{}])[0].get("type"))]
    return [run for child in node.get("content", ()) for run in runs(child)]


def test_excel_keeps_spans_headers_kinds_and_marks(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.paste(sample("excel.html"), "사업\t예산")
    (table,) = [block for block in editor.doc() if block["type"] == "table"]
    rows = [[words(cell) for cell in row["content"]] for row in table["content"]]
    assert rows == [
        ["사업", "예산", "비고"],
        ["전년", "올해"],
        ["돌봄", "1,230,000", "△30,000", "신규"],
        ["교육", "12.5%", "", "3. 5.(화) 시작"],
    ]
    assert [cell["type"] for row in table["content"][:2] for cell in row["content"]] == ["table_header"] * 5
    assert table["content"][0]["content"][0]["attrs"] == {"colspan": 1, "rowspan": 2, "kind": "text", "choices": ""}
    assert [cell["attrs"]["kind"] for cell in table["content"][1]["content"]] == ["number", "number"]
    assert runs(table["content"][0]["content"][0]) == [("사업", "bold")]
    assert runs(table["content"][2]["content"][3]) == [("신규", "underline")]
    assert editor.page.locator("td[aria-invalid=true]").count() == 0


def test_word_lists_become_levels(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.paste(sample("word.html"))
    assert [line for line in editor.lines() if line[1]] == [
        (0, "회의 결과"),
        (1, "첫째 안건"),
        (2, "굵은 세부"),
        (1, "둘째 안건"),
    ]
    blocks = [block for block in editor.doc() if words(block)]
    assert runs(blocks[0]) == [("회의 결과", "bold")]
    assert runs(blocks[2]) == [("굵은", "bold"), (" 세부", None)]
    assert runs(blocks[3]) == [("둘째 ", None), ("안건", "underline")]


def test_hangul_marks_are_read_and_a_frame_becomes_a_box(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.paste(sample("hwp.html"))
    blocks = [block for block in editor.doc() if words(block)]
    assert [(block["type"], block["attrs"].get("level"), words(block)) for block in blocks] == [
        ("paragraph", 0, "추진 계획"),
        ("box", None, "추진 배경과 목적"),
        ("paragraph", 1, "추진 개요"),
        ("paragraph", 2, "기간: 2026. 3. 5.(목)"),
        ("paragraph", 2, "장소: 대회의실"),
        ("paragraph", 1, "협조 사항"),
        ("paragraph", 0, "3. 5.(화)까지 회신"),
        ("note", None, "붙임 참고"),
    ]
    assert runs(blocks[0]) == [("추진 계획", "bold")]
    assert runs(blocks[3])[1] == ("2026. 3. 5.(목)", "underline")


@pytest.mark.full
def test_items_pasted_into_an_item_lose_no_text(open_editor):
    editor = open_editor(item("앞", 2))
    editor.caret(0)
    editor.paste("<p>1. 하나</p><p>2. 둘</p>")
    assert [line for line in editor.lines() if line[1]] == [(2, "앞"), (1, "하나"), (1, "둘")]


def test_hostile_page_brings_text_only(open_editor, sample):
    editor = open_editor(item("", 0, "a"))
    editor.caret(0)
    editor.paste(sample("hostile.html"))
    editor.page.wait_for_timeout(100)
    assert editor.page.evaluate("window.hacked") is None
    assert editor.page.locator(".ProseMirror img, .ProseMirror a, .ProseMirror [style]").count() == 0
    text = " ".join(text for _, text in editor.lines())
    for part in ("안녕", "연결", "보통", "굵게<script>", "겉", "안1", "셋"):
        assert part in text
    for part in ("hacked", "숨김", "onerror"):
        assert part not in text
    ids = [block["attrs"]["id"] for block in editor.doc()]
    assert len(set(ids)) == len(ids)
    editor.save()
    assert editor.document.answers == [200], "the server takes what was pasted"


@pytest.mark.full
def test_forged_slice_of_our_own_is_refused(open_editor):
    editor = open_editor(item("앞", 0, "a"))
    editor.caret(0)
    editor.paste("""<p data-pm-slice='1 1 ["box",{"title":7}]' data-level="99">글</p>""")
    editor.paste("""<figure class="ce-image" data-attachment="x:y" data-pm-slice="0 0 []"></figure>""")
    editor.paste("""<p data-pm-slice="0 0 []" data-level="99" data-id="a">글</p>""")
    assert editor.page.locator(".ProseMirror img, .ProseMirror .ce-box").count() == 0
    assert max(level for level, _ in editor.lines()) <= 8
    editor.keys.type("!")
    editor.save()
    assert editor.document.answers == [200]


@pytest.mark.full
def test_web_lists_headings_and_line_breaks(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.paste(sample("web.html"))
    assert [line for line in editor.lines() if line[1]] == [
        (0, "알림"), (0, "본문 강조와 기울임"), (1, "첫째"), (1, "둘째"), (2, "안쪽"), (0, "줄 하나\n줄 둘"),
    ]  # fmt: skip


def test_plain_text_levels_dates_and_tables(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.paste(text=sample("plain.txt"))
    blocks = [block for block in editor.doc() if words(block)]
    assert [(block["attrs"].get("level"), words(block)) for block in blocks if block["type"] == "paragraph"] == [
        (1, "개요"), (2, "일시: 2026. 3. 5.(목) 10:00"), (2, "장소: 회의실"), (3, "좌석 20석"), (1, "안건"),
        (0, "3. 5.(화)까지 회신"), (0, "2026. 3. 5."),
    ]  # fmt: skip
    assert [block["type"] for block in blocks[-2:]] == ["table", "note"]
    assert blocks[-2]["content"][0]["content"][1]["attrs"]["kind"] == "money"


@pytest.mark.full
def test_one_line_of_text_goes_in_at_the_caret(open_editor):
    editor = open_editor(item("가나", 1))
    editor.caret(0, 1)
    editor.paste(text="말\u200e\x07")
    assert editor.lines() == [(1, "가말나")]


@pytest.mark.full
def test_foreign_table_goes_into_a_cell_as_lines(open_editor, sample):
    editor = open_editor()
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    editor.caret(4)
    editor.paste(sample("excel.html"))
    (table,) = [block for block in editor.doc() if block["type"] == "table"]
    assert [cell["type"] for cell in table["content"][0]["content"]] == ["table_header"] * 3
    assert len(table["content"]) == 3
    assert "1,230,000" in words(table["content"][1])


LINE = "발언 그대로 적은 긴 글 " * 3_500
LINES = "1. 안건\n가. 회의에서 오간 말을 들은 그대로 적은 줄이며 꽤 긺\n" * 1_200


@pytest.mark.parametrize(
    "text", [pytest.param(LINE, id="line"), pytest.param(LINES, id="lines", marks=pytest.mark.full)]
)
def test_a_hundred_kilobytes_arrive_whole_and_are_saved(open_editor, text):
    assert len(text.encode()) > 100_000
    editor = open_editor(item("앞"), item("뒤"))
    editor.caret(0)
    editor.paste(text=text)
    editor.keys.type("!")
    said = "".join(words(block) for block in editor.doc())
    assert said.count("적은") == text.count("적은")
    assert said.startswith("앞")
    assert said.rstrip().endswith("뒤")
    assert said.count("!") == 1
    editor.save()
    assert set(editor.document.answers) == {200}  # a slow machine saves by itself before
    assert [words(block) for block in editor.document.content["content"]] == [text for _, text in editor.lines()]
    editor.keys.press("Control+z")
    editor.keys.press("Control+z")
    assert [text for _, text in editor.lines()] == ["앞", "뒤"]


def test_copied_text_carries_marks_and_tabs(open_editor):
    cell = {"type": "table_cell", "attrs": {"colspan": 1, "rowspan": 1}}
    table = {"type": "table", "attrs": {"id": "t", "caption": "예산", "unit": ""}, "content": [
        {"type": "table_row", "content": [{**cell, "content": [item(t, 0, t)]} for t in ("x", "y")]}]}  # fmt: skip
    editor = open_editor(item("하나", 1), item("둘", 1), item("셋", 2), item("넷", 2), table)
    editor.caret(0, 0)
    editor.keys.press("Control+a")
    copied = editor.page.evaluate(
        """() => { const data = new DataTransfer();
             const event = new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true});
             document.querySelector('.ProseMirror').dispatchEvent(event);
             return [data.getData('text/plain'), data.getData('text/html')]; }"""
    )
    assert copied[0].split("\n") == ["1. 하나", "2. 둘", "  가. 셋", "  나. 넷", "예산", "x\ty"]
    editor.keys.press("Delete")
    editor.paste(copied[1], copied[0])
    assert [line for line in editor.lines() if line[1]] == [(1, "하나"), (1, "둘"), (2, "셋"), (2, "넷"), (-1, "xy")]
    editor.keys.type("!")
    editor.save()
    assert editor.document.answers == [200]
