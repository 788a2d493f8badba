"""The schema: what it is made of, and what a feature may add to it."""

import json
import re

import pytest

from portal.content import build
from portal.content.expression import compile_expression
from portal.content.schema import SCHEMA, load_schema, schema_json
from portal.content.validate import ContentError, check, normalised

BUDGET = {"group": "block", "content": "budget_line+", "attrs": {"id": {"type": "id"}}}
LINE = {"content": "inline*", "attrs": {"amount": {"type": "int", "min": 0, "default": 0}}}


def budget(*lines):
    return {"type": "doc", "content": [{"type": "budget", "attrs": {"id": "x"}, "content": list(lines)}]}


def test_registered_block_is_accepted_and_given_to_the_editor():
    schema = load_schema()
    schema.register("budget_line", LINE)
    schema.register("budget", BUDGET)
    result = normalised(budget({"type": "budget_line"}), schema)
    assert result["content"][0]["content"] == [{"type": "budget_line", "attrs": {"amount": 0}}]
    assert json.loads(schema.as_json())["nodes"]["budget"] == BUDGET
    assert "budget" in schema.block_types()


def test_registered_block_is_unknown_to_other_schemas():
    with pytest.raises(ContentError):
        check(budget({"type": "budget_line"}))


def test_registering_a_name_twice_with_another_spec_is_refused():
    schema = load_schema()
    schema.register("budget_line", LINE)
    schema.register("budget_line", dict(LINE))
    with pytest.raises(ValueError, match="registered already"):
        schema.register("budget_line", {"content": "block+"})
    with pytest.raises(ValueError, match="registered already"):
        schema.register("paragraph", LINE)


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("Budget", LINE),
        ("a b", LINE),
        ("odd", {"contents": "block+"}),
        ("odd", {"attrs": {"x": {"type": "json"}}}),
        ("odd", {"group": "block", "content": "inline*"}),
    ],
)
def test_faulty_spec_is_refused(name, spec):
    with pytest.raises(ValueError, match="content node"):
        load_schema().register(name, spec)


def test_expression_naming_an_unknown_node_stops_the_first_use():
    schema = load_schema()
    schema.register("budget", BUDGET)
    with pytest.raises(KeyError, match="budget_line"):
        _ = schema.rules


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("a", ["a"], ["", "b", "aa"]),
        ("a b", ["ab"], ["a", "ba", "abb"]),
        ("a b?", ["a", "ab"], ["b", "abb"]),
        ("(a|b)+", ["a", "b", "abba"], ["", "abc"]),
        ("(a | b c)* c", ["c", "ac", "bcc", "abcac"], ["", "b", "abc "]),
    ],
)
def test_content_expression_matches_sequences(text, good, bad):
    pattern = re.compile(compile_expression(text, lambda name: [name], lambda name: name).pattern)
    assert all(pattern.fullmatch(word) for word in good)
    assert not any(pattern.fullmatch(word) for word in bad)


@pytest.mark.parametrize("text", ["(a", "a)", "+", "a | | +", "a{2}", "*a"])
def test_unreadable_content_expression_is_refused(text):
    with pytest.raises(ValueError, match="content expression"):
        compile_expression(text, lambda name: [name], lambda name: name)


def test_schema_json_is_what_the_validator_reads():
    shared = json.loads(schema_json())
    assert shared["nodes"] == SCHEMA.nodes
    assert shared["marks"] == ["bold", "underline"]


@pytest.mark.parametrize("kind", sorted(set(SCHEMA.block_types()) - {"image"}))
def test_blank_block_of_every_type_is_valid(kind):
    made = build.doc(build.blank(kind))
    check(made)
    assert made["content"][0]["type"] == kind


def test_blank_picture_is_refused():
    with pytest.raises(ValueError, match="attachment"):
        build.blank("image")
