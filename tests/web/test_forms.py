"""The one submit path: kept input, errors in place, rows without script, nothing broken by forged structures."""

from datetime import UTC, date, datetime, time

import pytest
from lxml import html
from webtest import Upload

from tests.web.app import SAVED


@pytest.fixture
def form(app):
    return app.get("/form").forms["meeting"]


def fill(form):
    form.set("title", "제7차 연구기획분과 회의", index=0)
    form["held_on"] = "2026-07-15"
    form["starts_at"] = "14:30"
    form["opens"] = "2026-07-16T09:00"
    form["budget"] = "1,500,000원"
    form[radio_name(form)] = "open"
    form.set("title", "중간 점검", index=1)


def radio_name(form):
    return next(name for name, fields in form.fields.items() if name and fields[0].__class__.__name__ == "Radio")


def summary(response):
    links = html.fromstring(response.text).xpath("//div[@class='error-summary']//li")
    return [" ".join(link.text_content().split()) for link in links]


def press(form, value, index=0):
    return form.submit("__row__", value=value, index=index)


def row_buttons(form):
    return [field._value for field in form.fields["__row__"]]


def press_nth(form, number):
    return form.submit("__row__", index=number)


def test_valid_form_is_handed_over_in_types_of_the_trade(form):
    fill(form)
    response = form.submit()
    assert response.status_int == 303
    assert response.location.endswith("/list")
    (values,) = SAVED
    assert values["held_on"] == date(2026, 7, 15)
    assert values["starts_at"] == time(14, 30)
    assert values["opens"] == datetime(2026, 7, 16, 0, 0, tzinfo=UTC)
    assert values["budget"] == 1_500_000
    assert values["agenda"] == [{"title": "중간 점검", "minutes": None, "speakers": []}]
    page = html.fromstring(response.follow().text)
    assert page.xpath("//div[@role='status']/p/text()") == ["저장했습니다."]


def test_invalid_form_keeps_input_and_links_each_error(form):
    form["budget"] = "일백만원"
    form["body"] = "<b>그대로</b>"
    form["secret"] = "비밀"
    response = form.submit(status=400)
    assert summary(response) == [
        "회의명: 필수 항목입니다.",
        "회의 날짜: 필수 항목입니다.",
        "소요 예산: 숫자로 적어 주십시오. 소수는 쓸 수 없습니다.",
        "공개 구분: 필수 항목입니다.",
        "안건 1 안건명: 필수 항목입니다.",
    ]
    page = html.fromstring(response.text)
    assert page.xpath("//title/text()")[0].startswith("오류: 회의 등록")
    for link in page.xpath("//div[@class='error-summary']//a/@href"):
        assert len(page.xpath(f"//*[@id='{link[1:]}']")) == 1
    again = response.forms["meeting"]
    assert again["budget"].value == "일백만원"
    assert again["body"].value == "<b>그대로</b>"
    assert again["secret"].value == ""
    assert SAVED == []


def test_invalid_input_is_tied_to_its_message(form):
    page = html.fromstring(form.submit(status=400).text)
    (title,) = page.xpath("//input[@name='title' and @aria-invalid='true' and @maxlength='60']")
    notes = [page.xpath(f"string(//*[@id='{note}'])").strip() for note in title.get("aria-describedby").split()]
    assert notes == ["소집 통지서에 적힌 이름", "필수 항목입니다."]


def test_errors_are_english_for_an_english_reader(app):
    response = app.get("/form?_LOCALE_=en").forms["meeting"]
    app.set_cookie("_LOCALE_", "en")
    assert "회의명: Required" in summary(response.submit(status=400))


def test_refusal_of_a_service_stands_at_its_fields(form):
    fill(form)
    form.set("title", "중복", index=0)
    response = form.submit(status=400)
    assert summary(response) == [
        "다시 보십시오.",
        "회의명: 같은 이름의 회의가 있습니다.",
        "안건 1 안건명: 안건도 같습니다.",
    ]
    assert response.forms["meeting"]["held_on"].value == "2026-07-15"
    assert SAVED == []


