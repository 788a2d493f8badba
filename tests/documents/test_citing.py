"""Documents cited by number: recognised in a text, linked where they are held, waiting where they are not."""

import pytest

from documents.approvals.citing import Cited, cited_in
from documents.approvals.facts import body_of
from portal import clock
from portal.content.build import doc, para
from portal.content.services import save
from portal.records.models import Link
from tests.documents.line_case import USUAL, approve, drafted, viewer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("복지정책과-118호(2026. 1. 22.)에 따라", [Cited("복지정책과-118", 2026, True)]),
        ("가. 복지정책과-3386(’16. 2. 12.)호", [Cited("복지정책과-3386", 2016)]),
        ("복지정책과-7 및 복지정책과-7호", [Cited("복지정책과-7", None, True)]),
        ("복지정책과-7(2025. 1. 5.)과 복지정책과-7호", [Cited("복지정책과-7", 2025, True)]),
        ("한빛시지역사회보장협의체-12와", [Cited("한빛시지역사회보장협의체-12")]),
        ("제5-9호 지표와 02-120, 2026-03-05, A-4", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text, found):
    assert cited_in(text) == found


def registered(office, title, text):
    """A document that says this, approved; answers its address."""
    with office.writing() as session:
        made = drafted(session, *USUAL, title=title)
        place = body_of(session, made)
        save(session, place, place.lock, doc(para(text)), viewer(session, "staff"))
        approve(session, made)
        return f"/documents/{made.uid}"


def related(browser, address):
    part = browser.get(address).html.select_one("[aria-labelledby=related]")
    return part.get_text(" ", strip=True) if part else ""


@pytest.mark.sqlite_only
def test_a_citation_is_a_link_in_the_text_and_both_ways(office, staff, outsider):
    first = registered(office, "시행 계획", "추진 배경")
    second = registered(office, "결과 보고", "복지정책과-1호와 복지정책과-1에 따라 보고함")
    page = staff.get(second)
    assert [link["href"] for link in page.html.select(".content a")] == [first, first]
    assert "시행 계획" in related(staff, second)
    assert "이 문서를 인용한 문서 결과 보고 복지정책과-2" in related(staff, first)


def test_what_is_not_held_yet_is_linked_when_it_is_registered(office, staff):
    second = registered(office, "결과 보고", "복지정책과-2호와 다른과-77호를 따름")
    assert "복지정책과-2 (여기에 없는 문서)" in related(staff, second)
    first = registered(office, "시행 계획", "추진 배경")
    assert "다른과-77 (여기에 없는 문서)" in related(staff, second)
    assert "결과 보고" in related(staff, first)
    with office.reading() as session:
        links = session.query(Link).filter_by(kind="cites").all()
        assert sorted((one.target_text, one.target_id is None) for one in links) == [
            ("다른과-77", True), ("복지정책과-2", False)
        ]  # fmt: skip


@pytest.mark.sqlite_only
def test_the_number_of_another_year_is_another_document(office, staff):
    first = registered(office, "시행 계획", "추진 배경")
    year = clock.today().year
    old = registered(office, "옛 문서를 따름", f"복지정책과-1호({year - 1}. 1. 5.)와 복지정책과-1호를 따름")
    assert staff.get(old).html.select(".content a") == []
    both = registered(office, "둘 다 따름", f"복지정책과-1호({year - 1}. 1. 5.)와 복지정책과-1호({year}. 1. 5.)를 따름")
    assert staff.get(both).html.select(".content a") == []
    assert "둘 다 따름" in related(staff, first)


@pytest.mark.sqlite_only
def test_a_number_awaited_twice_does_not_stop_its_registration(office, staff):
    year = clock.today().year
    registered(office, "결과 보고", f"복지정책과-2호와 복지정책과-2호({year}. 3. 1.)를 따름")
    assert "결과 보고" in related(staff, registered(office, "시행 계획", "추진 배경"))


@pytest.mark.sqlite_only
def test_who_may_not_read_what_is_cited_sees_no_more_than_a_number(office, staff, make_browser):
    with office.writing() as session:
        hidden = drafted(session, *USUAL, title="숨은 계획", disclosure="CLOSED", grounds=(6,))
        approve(session, hidden)
        made = drafted(session, *USUAL, title="결과 보고")
        place = body_of(session, made)
        save(session, place, place.lock, doc(para("복지정책과-1호 <b>에 따름")), viewer(session, "staff"))
        approve(session, made)
        address = f"/documents/{made.uid}"
    reader = make_browser().sign_in("director")
    assert "숨은 계획" not in reader.get(address)
    assert "복지정책과-1 (여기에 없는 문서)" in related(reader, address)
    assert "숨은 계획" in staff.get(address)
    assert "&lt;b&gt;에 따름" in staff.get(address)


@pytest.mark.sqlite_only
def test_a_draft_tells_what_it_cites_while_it_is_written(office, staff):
    registered(office, "시행 계획", "추진 배경")
    with office.writing() as session:
        made = drafted(session, *USUAL, title="초안")
        place = body_of(session, made)
        save(session, place, place.lock, doc(para("복지정책과-1호에 따라")), viewer(session, "staff"))
        address = f"/documents/{made.uid}"
    for page in (f"{address}/edit", f"{address}/sheet", address):
        assert "시행 계획" in staff.get(page).html.select_one("#report .cited").get_text()
