"""What several forms say."""

from typing import Any

from portal.i18n import _


def amount_fault(text: str) -> Any:
    """Of a text that cannot be read as an amount."""
    return _("‘${text}’을(를) 금액으로 읽을 수 없습니다.", mapping={"text": text[:40]})


def written(figure: str) -> Any:
    """Beside a computed figure: what is written in its place."""
    return _("적힌 값 ${figure}", mapping={"figure": figure})


def missing_column(label: str) -> Any:
    """Of a table without a column that its form needs."""
    return _("표에 ‘${column}’ 열이 없습니다.", mapping={"column": label})


def wrong_sum(right: str, stated: str) -> Any:
    """Of a stated sum of amounts in won that differs."""
    values = {"right": right, "stated": stated}
    return _("딸린 금액을 더하면 ${right}원인데 ${stated}원으로 적혀 있습니다.", mapping=values)