def test_rows_are_added_moved_and_removed_without_script(form):
    fill(form)
    form.set("title", "회의", index=0)
    buttons = row_buttons(form)
    assert buttons == ["add:mapping", "up", "down", "remove", "add:mapping", "add:scalar"]
    form = press_nth(form, 4).forms["meeting"]
    assert [field.value for field in form.fields["title"]] == ["회의", "중간 점검", ""]
    form.set("title", "둘째 안건", index=2)
    form = press_nth(form, 5).forms["meeting"]  # second item: up
    assert [field.value for field in form.fields["title"]] == ["회의", "둘째 안건", "중간 점검"]
    form = press_nth(form, 0).forms["meeting"]  # a speaker of the first item
    form["name"] = "김위원"
    assert SAVED == []
    form["kind"] = "chair"
    form.submit(status=303)
    assert [item["title"] for item in SAVED[0]["agenda"]] == ["둘째 안건", "중간 점검"]
    assert SAVED[0]["agenda"][0]["speakers"] == [{"name": "김위원", "kind": "chair"}]


def test_single_inputs_are_rows_too(form):
    fill(form)
    form = press_nth(form, 5).forms["meeting"]
    form = press_nth(form, row_buttons(form).index("add:scalar")).forms["meeting"]
    notes = form.fields["note"]
    notes[0].value, notes[1].value = "하나", "둘"
    buttons = row_buttons(form)
    last_down = len(buttons) - 1 - buttons[::-1].index("down")
    form = press_nth(form, last_down - 3).forms["meeting"]  # the first note goes down
    assert [field.value for field in form.fields.get("note", form.fields.get("row"))] == ["둘", "하나"]
    buttons = row_buttons(form)
    form = press_nth(form, len(buttons) - 1 - buttons[::-1].index("remove")).forms["meeting"]
    form.submit(status=303)
    assert SAVED[0]["notes"] == ["둘"]


def test_too_few_rows_are_an_error_of_the_list(form):
    fill(form)
    form = press_nth(form, 3).forms["meeting"]
    post = [(name, value) for name, value in form.submit_fields() if name]
    start = post.index(("__start__", "agenda:sequence"))
    end = start + 1
    depth = 1
    while depth:
        depth += {"__start__": 1, "__end__": -1}.get(post[end][0], 0)
        end += 1
    response = form.response.test_app.post("/form", [*post[: start + 1], *post[end - 1 :]], status=400)
    assert summary(response) == ["안건: 1개 이상 있어야 합니다."]


@pytest.mark.usefixtures("buffers_left_open")
@pytest.mark.parametrize(
    "controls",
    [
        [("__start__", "agenda:sequence")],
        [("__end__", "agenda:sequence")],
        [("__start__", "agenda:nonsense"), ("__end__", "")],
        [("__start__", "title:mapping"), ("__end__", "")],
        [("__start__", "title:sequence"), ("x", "1"), ("__end__", "")],
        [("__start__", "agenda:mapping"), ("__end__", "")],
        [("agenda", "text")],
        [("place", "text")],
        [("fields_asked", "sms")],
        [("__start__", "agenda:sequence"), ("item", "text"), ("__end__", "")],
        [("__row__", "add:mapping")],
        [("__start__", "agenda:sequence"), ("__row__", "explode"), ("__end__", "")],
        [("__start__", "agenda:sequence"), ("__row__", "remove"), ("__end__", "")],
        [("__end__", ""), ("__row__", "add")],
        [("x", "1")] * 10_001,
    ],
)
def test_forged_structure_is_a_plain_400(app, form, controls):
    post = [("__formid__", "meeting"), ("csrf_token", form["csrf_token"].value), *controls]
    response = app.post("/form", post, status=400)
    assert "보낸 양식의 짜임이 맞지 않습니다" in response.text
    assert SAVED == []


def test_file_in_place_of_text_or_marker_is_a_plain_400(app, form):
    token = form["csrf_token"].value
    for name in ("title", "__start__", "__row__", "held_on"):
        fields = [("__formid__", "meeting"), ("csrf_token", token), (name, Upload("a.txt", b"x", "text/plain"))]
        assert "짜임이 맞지 않습니다" in app.post("/form", fields, content_type="multipart/form-data", status=400).text


