"""The funding form: shares come to a hundred, amounts to the whole, and either follows from the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.funding import FundingForm
from portal.content import build
from portal.content.page import page_html
from tests.content.test_content_page import Elements
from tests.documents.tables import form_table, grid_of, lost, told

FUNDING = FundingForm()


def test_shares_follow_from_amounts_and_amounts_from_shares():
    given_amounts = form_table(
        FUNDING, [["국비", "", "5,000"], ["시비", "", "2,500"], ["구비", "", "2,500"]], unit="천원"
    )
    given_shares = form_table(
        FUNDING, [["국비", "50%", ""], ["시비", "25", ""], ["구비", "25", ""], ["합계", "", "10,000"]], unit="천원"
    )
    expected = [["국비", "50", "5,000"], ["시비", "25", "2,500"], ["구비", "25", "2,500"], ["합계", "100", "10,000"]]
    for table in (given_amounts, given_shares):
        assert grid_of(FUNDING, table)[1:] == expected
        assert told(FUNDING, table) == []
        assert FUNDING.read(table).total == 10_000_000


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 10**12))
def test_amounts_of_shares_that_make_a_hundred_make_up_the_total(weights, total):
    shares = [100 * one // sum(weights) for one in weights]
    shares[0] += 100 - sum(shares)
    rows = [[f"재원{number}", str(share), ""] for number, share in enumerate(shares)]
    facts = FUNDING.read(form_table(FUNDING, [*rows, ["합계", "", f"{total:,}"]]))
    amounts = [facts.amount_of(source) for source in facts.sources]
    assert sum(amounts) == total
    assert all(abs(amount * 100 - share * total) < 100 for amount, share in zip(amounts, shares, strict=True))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["국비", "50", ""], ["시비", "25", ""]], [(None, "비율의 합이 100%가 아니라 75%입니다.")]),
        ([["국비", "60", "500"], ["시비", "40", "500"]],
         [(1, "금액으로 셈하면 50%인데 다르게 적혀 있습니다."), (2, "금액으로 셈하면 50%인데 다르게 적혀 있습니다.")]),
        ([["국비", "", "500"], ["시비", "", "500"], ["계", "", "1,100"]],
         [(3, "딸린 금액을 더하면 1,000원인데 1,100원으로 적혀 있습니다.")]),
        ([["국비", "120", ""]], [(1, "‘120’은(는) 0부터 100까지의 비율이 아닙니다.")]),
        ([["국비", "반", "많이"]], [(1, "‘많이’을(를) 금액으로 읽을 수 없습니다."),
          (1, "‘반’은(는) 0부터 100까지의 비율이 아닙니다.")]),
        ([["국비", "", ""]], [(1, "비율이나 금액이 없습니다.")]),
    ],
)  # fmt: skip
def test_what_does_not_come_to_the_whole_is_told(rows, says):
    assert told(FUNDING, form_table(FUNDING, rows)) == [("BUD-2", row, text) for row, text in says]


def test_rounded_shares_of_amounts_that_add_up_are_right():
    rows = [["국비", "33.3", "1,000"], ["시비", "33.3", "1,000"], ["구비", "33.3", "1,000"]]
    assert told(FUNDING, form_table(FUNDING, rows)) == []
    assert grid_of(FUNDING, form_table(FUNDING, rows))[-1] == ["합계", "100", "3,000"]


def test_a_figure_that_differs_is_shown_beside_the_computed_one():
    table = form_table(FUNDING, [["국비", "60", "500"], ["시비", "40", "500"], ["합계", "", "900"]])
    assert grid_of(FUNDING, table)[1:] == [
        ["국비", "50 (적힌 값 60)", "500"], ["시비", "50 (적힌 값 40)", "500"], ["합계", "100", "1,000 (적힌 값 900)"],
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any))
def test_any_amounts_come_to_their_sum(amounts):
    table = form_table(FUNDING, [[f"재원 {n}", "", f"{won:,}"] for n, won in enumerate(amounts)])
    assert FUNDING.read(table).total == sum(amounts)
    assert told(FUNDING, table) == []
    assert grid_of(FUNDING, table)[-1] == ["합계", "100", f"{sum(amounts):,}"]


WORDS = st.sampled_from(["", "-", "합계", "국비", "50", "33.3%", "1,000", "😀", "9" * 30, "-5"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_table_is_read_and_shown(rows):
    table = form_table(FUNDING, rows)
    assert lost(FUNDING, table) == []
    Elements(page_html(build.doc(table)))


def test_many_rows():
    table = build.table([column.label for column in FUNDING.columns], [["가", "", "1"]] * 5_000, form="funding")
    assert FUNDING.problems(table) == []
