"""Blocks taken over from an earlier record: chosen on a page, with ids of their own, within the reader's rights."""

import json

import pytest

from documents.approvals import drafting
from documents.approvals.facts import body_of
from documents.approvals.models import Document
from documents.blocks.cases import Cases
from portal.content.build import box, doc, empty_doc, image, para, table
from portal.content.services import save
from tests.documents.desk import says
from tests.documents.line_case import USUAL, approve, drafted, viewer
from tests.documents.tables import form_table

pytestmark = pytest.mark.sqlite_only
ROWS = [["강사비", "700,000"]]


@pytest.fixture
def pair(office):
    """(address of the section of a new draft, uid of an earlier document with a table, a box and a picture)."""
    with office.writing() as session:
        earlier = drafted(session, *USUAL, title="지난해 교육 계획", disclosure="CLOSED", grounds=(6,))
        place = body_of(session, earlier)
        text = doc(
            para("추진 배경", 1), table(["항목", "금액"], ROWS), box(para("목적")), image("ab" * 16, "사진", "강의")
        )
        save(session, place, place.lock, text, viewer(session, "staff"))
        approve(session, earlier)
        draft = drafted(session, *USUAL, title="올해 교육 계획")
        return f"/sections/{body_of(session, draft).id}", earlier.uid


def blocks(office):
    with office.reading() as session:
        draft = session.query(Document).filter_by(title="올해 교육 계획").one()
        return body_of(session, draft).content["content"]


def taking(staff, pair, *numbers, **more):
    """The page of the earlier document with some of its blocks chosen."""
    section, uid = pair
    page = staff.get(f"{section}/copy?source={uid}&after={more.get('after', '')}")
    form = page.forms["take"]
    for number in numbers:
        form.fields["block"][number].checked = True
    return form


def test_chosen_blocks_go_to_the_end_with_ids_of_their_own(office, staff, pair):
    section, uid = pair
    page = staff.get(f"{section}/copy")
    assert "지난해 교육 계획" in page
    form = taking(staff, pair, 1, 2)
    answer = form.submit(status=303)
    first, *_middle, copied, framed = blocks(office)
    assert (copied["type"], framed["type"]) == ("table", "box")
    assert answer.location.endswith(f"{section}/blocks#block-{copied['attrs']['id']}")
    with office.reading() as session:
        source = body_of(session, session.query(Document).filter_by(uid=uid).one()).content
    theirs = {block["attrs"]["id"] for block in source["content"]}
    assert not {block["attrs"]["id"] for block in (first, copied, framed)} & theirs


def test_below_the_block_that_was_named(office, staff, pair):
    first = blocks(office)[0]["attrs"]["id"]
    assert f"{pair[0]}/copy?after={first}" in staff.get(f"{pair[0]}/blocks")
    taking(staff, pair, 0, after=first).submit(status=303)
    assert [block["type"] for block in blocks(office)][:2] == ["paragraph", "paragraph"]
    assert blocks(office)[1]["content"][0]["text"] == "추진 배경"


def test_nothing_chosen_is_told_and_pictures_are_not_offered(office, staff, pair):
    form = taking(staff, pair)
    assert len(form.fields["block"]) == 3
    before = blocks(office)
    assert says(form.submit(status=400), "하나 이상 고르십시오")
    assert blocks(office) == before


def test_somebody_else_s_change_is_kept(office, staff, pair):
    form = taking(staff, pair, 1)
    with office.writing() as session:
        draft = session.query(Document).filter_by(title="올해 교육 계획").one()
        place = body_of(session, draft)
        save(session, place, place.lock, doc(para("다시 쓴 글")), viewer(session, "staff"))
    form.submit(status=303)
    assert [block["type"] for block in blocks(office)] == ["paragraph", "table"]


def test_only_what_one_may_read_is_found_or_taken(office, staff, make_browser, pair):
    section, uid = pair
    with office.writing() as session:
        other = drafted(session, *USUAL, title="남의 초안", by=viewer(session, "deputy"))
        hidden = other.uid
    assert "남의 초안" not in staff.get(f"{section}/copy", {"q": "초안"})
    staff.get(f"{section}/copy?source={hidden}", status=404)
    staff.get(f"{section}/copy?source={'0' * 32}", status=404)
    form = taking(staff, pair, 1)
    form["source"].force_value(hidden)
    form.submit(status=404)
    make_browser().sign_in("outsider").get(f"{section}/copy?source={uid}", status=403)


