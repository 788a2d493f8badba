"""What the acts on meetings, decisions and minutes are called in the audit; transitions have names of their own."""

from typing import Any

from portal.i18n import _

AUDIT_ACTS: dict[str, Any] = {
    "arrange": _("안건 순서 바꾸기"),
    "begin": _("안건 상정"),
    "settle": _("안건 정리"),
    "exclude": _("제척·기피·회피 적기"),
    "include": _("제척·기피·회피 지우기"),
    "attend": _("출석 적기"),
    "call_roll": _("참석 대상 정하기"),
    "sit_in": _("배석자 더하기"),
    "leave_list": _("참석자 명단에서 빼기"),
    "notify_again": _("소집 통지 다시 보내기"),
    "reply": _("서면 회신"),
    "take_back_reply": _("서면 회신 무르기"),
    "opine": _("회의록 의견 적기"),
    "answer": _("회의록 의견에 답하기"),
    "end_circulation": _("의견조회 일찍 마치기"),
    "replace_confirmer": _("서명자 바꾸기"),
    "remove": _("결정 지우기"),
    "add_action": _("조치사항 더하기"),
    "remove_action": _("조치사항 빼기"),
    "report_action": _("조치 결과 적기"),
}
