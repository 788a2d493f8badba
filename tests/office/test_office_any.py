"""Whatever comes: any content, any table of merged cells becomes a Word and a 한글 file without faults or losses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content.marks import SCHEMES
from portal.content.tree import inline_text, is_text_block, walk
from portal.office.from_content import content_blocks
from portal.office.hwpx import hwpx_document
from portal.office.model import Cell, DocumentFacts, Paragraph, Table, TextRow
from portal.office.word import word_document
from tests.content.test_content_any import DOCS
from tests.office import hwpx_inspection
from tests.office.inspection import all_text, opened, table_faults

FACTS = DocumentFacts("시험")
TEXTS = st.text(max_size=6)
CELLS = st.one_of(
    TEXTS,
    st.builds(
        lambda text, wide, high: Cell([Paragraph(text)], colspan=wide, rowspan=high),
        TEXTS,
        st.integers(-1, 5),
        st.integers(-1, 5),
    ),
)
ROWS = st.one_of(st.lists(CELLS, max_size=5), st.lists(TEXTS, max_size=5).map(TextRow))


WORD = (word_document, lambda data: table_faults(opened(data)), all_text)
HANGUL = (hwpx_document, hwpx_inspection.quick_findings, hwpx_inspection.all_text)
WRITERS = pytest.mark.parametrize(("write", "faults", "text_of"), [WORD, HANGUL], ids=["docx", "hwpx"])


@WRITERS
@settings(max_examples=40, deadline=None)
@given(doc=DOCS, scheme=st.sampled_from(SCHEMES))
def test_any_content_is_printed_whole(write, faults, text_of, doc, scheme):
    data = write(content_blocks(doc, scheme), FACTS)
    assert list(faults(data)) == []
    printed = "".join(text_of(data).split())
    for node in walk(doc):
        if is_text_block(node):
            assert "".join(inline_text(node).split()) in printed


@WRITERS
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, max_size=6), headers=st.integers(0, 3))
def test_any_merged_cells_fill_the_grid(write, faults, text_of, rows, headers):
    try:
        data = write([Table(rows, (1, 2, 3, 4), headers)], FACTS)
    except ValueError as error:
        if "more cells" not in str(error):
            raise
        return
    assert list(faults(data)) == []
