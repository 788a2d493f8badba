"""What the values of a meeting are called, in the words of the trade."""

from portal.i18n import _

MODES = {
    "IN_PERSON": _("대면"),
    "ONLINE": _("온라인"),
    "HYBRID": _("대면·온라인 병행"),
    "WRITTEN": _("서면"),
}
ITEM_KINDS = {
    "DELIBERATE": _("심의"),
    "RESOLVE": _("의결"),
    "REPORT": _("보고"),
    "ADVISE": _("자문"),
    "CONSULT": _("협의"),
    "TRAINING": _("교육"),
    "OTHER": _("기타"),
}
MARKS = {"UNKNOWN": _("미확인"), "PRESENT": _("출석"), "ABSENT": _("불참"), "PROXY": _("대리")}
SEATS = {"MEMBER": _("위원"), "OBSERVER": _("자문·배석"), "OFFICER": _("담당", context="role")}
EXCLUSIONS = {"EXCLUDED": _("제척"), "CHALLENGED": _("기피"), "WITHDREW": _("회피")}
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
SECTORS = {"PUBLIC": _("관"), "PRIVATE": _("민")}
CLOSED_ITEM = _("비공개 안건")
