"""What the values of deliveries are called."""

from portal.i18n import _

MEANS = {"INSIDE": _("기관 안"), "MAIL": _("전자우편"), "PAPER": _("우편·인편")}
DELIVERY_STATES = {
    "READY": _("보내기 전"),
    "SENT": _("보냄", context="delivery"),
    "ARRIVED": _("도달"),
    "RECEIVED": _("접수"),
    "RETURNED": _("반송"),
}
DELIVERY_TONES = {"READY": "gray", "SENT": "warning", "ARRIVED": "success", "RECEIVED": "success", "RETURNED": "danger"}
