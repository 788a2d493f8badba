"""산식 that people type (`a/b*100`), reckoned by a small reader of their own: names, numbers, + - * / and brackets.

Nothing is executed, nothing is called, and there is no power: a formula of bounded length takes bounded time.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from portal.i18n import _

LONGEST = 300  # characters
DEEPEST = 12  # brackets within brackets
LARGEST = Fraction(10**11)  # values beyond are slips
_TOKEN = re.compile(r"\s*(?:(\d{1,15}(?:\.\d{1,6})?)|([^\W\d_][\w]{0,29})|([-+*/()]))")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "∗": "*", "[": "(", "]": ")", "{": "(", "}": ")"})


class FormulaError(ValueError):
    """A formula cannot be read or reckoned; ``message`` says why, to be translated."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def names_in(text: str) -> list[str]:
    """The names in a formula, each once, in order. Raises FormulaError for what is no formula."""
    reader = _Reader(text, None)
    reader.read()
    return list(dict.fromkeys(reader.names))


def evaluate(text: str, values: Mapping[str, Decimal]) -> Decimal:
    """What a formula comes to with these values, to four decimals half up.

    Raises FormulaError for what is no formula, a name without a value, division by zero, a result too large.
    """
    exact = _Reader(text, values).read()
    scaled = abs(exact) * 10**4
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    result = Decimal(whole).scaleb(-4)
    return -result if exact < 0 else result


class _Reader:
    """Recursive descent: sum := product (('+'|'-') product)*, product := factor (('*'|'/') factor)*,
    factor := '-' factor | '(' sum ')' | number | name. Without values every name is 1 and nothing is divided.
    """

    def __init__(self, text: str, values: Mapping[str, Decimal] | None) -> None:
        if len(text) > LONGEST:
            raise FormulaError(_("산식이 너무 깁니다. ${most}자까지 적을 수 있습니다.", {"most": LONGEST}))
        self.values, self.names, self.depth = values, list[str](), 0
        self.tokens = list(reversed(_tokens(unicodedata.normalize("NFKC", text).translate(_SIGNS).strip())))

    def read(self) -> Fraction:
        found = self._sum()
        if self.tokens:
            raise FormulaError(_("산식에서 ‘${token}’의 자리가 맞지 않습니다.", {"token": self.tokens[-1]}))
        return found

    def _sum(self) -> Fraction:
        total = self._product()
        while self._next() in ("+", "-"):
            sign = self.tokens.pop()
            term = self._product()
            total = _bounded(total + term if sign == "+" else total - term)
        return total

    def _product(self) -> Fraction:
        total = self._factor()
        while self._next() in ("*", "/"):
            sign = self.tokens.pop()
            factor = self._factor()
            if sign == "*":
                total = _bounded(total * factor)
            elif self.values is not None:
                if factor == 0:
                    raise FormulaError(_("0으로 나눌 수 없습니다. 나누는 값을 확인하십시오."))
                total = _bounded(total / factor)
        return total

    def _factor(self) -> Fraction:
        part = self.tokens.pop() if self.tokens else ""
        if part in ("-", "("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise FormulaError(_("산식의 괄호가 너무 깊습니다."))
            inner = self._bracket() if part == "(" else -self._factor()
            self.depth -= 1
            return inner
        if part and part[0].isdigit():
            return Fraction(part)
        if part and part[0].isalpha():
            return self._named(part)
        raise FormulaError(_("산식이 끝나지 않았습니다. a/b*100처럼 적으십시오."))

    def _bracket(self) -> Fraction:
        inner = self._sum()
        if self._next() != ")":
            raise FormulaError(_("산식의 괄호가 닫히지 않았습니다."))
        self.tokens.pop()
        return inner

    def _named(self, name: str) -> Fraction:
        self.names.append(name)
        if self.values is None:
            return Fraction(1)
        if name not in self.values:
            raise FormulaError(_("‘${name}’의 값이 없습니다.", {"name": name}))
        return Fraction(self.values[name])

    def _next(self) -> str:
        return self.tokens[-1] if self.tokens else ""


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(_("산식에 쓸 수 없는 글자가 있습니다: ${token}", {"token": text[at : at + 10].strip()}))
        found.append(match[1] or match[2] or match[3])
        at = match.end()
    return found


def _bounded(value: Fraction) -> Fraction:
    if abs(value) > LARGEST:
        raise FormulaError(_("계산한 값이 너무 큽니다. 값과 단위를 확인하십시오."))
    return value
