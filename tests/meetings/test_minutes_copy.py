"""Public copies: everyone reads the masked copy, nobody the original."""

import pytest

from meetings.minutes import confirming, publishing
from portal.content.build import doc, para
from portal.content.masking import find_personal_data, mask_document, mask_text
from portal.content.plain import plain_text
from portal.records.public_copy import program_of
from tests.meetings import minutes_case as case


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("900101-1234567 제출", "******-******* 제출"),
        ("010-1234-5678로 연락", "010-****-5678로 연락"),
        ("hong.gildong@example.kr", "ho***@example.kr"),
        ("김철수와 김철", "**와 **"),
        ("2021. 7. 15.(목) 10:00", "2021. 7. 15.(목) 10:00"),
    ],
)
def test_text_is_masked(text, shown):
    masked = mask_text(text, ["김철수", "김철"])
    assert masked == shown
    assert not find_personal_data(masked)


def test_a_word_cut_by_bold_is_masked():
    cut = doc(para([{"type": "text", "text": "김"}, {"type": "text", "text": "철수 님", "marks": [{"type": "bold"}]}]))
    assert plain_text(mask_document(cut, ["김철수"])) == "** 님"


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("수급자 긴급지원 심사", True),
        ("2. 수급자 긴급지원 심사", True),
        ("가. 수급자 긴급지원", True),
        ("가족 지원 사업 보고", False),
        ("심사", False),
        ("개회", False),
    ],
)
def test_a_line_of_the_program_never_tells_a_closed_title(step, told):
    facts = {"agenda": [{"uid": "a", "title": "수급자 긴급지원 심사"}], "program": [step]}
    assert program_of(facts, ["a"], "(비공개)") == ["(비공개)" if told else step]


@pytest.fixture
def address(database, viewer):
    """Registered minutes that are partly disclosed and hold a name and a telephone number."""
    with database.writing() as session:
        keeper = viewer("secretary")
        minutes = case.complete(session, keeper)
        case.write(session, minutes, keeper, "홍길순 대상자(010-1234-5678) 사례를 논의함", "보고함")
        minutes.disclosure, minutes.grounds = "PARTIAL", [6]
        session.flush()
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
        publishing.register(session, minutes, keeper)
        return f"/minutes/{minutes.uid}"


def prepared(secretary, address):
    values = [
        ("csrf_token", secretary.csrf()), ("__formid__", "copy"), ("__start__", "closed:sequence"),
        ("__end__", "closed:sequence"), ("__start__", "masks:sequence"), ("__start__", "mask:mapping"),
        ("word", "홍길순"), ("ground", "6"), ("__end__", "mask:mapping"), ("__end__", "masks:sequence"),
        ("save", "save"),
    ]  # fmt: skip
    return secretary.post(f"{address}/public-copy", values, status=303)


def test_everyone_reads_the_copy_and_nobody_the_original(address, secretary, anonymous, outsider):
    prepared(secretary, address)
    page = secretary.post(f"{address}/public-copy/publish", {"csrf_token": secretary.csrf()}, status=303)
    path = "/public/" + page.location.rsplit("/", 1)[1]
    text = anonymous.get(path).text
    assert "사례를 논의함" in text
    assert "010-****-5678" in text
    assert "홍길순" not in text
    assert anonymous.get(address, status=303)
    assert outsider.get(address, expect_errors=True).status_int == 404


def test_a_copy_in_the_making_is_the_secretaries(address, database, secretary, member, anonymous):
    prepared(secretary, address)
    with database.reading() as session:
        uid = session.query(case.Record).filter_by(type="public_copy").one().uid
    assert secretary.get(f"/public/{uid}")
    assert member.get(f"/public/{uid}", expect_errors=True).status_int == 404
    assert anonymous.get(f"/public/{uid}", status=303)


def test_members_make_no_copies(address, member):
    assert member.get(f"{address}/public-copy", expect_errors=True).status_int == 403


def test_partly_open_minutes_are_not_published_without_a_copy(address, secretary):
    values = {"step": "publish", "csrf_token": secretary.csrf()}
    page = secretary.post(f"{address}/step", values, status=400)
    assert page.html.select_one(".error-summary a")["href"] == f"{address}/public-copy"