@pytest.mark.usefixtures("buffers_left_open")
@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"title=%ff%fe", b"%00=%00", b"\x00" * 100])
def test_bytes_that_are_no_form_never_fail(app, form, body):
    headers = {"X-CSRF-Token": form["csrf_token"].value, "Content-Type": "application/x-www-form-urlencoded"}
    assert app.post("/form", body, headers=headers, expect_errors=True).status_int == 400
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    assert app.post("/form", body, headers=headers, expect_errors=True).status_int == 400


def test_form_without_token_is_refused(app):
    assert "요청을 처리할 수 없습니다" in app.post("/form", {"title": "x"}, status=400).text


@pytest.mark.parametrize("text", ["a\x00b", "\u202e회의", "\ud7ff\ufffe", "줄\n바꿈", "\x1b[31m"])
def test_control_characters_are_refused(form, text):
    fill(form)
    form.fields["title"][0].force_value(text)
    assert any(line.startswith("회의명: ") for line in summary(form.submit(status=400)))


def test_text_is_composed_and_trimmed(form):
    fill(form)
    form.set("title", "  \u1112\u116c\u110b\u1174  ", index=0)
    form["body"] = "첫 줄\r\n둘째 줄\r\n"
    form.submit(status=303)
    assert SAVED[0]["title"] == "회의"
    assert SAVED[0]["body"] == "첫 줄\n둘째 줄"


def test_upload_keeps_name_without_folders(form):
    fill(form)
    form["paper"] = Upload("C:\\문서\\\u1112\u116c의록.pdf", b"%PDF-1.7", "application/pdf")
    form.submit(status=303)
    paper = SAVED[0]["paper"]
    assert (paper.name, paper.size) == ("회의록.pdf", 8)


def test_several_choices_and_files_arrive_together(form):
    fill(form)
    form["option"].value = ["chair", "member"]
    form.fields["checkbox"][1].checked = True
    form["reporter"] = "이 밖의 사람"
    form["upload"] = [Upload("a.png", b"png", "image/png")]
    form.submit(status=303)
    values = SAVED[0]
    assert values["invited"] == {"chair", "member"}
    assert values["fields_asked"] == {"mail"}
    assert values["reporter"] == "이 밖의 사람"
    assert [(file.name, file.size) for file in values["pictures"]] == [("a.png", 3)]


def test_no_choice_and_no_file_is_none_at_all(form):
    fill(form)
    form.submit(status=303)
    assert SAVED[0]["invited"] == frozenset()
    assert SAVED[0]["pictures"] == ()
    assert SAVED[0]["paper"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("held_on", "2026-02-30"),
        ("held_on", "0001-01-01"),
        ("held_on", "내일"),
        ("starts_at", "25:00"),
        ("starts_at", "9시"),
        ("opens", "2026-07-15"),
        ("budget", "-1"),
        ("budget", "9" * 30),
        ("budget", "1.5"),
    ],
)
def test_impossible_values_are_refused_and_kept(form, field, value):
    fill(form)
    form[field].force_value(value)
    response = form.submit(status=400)
    assert len(summary(response)) == 1
    assert response.forms["meeting"][field].value == value


def test_choice_that_was_not_offered_is_refused(form):
    fill(form)
    form[radio_name(form)].force_value("everyone")
    assert summary(form.submit(status=400)) == ["공개 구분: 목록에 있는 것 가운데 골라 주십시오."]


def test_form_shows_stored_values(wsgi_app):
    from webtest import TestApp

    values = {
        "title": "회의", "held_on": date(2026, 7, 15), "starts_at": time(9, 0), "budget": 1234567,
        "disclosure": "closed",
        "opens": datetime(2026, 7, 15, 15, 0, tzinfo=UTC), "agenda": [{"title": "가"}, {"title": "나"}],
    }  # fmt: skip
    form = TestApp(wsgi_app, extra_environ={"test.values": values}).get("/form").forms["meeting"]
    assert form["opens"].value == "2026-07-16T00:00"
    assert form["starts_at"].value == "09:00"
    assert form["budget"].value == "1,234,567"
    assert form[radio_name(form)].value == "closed"
    assert [field.value for field in form.fields["title"]] == ["회의", "가", "나"]
