"""The page around the text: accessibility, narrow screens, what the bundle is made of."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.editor.conftest import item

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "portal" / "content" / "editor"
BUILT = ROOT / "portal" / "static" / "editor"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CELL = {"colspan": 1, "rowspan": 1}


def node(name, content=(), **attrs):
    return {"type": name, "attrs": attrs, "content": list(content)}


def row(cell, text, prefix, **attrs):
    cells = [node(cell, [item(text, 0, f"{prefix}{i}")], **CELL, **attrs) for i in range(8)]
    return {"type": "table_row", "content": cells}


FULL = [
    item("하나", 1),
    item("둘", 1),
    item("셋", 2),
    node("note", [{"type": "text", "text": "참고"}], id="n"),
    node("qa", [node("question", who="김 위원"), node("answer", who="")], id="q"),
    node(
        "table",
        [row("table_header", "머리", "h", kind="number"), row("table_cell", "글 내용", "c")],
        id="t",
        caption="예산",
        unit="천원",
    ),
    node("box", [item("글", 0, "bp")], id="b", title="제목"),
    node("image", id="i", attachment="ab" * 16, alt="지도", caption="그림 1"),
    node(
        "columns",
        [{"type": "column", "content": [item("왼", 0, "l")]}, {"type": "column", "content": [item("오른", 0, "r")]}],
        id="cc",
    ),
]


needs_node = pytest.mark.skipif(not shutil.which("node"), reason="Node builds the editor; the portal runs without it")


def violations(page):
    page.evaluate(AXE)
    result = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [(found["id"], [node["html"][:120] for node in found["nodes"]]) for found in result["violations"]]


def test_axe_finds_nothing_with_every_block_panel_and_question_open(open_editor):
    editor = open_editor(*FULL)
    editor.page.route("**/save", lambda route: route.abort())
    editor.caret(0)
    editor.keys.type("!")
    editor.keys.press("Control+s")
    editor.expect_state("오프라인 – 이 컴퓨터에 보관 중")
    editor.page.reload()
    editor.page.unroute("**/save")
    editor.page.wait_for_selector(".ce-offer")
    editor.caret(0)
    editor.keys.type("mine")
    editor.document.change({"type": "doc", "content": [item("하나!", 1), *FULL[1:]]})
    editor.save()
    expect(editor.page.locator(".ce-conflict")).to_be_visible()
    editor.caret(7)
    editor.keys.press("Control+Alt+p")
    expect(editor.page.get_by_label("표 제목")).to_be_focused()
    assert violations(editor.page) == []


def test_narrow_screen_has_no_sideways_scroll_and_large_targets(open_editor):
    editor = open_editor(*FULL)
    editor.page.set_viewport_size({"width": 360, "height": 740})
    editor.caret(6)
    editor.keys.press("Control+Alt+p")
    editor.page.wait_for_timeout(100)
    assert editor.page.evaluate("document.documentElement.scrollWidth") == 360
    boxes = editor.page.evaluate(
        "[...document.querySelectorAll('[data-editor] :is(button, input:not([type=file]), select)')]"
        ".map(e => e.getBoundingClientRect()).filter(b => b.width).map(b => [b.width, b.height])"
    )
    assert len(boxes) > 20
    assert min(min(box) for box in boxes) >= 44


@pytest.mark.full
def test_no_style_attribute_and_no_inline_script_in_the_editor(open_editor):
    editor = open_editor(*FULL)
    assert editor.page.locator(".content-editor [style], .content-editor script, .content-editor style").count() == 0


@pytest.mark.full
def test_broken_document_leaves_the_form_and_says_so(page, harness):
    address, document = harness.add([item("가")])
    document.versions[1] = {"type": "doc", "content": [{"type": "script"}]}
    page.goto(address)
    expect(page.get_by_role("alert")).to_contain_text("글을 열 수 없습니다")


@pytest.mark.full
def test_unknown_answer_of_the_server_is_not_taken(open_editor):
    editor = open_editor(item("가"))
    bad = {
        "lock": 2,
        "content": {"type": "doc", "content": [{"type": "image", "attrs": {"id": "x", "attachment": "javascript:1"}}]},
    }
    editor.page.route("**/save", lambda route: route.fulfill(json=bad))
    editor.caret(0)
    editor.keys.type("!")
    editor.save()
    editor.expect_state("저장하지 못했습니다.")
    assert editor.lines() == [(0, "가!")]


def run_node(script):
    command = ["node", "--input-type=module", "-e", script]
    return json.loads(subprocess.run(command, cwd=SOURCE / "src", capture_output=True, check=True, text=True).stdout)


@needs_node
def test_item_marks_agree_with_the_server():
    cases = json.loads((ROOT / "tests" / "content" / "item_marks.json").read_text(encoding="utf-8"))
    called = f"{json.dumps(cases)}.map(c => itemMarks(c.levels, c.scheme))"
    script = f"import {{ itemMarks }} from './marks.js'; console.log(JSON.stringify({called}))"
    found = run_node(script)
    assert len(found) > 30
    assert found == [case["marks"] for case in cases]


@needs_node
def test_cell_values_fit_their_kinds():
    table = json.loads((ROOT / "tests" / "content" / "cell_values.json").read_text(encoding="utf-8"))
    cases = [
        (text, case["kind"], case.get("choices", []), fits)
        for case in table
        for fits, texts in ((True, case["fits"]), (False, case["not"]))
        for text in texts
    ]
    called = f"{json.dumps(cases)}.map(c => fitsKind(c[0], c[1], c[2]))"
    script = f"import {{ fitsKind }} from './values.js'; console.log(JSON.stringify({called}))"
    assert run_node(script) == [case[3] for case in cases]


@needs_node
@pytest.mark.parametrize(
    ("scheme", "text", "level"),
    [
        ("plan", "1 추진 근거", 1),
        ("plan", "□ 대상", 2),
        ("plan", "■ 대상", 2),
        ("plan", "○ 내용", 3),
        ("plan", "- 내용", 4),
        ("plan", "▶ 내용", 5),
        ("plan", "1 " + "길다 " * 30, None),
        ("roman_plan", "Ⅰ 개요", 1),
        ("roman_plan", "① 대상", 2),
        ("roman_plan", "■ 내용", 3),
        ("roman_plan", "□ 내용", 3),
        ("roman_plan", "○ 내용", 4),
        ("roman_plan", "▷ 내용", 5),
        ("symbols", "■ 내용", 1),
        ("legal", "○ 내용", 2),
        ("legal", "1 추진 근거", None),
    ],
)
def test_printed_marks_are_read_by_the_scheme(scheme, text, level):
    called = f"readMark({json.dumps(text)}, {json.dumps(scheme)})"
    found = run_node(f"import {{ readMark }} from './marks.js'; console.log(JSON.stringify({called}))")
    assert (found and found["level"]) == level


@needs_node
def test_message_list_and_hashes_belong_to_the_sources():
    exported = json.loads((SOURCE / "messages.json").read_text(encoding="utf-8"))
    assert exported == run_node("import { MESSAGES } from './messages.js'; console.log(JSON.stringify(MESSAGES))")
    for line in (BUILT / "SHA256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((BUILT / name).read_bytes()).hexdigest() == digest, name


def test_lock_file_names_no_registry():
    lock = (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert '"resolved"' not in lock


@needs_node
@pytest.mark.full
def test_bundle_is_what_the_sources_build():
    result = subprocess.run(["sh", str(SOURCE / "build.sh"), "--check"], check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
