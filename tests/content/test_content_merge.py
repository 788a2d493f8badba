"""Two people's changes of one text: nothing lost, nothing doubled, and conflicts only for the same block."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.merge import merge, resolve
from portal.content.plain import block_text, plain_text
from portal.content.sequence import unmoved
from portal.content.tree import block_id
from portal.content.validate import check


def block(name, text=None):
    return build.node("paragraph", build.text(text or name), id=name)


def docs(*names):
    return build.doc(*[block(name) for name in names])


def ids(doc):
    return [block_id(node) for node in doc["content"]]


def edited(doc, name, text):
    return build.doc(*[block(name, text) if block_id(node) == name else node for node in doc["content"]])


def test_edits_of_different_blocks_are_both_kept():
    base = docs("a", "b", "c")
    merged = merge(base, edited(base, "a", "mine"), edited(base, "c", "theirs"))
    assert plain_text(merged.doc) == "mine\nb\ntheirs"
    assert merged.conflicts == []


def test_same_block_changed_on_both_sides_is_a_conflict_carrying_both():
    base = docs("a", "b")
    merged = merge(base, edited(base, "a", "mine"), edited(base, "a", "theirs"))
    assert plain_text(merged.doc) == "theirs\nb"
    (conflict,) = merged.conflicts
    assert (conflict.id, block_text(conflict.mine), block_text(conflict.theirs)) == ("a", "mine", "theirs")
    assert block_text(conflict.base) == "a"


def test_same_change_on_both_sides_is_no_conflict():
    base = docs("a", "b")
    merged = merge(base, edited(base, "a", "same"), edited(base, "a", "same"))
    assert plain_text(merged.doc) == "same\nb"
    assert merged.conflicts == []


def test_edited_here_and_deleted_there_keeps_the_text():
    base = docs("a", "b", "c")
    merged = merge(base, edited(base, "b", "mine"), docs("a", "c"))
    assert plain_text(merged.doc) == "a\nmine\nc"
    assert merged.conflicts[0].theirs is None


def test_deleted_here_and_edited_there_keeps_the_text():
    base = docs("a", "b", "c")
    merged = merge(base, docs("a", "c"), edited(base, "b", "theirs"))
    assert plain_text(merged.doc) == "a\ntheirs\nc"
    assert merged.conflicts[0].mine is None


def test_deleted_on_one_side_is_deleted():
    base = docs("a", "b", "c")
    assert ids(merge(base, docs("a", "c"), edited(base, "a", "x")).doc) == ["a", "c"]
    assert ids(merge(base, edited(base, "a", "x"), docs("a", "c")).doc) == ["a", "c"]


def test_insertions_at_one_place_are_both_kept_in_order():
    merged = merge(docs("a", "b"), docs("a", "m1", "m2", "b"), docs("a", "t1", "t2", "b"))
    assert ids(merged.doc) == ["a", "t1", "t2", "m1", "m2", "b"]
    assert merged.conflicts == []


def test_insertion_at_the_start_stays_at_the_start():
    assert ids(merge(docs("a"), docs("m", "a"), docs("a", "t")).doc) == ["m", "a", "t"]


def test_move_and_edit_of_one_block_are_both_kept():
    base = docs("a", "b", "c", "d")
    merged = merge(base, docs("b", "c", "d", "a"), edited(base, "a", "theirs"))
    assert plain_text(merged.doc) == "b\nc\nd\ntheirs"


def test_moves_of_different_blocks_are_both_kept():
    base = docs("a", "b", "c", "d", "e")
    assert ids(merge(base, docs("b", "c", "d", "e", "a"), docs("a", "e", "b", "c", "d")).doc) == list("ebcda")


def test_deleting_everything_between_two_leaves_a_valid_document():
    merged = merge(docs("a", "b"), docs("a"), docs("b"))
    check(merged.doc)
    assert plain_text(merged.doc) == ""


def test_block_moved_into_a_box_and_edited_outside_leaves_ids_unique():
    base = docs("a", "b")
    mine = build.doc(block("a"), build.box(block("b")))
    merged = merge(base, mine, edited(base, "b", "theirs"))
    check(merged.doc)
    assert "theirs" in plain_text(merged.doc)
    assert merged.conflicts[0].id == "b"


def test_choices_settle_a_conflict():
    base = docs("a", "b")
    merged = merge(base, edited(base, "a", "mine"), edited(base, "a", "theirs"))
    assert plain_text(resolve(merged, {"a": "mine"})) == "mine\nb"
    assert plain_text(resolve(merged, {"a": "theirs"})) == "theirs\nb"
    both = resolve(merged, {})
    assert plain_text(both) == "theirs\nmine\nb"
    check(both)


def test_choosing_a_deletion_deletes():
    base = docs("a", "b")
    merged = merge(base, docs("a"), edited(base, "b", "theirs"))
    assert plain_text(resolve(merged, {"b": "mine"})) == "a"
    assert plain_text(resolve(merged, {"b": "both"})) == "a\ntheirs"


def test_unmoved_is_a_longest_common_order():
    assert unmoved(list("abcde"), list("bcdea")) == set("bcde")
    assert unmoved(list("abc"), list("xyz")) == set()
    assert len(unmoved(list("abcd"), list("dcba"))) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["edit", "insert", "move", "delete"]), st.integers(0, 99), st.integers(0, 99)), max_size=8
)


def changed(doc, steps, side):
    """A copy after the steps; every text written is unique, so that it can be looked for."""
    blocks = list(doc["content"])
    for number, (step, first, second) in enumerate(steps):
        at = first % len(blocks) if blocks else 0
        if step == "insert" or not blocks:
            blocks.insert(at, block(f"{side}{number}", f"<{side}-new-{number}>"))
        elif step == "edit":
            blocks[at] = block(block_id(blocks[at]), f"<{side}-edit-{number}>")
        elif step == "move":
            moved = blocks.pop(at)
            blocks.insert(second % (len(blocks) + 1), moved)
        elif len(blocks) > 1:
            blocks.pop(at)
    return build.doc(*blocks)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 6), STEPS, STEPS)
def test_no_text_is_lost_or_doubled(size, my_steps, their_steps):
    base = build.doc(*[block(f"b{number}", f"<base-{number}>") for number in range(size)])
    mine, theirs = changed(base, my_steps, "m"), changed(base, their_steps, "t")
    merged = merge(base, mine, theirs)
    check(merged.doc)
    shown = [block_text(node) for node in merged.doc["content"]]
    aside = {block_text(side) for conflict in merged.conflicts for side in (conflict.mine, conflict.theirs) if side}
    old = {block_text(node) for node in base["content"]}
    written = {block_text(node) for side in (mine, theirs) for node in side["content"]} - old
    assert written <= set(shown) | aside
    assert len(shown) == len(set(shown))
    assert len(ids(merged.doc)) == len(set(ids(merged.doc)))
    untouched = {block_text(node) for node in mine["content"]} & {block_text(node) for node in theirs["content"]}
    assert untouched <= set(shown)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 6), STEPS)
def test_merging_with_an_unchanged_side_gives_the_other(size, steps):
    base = build.doc(*[block(f"b{number}", f"<base-{number}>") for number in range(size)])
    other = changed(base, steps, "x")
    assert merge(base, base, other).doc == other
    assert merge(base, other, base).doc == other
    assert merge(base, other, other).doc == other
