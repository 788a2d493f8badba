"""Runs of a 한글 paragraph: text with its looks, line breaks and tabs."""

from collections.abc import Sequence

from portal.office import xml_text
from portal.office.hwpx_properties import Properties
from portal.office.model import Run

LINE_BREAK, TAB = "<hp:lineBreak/>", '<hp:tab width="4000" leader="0" type="1"/>'


def with_breaks(text: str) -> str:
    """What stands in an `hp:t`: line feeds become breaks, tabs become tabs, what XML forbids is left out."""
    return xml_text.with_breaks(text, LINE_BREAK, TAB)


def runs_xml(runs: str | Sequence[Run], style: str, properties: Properties) -> str:
    """The runs of a paragraph of `style`; never none at all."""
    if isinstance(runs, str):
        return run_xml(runs, properties.characters(style))
    written = [run_xml(run.text, properties.characters(style, run.bold, run.underline)) for run in runs if run.text]
    return "".join(written) or run_xml("", properties.characters(style))


def tail_xml(tail: str, style: str, gap: int, properties: Properties) -> str:
    """What stands at the right edge after a row of dots about `gap` long."""
    tab = f'<hp:tab width="{gap}" leader="3" type="2"/>'
    return f'<hp:run charPrIDRef="{properties.characters(style)}"><hp:t>{tab}{with_breaks(tail)}</hp:t></hp:run>'


def run_xml(text: str, characters: int | str) -> str:
    """One run with the look of that number."""
    return f'<hp:run charPrIDRef="{characters}"><hp:t>{with_breaks(text)}</hp:t></hp:run>'
