"""The funding form: who pays — 국비, 시비, 구비, 자부담 — in shares and amounts that make up the whole.

Rule BUD-2: shares come to 100 %, amounts to the total. Of share and amount either may be left to the program.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from documents.blocks.wording import amount_fault, written, wrong_sum
from portal.content.amounts import is_blank, read_amount, read_number
from portal.content.printed import Grid, Look, Part, Shown
from portal.content.schema import Node
from portal.content.sum_words import sum_word
from portal.content.table_forms import Column, FormTable, Problem, TableForm, read_columns
from portal.content.table_text import TextRow
from portal.i18n import _
from portal.office.formats import money_in, number, rounded


@dataclass(frozen=True, slots=True)
class Source:
    """One payer, as typed: its share in per cent and its amount in won, None where nothing (readable) stands."""

    row: int
    name: str
    share: Fraction | None
    won: int | None
    digits: int = 0  # of the share
    unreadable: str = ""
    bad_share: str = ""
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funding:
    """All payers, and the rows that state the whole."""

    sources: list[Source]
    stated: list[Source]
    unit: int
    total: int | None  # the sum where every amount stands, else what the row of the sum says

    def amount_of(self, source: Source) -> int | None:
        """What the payer pays."""
        if source.won is not None or source.share is None or self.total is None:
            return source.won
        return self._reckoned(self.total)[source.row]

    def _reckoned(self, total: int) -> dict[int, int]:
        """The amounts that only shares are told of, by row: whole won that make up the total where the shares do.

        What is left over by cutting off goes, a won each, to those who lose most by it.
        """
        exact = {one.row: one.share * total / 100 for one in self.sources if one.won is None and one.share is not None}
        whole = {row: int(value) for row, value in exact.items()}
        left = total - sum(one.won or 0 for one in self.sources) - sum(whole.values())
        if self.shares != 100 or not 0 <= left <= len(whole):
            return {row: int(rounded(value)) for row, value in exact.items()}
        for row in sorted(exact, key=lambda one: whole[one] - exact[one])[:left]:
            whole[row] += 1
        return whole

    def share_of(self, source: Source) -> Fraction | None:
        """The payer's share in per cent: by the amounts where both stand, else as typed."""
        if source.won is None or not self.total:
            return source.share
        return Fraction(source.won * 100, self.total)

    def agrees(self, source: Source) -> bool:
        """Whether the typed share is that of the typed amount, as far as its digits say."""
        right = self.share_of(source)
        return source.share is None or right is None or rounded(right, source.digits) == source.share

    @property
    def shares(self) -> Fraction | None:
        """The sum of the typed shares; None where one is missing."""
        known = [source.share for source in self.sources if source.share is not None]
        return sum(known, Fraction(0)) if len(known) == len(self.sources) and known else None


class FundingForm(TableForm):
    """재원별 부담."""

    name = "funding"
    label = _("재원 부담")
    columns = (
        Column("name", "재원", aliases=("구분", "부담", "재원별", "부담 주체")),
        Column("share", "비율(%)", "number", aliases=("부담률", "부담 비율", "구성비", "비중")),
        Column("amount", "금액", "money", aliases=("예산액", "부담액", "사업비", "예산")),
    )
    rows = (("국비", "", ""), ("시비", "", ""), ("구비", "", ""))
    unit = "원"

    def read(self, table: Node) -> Funding:
        """The payers."""
        found = read_columns(self, table)
        rows = [(sum_word(found.text(row, "name")), _source(found, row)) for row in found.body if not row.is_empty]
        sources, stated = [source for word, source in rows if not word], [source for word, source in rows if word]
        if not sources:  # a sum of nothing is a line like any other
            sources, stated = stated, []
        return Funding(sources, stated, found.unit, _total(sources, stated))

    def problems(self, table: Node) -> list[Problem]:
        """BUD-2."""
        facts = self.read(table)
        rows = [*facts.sources, *facts.stated]
        found = [Problem("BUD-2", amount_fault(source.unreadable), source.row) for source in rows if source.unreadable]
        found += [Problem("BUD-2", _share_fault(source.bad_share), source.row) for source in rows if source.bad_share]
        for source in facts.sources:
            if not facts.agrees(source):
                right = rounded(facts.share_of(source) or Fraction(0), source.digits)
                text = _("금액으로 셈하면 ${right}%인데 다르게 적혀 있습니다.", mapping={"right": right})
                found.append(Problem("BUD-2", text, source.row))
            elif source.won is None and source.share is None and not source.unreadable + source.bad_share:
                found.append(Problem("BUD-2", _("비율이나 금액이 없습니다."), source.row, "warning"))
        return found + _whole_problems(facts)

    def printed(self, table: Node) -> list[Part]:
        """Shares and amounts of all, with the whole below."""
        found, facts = read_columns(self, table), self.read(table)
        names = [found.name_of(column.name, column.label) for column in self.columns]
        head = [Shown(name, Look.HEAD) for name in (*names, *(found.names[place] for place in found.extras))]
        rows = [head, *(_row(facts, source) for source in facts.sources)]
        if facts.sources:
            rows.append(_sum_row(facts, len(found.extras)))
        return [Grid(rows, 1)]


