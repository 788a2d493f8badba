"""Personal data by its shape: what is masked in a public copy, and how; and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.masking import find_personal_data, holds_resident_number, mask_text


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("900101-1234567 제출", "rrn", "******-******* 제출"),
        ("9001011234567", "rrn", "******-*******"),
        ("900101 – 5234567(외국인)", "rrn", "******-*******(외국인)"),
        ("900101~1234567", "rrn", "******-*******"),
        ("９００１０１－１２３４５６７", "rrn", "******-*******"),
        ("900101-12\u200b34567", "rrn", "******-*******"),
        ("운전면허번호: 11-05-123456-01", "licence", "운전면허번호: **"),
        ("여권 M12345678", "passport", "여권 **"),
        ("여권 M123A4567", "passport", "여권 **"),
        ("010-1234-5678로 연락", "phone", "010-****-5678로 연락"),
        ("010–1234–5678", "phone", "010-****-5678"),
        ("010 - 1234 - 5678", "phone", "010-****-5678"),
        ("자택 전화 02-123-4567", "phone", "자택 전화 02-****-****"),
        ("gaon@example.kr", "mail", "ga***@example.kr"),
        ("한빛은행 123456-04-567890", "account", "한빛은행 ****7890"),
        ("계좌: 302-1234-5678-91로 입금", "account", "계좌: ****7891로 입금"),
        ("4234-5678-9012-3456", "card", "4234-56**-****-3456"),
        ("생년월일: 1990. 1. 1.", "birth", "생년월일: **"),
        ("생년월일(1990.1.1.)", "birth", "생년월일(**)"),
        ("생년월일 19900101", "birth", "생년월일 **"),
        ("생년월일 900101", "birth", "생년월일 **"),
        ("1948년 3월 1일생 어르신", "birth", "** 생 어르신"),
        ("한빛아파트 101동 1203호", "address", "한빛아파트 **"),
        ("주소지: 한빛시 새빛동 12-3 2층", "address", "주소지: 한빛시 새빛동"),
        ("거주지: 한빛로 12", "address", "거주지: **"),
        ("계좌번호는 12345678901234", "account", "계좌번호는 ****1234"),
    ],
)
def test_personal_data_are_found_and_masked(text, kind, shown):
    assert [one.kind for one in find_personal_data(text)] == [kind]
    assert mask_text(text) == shown
    assert find_personal_data(shown) == []


@pytest.mark.parametrize(
    "text",
    [
        "문의: 사무국 02-123-4567",
        "한빛시 한빛로 12, 시청 2층",
        "복지정책과-12345(2026. 3. 5.)",
        "991301-1234567",  # no month 13: a number of something else
        "총 1,234,567,890원을 농협에 예치",
        "2026. 11. 27. 생활지원 회의",
        "등록번호 2026112712345",
        "지하철 2동 3호선",
        "집 주소를 확인하기로 함",
        "참가자 모집: 051-749-1234",
        "농협 02-2034-5678",
        "농협 2026-1127-0001",
        "농협 123-45-67890",
        "우체국 12345678901234",
        "입금 1234567890원",
        "2023 2024 2025 2026",
        "지역 18동 1호점",
        "거주지: 2025년 기준 1,200명",
        "법인 주소지: 해운대로 1",
        "생년월일 2026. 1. 1. 기준",
        "예산과목 110101 3000000",
        "250301\t1500000",
        "251127\n1000001",
        "공모 26-11-112233-01",
        "사업 G20261127",
        "법인등록번호: 110111-1234567",
        "한빛복지재단(법인등록번호 110111-1234567)",
    ],
)
def test_what_an_office_writes_every_day_is_no_personal_data(text):
    assert find_personal_data(text) == []
    assert mask_text(text) == text


@given(st.text(st.sampled_from("0123456789-. 생년월일계좌동호:은행집주소지M")))
def test_what_is_masked_is_found_no_more(text):
    assert find_personal_data(mask_text(text)) == []


def test_only_resident_numbers_may_never_be_kept():
    assert holds_resident_number("신청인 900101-1234567")
    assert not holds_resident_number("010-1234-5678, 여권 M12345678")


@pytest.mark.timeout(30)  # two of these took minutes while spaces and words were not bounded
@pytest.mark.parametrize(
    "piece",
    ["1", "1-", " ", "은행", "은행 1-", "거주지: ", "거주지: 가1", "a", "a@", "19.1.", "1동 ", "생년월일 ", "1234-"],
)
def test_a_hundred_kilobytes_are_looked_through_whatever_stands_in_them(piece):
    for text in (piece * (100_000 // len(piece)), "900101" + piece * 10_000, "생년월일" + piece * 10_000):
        assert isinstance(find_personal_data(mask_text(text)), list)
