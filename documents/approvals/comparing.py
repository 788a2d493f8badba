"""What a new edition changes against the one before it: facts side by side, the text block by block."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.facts import Facts, facts_of
from documents.approvals.labels import FORMS, SCHEMES, SEAL_MODES
from documents.approvals.models import Document
from portal.content.diff import Change, diff
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.records import editions
from portal.records.models import Edition


@dataclass(frozen=True)
class Comparison:
    """``facts`` are (label, before, after) of those that differ; ``older`` is the number of the edition before."""

    older: int
    facts: list[tuple[Any, Any, Any]]
    changes: list[Change]

    @property
    def same(self) -> bool:
        """Whether nothing that is read differs."""
        return not self.facts and not self.changes


def against_last(session: Session, document: Document, edition: Edition | None) -> Comparison | None:
    """An edition against the one before it, or the draft (None) against the newest; None for the first of all."""
    if edition is None:
        before, after = editions.current(session, document), facts_of(session, document)
    else:
        before, after = _before(session, document, edition), edition.facts
    if before is None:
        return None
    changes = diff(before.facts["content"], after["content"])
    return Comparison(before.number, _differing(before.facts, after), changes)


def _before(session: Session, document: Document, edition: Edition) -> Edition | None:
    query = select(Edition).where(Edition.record_id == document.id, Edition.number < edition.number)
    found: Edition | None = session.scalar(query.order_by(Edition.number.desc()).limit(1))
    return found


def _differing(before: Facts, after: Facts) -> list[tuple[Any, Any, Any]]:
    pairs = zip(_shown(before), _shown(after), strict=True)
    return [(label, old, new) for (label, old), (_label, new) in pairs if old != new]


def _shown(facts: Facts) -> list[tuple[Any, Any]]:
    return [
        (_("제목"), facts["title"]),
        (_("문서 종류"), FORMS[facts["form"]]),
        (_("공개구분"), disclosure_label(facts["disclosure"], facts["grounds"])),
        (_("보존기간"), facts["retention"]),
        (_("항목 기호"), SCHEMES[facts["scheme"]]),
        (_("수신자"), ", ".join(one["name"] for one in facts["recipients"])),
        (_("경유"), facts["via"]),
        (_("발신명의"), facts["sender"]),
        (_("관인·서명"), SEAL_MODES[facts["seal_mode"]]),
        (_("방침번호"), facts["policy_no"]),
        (_("붙임"), ", ".join(one["name"] for one in facts["attachments"])),
    ]
