"""Item marks, held to the table of cases that the editor's own tests read too."""

import json
from pathlib import Path

import pytest

from portal.content import build
from portal.content.marks import SCHEMES, item_marks, mark, marks_of_levels, syllable

CASES = json.loads(Path(__file__).with_name("item_marks.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['scheme']}-{str(case['levels'])[:30]}")
def test_marks_follow_the_shared_cases(case):
    assert marks_of_levels(case["levels"], case["scheme"]) == case["marks"]


def test_cases_cover_every_scheme_and_level():
    seen = {(case["scheme"], level) for case in CASES for level in case["levels"]}
    assert seen >= {(scheme, level) for scheme in SCHEMES for level in range(1, 9)}


def test_letters_after_ha():
    # 행정업무운영 편람: 하 is followed by 거, 허 by 고
    assert [syllable(index) for index in (0, 13, 14, 27, 28)] == ["가", "하", "거", "허", "고"]


@pytest.mark.parametrize(("index", "expected"), [(38, "ⅩⅩⅩⅨ"), (39, "ⅩⅬ"), (48, "ⅩⅬⅨ"), (49, "Ⅼ"), (60, "ⅬⅪ")])
def test_long_roman_numerals(index, expected):
    assert mark("roman", 1, index).replace("ⅩⅠ", "Ⅺ") == expected


def test_unknown_scheme_is_refused():
    with pytest.raises(KeyError):
        marks_of_levels([1], "greek")


def test_marks_are_given_by_block_and_only_where_there_is_one():
    first, plain, second, alone = build.para("가"), build.para("나", 0), build.para("다"), build.para("라", 2)
    found = item_marks([first, plain, build.note("주"), second, alone], "legal")
    assert found == {first["attrs"]["id"]: "1.", second["attrs"]["id"]: "2."}


def test_box_counts_for_itself():
    outer, inner = [build.para(), build.para()], [build.para(), build.para(), build.para()]
    found = item_marks([outer[0], build.box(*inner), outer[1]], "legal")
    assert [found[block["attrs"]["id"]] for block in outer] == ["1.", "2."]
    assert [found[block["attrs"]["id"]] for block in inner] == ["1.", "2.", "3."]


def test_cells_count_for_themselves():
    cells = [[build.para("가"), build.para("나")], [build.para("다"), build.para("라")]]
    row = [build.node("table_cell", inside) for inside in cells]
    found = item_marks([build.table([], [row])], "legal")
    assert [found[block["attrs"]["id"]] for inside in cells for block in inside] == ["1.", "2.", "1.", "2."]