def _share_fault(text: str) -> Any:
    return _("‘${text}’은(는) 0부터 100까지의 비율이 아닙니다.", mapping={"text": text[:40]})


def _source(table: FormTable, row: TextRow) -> Source:
    share, amount = table.text(row, "share"), table.text(row, "amount")
    source = Source(row.number, table.text(row, "name").replace("\n", " "), None, None)
    source = replace(source, extras=tuple(row.texts[place] for place in table.extras))
    if not is_blank(share):
        value = read_number(share)
        digits = len(share.strip().rstrip("% ").partition(".")[2])
        fits = value is not None and 0 <= value <= 100
        source = replace(source, share=value, digits=digits) if fits else replace(source, bad_share=share)
    if not is_blank(amount):
        won = read_amount(amount, table.unit)
        fits = won is not None and won >= 0
        source = replace(source, won=won) if fits else replace(source, unreadable=amount)
    return source


def _total(sources: list[Source], stated: list[Source]) -> int | None:
    known = [source.won for source in sources if source.won is not None]
    if len(known) == len(sources) and known:
        return sum(known)
    return next((source.won for source in stated if source.won is not None), None)


def _whole_problems(facts: Funding) -> list[Problem]:
    found = []
    amounts_known = all(source.won is not None for source in facts.sources)
    # shares that agree with their amounts may be rounded: then the amounts are what counts
    if facts.shares not in (None, 100) and not (amounts_known and all(map(facts.agrees, facts.sources))):
        shown = f"{rounded(facts.shares or Fraction(0), 2).normalize():f}"
        text = _("비율의 합이 100%가 아니라 ${sum}%입니다.", mapping={"sum": shown})
        found.append(Problem("BUD-2", text))
    for stated in facts.stated:
        if stated.won is not None and facts.total is not None and stated.won != facts.total:
            found.append(Problem("BUD-2", wrong_sum(number(facts.total), number(stated.won)), stated.row))
    return found


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{rounded(share, 1).normalize():f}"


def _row(facts: Funding, source: Source) -> list[Shown]:
    won, share = facts.amount_of(source), facts.share_of(source)
    aside = "" if facts.agrees(source) else written(_percent(source.share))
    amount = source.unreadable if won is None else money_in(won, facts.unit)
    shown = [
        Shown(source.name),
        Shown(_percent(share) or source.bad_share, align="right", aside=aside),
        Shown(amount, align="right"),
    ]
    return [*shown, *map(Shown, source.extras)]


def _sum_row(facts: Funding, extras: int) -> list[Shown]:
    total = facts.total
    typed = [source for source in facts.stated if source.unreadable or source.won not in (None, total)]
    wrong = [source.unreadable or money_in(source.won or 0, facts.unit) for source in typed]
    aside = written(", ".join(wrong)) if wrong else ""
    shares = Fraction(100) if total and all(source.won is not None for source in facts.sources) else facts.shares
    shown = "" if total is None else money_in(total, facts.unit)
    texts = [" ".join(filter(None, one)) for one in zip(*(source.extras for source in facts.stated), strict=True)]
    return [
        Shown("합계", Look.SUM, "center"),
        Shown(_percent(shares), Look.SUM, "right"),
        Shown(shown, Look.SUM, "right", aside=aside),
        *(Shown(text, Look.SUM) for text in texts or [""] * extras),
    ]
