"""What only a browser can show: no accessibility fault, no policy violation, no sideways scrolling, rows by script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.app import SAVED
from tests.web.conftest import READER


@pytest.fixture
def open_page(chromium, address):
    """Open pages of the application at a width; a complaint of the browser fails the test."""
    complaints = []
    contexts = []

    def open_at(path, width, **options):
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, locale="ko-KR", extra_http_headers=READER, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        page.goto(address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def faults(page):
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in Axe().run(page).response["violations"]
    ]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def send(page):
    page.get_by_role("button", name="저장").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.full)])
def test_list_and_form_with_errors_are_accessible(open_page, width):
    page = open_page("/list", width)
    assert fits(page)
    assert faults(page) == []
    page = open_page("/form", width)
    page.get_by_role("button", name="발언자 추가").click()
    send(page)
    assert page.evaluate("document.activeElement.dataset.errorSummary") is not None
    assert fits(page)
    assert faults(page) == []


def test_rows_by_script_arrive_in_their_order(open_page):
    SAVED.clear()
    page = open_page("/form", 1280)
    page.get_by_label("회의명").fill("회의")
    page.get_by_label("회의 날짜").fill("2026-07-15")
    page.get_by_text("공개", exact=True).click()
    page.get_by_role("button", name="안건 추가").click()
    names = page.get_by_label("안건명")
    assert names.nth(1).evaluate("input => input === document.activeElement")
    names.nth(0).fill("가")
    names.nth(1).fill("나")
    page.get_by_role("button", name="위로 안건 2").click()
    assert names.nth(0).input_value() == "나"
    page.get_by_role("button", name="발언자 추가").nth(1).click()
    page.get_by_label("이름").fill("김위원")
    page.get_by_label("구분 필수", exact=True).select_option("member")
    for text in ("하나", "둘"):
        page.get_by_role("button", name="메모 추가").click()
        page.keyboard.type(text)
    page.get_by_role("button", name="삭제 메모 1").click()
    send(page)
    assert page.get_by_text("저장했습니다.").is_visible()
    (values,) = SAVED
    assert [(item["title"], [s["name"] for s in item["speakers"]]) for item in values["agenda"]] == [
        ("나", []),
        ("가", ["김위원"]),
    ]
    assert values["notes"] == ["둘"]


def test_enter_key_saves_and_does_not_touch_rows(open_page):
    page = open_page("/form", 1280)
    page.get_by_label("회의명").fill("회의")
    page.get_by_label("회의명").press("Enter")
    page.wait_for_load_state()
    assert page.title().startswith("오류:")
    assert page.get_by_label("안건명").count() == 1


def test_form_works_without_script(open_page):
    page = open_page("/form", 360, java_script_enabled=False)
    page.get_by_label("회의명").fill("회의")
    page.get_by_role("button", name="안건 추가").click()
    page.wait_for_load_state()
    assert page.get_by_label("안건명").count() == 2
    assert page.get_by_label("회의명").input_value() == "회의"


def test_only_needed_pieces_of_the_font_are_loaded(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    loaded = []
    page.on("response", lambda response: loaded.append(response) if response.url.endswith(".woff2") else None)
    page.goto(address + "/list")
    page.wait_for_load_state("networkidle")
    sizes = [len(response.body()) for response in loaded]
    context.close()
    assert 0 < sum(sizes) < 2_500_000
    assert len(sizes) < 60
