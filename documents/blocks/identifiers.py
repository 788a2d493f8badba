"""What makes a person known again beside the name: hints in a case's text, by kind (개인정보 보호, § 5 재식별)."""

import re

ENOUGH = 3  # kinds of hints in one row from which a person may be known again
MAX_LENGTH = 5_000  # of the text that is searched
_PLACES = r"[가-힣]{1,4}\d?동(?![가-힣])|[가-힣]{1,4}(?:아파트|빌라|마을)|원룸|고시원|반지하"
_EVENTS = "자살 사망 학대 폭력 방임 방치 실직 파산 부도 이혼 가출 성추행 성폭행 신고 구속 출소 화재 사고"
_HEALTH = "알콜 알코올 우울 정신 치매 장애 질환 질병 투병 수술 희귀 당뇨 중독"
_SCHOOLS = r"[가-힣]{1,10}(?:초|중|고)(?:등?학교)?(?=[\s,.)]|$)|어린이집|유치원|대학|회사|공장"
_FAMILY = "부자가정 모자가정 한부모 조손 다문화 독거 자녀 남매 형제 자매 손주 부부"


def _any_of(words: str) -> str:
    return "|".join(words.split())


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("family", re.compile(rf"{_any_of(_FAMILY)}|\d\s?인\s?(?:가구|가정)|\(\d\s?인\)")),
    ("age", re.compile(r"\d{1,3}\s?(?:세|살)|\d0대|(?:19|20)\d\d년\s?생|미성년|영유아")),
    ("place", re.compile(_PLACES)),
    ("date", re.compile(r"'?\d{2,4}\.\s?\d{1,2}|\d{1,2}월")),
    ("event", re.compile(_any_of(_EVENTS))),
    ("health", re.compile(_any_of(_HEALTH))),
    ("school", re.compile(_SCHOOLS)),
    ("agency", re.compile(r"복지관|드림스타트|교육청|병원|센터|전문기관|쉼터|경찰")),
)
_MASKED = re.compile(r"[가-힣]\s*[*○◯]")
_NAME = re.compile(r"[가-힣]{2,4}")
# words that stand where a name would
_NO_NAMES = frozenset(
    ("대상자", "대상", "사례", "가구", "아동", "본인", "가명", "부모", "모자", "부자", "세대", "주민", "어르신", "학생",
     "합계", "소계", "없음")
)  # fmt: skip


def hints(text: str) -> list[str]:
    """The kinds of hints in a text."""
    return [kind for kind, pattern in _KINDS if pattern.search(text[:MAX_LENGTH])]


def names_in(text: str) -> list[str]:
    """Unmasked names in a cell that holds nothing but names: 김영희, but not 김** or 대상자 1."""
    words = [word for word in re.split(r"[\s,·/()]+", text) if word]
    if _MASKED.search(text):
        return []
    return [word for word in words if _NAME.fullmatch(word) and word not in _NO_NAMES]


def masked(name: str) -> str:
    """A name as it is shown: its first letter and two stars, however long it is."""
    return f"{name[0]}**"
