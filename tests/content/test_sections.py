"""Sections: saving, merging two people's changes, who is there, the pages without script."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal import clock
from portal.content import services
from portal.content.build import doc, para
from portal.content.models import Revision, Section
from portal.content.plain import plain_text
from portal.content.tree import block_id, children
from portal.jobs.models import Job
from portal.records.models import Record
from tests.meetings import minutes_case as case


@pytest.fixture
def section(database, viewer):
    """The id of a section with two blocks, in minutes being written."""
    with database.writing() as session:
        minutes = case.in_session(session, viewer("secretary"))
        made = case.section(session, minutes)
        services.save(session, made, made.lock, doc(para("첫째"), para("둘째")), viewer("secretary"))
        return made.id


@pytest.fixture
def other(make_browser):
    return make_browser().signed_in("officer")


def now(database, section_id):
    with database.reading() as session:
        found = session.get(Section, section_id)
        return found.lock, found.content


def changed(document, number, text):
    """A copy of a document with another text in one block."""
    copy = json.loads(json.dumps(document))
    copy["content"][number]["content"] = [{"type": "text", "text": text}]
    return copy


def post(browser, section_id, payload, status=200, name="save"):
    headers = {"X-CSRF-Token": browser.csrf()}
    return browser.post(
        f"/sections/{section_id}/{name}", json.dumps(payload), headers, status=status, content_type="application/json"
    )


def test_a_save_answers_lock_time_and_others(database, section, secretary):
    lock, document = now(database, section)
    answer = post(secretary, section, {"lock": lock, "content": changed(document, 0, "고침")}).json
    assert (answer["lock"], answer["content"], answer["others"]) == (lock + 1, None, [])
    assert len(answer["saved_at"]) == 8
    assert children(now(database, section)[1])[0]["content"][0]["text"] == "고침"


def test_saving_the_same_text_changes_nothing(database, section, secretary):
    lock, document = now(database, section)
    assert post(secretary, section, {"lock": lock, "content": document}).json["lock"] == lock


def test_changes_of_different_blocks_are_merged(database, section, secretary, other):
    lock, document = now(database, section)
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "내 첫째")})
    answer = post(other, section, {"lock": lock, "content": changed(document, 1, "남의 둘째")}).json
    texts = [block["content"][0]["text"] for block in answer["content"]["content"]]
    assert texts == ["내 첫째", "남의 둘째"]
    assert now(database, section)[1] == answer["content"]
    assert answer["others"] == ["문가람"]


def test_the_same_block_changed_by_both_stores_nothing(database, section, secretary, other):
    lock, document = now(database, section)
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "내 글")})
    before = now(database, section)
    answer = post(other, section, {"lock": lock, "content": changed(document, 0, "남의 글")}, status=409).json
    (conflict,) = answer["conflicts"]
    texts = [conflict[side]["content"][0]["text"] for side in ("base", "mine", "theirs")]
    assert texts == ["첫째", "남의 글", "내 글"]
    assert now(database, section) == before
    assert answer["lock"] == before[0]
    post(other, section, {"lock": answer["lock"], "content": changed(document, 0, "남의 글")})
    assert children(now(database, section)[1])[0]["content"][0]["text"] == "남의 글"


def test_a_base_that_is_no_longer_kept_loses_nothing(database, section, secretary):
    lock, document = now(database, section)
    with database.writing() as session:
        kept = session.get(Section, section)
        kept.lock += 50
    answer = post(secretary, section, {"lock": lock - 1, "content": changed(document, 0, "늦은 글")}, status=409).json
    assert answer["conflicts"][0]["mine"]["content"][0]["text"] == "늦은 글"
    assert now(database, section)[1] == document


BROKEN = [
    b"{",
    b"[]",
    b"[" * 5000,
    b'{"lock":"1"}',
    b'{"lock":true,"content":{}}',
    b'{"lock":-1}',
    b'{"lock":1}',
    b'{"lock":1,"content":{"type":"doc","content":[{"type":"script"}]}}',
    b"\xff",
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken_bodies_are_refused_in_words(database, section, secretary, body):
    before = now(database, section)
    headers = {"X-CSRF-Token": secretary.csrf()}
    answer = secretary.post(f"/sections/{section}/save", body, headers, status=422, content_type="application/json")
    assert answer.json["error"]
    assert now(database, section) == before


def test_a_huge_body_is_refused(section, secretary):
    body = b'{"lock":1,"content":"' + b"a" * (3 << 20) + b'"}'
    headers = {"X-CSRF-Token": secretary.csrf()}
    assert secretary.post(f"/sections/{section}/save", body, headers, status=413).json["error"]


def test_a_hundred_kilobytes_are_kept(database, section, secretary):
    lock, document = now(database, section)
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "가" * 100_000)})
    assert len(children(now(database, section)[1])[0]["content"][0]["text"]) == 100_000


@pytest.mark.parametrize(("who", "status"), [("member", 404), ("outsider", 404), ("staff", 404), ("chair", 403)])
def test_others_are_told_they_may_not(database, section, make_browser, who, status):
    lock, document = now(database, section)
    browser = make_browser().signed_in(who)
    assert post(browser, section, {"lock": lock, "content": document}, status=status).json["error"]
    assert browser.get(f"/sections/{section}/poll?lock=1", status=status).json["error"]


def test_a_stranger_is_told_to_sign_in(section, anonymous):
    assert anonymous.get(f"/sections/{section}/poll?lock=1", status=401).json["error"]


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_an_unknown_section_is_not_found(secretary, number):
    assert secretary.get(f"/sections/{number}/poll?lock=1", status=404).json["error"]


def test_a_save_without_the_token_is_refused(database, section, secretary):
    lock, document = now(database, section)
    secretary.post_json(f"/sections/{section}/save", {"lock": lock, "content": document}, status=400)


def test_two_people_hear_of_each_other_by_polling(section, secretary, other):
    lock = secretary.get(f"/sections/{section}/poll?lock=2").json["lock"]
    assert other.get(f"/sections/{section}/poll?lock={lock}").json == {
        "lock": lock, "content": None, "saved_at": other.get(f"/sections/{section}/poll?lock={lock}").json["saved_at"],
        "others": ["문가람"],
    }  # fmt: skip
    assert secretary.get(f"/sections/{section}/poll?lock={lock}").json["others"] == ["피예준"]


def test_who_left_is_forgotten(section, secretary, other):
    secretary.get(f"/sections/{section}/poll?lock=2")
    later = clock.now() + timedelta(seconds=16)
    clock.set_source(lambda: later)
    assert other.get(f"/sections/{section}/poll?lock=2").json["others"] == []


def test_polling_brings_what_others_saved(database, section, secretary, other):
    lock, document = now(database, section)
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "새 글")})
    answer = other.get(f"/sections/{section}/poll?lock={lock}").json
    assert (answer["lock"], answer["content"]) == (lock + 1, now(database, section)[1])


def test_presence_may_be_told_by_itself(section, secretary, other):
    post(secretary, section, {}, name="presence")
    assert post(other, section, {}, name="presence").json["others"] == ["문가람"]


def test_old_steps_are_pruned_and_kept_texts_stay(registry, database, section, secretary):
    for text in ("하나", "둘", "셋"):
        lock, document = now(database, section)
        reason = {"reason": "save"} if text == "둘" else {}
        post(secretary, section, {"lock": lock, "content": changed(document, 0, text), **reason})
    later = clock.now() + timedelta(days=2)
    clock.set_source(lambda: later)
    services.prune(registry)
    with database.reading() as session:
        query = select(Revision).where(Revision.section_id == section).order_by(Revision.lock)
        kept = [(one.lock, one.reason) for one in session.scalars(query)]
    newest = now(database, section)[0]
    assert [lock for lock, _reason in kept] == [1, newest - 1, newest]
    assert kept[1][1] == "save"


def test_another_hand_keeps_the_text_before(database, section, secretary, other):
    lock, document = now(database, section)
    post(other, section, {"lock": lock, "content": changed(document, 0, "이어서")})
    with database.reading() as session:
        query = select(Revision.reason).where(Revision.section_id == section, Revision.lock == lock)
        assert session.scalar(query) == "handover"


def test_the_history_shows_what_changed(database, section, secretary, other, member):
    lock, document = now(database, section)
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "고친 글"), "reason": "save"})
    page = secretary.get(f"/sections/{section}/history")
    assert page.html.find("ins", string="고친 글")
    assert member.get(f"/sections/{section}/history", expect_errors=True).status_int in (403, 404)


def block_form(page):
    return next(form for form in page.forms.values() if "lock" in form.fields)


def test_a_block_is_edited_without_script(database, section, secretary):
    document = now(database, section)[1]
    wanted = block_id(children(document)[0])
    page = secretary.get(f"/sections/{section}/blocks")
    assert page.html.find("li", id=f"block-{wanted}")
    form = block_form(secretary.get(f"/sections/{section}/blocks/{wanted}"))
    form["text"], form["bold"] = "굵게 고침", "굵게"
    form.submit(status=303)
    first = children(now(database, section)[1])[0]["content"]
    assert first[0] == {"type": "text", "text": "굵게", "marks": [{"type": "bold"}]}


def act(browser, section_id, lock, **values):
    values = {"csrf_token": browser.csrf(), "lock": str(lock), **values}
    return browser.post(f"/sections/{section_id}/blocks", values, expect_errors=True)


def test_blocks_are_added_moved_levelled_and_deleted_without_script(database, section, secretary):
    lock, document = now(database, section)
    first, second = (block_id(block) for block in children(document))
    assert "/blocks/" in act(secretary, section, lock, act="insert", kind="table", block=second).location
    act(secretary, section, now(database, section)[0], act="up", block=second)
    act(secretary, section, now(database, section)[0], act="level", block=first, level="3")
    blocks = children(now(database, section)[1])
    assert [block["type"] for block in blocks] == ["paragraph", "paragraph", "table"]
    assert [block_id(block) for block in blocks[:2]] == [second, first]
    assert blocks[1]["attrs"]["level"] == 3
    act(secretary, section, now(database, section)[0], act="delete", block=second)
    assert block_id(children(now(database, section)[1])[0]) == first


def test_any_row_and_column_of_a_table_is_reached_without_script(database, section, secretary):
    lock, document = now(database, section)
    second = block_id(children(document)[1])
    page = act(secretary, section, lock, act="insert", kind="table", block=second).follow()

    def rows():
        table = children(now(database, section)[1])[2]
        return [[plain_text({"content": cell["content"]}) for cell in row["content"]] for row in table["content"]]

    form = block_form(page)
    for row, line in enumerate(rows()):
        for column in range(len(line)):
            form[f"text-{row}-{column}-0"] = f"{row}.{column}"
    width, height = len(rows()[0]), len(rows())
    form["at_row"] = str(height - 1)
    form = block_form(form.submit("table_act", value="row_after", status=303).follow())
    assert rows()[-2] == [f"{height - 1}.{column}" for column in range(width)]
    assert rows()[-1] == [""] * width
    form["at_column"] = str(width - 1)
    form = block_form(form.submit("table_act", value="column_delete", status=303).follow())
    form["at_row"] = "0"
    form.submit("table_act", value="row_delete", status=303)
    assert [row[0] for row in rows()] == [f"{row}.0" for row in range(1, height)] + [""]
    assert {len(row) for row in rows()} == {width - 1}


def test_a_table_act_that_cannot_be_done_keeps_what_was_typed(database, section, secretary):
    lock, document = now(database, section)
    last = block_id(children(document)[1])
    form = block_form(act(secretary, section, lock, act="insert", kind="table", block=last).follow())
    form["caption"] = "예산"
    for number in range(20):
        page = form.submit("table_act", value="column_delete", expect_errors=True)
        if page.status_int == 400:
            break
        form = block_form(page.follow())
        form["caption"] = f"예산 {number}"
    assert page.html.select_one(".error-summary").get_text(strip=True)
    assert block_form(page)["caption"].value == form["caption"].value


def test_a_stale_block_without_script_shows_both_texts(database, section, secretary, other):
    lock, document = now(database, section)
    wanted = block_id(children(document)[0])
    form = block_form(other.get(f"/sections/{section}/blocks/{wanted}"))
    post(secretary, section, {"lock": lock, "content": changed(document, 0, "먼저 저장한 글")})
    form["text"] = "나중에 쓴 글"
    page = form.submit(status=409)
    assert "먼저 저장한 글" in page
    assert block_form(page)["text"].value.strip() == "나중에 쓴 글"
    assert children(now(database, section)[1])[0]["content"][0]["text"] == "먼저 저장한 글"
    block_form(page).submit(status=303)
    assert children(now(database, section)[1])[0]["content"][0]["text"] == "나중에 쓴 글"


@pytest.mark.parametrize(
    "values", [{"act": "explode"}, {"act": "insert", "kind": "script"}, {"act": "level", "level": "99"}]
)
def test_wrong_acts_without_script_change_nothing(database, section, secretary, values):
    lock, document = now(database, section)
    block = block_id(children(document)[0])
    assert act(secretary, section, lock, block=block, **values).status_int == 400
    assert act(secretary, section, "x", block=block, act="up").status_int == 400
    assert now(database, section) == (lock, document)


def test_a_deleted_block_keeps_what_was_typed(database, section, secretary, other):
    lock, document = now(database, section)
    wanted = block_id(children(document)[0])
    form = block_form(other.get(f"/sections/{section}/blocks/{wanted}"))
    act(secretary, section, lock, act="delete", block=wanted)
    form["text"] = "지워진 줄에 쓴 글"
    assert "지워진 줄에 쓴 글" in form.submit(status=409)


def test_a_save_queues_one_index_job(database, section, secretary, viewer):
    with database.writing() as session:
        minutes = session.get(Record, session.get(Section, section).record_id)
        case.decide(session, minutes, viewer("secretary"))  # contained, and not touched by the save
        session.execute(delete(Job))
    for text in ("하나", "둘"):
        lock, document = now(database, section)
        post(secretary, section, {"lock": lock, "content": changed(document, 0, text)})
    with database.reading() as session:
        record = session.get(Record, session.get(Section, section).record_id)
        assert session.scalars(select(Job.key).where(Job.kind == "index")).all() == [f"index:{record.uid}"]
