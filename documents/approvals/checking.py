"""What stands in the way of 상신, and what is asked about: told all at once, each with the place where it is mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.delegation import has_no_rule
from documents.approvals.facts import Facts, facts_of
from documents.approvals.lifecycle import has_unit
from documents.approvals.line import faults, rule_faults
from documents.approvals.models import Document
from documents.approvals.sources import not_wider
from documents.checks.catalogue import check
from documents.checks.paper import ERROR, FACTS, FILES, Finding, Paper, PaperFile
from documents.checks.personal import files_have_no_personal_data, text_has_no_personal_data
from portal import clock
from portal.files.models import Attachment
from portal.i18n import _
from portal.people.models import Body, Department
from portal.records.filing import filing_of
from portal.records.workflow import Problem

NO_RULE = _("위임전결 업무를 고르지 않았습니다. 위임전결 규칙에 없는 업무가 맞는지, 결재권자가 맞는지 확인하십시오.")
_TOWN = re.compile(r"(\S+[읍면동])(?=\s|$|행정|주민)")


@dataclass(frozen=True)
class Report:
    """``errors`` keep a document from being sent up; ``warnings`` are confirmed by who sends it up (§12)."""

    errors: list[Problem]
    warnings: list[Finding]

    @property
    def doubts(self) -> list[Problem]:
        """The warnings as they are shown."""
        return _problems(self.warnings)

    @property
    def doubted_rules(self) -> list[str]:
        """The ids of the rules that warned, for the audit trail."""
        return sorted({finding.rule for finding in self.warnings})


def examine_all(session: Session, document: Document) -> list[Report]:
    """The draft as it is now, and each that goes up with it (일괄기안), in the order of the bundle."""
    return [examine(session, one) for one in document.bundle]


def examine(session: Session, document: Document) -> Report:
    """The draft as it is now: its text and facts, its attached files, its issuing unit and its line.

    In a bundle the line is found fault with once, at the 제1안; who may decide is asked of every document.
    """
    found = check(paper_of(session, document, facts_of(session, document)))
    errors = _problems(finding for finding in found if finding.level == ERROR)
    errors += [*not_wider(session, document), *has_unit(session, document)]
    errors += faults(session, document) if document.lead is None else rule_faults(session, document)
    doubts = [finding for finding in found if finding.level != ERROR]
    if has_no_rule(session, document):
        doubts.append(Finding("DOC-6", NO_RULE, FACTS))
    return Report(errors, doubts)


def doubts_of(session: Session, document: Document, facts: Facts) -> list[Problem]:
    """What is asked about in an edition: for those who sign it."""
    return _problems(check(paper_of(session, document, facts)))


def unlawful(session: Session, document: Document, facts: Facts) -> list[Problem]:
    """What may not be registered, whoever signed it: a 주민등록번호, also in a file that was read only after 상신.

    A file that is still being read keeps it back for that moment (개인정보 보호법 §24의2).
    """
    paper = paper_of(session, document, facts)
    found = [*text_has_no_personal_data(paper), *files_have_no_personal_data(paper)]
    unread = [file.name for file in paper.files if file.state == "PENDING"]
    waiting = _("‘${file}’을(를) 아직 읽는 중입니다. 잠시 뒤에 다시 결재해 주십시오.")
    return [
        *_problems(finding for finding in found if finding.level == ERROR),
        *(Problem(waiting % {"file": name}, FILES) for name in unread),
    ]


def paper_of(session: Session, document: Document, facts: Facts) -> Paper:
    """What the rules look at."""
    query = select(Attachment).where(Attachment.uid.in_([one["uid"] for one in facts["attachments"]]))
    files = [_file(one) for one in session.scalars(query.order_by(Attachment.ordinal))]
    day = document.approved_on or clock.today()
    filing = filing_of(session, document) if document.state == "DRAFT" else "FILED"  # settled when it was sent up
    return Paper(facts, day, tuple(files), towns(session), filing)


def _file(attachment: Attachment) -> PaperFile:
    # a scanned paper has no text to look into: nobody read it
    unread = attachment.text_state == "EMPTY" and attachment.kind == "pdf"
    pages = tuple((place, text) for place, text in attachment.pages)
    return PaperFile(attachment.name, "FAILED" if unread else attachment.text_state, pages)


def towns(session: Session) -> tuple[str, ...]:
    """The 읍·면·동 the institution works in: those its 협의체 and 행정복지센터 are named after."""
    bodies = session.scalars(select(Body.name).where(Body.kind == "TOWN"))
    found = [_TOWN.match(name) for name in [*bodies, *session.scalars(select(Department.name))]]
    return tuple(dict.fromkeys(match[1] for match in found if match))


def _problems(findings: Iterable[Finding]) -> list[Problem]:
    return [Problem(one.text, one.place) for one in findings]
