"""The rules in the order in which their findings are shown, and the one function that applies them."""

from documents.checks.form import (
    attachments_are_there,
    disclosure_has_grounds,
    end_is_printed,
    has_file,
    has_text,
    letter_has_parties,
    levels_are_whole,
    marks_are_computed,
    seal_may_be_used,
)
from documents.checks.paper import ERROR, Finding, Paper, Rule
from documents.checks.personal import (
    files_have_no_personal_data,
    sensitive_tables_are_not_open,
    text_has_no_personal_data,
)
from documents.checks.planning import money_follows_work, plans_lie_ahead, tables_add_up
from documents.checks.towns import towns_are_shared_out
from documents.checks.wording import dates_are_standard, money_is_standard, times_are_standard, weekdays_match

RULES: tuple[Rule, ...] = (
    has_text,
    has_file,
    disclosure_has_grounds,
    letter_has_parties,
    seal_may_be_used,
    text_has_no_personal_data,
    files_have_no_personal_data,
    sensitive_tables_are_not_open,
    tables_add_up,
    money_follows_work,
    weekdays_match,
    plans_lie_ahead,
    towns_are_shared_out,
    marks_are_computed,
    levels_are_whole,
    attachments_are_there,
    end_is_printed,
    dates_are_standard,
    times_are_standard,
    money_is_standard,
)


def check(paper: Paper) -> list[Finding]:
    """Everything the rules find, errors first."""
    found = [finding for rule in RULES for finding in rule(paper)]
    return sorted(found, key=lambda finding: finding.level != ERROR)
