"""The pack of cards from which the invented institution speaks: nothing is said often, however much is asked of it."""

from collections import Counter
from datetime import date

import pytest

from documents.sample.papers import read_kinds
from meetings.sample.stock import read_topics
from portal.commands.cards import FEW, Cards, Slots, lines_by_heading

DAY = date(2026, 7, 15)
LINES = ["문이 닫힌 집을 한 번 더 두드려 보기로 함", "{동} 창구를 {2-4}시까지 열어 두기로 함"]


def test_no_sentence_is_said_often_and_then_it_is_left_out():
    cards = Cards()
    said = Counter(cards.say(LINES, Slots(DAY)) for _time in range(400))
    assert said.pop("") > 0
    assert max(said.values()) == FEW
    assert len(said) == 31


def test_a_sentence_counts_in_whatever_line_it_stands():
    cards = Cards()
    for number in range(FEW):
        assert cards.say([f"{number}번 안건. 다음 회의에서 한 번 더 살피기로 함"], Slots(DAY))
    assert cards.say(["다음 회의에서 한 번 더 살피기로 함"], Slots(DAY)) == ""


def test_what_comes_to_stand_in_more_records_is_said_less():
    cards = Cards()
    assert cards.say(LINES[:1], Slots(DAY), copies=3)
    assert cards.say(LINES[:1], Slots(DAY), copies=3) == ""
    assert cards.say(LINES[:1], Slots(DAY), copies=2)


def test_a_hand_holds_different_lines_and_every_line_comes_before_one_comes_again():
    cards = Cards()
    lines = [f"{word} 사업의 {{10-90}}퍼센트를 마침" for word in ("가", "나", "다", "라")]
    assert len({text[0] for text in cards.hand(lines, 9, Slots(DAY))}) == len(lines)
    assert {cards.deal(lines)[0] for _card in lines} == {"가", "나", "다", "라"}


def test_slots_tell_of_the_day():
    cards = Cards()
    text = cards.fill("{년} {작년} {이달} {분기} {반기} {topic} {하나|하나}", Slots(DAY, words={"topic": "자활"}))
    assert text == "2026 2025 7 2 하반기 자활 하나"
    assert (
        int(cards.fill("{월}", Slots(DAY)).rstrip("월")) <= 7 < int(cards.fill("{월}", Slots(DAY, True)).rstrip("월"))
    )
    assert cards.fill("{110-990}만 원", Slots(DAY)).removesuffix("만 원")[-1] in "05"
    with pytest.raises(KeyError):
        cards.fill("{없는 것}", Slots(DAY))


def test_every_line_of_the_sample_can_be_filled():
    words = dict.fromkeys(("topic", "project", "code"), "자활")
    lines = [line for topic in read_topics() for kind in topic.lines.values() for line in kind]
    for package, name in (("meetings.sample", "phrases.txt"), ("documents.sample", "remarks.txt")):
        lines += [line for rows in lines_by_heading(package, name).values() for line in rows]
    for kind in read_kinds():
        lines.append(kind.title)
        for section in kind.sections:
            lines += [*section.fixed, *section.drawn, *section.rows, section.remark]
    texts = [Cards().fill(line, Slots(DAY, words=words)) for line in lines]
    assert len(texts) > 1000
    assert not any(sign in text for text in texts for sign in "{}")