def test_records_are_found_by_number_and_title(staff, pair, office):
    section, _uid = pair
    with office.reading() as session:
        number = session.query(Document).filter_by(title="지난해 교육 계획").one().id
    assert number
    for words, found in (("지난해 계획", True), ("복지정책과-1", True), ("없는 말", False), ("%", False)):
        assert ("지난해 교육 계획" in staff.get(f"{section}/copy", {"q": words})) is found, words


def test_records_are_found_by_what_stands_in_them(staff, pair, office, registry):
    section, _uid = pair
    with office.writing() as session:
        hidden = drafted(session, *USUAL, title="남의 초안", by=viewer(session, "deputy"))
        place = body_of(session, hidden)
        save(session, place, place.lock, doc(para("강사비를 올린다")), viewer(session, "deputy"))
    registry["indexing"].drain()
    page = staff.get(f"{section}/copy", {"q": "강사비"})
    assert "지난해 교육 계획" in page
    assert "남의 초안" not in page
    assert "지난해 교육 계획" not in staff.get(f"{section}/copy", {"q": "고등학교"})


def test_the_editor_is_handed_copies_and_nothing_is_saved(office, staff, pair):
    before = blocks(office)
    form = taking(staff, pair, 0, 1)
    handed = staff.post(form.action, form.submit_fields(), xhr=True).json["blocks"]
    assert [one["type"] for one in handed] == ["paragraph", "table"]
    assert "id" not in handed[0]["attrs"]
    assert '"id"' not in json.dumps(handed)
    assert blocks(office) == before
    answer = staff.post(form.action, taking(staff, pair).submit_fields(), xhr=True, status=400)
    assert answer.json == {"error": "가져올 것을 하나 이상 고르십시오."}


def test_the_editor_is_handed_nothing_that_one_may_not_read(office, staff, make_browser, pair):
    with office.writing() as session:
        hidden = drafted(session, *USUAL, title="남의 초안", by=viewer(session, "deputy")).uid
    fields = dict(taking(staff, pair, 0).submit_fields())
    staff.post(f"{pair[0]}/copy", fields | {"source": hidden}, xhr=True, status=404)
    stranger = make_browser().sign_in("outsider")
    stranger.post(f"{pair[0]}/copy", fields | {"csrf_token": stranger.csrf()}, xhr=True, status=403)


def test_a_record_without_a_text_says_so(office, staff, pair):
    with office.writing() as session:
        empty = drafted(session, *USUAL, title="빈 초안")
        place = body_of(session, empty)
        save(session, place, place.lock, empty_doc(), viewer(session, "staff"))
        uid = empty.uid
    page = staff.get(f"{pair[0]}/copy?source={uid}")
    assert "빈 초안" in page
    assert "이 기록에는 아직 글이 없습니다" in page


def test_a_case_table_comes_over_only_for_who_reads_it_in_full(office, make_browser):
    """Whoever is shown the masked copy of a partly open document is not offered the original."""
    with office.writing() as session:
        earlier = drafted(session, *USUAL, title="지난해 통합사례", disclosure="PARTIAL", grounds=(6,))
        place = body_of(session, earlier)
        cases = form_table(Cases(), [["김**", "부자가정", "양육 도움", "기관별 조정", ""]])
        save(session, place, place.lock, {**doc(), "content": [cases]}, viewer(session, "staff"))
        approve(session, earlier)
        uid = earlier.uid
        drafts = {}
        for login in ("deputy", "director"):
            who = viewer(session, login)
            made = drafting.draft(session, drafting.DocumentFacts("올해 계획"), who.department_ids[0], who)
            drafts[login] = body_of(session, made).id
    colleague, other = (make_browser().sign_in(login) for login in drafts)
    form = colleague.get(f"/sections/{drafts['deputy']}/copy?source={uid}").forms["take"]
    form.fields["block"][0].checked = True
    form.submit(status=303)
    assert "부자가정" in colleague.get(f"/sections/{drafts['deputy']}/blocks")
    assert "지난해 통합사례" not in other.get(f"/sections/{drafts['director']}/copy", {"q": "통합사례"})
    other.get(f"/sections/{drafts['director']}/copy?source={uid}", status=404)
