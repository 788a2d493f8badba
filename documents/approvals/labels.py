"""What the values of approval documents are called."""

from documents.approvals.models import Step
from portal.i18n import _
from portal.people.labels import SCHEMES as USUAL_SCHEMES

FORMS = {"INTERNAL": _("내부결재"), "DISPATCH": _("시행문")}
SCHEMES = {**USUAL_SCHEMES, "plan": _("계획서: 1 □ ○ - ▶"), "roman_plan": _("계획서: Ⅰ ① ■ ○ ▶")}
SEAL_MODES = {
    "NONE": _("없음", context="seal"),
    "SEAL": _("관인 날인"),
    "SEAL_OMITTED": _("관인생략"),
    "SIGN": _("서명", context="seal"),
    "SIGN_OMITTED": _("서명생략"),
}
STEP_KINDS = {"DRAFT": _("기안"), "REVIEW": _("검토"), "CONSENT": _("협조"), "APPROVE": _("결재", context="step")}
STEP_STATES = {
    "WAITING": _("대기"),
    "ACTIVE": _("처리할 차례"),
    "SIGNED": _("서명", context="step"),
    "RETURNED": _("반려"),
    "SKIPPED": _("생략", context="step"),
    "HELD": _("보류", context="approval"),
}
STEP_TONES = {
    "WAITING": "gray", "ACTIVE": "warning", "SIGNED": "success", "RETURNED": "danger", "SKIPPED": "gray",
    "HELD": "warning",
}  # fmt: skip


def kind_of(step: Step) -> object:
    """기안, 검토, 협조, 결재, 전결; 대결 where a deputy decided (규칙 §7)."""
    if step.kind == "APPROVE" and step.needs_report:
        return _("전결(대결)") if step.delegated else _("대결")
    if step.kind == "APPROVE" and step.delegated:
        return _("전결")
    return STEP_KINDS[step.kind]
