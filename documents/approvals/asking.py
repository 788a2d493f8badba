"""Steps that change hands: a reviewer passed over with a reason, a department that says who of it gives its opinion."""

from typing import Any

from sqlalchemy.orm import Session

from documents.approvals import telling
from documents.approvals.lifecycle import is_drafter
from documents.approvals.line import can_sign_in, name_step, post_of
from documents.approvals.models import Document, Step
from documents.approvals.signing import Superseded, follow, locked, open_next
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.workflow import NotAllowed, Problem, Refused
from portal.security.viewer import Viewer


def skip(session: Session, document: Document, step: Step, reason: str, actor: Viewer) -> None:
    """검토 생략: a reviewer who cannot is passed over, with the reason in their box (영 §9①, 규칙 §7)."""
    first = locked(session, document)
    if "skip" not in records.acts(session, document, actor):
        raise NotAllowed("skip")
    if not reason.strip():
        raise FormError("reason", _("검토를 생략하는 까닭을 적어 주십시오."))
    if step.kind != "REVIEW" or step.closed or step not in document.line:
        raise Refused([Problem(_("아직 끝나지 않은 검토만 생략할 수 있습니다."), "line")])
    step.state, step.acting_reason, step.acted_at = "SKIPPED", reason.strip(), clock.now()
    audit.note(session, actor, "skip", document, step=step.id)
    open_next(session, first)


def take(session: Session, document: Document, step: Step, person_id: int, actor: Viewer) -> None:
    """부서협조: somebody of the asked department says who of them gives the opinion."""
    locked(session, document)
    if "take" not in records.acts(session, document, actor):
        raise NotAllowed("take")
    if step not in document.line or step.person_id is not None or not step.open:
        raise Superseded
    if f"dept:{step.department_id}" not in actor.principals:
        raise NotAllowed("take")
    post = post_of(session, person_id, clock.today(), step.department_id)
    if post is None or post.department_id != step.department_id:
        raise FormError("person", _("그 부서 사람 가운데 골라 주십시오."))
    if is_drafter(document, person_id) or any(one.person_id == person_id for one in document.line):
        raise FormError("person", _("이미 이 문서의 결재선에 있는 사람입니다. 다른 사람을 골라 주십시오."))
    if not can_sign_in(session, person_id):
        raise FormError("person", _("로그인할 수 있는 계정이 없는 사람입니다. 다른 사람을 골라 주십시오."))
    step.person_id = person_id
    name_step(session, step.document, step)
    audit.note(session, actor, "take", document, step=step.id, person=person_id)
    telling.tell_opened(session, step)
    follow(session, document)


def asked_steps(document: Document, viewer: Any) -> list[Step]:
    """Open steps that wait for somebody of the viewer's department to take them."""
    held = viewer.principals if viewer else frozenset()
    return [step for step in document.line if step.open and not step.person_id and f"dept:{step.department_id}" in held]
