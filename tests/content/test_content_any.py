"""Whatever comes: random JSON is refused cleanly, random documents pass through every function."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.diff import diff
from portal.content.inline import retyped, to_text
from portal.content.marks import SCHEMES, item_marks
from portal.content.merge import merge
from portal.content.nojs import apply_block, block_form
from portal.content.page import page_html
from portal.content.plain import plain_text, text_parts
from portal.content.schema import SCHEMA
from portal.content.tree import block_id, inline_text, is_text_block, walk
from portal.content.validate import ContentError, dump, normalised, parse
from tests.content.test_content_page import Elements

NAMES = st.sampled_from([*SCHEMA.nodes, "type", "content", "attrs", "text", "marks", "id", "level", "colspan", "bold"])
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), NAMES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=120, deadline=None)
@given(VALUES)
def test_random_json_is_refused_as_content_error(value):
    for doc in (value, {"type": "doc", "content": value}, {"type": "doc", "content": [value]}):
        refused = ""
        try:
            parse(json.dumps(doc))
        except ContentError as error:
            refused = str(error)
        assert refused or normalised(doc)["type"] == "doc"


LETTERS = st.text(st.sampled_from("가나 a<&>\"'*_\\※"), max_size=8)
INLINE = st.lists(st.tuples(LETTERS, st.booleans(), st.booleans()), max_size=3).map(
    lambda pieces: [node for text, bold, line in pieces for node in build.text(text, bold=bold, underline=line)]
)
# ids are given when a document is drawn, so that shrinking cannot make two of them equal
PARAGRAPHS = st.builds(lambda inline, level: ("para", inline, level), INLINE, st.integers(0, 8))
BLOCKS = st.one_of(
    PARAGRAPHS,
    st.builds(lambda inline: ("note", inline), INLINE),
    st.builds(lambda one, two, who: ("qa", one, two, who), INLINE, INLINE, LETTERS),
    st.builds(
        lambda cells, width, title, unit: ("table", cells, width, title, unit),
        st.lists(INLINE, min_size=1, max_size=9),
        st.integers(1, 3),
        LETTERS,
        LETTERS,
    ),
    st.builds(lambda inside, title: ("box", inside, title), st.lists(PARAGRAPHS, max_size=3), LETTERS),
    st.builds(lambda one, two: ("columns", one, two), PARAGRAPHS, PARAGRAPHS),
    st.builds(lambda title, alt: ("image", title, alt), LETTERS, LETTERS),
)


def made(plan):
    kind, *values = plan
    if kind == "table":
        cells, width, title, unit = values
        rows = [(cells[at : at + width] + [""] * width)[:width] for at in range(0, len(cells), width)]
        return build.table(rows[0], rows[1:], title, unit, ["text", "money"])
    if kind == "box":
        return build.box(*map(made, values[0]), title=values[1])
    if kind == "columns":
        return build.columns([made(values[0])], [made(values[1])])
    if kind == "image":
        return build.image("0f" * 16, *values)
    return getattr(build, kind)(*values)


DOCS = st.lists(BLOCKS, max_size=5).map(lambda plans: build.ensure_ids(build.doc(*map(made, plans))))


@settings(max_examples=40, deadline=None)
@given(DOCS, st.sampled_from(SCHEMES))
def test_any_document_passes_through_every_function(doc, scheme):
    doc = parse(dump(doc))
    found = Elements(page_html(doc, scheme, heading=3))
    words = "".join(found.text.split())
    for node in walk(doc):
        if is_text_block(node):
            assert "".join(inline_text(node).split()) in words
            assert retyped(node.get("content", []), to_text(node.get("content", []))) == node.get("content", [])
    assert set(item_marks(doc["content"], scheme)) <= {node.get("attrs", {}).get("id") for node in walk(doc)}
    assert {name for name, _text in text_parts(doc)} <= {block_id(block) for block in doc["content"]}
    assert diff(doc, doc) == []
    assert merge(doc, doc, doc).doc == doc
    for block in doc["content"]:
        typed = {field.name: field.value for field in block_form(doc, block_id(block)).fields}
        assert plain_text(apply_block(doc, block_id(block), typed)).split() == plain_text(doc).split()


@settings(max_examples=30, deadline=None)
@given(DOCS, DOCS)
def test_changes_between_any_two_documents_name_every_block_that_differs(old, new):
    changes = diff(old, new)
    assert {change.id for change in changes if change.kind == "removed"} == {block_id(b) for b in old["content"]}
    assert {change.id for change in changes if change.kind == "added"} == {block_id(b) for b in new["content"]}
