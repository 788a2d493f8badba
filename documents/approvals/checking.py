"""What stands in the way of 상신, and what is asked about: told all at once, each with the place where it is mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.facts import Facts, facts_of
from documents.approvals.lifecycle import has_unit
from documents.approvals.line import faults, rule_faults
from documents.approvals.models import Document
from documents.approvals.sources import not_wider
from documents.checks.catalogue import check
from documents.checks.paper import ERROR, Finding, Paper, PaperFile
from portal import clock
from portal.files.models import Attachment
from portal.people.models import Body, Department
from portal.records.filing import filing_of
from portal.records.workflow import Problem

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
    return Report(errors, [finding for finding in found if finding.level != ERROR])


def doubts_of(session: Session, document: Document, facts: Facts) -> list[Problem]:
    """What is asked about in an edition: for those who sign it."""
    return _problems(check(paper_of(session, document, facts)))


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
