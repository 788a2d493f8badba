"""What the kinds, categories and sources of plans are called."""

from documents.plans.terms import term_of
from portal.i18n import _

KINDS = {"FOUR_YEAR": _("지역사회보장계획"), "YEARLY": _("연차별 시행계획"), "WORK": _("업무계획")}
CATEGORIES = {
    "NEW": _("신규", context="project"),
    "CONT": _("지속"),
    "CONT_IMPROVED": _("지속보완"),
    "EXPANDED": _("확대"),
    "PLEDGE": _("공약"),
    "ENDED": _("폐지", context="project"),
}
SOURCES = {"NATIONAL": _("국비"), "PROVINCIAL": _("시·도비"), "LOCAL": _("시·군·구비"), "OTHER": _("기타")}


def term_label(kind: str, year: int) -> object:
    """`5기` of a four-year plan, `5기 4년차` of a yearly one; nothing for plans that belong to none."""
    term, number = term_of(year)
    if kind == "WORK" or term < 1:
        return ""
    words = {"term": term, "number": number}
    return _("${term}기", words) if kind == "FOUR_YEAR" else _("${term}기 ${number}년차", words)
