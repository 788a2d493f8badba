"""The signature boxes of an approval line, by 시행규칙 §6 and §7: who is drawn, and what each box says.

전결: up to the delegate, nobody above. 대결 for the head: up to the deputy, no box for who was absent, and a single box
for a deputy who reviewed it before. 전결사항의 대결: the delegate's box says 전결 without a signature, the deputy's
대결 with one. Only the one who decides has a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.approvals.models import Step
from portal import clock

INITIATOR = "★"  # 발의자 (규칙 §6①)
WITH_OPINION = "(의견 있음)"
ACTING = "代"  # a deputy signed in somebody's column


@dataclass(frozen=True, slots=True)
class Box:
    """One column: the 직위 above, and below it the mark (전결, 대결), the date and the signature or reason."""

    post: str
    signature: str = ""
    mark: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        """What stands in the box, in one line: `전결 10/24 홍길동`."""
        return " ".join(part for part in (self.mark, self.date, self.signature) if part)


def boxes(line: Sequence[Step]) -> list[Box]:
    """The columns of the approval line, 협조 left out; an unfinished line has its unsigned boxes empty."""
    shown = [step for step in line if step.kind != "CONSENT"]
    if not shown:
        return []
    last = shown[-1]
    if last.kind != "APPROVE" or not last.needs_report:
        return [_box(step) for step in shown]
    own = [step for step in shown[:-1] if step.kind != "DRAFT" and step.person_id == step.actor_id == last.actor_id]
    said = WITH_OPINION if any(step.opinion for step in (*own, last)) else ""
    deputy = Box(f"{last.actor_post}{said}", last.actor_name, "대결", _date(last))
    before = [_box(step) for step in shown[:-1] if step not in own]
    return [*before, Box(last.post, mark="전결"), deputy] if last.delegated else [*before, deputy]


def consents(line: Sequence[Step]) -> list[Box]:
    """The 협조자, in the order of the line."""
    return [_box(step) for step in line if step.kind == "CONSENT"]


def _box(step: Step) -> Box:
    post = f"{INITIATOR}{step.post}" if step.kind == "DRAFT" else step.post
    if step.state == "SKIPPED":
        return Box(post, step.acting_reason)
    if step.state != "SIGNED":
        return Box(post)
    if step.opinion:
        post += WITH_OPINION
    signature = step.name if step.actor_id == step.person_id else f"{ACTING}{step.actor_name}"
    if step.kind != "APPROVE":
        return Box(post, signature)
    return Box(post, signature, "전결" if step.delegated else "", _date(step))


def _date(step: Step) -> str:
    """`10/24`, on the calendar of Seoul (규칙 §7①)."""
    return clock.local(step.acted_at).strftime("%m/%d") if step.acted_at else ""
