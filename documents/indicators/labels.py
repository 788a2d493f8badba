"""What the words of indicators are called."""

from documents.indicators.achievement import ACTUAL_ZERO, TARGET_ZERO
from portal.i18n import _

TYPES = {"INPUT": _("투입"), "PROCESS": _("과정"), "OUTPUT": _("산출"), "OUTCOME": _("결과", context="indicator")}
DIRECTIONS = {"UP": _("클수록 좋음"), "DOWN": _("작을수록 좋음"), "BINARY": _("이행 여부(1 또는 0)")}
CYCLES = {"YEAR": _("연"), "HALF": _("반기"), "QUARTER": _("분기"), "MONTH": _("월", context="cycle")}
ACTUAL_STATES = {
    "REPORTED": _("값을 적음"),
    "NONE_PLANNED": _("계획 없음(–)"),
    "UNREPORTED": _("아직 보고하지 않음"),
}
STATUSES = {"REACHED": _("달성"), "FAIR": _("보통"), "SHORT": _("미흡")}
TONES = {"REACHED": "success", "FAIR": "warning", "SHORT": "danger"}
FLAGS = {
    TARGET_ZERO: _("목표가 0이어서 달성률을 계산할 수 없음"),
    ACTUAL_ZERO: _("실적이 0이어서 달성률을 계산할 수 없음"),
}
QUARTERS = {number: _("${n}분기", {"n": number}) for number in range(1, 5)}
