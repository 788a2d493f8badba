"""Runs of a Word paragraph: text with its looks, line breaks and tabs."""

from collections.abc import Sequence

from portal.office import xml_text
from portal.office.model import Run

TEXT = '<w:t xml:space="preserve">'
LINE_BREAK, TAB = f"</w:t><w:br/>{TEXT}", f"</w:t><w:tab/>{TEXT}"


def with_breaks(text: str) -> str:
    """What stands in a `w:t`: line feeds become breaks, tabs become tabs, what XML forbids is left out."""
    return xml_text.with_breaks(text, LINE_BREAK, TAB)


def runs_xml(runs: str | Sequence[Run]) -> str:
    """The runs of a paragraph."""
    if isinstance(runs, str):
        return f"<w:r>{text_xml(runs)}</w:r>" if runs else ""
    return "".join(_run(run) for run in runs if run.text)


def text_xml(text: str) -> str:
    """Text inside a run."""
    return f"{TEXT}{with_breaks(text)}</w:t>"


def _run(run: Run) -> str:
    if not (run.bold or run.underline):
        return f"<w:r>{text_xml(run.text)}</w:r>"
    bold = "<w:b/><w:bCs/>" if run.bold else ""
    underline = '<w:u w:val="single"/>' if run.underline else ""
    return f"<w:r><w:rPr>{bold}{underline}</w:rPr>{text_xml(run.text)}</w:r>"
