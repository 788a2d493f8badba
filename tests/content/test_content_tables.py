"""Tables: where merged cells stand, and rows and columns coming and going around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build, tables
from portal.content.grid import GridError, column_kinds, header_row_count, place_cells, table_width
from portal.content.plain import block_text
from portal.content.validate import check


def table(*rows):
    """Each cell is (text, colspan, rowspan); text in capitals makes a header cell."""
    content = [
        build.node(
            "table_row",
            [build.cell(text, header=text.isupper(), colspan=across, rowspan=down) for text, across, down in row],
        )
        for row in rows
    ]
    return build.node("table", content)


def shape(value):
    return [[(block_text(p.cell), p.column, p.colspan, p.rowspan) for p in row] for row in place_cells(value)]


def words(value):
    return block_text(value).replace("|", " ").split()


MERGED = table([("A", 1, 2), ("B", 2, 1)], [("C", 1, 1), ("D", 1, 1)], [("x", 1, 1), ("y", 1, 1), ("z", 1, 1)])


def test_cells_are_placed_beside_merged_ones():
    assert shape(MERGED)[1] == [("C", 1, 1, 1), ("D", 2, 1, 1)]
    assert table_width(MERGED) == 3


def test_header_rows_end_where_no_header_cell_reaches_on():
    assert header_row_count(MERGED) == 2
    assert header_row_count(build.table(["가"], [["나"]])) == 1
    assert header_row_count(build.table([], [["나"]])) == 0
    # a row heading that reaches into the body is no header row
    assert header_row_count(table([("A", 1, 2), ("B", 1, 1)], [("x", 1, 1)])) == 0


def test_column_kinds_come_from_the_header_cells():
    assert column_kinds(build.table(["가", "나"], [["1", "2"]], kinds=["text", "money"])) == ["text", "money"]


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_inserted_row_fits(at):
    result = tables.insert_row(MERGED, at)
    check(build.doc(result))
    assert len(result["content"]) == 4
    assert words(result) == words(MERGED)


def test_row_inserted_through_a_merged_cell_makes_it_grow():
    result = tables.insert_row(MERGED, 1)
    assert shape(result)[0][0] == ("A", 0, 1, 3)
    assert [entry[1] for entry in shape(result)[1]] == [1, 2]


def test_new_row_keeps_row_headings():
    value = table([("A", 1, 1), ("B", 1, 1)], [("C", 1, 1), ("x", 1, 1)])
    added = tables.insert_row(value, 2)["content"][2]["content"]
    assert [cell["type"] for cell in added] == ["table_header", "table_cell"]


def test_deleting_the_first_row_keeps_the_text_of_a_merged_cell():
    result = tables.delete_row(MERGED, 0)
    assert shape(result)[0] == [("A", 0, 1, 1), ("C", 1, 1, 1), ("D", 2, 1, 1)]


def test_deleting_a_column_narrows_a_merged_cell():
    result = tables.delete_column(MERGED, 2)
    assert shape(result)[0] == [("A", 0, 1, 2), ("B", 1, 1, 1)]
    check(build.doc(result))


def test_inserting_a_column_makes_headers_in_header_rows():
    result = tables.insert_column(MERGED, 3)
    check(build.doc(result))
    assert [row["content"][-1]["type"] for row in result["content"]] == ["table_header", "table_header", "table_cell"]


def test_last_row_and_column_stay():
    single = build.table([], [["가"]])
    with pytest.raises(ValueError, match="only row"):
        tables.delete_row(single, 0)
    with pytest.raises(ValueError, match="only column"):
        tables.delete_column(single, 0)


def test_table_does_not_grow_beyond_what_word_holds():
    wide = build.table([], [["가"] * 63])
    with pytest.raises(ValueError, match="as many columns"):
        tables.insert_column(wide, 0)


def test_bad_grid_says_which_row():
    with pytest.raises(GridError) as caught:
        place_cells(table([("a", 1, 1), ("b", 1, 1)], [("c", 1, 1)]))
    assert caught.value.row == 1


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(sorted(["insert_row", "delete_row", "insert_column", "delete_column"])), st.integers(0, 9)
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(OPERATIONS)
def test_any_row_of_changes_leaves_a_valid_table(operations):
    value = MERGED
    for name, place in operations:
        size = len(value["content"]) if "row" in name else table_width(value)
        if name.startswith("delete") and size == 1:
            continue
        value = getattr(tables, name)(value, place % (size if name.startswith("delete") else size + 1))
        check(build.doc(value))
        area = sum(cell.colspan * cell.rowspan for row in place_cells(value) for cell in row)
        assert area == table_width(value) * len(value["content"])
