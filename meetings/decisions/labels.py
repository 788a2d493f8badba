"""What outcomes, ways of voting and states of action items are called. The official form prints the Korean words."""

from typing import Any

from portal.i18n import _

OUTCOME_LABELS: dict[str, Any] = {
    "PASSED_AS_IS": _("원안가결"),
    "PASSED_AMENDED": _("수정가결"),
    "PASSED_CONDITIONAL": _("조건부가결"),
    "REJECTED": _("부결"),
    "DEFERRED": _("보류"),
    "WITHDRAWN": _("철회"),
    "RECEIVED": _("접수"),
    "AGREED": _("동의"),
    "NO_CHANGE": _("변경 없음"),
    "ADVICE_GIVEN": _("자문의견 제시"),
}
METHOD_LABELS: dict[str, Any] = {
    "CONSENSUS": _("표결 없음(합의)"),
    "UNANIMOUS": _("전원합의"),
    "SHOW_OF_HANDS": _("거수"),
    "SECRET": _("무기명"),
    "STANDING": _("기립"),
    "WRITTEN": _("서면"),
}
ACTION_STATE_LABELS: dict[str, Any] = {"OPEN": _("진행 중"), "DONE": _("완료"), "DROPPED": _("중단")}
ACTION_TONES = {"OPEN": "information", "DONE": "success", "DROPPED": "gray"}


def outcome_tone(outcome: str) -> str:
    """The colour of an outcome's badge."""
    if outcome in ("REJECTED", "WITHDRAWN"):
        return "danger"
    return "warning" if outcome == "DEFERRED" else "success"
