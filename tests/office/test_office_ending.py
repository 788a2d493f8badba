"""붙임 and 끝 where 시행규칙 제4조 wants them."""

import pytest

from portal.office.ending import attachment_lines, ended
from portal.office.model import Cell, Heading, Paragraph, Run, Table


def last_text(blocks) -> str:
    """Text of the last paragraph."""
    return blocks[-1].text


def test_end_follows_the_last_character_of_text():
    assert last_text(ended([Paragraph("알려 드립니다. ")])) == "알려 드립니다.  끝."
    rich = [Paragraph([Run("알려 "), Run("드립니다.", bold=True)])]
    assert last_text(ended(rich)) == "알려 드립니다.  끝."
    assert rich[0].text == "알려 드립니다.", "what was given is not changed"


def test_end_follows_the_last_attachment():
    assert last_text(ended([Paragraph("글.")], ["계획서 1부."])) == "붙임  계획서 1부.  끝."
    lines = ended([Table([["가"]], (1,))], ["계획서 1부", "명단 2부"])
    assert [line.text for line in lines[1:]] == ["붙임  1. 계획서 1부.", "2. 명단 2부.  끝."]


def test_attachments_are_numbered_only_when_there_are_several():
    assert [line.text for line in attachment_lines(["가 1부"])] == ["붙임  가 1부."]
    assert attachment_lines([]) == []


@pytest.mark.parametrize(
    "table",
    [
        Table([["머리"], ["값"]], (1,), 1),
        Table([["머리", "비고"], ["값", ""]], (1, 1), 1),
        Table([["이름", "값"]], (1, 1)),
        Table([["머리"]], (1,), 1),
    ],
)
def test_end_stands_below_a_full_table_one_character_in(table):
    last = ended([table])[-1]
    assert (last.text, last.indent) == ("끝.", 2)


def test_table_that_ends_part_way_says_so_in_the_next_cell():
    table = Table([["연번", "이름"], ["1", Cell("가")], ["", ""], [Cell(""), ""]], (1, 1), 1)
    blocks = ended([table])
    assert len(blocks) == 1
    assert blocks[0].rows[2][0] == "이하 빈칸"
    assert table.rows[2][0] == "", "what was given is not changed"


def test_table_whose_data_is_all_empty_says_so_in_its_first_cell():
    rows = ended([Table([["연번"], [Cell("", align="center")], [""]], (1,), 1)])[0].rows
    assert (rows[1][0].blocks, rows[1][0].align) == ("이하 빈칸", "center")


def test_document_that_ends_with_a_heading_or_nothing_still_ends():
    assert last_text(ended([Heading("절")])) == "끝."
    assert last_text(ended([])) == "끝."
    assert last_text(ended([Paragraph("")])) == "끝."
