"""What the values of people and bodies are called, in the words of the trade."""

from typing import Any

from portal.i18n import _

BODY_KINDS = {
    "PROVINCIAL_BOARD": _("시·도사회보장위원회"),
    "REPRESENTATIVE": _("대표협의체"),
    "WORKING": _("실무협의체"),
    "SUBCOMMITTEE": _("실무분과"),
    "TOWN": _("읍·면·동 협의체"),
    "EXPERT": _("전문위원회"),
}
ROLES = {
    "CHAIR": _("위원장"),
    "CO_CHAIR": _("공동위원장"),
    "VICE_CHAIR": _("부위원장"),
    "SUB_CHAIR": _("분과장"),
    "SUB_VICE_CHAIR": _("부분과장"),
    "CLERK": _("총무"),
    "SECRETARY": _("간사"),
    "MEMBER": _("위원"),
    "ADVISER": _("자문", context="role"),
    "OFFICER": _("담당", context="role"),
}
MEMBER_KINDS = {"APPOINTED": _("위촉직"), "EX_OFFICIO": _("당연직"), "NAMED": _("임명직")}
SECTORS = {"PUBLIC": _("관"), "PRIVATE": _("민")}
GENDERS = {"F": _("여"), "M": _("남")}
DUTIES = {
    "ADMIN": _("관리자"),
    "DOCUMENT_DEPT": _("문서과"),
    "RECORDS_OFFICER": _("기록물관리책임자"),
    "LEAD_DEPT": _("총괄부서"),
    "DELEGATE": _("전결권자"),
    "PRIVACY_OFFICER": _("개인정보 보호책임자"),
}
LANGUAGES = {"ko": _("한국어"), "en": _("영어")}
SCHEMES = {"legal": _("1. 가. 1) 가)"), "symbols": _("□ ○ - ▶"), "roman": _("Ⅰ 1. 가.")}
ACCESS_ACTS = {
    "view": _("조회"),
    "list": _("목록 조회"),
    "download": _("내려받기"),
    "print": _("출력"),
    "change": _("변경"),
    "enter": _("입력"),
}
# What the floor notes in the audit; features name their own acts by ``config.add_audit_acts``.
AUDIT_ACTS: dict[str, Any] = {
    "create_person": _("사람 등록"),
    "edit_person": _("사람 고치기"),
    "create_account": _("계정 만들기"),
    "edit_account": _("계정 고치기"),
    "activate_account": _("계정 다시 쓰기"),
    "deactivate_account": _("계정 사용 중지"),
    "sign_out_account": _("모든 로그인 끝내기"),
    "make_link": _("일회용 주소 만들기"),
    "make_feed": _("구독 주소 만들기"),
    "revoke_feed": _("구독 주소 없애기"),
    "set_password": _("비밀번호 정하기"),
    "sign_in": _("로그인"),
    "sign_in_blocked": _("로그인 잠시 막힘"),
    "create_department": _("부서 등록"),
    "edit_department": _("부서 고치기"),
    "succeed_department": _("부서 개편"),
    "create_body": _("회의체 등록"),
    "edit_body": _("회의체 고치기"),
    "edit_body_rules": _("회의체 운영 규칙 고치기"),
    "succeed_body": _("회의체 개편"),
    "appoint": _("위원 등록"),
    "edit_seat": _("위원 정보 고치기"),
    "end_seat": _("위원 임기 끝내기"),
    "replace_seat": _("위원 교체"),
    "give_post": _("보직 등록"),
    "end_post": _("보직 끝내기"),
    "give_duty": _("임무 지정"),
    "end_duty": _("임무 해제"),
    "plan_absence": _("부재 등록"),
    "end_absence": _("부재 끝내기"),
    "create_unit": _("발신 단위 등록"),
    "edit_unit": _("발신 단위 고치기"),
    "edit_letterhead": _("문서 서식 고치기"),
    "retry_jobs": _("밀린 작업 다시 시도"),
    "discard_jobs": _("밀린 작업 버리기"),
    "export_persons": _("사람 목록 내려받기"),
    "export_members": _("위원 명단 내려받기"),
    "create": _("기록 만들기"),
    "edit": _("기록 고치기"),
    "bin": _("휴지통에 버리기"),
    "unbin": _("휴지통에서 되살리기"),
    "freeze": _("판 확정"),
    "sign": _("서명"),
    "draw_up": _("이 기록으로 기안"),
    "document_registered": _("이 기록에 대한 문서 등록"),
    "sign_on_paper": _("종이 서명 기록"),
    "file_record": _("편철"),
    "create_unit_task": _("단위과제 등록"),
    "edit_unit_task": _("단위과제 고치기"),
    "create_record_file": _("기록물철 만들기"),
    "edit_record_file": _("기록물철 고치기"),
    "retention_extend": _("보존기간 다시 정하기"),
    "retention_dispose": _("폐기 대상으로 심의"),
    "retention_hold": _("보류", context="retention"),
    "hand_over": _("업무 인계"),
    "start_after": _("시작 번호 정하기"),
    "delete": _("휴지통에서 영구 삭제"),
    "attach": _("파일 붙이기"),
    "detach": _("파일 떼기"),
    "withdraw": _("공개본 내림"),
    "reclassify": _("공개구분 다시 분류"),
    "open_closed": _("비공개 기록 열람"),
    "seal_access_log": _("접속기록 봉인"),
    "send_head": _("처리 기록 확인값 보내기"),
    "sample": _("견본 자료 만들기"),
}
AUDIT_DETAILS = {
    "absence": _("부재"),
    "account": _("계정"),
    "body": _("회의체"),
    "count": _("수"),
    "department": _("부서"),
    "deputy": _("대리하는 사람"),
    "duty": _("임무"),
    "edition": _("판"),
    "fields": _("고친 항목"),
    "kind": _("종류"),
    "name": _("이름"),
    "person": _("사람"),
    "post": _("보직"),
    "purpose": _("용도"),
    "seat": _("자리"),
    "sessions": _("로그인"),
    "successor": _("뒤를 이은 것"),
    "unit": _("발신 단위"),
}


def options(labels: dict[str, Any]) -> list[tuple[str, Any]]:
    """The choices of a form field."""
    return list(labels.items())
