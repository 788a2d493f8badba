"""What the answers to a memo are called."""

from portal.i18n import _

ANSWERS = {"SEEN": _("확인", context="memo"), "ORDER": _("지시"), "AMEND": _("보완 요청")}
TONES = {"SEEN": "success", "ORDER": "information", "AMEND": "warning"}
