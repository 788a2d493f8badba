"""Indicators: rates, formulas, suggestions; targets by date, actuals, their pages."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from documents.indicators import reading, writing
from documents.indicators.achievement import ACTUAL_ZERO, TARGET_ZERO, Rate, rate, score
from documents.indicators.facts import ActualFacts, IndicatorFacts, TargetFacts
from documents.indicators.formula import FormulaError, evaluate, names_in
from documents.indicators.lint import Facts, suggestions
from documents.indicators.models import Indicator, IndicatorActual, IndicatorTarget, SuggestionAnswer
from documents.plans import writing as plans
from documents.plans.models import Plan
from portal import clock
from portal.forms import FormError
from portal.records.workflow import NotAllowed
from tests.documents import plan_case as case
from tests.documents.desk import choose, says

YEAR = clock.today().year


def d(text):
    return None if text is None else Decimal(text)


# --- rates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "target", "actual", "shown", "status"),
    [
        ("UP", "114", "103", "90.4", "FAIR"),
        ("UP", "500", "500", "100.0", "REACHED"),
        ("UP", "3", "5", "166.7", "REACHED"),
        ("UP", "1000", "0", "0.0", "SHORT"),
        ("UP", "200", "159.9", "80.0", "FAIR"),  # 79.95 half up
        ("DOWN", "6", "6.1", "98.4", "FAIR"),
        ("DOWN", "4", "5", "80.0", "FAIR"),
        ("BINARY", "1", "1", "100.0", "REACHED"),
        ("BINARY", "1", "0", "0.0", "SHORT"),
    ],
)
def test_rates(direction, target, actual, shown, status):
    found = rate(direction, Decimal(target), Decimal(actual))
    assert (str(found.shown), found.status) == (shown, status)


@pytest.mark.parametrize(("target", "actual"), [(None, "1"), ("1", None), (None, None)])
@pytest.mark.parametrize("direction", ["UP", "DOWN", "BINARY"])
def test_what_is_missing_is_nothing_and_never_zero(direction, target, actual):
    assert rate(direction, d(target), d(actual)) == Rate()


def test_nothing_is_divided_by_zero():
    assert rate("UP", Decimal(0), Decimal(3)) == Rate(flag=TARGET_ZERO)
    assert rate("DOWN", Decimal(5), Decimal(0)) == Rate(flag=ACTUAL_ZERO)
    assert rate("DOWN", Decimal(0), Decimal(0), mirrored=True) == Rate(flag=TARGET_ZERO)


def test_the_mirrored_way_of_fewer_is_better():
    assert rate("DOWN", Decimal(4), Decimal(5), mirrored=True).shown == Decimal("75.0")
    assert rate("DOWN", Decimal(4), Decimal(0), mirrored=True).shown == Decimal("200.0")
    assert rate("DOWN", Decimal(4), Decimal(9), mirrored=True).shown == Decimal("0.0")


def test_a_score_caps_each_rate_and_leaves_out_what_is_missing():
    rated = [(Decimal(2), Rate(Fraction(150))), (Decimal(1), Rate(Fraction(70))), (Decimal(5), Rate())]
    assert score(rated) == Fraction(90)
    assert score(rated, cap=Fraction(1000)) == Fraction(370, 3)
    assert score([]) is score([(Decimal(0), Rate(Fraction(10)))]) is None


# --- formulas --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/b*100", "66.6667"),
        ("(a + b) × 2", "10"),
        ("a−b", "-1"),
        ("-(a-b)", "1"),
        ("a÷b×100", "66.6667"),
        ("참여 * 2", "14"),
        ("1.5*a", "3"),
    ],
)
def test_formulas(text, expected):
    assert evaluate(text, {"a": Decimal(2), "b": Decimal(3), "참여": Decimal(7)}) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a/(b-b)", "0으로"),
        ("a/c", "값이 없습니다"),
        ("__import__('os')", "쓸 수 없는 글자"),
        ("a(b)", "자리가 맞지"),
        ("abs(a)", "값이 없습니다"),
        ("a**9", "끝나지"),
        ("9" * 15 + "*" + "9" * 15, "너무 큽니다"),
        ("(" * 200 + "a" + ")" * 50, "깊습니다"),
        ("-" * 200 + "a", "깊습니다"),
        ("a" + "+a" * 1500, "너무 깁니다"),
        ("(a", "닫히지"),
        ("", "끝나지"),
        ("a b", "자리가 맞지"),
        ("a\x00", "쓸 수 없는 글자"),
        ("a.b", "쓸 수 없는 글자"),
    ],
)
def test_what_is_no_formula_is_told_and_never_run(text, said):
    with pytest.raises(FormulaError) as refused:
        evaluate(text, {"a": Decimal(2), "b": Decimal(3)})
    assert said in refused.value.message.interpolate()


@given(st.text(alphabet="ab10.+-*/() ×", max_size=60))
def test_any_text_is_a_number_or_told(text):
    try:
        told = evaluate(text, {"a": Decimal(7), "b": Decimal("0.5")})
    except FormulaError as error:
        told = error.message
    assert isinstance(told, Decimal) or told


def test_names_of_a_formula():
    assert names_in("a/(b-a)*100") == ["a", "b"]


# --- suggestions -----------------------------------------------------------------------------------------------------

GOOD = {"unit": "명", "method": "명단으로 셈", "source": "결과 보고"}


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (Facts("교육을 마친 사람 수", **GOOD), []),
        (Facts("교육을 마친 사람 수", unit="명"), ["IND-1"]),
        (Facts("복지 이해 정도", **GOOD | {"unit": "정도"}), ["IND-2"]),
        (Facts("협력망 활성화", **GOOD), ["IND-2"]),
        (Facts("참여자 만족도", **GOOD | {"unit": ""}), ["IND-2", "IND-3"]),
        (Facts("참여자 만족도", **GOOD | {"unit": "점"}), ["IND-3"]),
        (Facts("참여자 만족도 점수(5점 만점)", **GOOD | {"unit": "점"}), []),
        (Facts("만족도 점수(5점 만점)", **GOOD, about="이용자 300명"), ["IND-4"]),
        (Facts("만족도 점수(5점 만점)", **GOOD, about="이용자 300명", siblings=[("이용자 수", "명")]), []),
        (Facts("교실 운영 횟수", **GOOD | {"unit": "회"}), ["IND-5"]),
        (Facts("교실 운영 횟수", **GOOD | {"unit": "회"}, siblings=[("회당 참여 인원", "명")]), []),
        (Facts("만족도 점수(5점 만점)", **GOOD, project="치매 어르신 나들이"), ["IND-6"]),
        (Facts("지원 조례 제정", **GOOD), ["IND-7"]),
        (Facts("지원 조례 제정", **GOOD, direction="BINARY"), []),
        (Facts("실무 회의", **GOOD | {"unit": "회"}, yearly=[Decimal(1)]), ["IND-8"]),
        (Facts("실무 회의", **GOOD | {"unit": "회"}, yearly=[Decimal(2)]), []),
    ],
)
def test_suggestions(facts, rules):
    assert [one.rule for one in suggestions(facts)] == rules


# --- kept ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lead(viewer):
    return viewer("staff")


@pytest.fixture
def kept(database, lead):
    """The address of an indicator in a plan from this year on, with a target of 200 for this year."""
    with database.writing() as session:
        project = case.project(session, case.plan(session, lead), lead)
        made = case.indicator(session, project, lead, variables={"a": "참여", "b": "대상"}, formula="a/b*100")
        target = TargetFacts(YEAR, Decimal(200), date(YEAR, 1, 1), "계획에서 정함")
        writing.set_target(session, made, target, lead)
        return f"/plans/indicators/{made.uid}"


def only(session):
    return session.scalars(select(Indicator)).one()


@pytest.mark.both_databases
def test_what_a_target_was_on_any_day_is_a_query_and_nothing_is_deleted(database, kept, lead):
    with database.writing() as session:
        indicator = only(session)
        change = TargetFacts(YEAR, Decimal("180.5"), date(YEAR, 7, 1), "대상이 줄어 낮춤")
        writing.set_target(session, indicator, change, lead)
        writing.set_target(session, indicator, change, lead)  # a second click
    with database.reading() as session:
        indicator = only(session)
        for day, expected in ((date(YEAR, 6, 30), 200), (date(YEAR, 7, 1), Decimal("180.5"))):
            assert reading.targets_on(session, indicator, day) == {(YEAR, None): expected}
        assert reading.targets_on(session, indicator, date(YEAR - 1, 12, 31)) == {}
        rows = session.scalars(select(IndicatorTarget).order_by(IndicatorTarget.id)).all()
        assert [(one.value, one.entered_by) for one in rows] == [(200, "고은찬"), (Decimal("180.5"), "고은찬")]


@pytest.mark.both_databases
def test_none_planned_zero_and_unreported_are_three_things(database, kept, lead):
    seen = []
    for facts in (
        ActualFacts(YEAR, value=Decimal(0)),
        ActualFacts(YEAR, "NONE_PLANNED"),
        ActualFacts(YEAR, "UNREPORTED"),
    ):
        with database.writing() as session:
            writing.report_actual(session, only(session), facts, lead)
        with database.reading() as session:
            found = reading.with_results(session, [only(session)])[0][1][0]
            seen.append((found.actual.state if found.actual else None, found.rate.shown))
    assert seen == [("REPORTED", Decimal("0.0")), ("NONE_PLANNED", None), (None, None)]
    with database.reading() as session:
        assert len(session.scalars(select(IndicatorActual)).all()) == 3


def test_an_actual_is_reckoned_from_the_values_of_its_formula(kept, staff):
    page = staff.get(kept).click("실적 적기", index=0)
    form = page.forms["actual"]
    form["input0"], form["input1"] = "30", "0"
    assert "0으로 나눌 수 없습니다" in form.submit(status=400).text
    form["input1"] = "1,200"
    form["value"] = "25"
    assert "2.5입니다" in form.submit(status=400).text
    form["value"] = ""
    page = form.submit(status=303).follow()
    assert says(page, "실적을 저장했습니다")
    assert "참여 = 30, 대상 = 1200" in page.html.find(id="reports").parent.text


@pytest.mark.parametrize("typed", ["많음", "1e9", "1.23456", "9" * 13, "\x00", "1,23"])
def test_values_that_are_no_numbers_are_told(kept, staff, typed):
    form = staff.get(f"{kept}/actuals/{YEAR}/0").forms["actual"]
    form["value"] = typed
    assert form.submit(status=400).html.find(class_="form-hint-invalid") is not None


def test_a_slip_of_the_unit_is_asked_about_and_kept(kept, staff):
    form = staff.get(f"{kept}/actuals/{YEAR}/0").forms["actual"]
    form["value"] = "190,000"
    page = form.submit(status=303).follow()
    assert "단위를 확인해 주십시오" in page.html.find(id="values").parent.text
    assert "95000.0" in page.text


def test_a_target_is_changed_with_a_reason_and_marked(kept, staff):
    form = staff.get(kept).click("목표 정하기").forms["target"]
    form["value"], form["decision"] = "0", "결정 3"
    refused = form.submit(status=400)
    assert "그 주소의 기록이 없습니다" in refused.text
    form = refused.forms["target"]
    form["reason"], form["decision"] = "사업을 멈춤", "http://localhost" + "/decisions/" + "0" * 32
    assert "그 주소의 기록이 없습니다" in form.submit(status=400).text
    form["decision"] = "http://localhost" + staff.get(kept).html.find(id="facts").parent.find("a")["href"]
    page = form.submit(status=303).follow()
    history = page.html.find(id="history").parent
    assert "△1" in history.text
    assert "사업을 멈춤" in history.text
    assert "마음 돌봄 나들이" in history.text  # the record that decided it
    assert page.html.find("svg") is not None
    form = staff.get(f"{kept}/actuals/{YEAR}/0").forms["actual"]
    form["value"] = "3"
    assert "목표가 0이어서" in form.submit(status=303).follow().text


def test_two_who_report_at_once_see_each_other(kept, staff, make_browser):
    address = f"{kept}/actuals/{YEAR}/0"
    mine, theirs = staff.get(address), make_browser().signed_in("admin").get(address)
    for page, value, status in ((theirs, "150", 303), (theirs, "150", 303), (mine, "160", 409)):
        form = page.forms["actual"]
        form["value"] = value
        answer = form.submit(status=status)
    assert "150" in answer.text
    assert staff.get(kept).html.find(id="reports").parent.text.count("150") == 1


def test_an_answer_takes_the_place_of_the_warning(database, kept, staff):
    form = staff.get(f"{kept}/edit").forms["indicator"]
    form["source"] = ""
    page = form.submit(status=303).follow()
    assert "IND-1" in page.html.find(id="suggestions").parent.text
    form = page.click("답하기").forms["answer"]
    form["text"] = "참가 명단을 두 사람이 따로 셈"
    page = form.submit(status=303).follow()
    told = page.html.find(id="suggestions").parent.text
    assert "측정 방법: 참가 명단을 두 사람이 따로 셈" in " ".join(told.split())
    assert "따라가 확인할 수 없는" not in told
    with database.reading() as session:
        assert session.scalars(select(SuggestionAnswer.entered_by)).all() == ["고은찬"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("weight", "-1"), ("formula", "a/b*" + "1" * 3000), ("formula", "a/c"), ("variables", "a"), ("name", "수\x00")],
)
def test_an_indicator_that_cannot_be_is_told(kept, staff, field, value):
    form = staff.get(f"{kept}/edit").forms["indicator"]
    form[field] = value
    assert form.submit(status=400).html.find(class_="form-hint-invalid") is not None


def test_a_unit_stays_once_values_are_there(kept, staff):
    form = staff.get(f"{kept}/edit").forms["indicator"]
    form["unit"] = "천 명"
    assert "단위를 바꿀 수 없습니다" in form.submit(status=400).text


def test_binary_is_one_or_nothing_and_years_are_those_of_the_plan(database, kept, lead):
    with database.writing() as session:
        indicator = only(session)
        facts = IndicatorFacts("조사 실시", unit="명", direction="BINARY")
        writing.change(session, indicator, facts, lead)
        for wrong in (ActualFacts(YEAR, value=Decimal(2)), ActualFacts(YEAR - 1, value=Decimal(1)), ActualFacts(YEAR)):
            with pytest.raises(FormError):
                writing.report_actual(session, indicator, wrong, lead)
        with pytest.raises(FormError):
            writing.set_target(session, indicator, TargetFacts(YEAR, Decimal(1), clock.today(), " "), lead)


def test_readers_only_read(database, kept, lead, member, outsider, viewer):
    outsider.get(kept, status=404)
    with database.writing() as session:
        plans.publish(session, session.scalars(select(Plan)).one(), lead)
    page = member.get(kept)
    assert "실적 적기" not in page.text
    member.get(f"{kept}/targets/new", status=403)
    with database.writing() as session, pytest.raises(NotAllowed):
        writing.report_actual(session, only(session), ActualFacts(YEAR, value=Decimal(1)), viewer("member"))


def test_scores_stand_in_the_table_of_the_plan(database, kept, lead, staff):
    with database.writing() as session:
        writing.report_actual(session, only(session), ActualFacts(YEAR, value=Decimal(150)), lead)
        plan = session.scalars(select(Plan.uid)).one()
    page = staff.get(f"/plans/{plan}?year={YEAR}")
    assert page.html.select_one('td[data-label="점수"]').text == "75.0"
    assert page.html.select_one('td[data-label="지표 수"]').text == "1"


def test_quarters_stand_beside_years(kept, staff):
    form = staff.get(kept).click("목표 정하기").forms["target"]
    form["quarter"], form["value"], form["reason"] = "2", "1234.5", "분기 목표"
    page = form.submit(status=303).follow()
    assert "1,234.5" in page.text
    form = page.click(href=f"/actuals/{YEAR}/2").forms["actual"]
    choose(form, "NONE_PLANNED")
    assert "–" in form.submit(status=303).follow().html.find(id="values").parent.text
    staff.get(f"{kept}/actuals/{YEAR - 1}/0", status=404)
    assert staff.get(f"{kept}?_LOCALE_=en").html.find("h1").text == "나들이에 참여한 종사자 수"


def test_who_reports_each_quarter_is_led_to_each(kept, staff):
    form = staff.get(f"{kept}/edit").forms["indicator"]
    form["cycle"] = "QUARTER"
    page = form.submit(status=303).follow()
    links = [one["href"] for one in page.html.find(id="values").parent.find_all("a")]
    assert [one.rpartition("actuals/")[2] for one in links[:5]] == [f"{YEAR}/{n}" for n in (1, 2, 3, 4, 0)]


def test_a_target_from_tomorrow_does_not_hold_today(database, kept, lead):
    with database.writing() as session:
        later = TargetFacts(YEAR, Decimal(9), clock.today() + timedelta(days=1), "내일부터")
        writing.set_target(session, only(session), later, lead)
        assert reading.with_results(session, [only(session)])[0][1][0].target == 200
