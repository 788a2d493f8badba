"""What the acts on documents are called in the audit; transitions have names of their own."""

from typing import Any

from portal.i18n import _

AUDIT_ACTS: dict[str, Any] = {
    "plan_line": _("결재선 정하기"),
    "join_bundle": _("일괄기안에 넣기"),
    "leave_bundle": _("일괄기안에서 떼어내기"),
    "skip": _("결재 건너뛰기"),
    "take": _("결재 대신 맡기"),
    "seen_report": _("후결 문서 확인"),
    "note": _("접수 의견 적기"),
    "circulate": _("공람"),
    "circulation_group": _("공람 그룹 고치기"),
    "create_delegation_rule": _("전결 규정 만들기"),
    "edit_delegation_rule": _("전결 규정 고치기"),
    "record_arrival": _("도달 적기"),
    "record_return": _("반송 적기"),
    "record_passing": _("경유 송부 적기"),
    "send_again": _("다시 발송"),
    "come_back": _("반송되어 도달이 풀림"),
    "answer_memo": _("메모에 답하기"),
    "remark_memo": _("메모에 덧붙이기"),
    "pass_memo": _("메모 전달"),
    "set_target": _("목표 정하기"),
    "report_actual": _("실적 적기"),
    "answer_suggestion": _("지표 제안에 답하기"),
}
