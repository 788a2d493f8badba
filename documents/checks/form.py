"""What an official document must have, and how its items and its end are made: DOC-1, 2, 8, 9, 12, 13, 14."""

import re
from collections.abc import Iterator

from documents.checks.paper import ERROR, FACTS, FILES, Block, Finding, Paper
from portal.i18n import _

SHOWN = 5  # examples in one message
STEPWISE = ("legal", "roman")  # signs such as □ and - may be chosen freely
_MARK = re.compile(
    r"(?P<mark>\d{1,2}[.)]|\(\d{1,2}\)|[가-힣][.)]|\([가-힣]\)|[①-⑳㉠-㉿]|[□■○●◦▶▪ㆍ·]|-)\s*(?=\S)(?!\d)", re.ASCII
)
_ITEM_LETTERS = frozenset("가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허")
_END = re.compile(r"(?:^|\s)끝\s?\.?\s*$|이하\s?빈칸\s*\.?\s*$")
_ATTACHED = re.compile(r"붙임\s{0,2}(\d{1,2})?")
_LISTED = re.compile(r"\s*붙임\s*[:：]?\s{1,3}(?:1\.\s)?\S.*\b\d+\s?(?:부|매|장)\s?\.?")


def has_text(paper: Paper) -> Iterator[Finding]:
    """DOC-1: a title, a text, and how long it is kept (기록물규칙 §7·18)."""
    if not any(block.text.strip() for block in paper.blocks):
        yield Finding("DOC-1", _("본문을 적어 주십시오."), level=ERROR)
    if not paper.facts["retention"]:
        yield Finding("DOC-1", _("보존기간을 골라 주십시오."), FACTS, ERROR)


def has_file(paper: Paper) -> Iterator[Finding]:
    """DOC-1: a record is filed when it is registered (기록물규칙 §7); where no file was ever made it cannot be."""
    if paper.filing == "UNFILED":
        text = _("기록물철을 골라 주십시오. 맞는 철이 없으면 기록물관리책임자에게 만들어 달라고 하십시오.")
        yield Finding("DOC-1", text, FACTS, ERROR)
    elif paper.filing == "CLOSED":
        text = _("고른 기록물철이 그사이 종결되었습니다. 다른 철을 골라 주십시오.")
        yield Finding("DOC-1", text, FACTS, ERROR)
    elif paper.filing == "NO_FILES":
        text = _("아직 기록물철이 하나도 없어 철 없이 등록됩니다. 기록물관리책임자에게 알려 주십시오.")
        yield Finding("DOC-1", text, FACTS)


def disclosure_has_grounds(paper: Paper) -> Iterator[Finding]:
    """DOC-2: what is not open says by which 호 of 정보공개법 §9① (기록물규칙 §18②)."""
    if paper.facts["disclosure"] != "OPEN" and not paper.facts["grounds"]:
        yield Finding("DOC-2", _("부분공개나 비공개에는 근거 호를 한 개 이상 골라 주십시오."), FACTS, ERROR)


def letter_has_parties(paper: Paper) -> Iterator[Finding]:
    """DOC-13: what is sent out says to whom and in whose name (규칙 §4②, 영 §13)."""
    if paper.facts["form"] == "INTERNAL":
        return
    if not paper.facts["recipients"]:
        yield Finding("DOC-13", _("시행문에는 수신자를 적어 주십시오."), FACTS, ERROR)
    if not paper.facts["sender"].strip():
        yield Finding("DOC-13", _("시행문에는 발신명의를 적어 주십시오."), FACTS, ERROR)


def seal_may_be_used(paper: Paper) -> Iterator[Finding]:
    """DOC-13: a seal is set by those to whom its unit gave the use of it (규칙 §11·12)."""
    seal = paper.facts.get("letterhead", {}).get("seal") or {}
    if paper.facts["form"] == "DISPATCH" and paper.facts.get("seal_mode") == "SEAL" and seal.get("refused"):
        text = _("기안 부서가 쓸 수 있는 관인이 아닙니다. ‘관인·서명’을 다시 고르거나 관리자에게 물어보십시오.")
        yield Finding("DOC-13", text, FACTS, ERROR)


def marks_are_computed(paper: Paper) -> Iterator[Finding]:
    """DOC-8: nobody types the marks of items (규칙 §2①); told once, for pasted text is full of them."""
    typed = [(block, found["mark"]) for block in paper.blocks if (found := _typed_mark(block)) is not None]
    if typed:
        words = {"marks": ", ".join(dict.fromkeys(mark for _block, mark in typed[:SHOWN])), "n": len(typed)}
        text = _(
            "항목 기호를 손으로 적은 곳이 ${n}곳입니다(${marks}). 수준을 정하면 기호가 차례대로 붙습니다.",
            mapping=words,
        )
        yield Finding("DOC-8", text, typed[0][0].place)


def _typed_mark(block: Block) -> re.Match[str] | None:
    found = _MARK.match(block.text) if block.node["type"] == "paragraph" else None
    return found if found and _is_mark(found["mark"]) else None


def levels_are_whole(paper: Paper) -> Iterator[Finding]:
    """DOC-8: no level is left out in schemes that go down step by step (규칙 §2①)."""
    if paper.facts["scheme"] not in STEPWISE:
        return
    above = 0
    for block in paper.blocks:
        if block.level > above + 1:
            words = {"level": block.level, "above": above}
            text = _("${above}수준 다음에 ${level}수준이 옵니다. 한 수준씩 내려갑니다.", mapping=words)
            yield Finding("DOC-8", text, block.place)
        above = block.level or above


def _is_mark(mark: str) -> bool:
    letters = mark.strip("().")
    return not letters or not "가" <= letters <= "힣" or letters in _ITEM_LETTERS


def end_is_printed(paper: Paper) -> Iterator[Finding]:
    """DOC-9: 끝 and 이하 빈칸 are set by the writer of the office file where the rule wants them (규칙 §4⑤)."""
    for block in paper.blocks:
        if block.node["type"] in ("paragraph", "note") and _END.search(block.text):
            text = _("‘끝’은 인쇄할 때 제자리에 붙습니다. 손으로 적은 것은 지우십시오.")
            yield Finding("DOC-9", text, block.place)


def attachments_are_there(paper: Paper) -> Iterator[Finding]:
    """DOC-14: what the text calls 붙임 is attached, and the list of them is left to the printed form (규칙 §4④)."""
    for block in paper.blocks:
        if _LISTED.match(block.text):
            text = _("붙임 목록은 올린 파일로 인쇄됩니다. 손으로 적은 것은 지우십시오.")
            yield Finding("DOC-14", text, block.place)
            continue
        named = [int(number or 1) for number in _ATTACHED.findall(block.text)]
        there = max(len(paper.files), len(paper.facts.get("attachments", ())))  # some stay with the record reported
        if named and max(named) > there:
            words = {"named": max(named), "there": there}
            text = _("본문은 붙임 ${named}을(를) 말하지만 붙인 파일은 ${there}개입니다.", mapping=words)
            yield Finding("DOC-14", text, FILES)
