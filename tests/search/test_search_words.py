"""Which typed words find which written ones."""

import pytest

from search_index.engine import Changes, Results
from search_index.query import parse
from search_index.whoosh_engine import WhooshEngine
from tests.search.records import a_document, search, uids

FINDS = """
통합사례관리 운영계획을 수립한다 | 사례관리
통합사례관리 운영계획 | 사례 관리
사례 관리 대상자 | 사례관리
지역사회보장협의체에서 심의하였다 | 보장협의체
지역사회보장협의체 | 협의체의
지역사회보장협의체 대표위원 | 지역사회 보장협의체
한빛시지역사회보장협의체 2021년 제7차 회의 | 지역사회보장협의체
등록번호 복지정책과-3386 | 복지정책과-3386
등록번호 복지정책과-3386 | 복지정책과 3386
등록번호 복지정책과-3386 | 3386
AI돌봄 서비스 확대 | AI 돌봄
AI 돌봄서비스 | ai돌봄
돌봄SOS센터 운영 | SOS센터
2021. 7. 15.(목) 10:00 | 2021. 7. 15.
2021. 7. 15.(목) | 2021년 7월 15일
2021. 7. 15.(목) | 2021년 7월
2021. 7. 15.(목) | 7월 15일
제7차 연구기획분과 회의록 | 7차 회의록
사업비 1,234만원 | 1,234만원
사업비 1,234만원 | 1234만 원
의결하였습니다 | 의결
원안대로 의결됨 | 의결하다
어르신을 모시는 사업 | 어르신
찾아가는동주민센터 | 찾아가는 동주민센터
찾아가는 동주민센터 | 찾아가는동주민센터
돌봄통합지원법 시행 | 통합지원법
돌봄 통합지원 법 | 돌봄통합지원법
돌봄통합지원법 | 돌봄 통합지원 법
ＡＩ 돌봄 | AI돌봄
통합 사 례관 리 계획 | 사례관리
2021 년 제 7 차 회의 | 제7차 회의
"""
MISSES = """
사례관리 대상자를 발굴 | 통합사례관리
복지정책과-13386 | 3386
주민복지과-3386 | 복지정책과-3386
제17차 회의 | 제7차 회의
2021. 7. 16. | 2021년 7월 15일
예산을 세웠다 | 예산 편성
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(text.strip(), typed.strip()) for text, typed in (line.split("|") for line in table.strip().splitlines())]


def _found(engine: WhooshEngine, text: str, typed: str) -> Results:
    engine.apply(Changes([a_document(text)]))
    return search(engine, typed)


@pytest.mark.parametrize(("text", "typed"), _pairs(FINDS))
def test_word_is_found(engine: WhooshEngine, text: str, typed: str) -> None:
    results = _found(engine, text, typed)
    assert (results.total, results.partial) == (1, False)


@pytest.mark.parametrize(("text", "typed"), _pairs(MISSES))
def test_other_word_is_not_found(engine: WhooshEngine, text: str, typed: str) -> None:
    results = _found(engine, text, typed)
    assert not results.total or results.partial


def test_words_may_stand_in_the_title_and_the_text(engine: WhooshEngine) -> None:
    engine.apply(Changes([a_document("예산을 의결하였다", title="실무협의체 회의록"), a_document("예산을 의결하였다")]))
    assert search(engine, "실무협의체 예산").total == 1


def test_title_counts_more_than_text(engine: WhooshEngine) -> None:
    filler = "위원들은 사업 실적을 보고받고 다음 일정을 정하였다. " * 3
    in_title, in_text = a_document(filler, title="고독사 예방"), a_document("고독사 예방 " + filler, title="회의록")
    engine.apply(Changes([in_text, in_title]))
    assert uids(search(engine, "고독사 예방")) == [in_title.uid, in_text.uid]


def test_record_with_that_number_comes_before_those_that_cite_it(engine: WhooshEngine) -> None:
    citing = [a_document("관련: 복지정책과-3386 " * 20) for _ in range(3)]
    registered = a_document("긴 본문이 이어진다. " * 50, number="복지정책과-3386")
    engine.apply(Changes([*citing, registered]))
    results = search(engine, "복지정책과-3386")
    assert results.total == 4
    assert results.hits[0].uid == registered.uid


def test_most_words_are_enough_when_nobody_holds_all(engine: WhooshEngine) -> None:
    close, far = a_document("고독사 예방 사업의 예산을 심의"), a_document("예산을 심의")
    engine.apply(Changes([close, far]))
    results = search(engine, "고독사 예방 사업 조례제정")
    assert results.partial
    assert uids(results) == [close.uid]


def test_sentence_finds_the_record_it_asks_about(engine: WhooshEngine) -> None:
    wanted = a_document("제2차 회의에서 경로당 급식비 단가를 사천 원으로 올리기로 하였다")
    engine.apply(Changes([wanted, *(a_document(f"제{n}차 회의에서 사업 계획을 심의하였다") for n in range(3, 9))]))
    results = search(engine, "경로당에서 먹는 점심 급식비 단가를 언제 얼마로 올리기로 정했나요?")
    assert results.hits[0].uid == wanted.uid


def test_phrase_stands_as_it_is(engine: WhooshEngine) -> None:
    together, apart = a_document("통합 사례\n관리 계획"), a_document("관리 대상 사례와 통합")
    engine.apply(Changes([together, apart]))
    assert search(engine, "사례 관리").total == 2
    assert uids(search(engine, '"사례 관리"')) == [together.uid]


@pytest.mark.parametrize(("typed", "found"), [('"3386"', 1), ('"제7"', 1), ('"7차"', 1), ('"법"', 1), ('"차 법"', 0)])
def test_phrase_of_a_number_or_a_syllable_is_exact(engine: WhooshEngine, typed: str, found: int) -> None:
    engine.apply(Changes([a_document("제7차 회의 3386"), a_document("제17차 13386"), a_document("통합지원법")]))
    assert search(engine, typed).total == found


def test_phrase_of_one_or_two_syllables_costs_no_reading(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = a_document("시의 예산은 시 의회가 정한다")
    engine.apply(Changes([whole, a_document("도시 시설의 예산"), a_document("도시락 배달")]))
    monkeypatch.setattr("search_index.whoosh_segments.Snapshot.text", lambda *_: pytest.fail("a text was read"))
    assert uids(search(engine, '"시"')) == [whole.uid]
    assert search(engine, '"예산"').total == 2
    assert search(engine, '"예산" -"시"').total == 1


def test_phrase_that_is_everywhere_is_not_looked_for_in_every_text(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, apart = a_document("지역 위원회 예산"), a_document("위원 선출, 원회 예산")
    engine.apply(Changes([together, apart]))
    assert uids(search(engine, '"위원회"')) == [together.uid]
    monkeypatch.setattr("search_index.matching.TEXTS", 1)
    assert search(engine, '"위원회"').total == 2
    assert search(engine, '"지역위원회" "위원회 예산"').total == 1


def test_phrase_does_not_reach_from_one_section_to_the_next(engine: WhooshEngine) -> None:
    engine.apply(Changes([a_document("관리", title="사례")]))
    assert search(engine, '"사례 관리"').total == 0
    assert search(engine, "사례 관리").total == 1


def test_word_with_a_hyphen_is_left_out(engine: WhooshEngine) -> None:
    kept, dropped = a_document("예산 심의"), a_document("예산 결산 심의")
    engine.apply(Changes([kept, dropped]))
    assert uids(search(engine, "예산 -결산")) == [kept.uid]
    assert uids(search(engine, '예산 -"결산 심의"')) == [kept.uid]
    assert uids(search(engine, "-결산")) == [kept.uid]


@pytest.mark.parametrize("typed", ["", "   ", "???", "-", '""', '"', '-""', "\x00", "...", "\ud800"])
def test_query_without_words_finds_nothing(engine: WhooshEngine, typed: str) -> None:
    engine.apply(Changes([a_document("회의")]))
    assert parse(typed).is_empty
    assert search(engine, typed).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '회의 "',
        "종류:회의록 연도:2021",
        "a AND OR NOT (",
        "*",
        "회의*",
        "[2 TO 3]",
        "-회의",
        "회의 --",
        "은는이가",
        "가" * 9999,
    ]
    + ["회의 " * 500, "﷽" * 300, "\u202e회의", "'; DROP TABLE records; --", "9" * 400, "-" * 400, '"' * 400],
)
def test_odd_query_is_no_error(engine: WhooshEngine, typed: str) -> None:
    engine.apply(Changes([a_document("회의")]))
    assert search(engine, typed).available
