"""Approval documents: drafted, sent up a line of people, registered with the last signature."""

from typing import Any

from documents.approvals import handing_over, listing, telling
from documents.approvals.disclosing import follow_source
from documents.approvals.files import keep_files
from documents.approvals.models import LetterheadImage
from documents.approvals.record_type import DOCUMENT
from documents.approvals.signing import FILE_JOB
from documents.approvals.views.boxes import waiting_panel
from documents.approvals.views.disclose import reclassify_panel
from documents.boxes import waiting_work
from portal.events import RecordReclassified
from portal.i18n import _

BOXES = (
    ("waiting", _("결재대기함"), "approvals", listing.waiting_count),
    ("consents", _("협조대기"), "approvals.consents", listing.consent_count),
    ("drafts", _("기안함"), "approvals.drafts", listing.returned_count),
    ("underway", _("진행함"), "approvals.underway", None),
    ("done", _("완료함"), "approvals.done", None),
    ("reports", _("대결 보고"), "approvals.reports", listing.report_count),
    ("sending", _("발송함"), "approvals.sending", listing.sending_count),
    ("register", _("등록대장"), "approvals.register", None),
)
FOR_ADMINISTRATORS = (
    ("rules", _("위임전결 규칙"), "approvals.rules"),
    ("numbers", _("시작 번호"), "approvals.numbers"),
    ("letterheads", _("문서 서식"), "approvals.letterheads"),
)
CALLING = ("waiting", "consents", "sending")  # what the number beside 결재 counts


def includeme(config: Any) -> None:
    """Register approval documents."""
    config.add_record_type(DOCUMENT)
    config.add_blob_reference(LetterheadImage.sha256)
    config.add_event_subscriber(RecordReclassified, follow_source)
    config.add_job(FILE_JOB, keep_files, _("결재문서 파일 만들기"))
    config.add_job(telling.JOB, telling.write_letters, _("결재 알림 쓰기"))
    config.include("documents.approvals.routes.add_routes")
    config.scan("documents.approvals.views")
    config.add_handover("drafts", _("기안 중인 문서"), 20, find=handing_over.find_drafts, move=handing_over.move_drafts)
    config.add_handover("steps", _("처리할 결재"), 30, find=handing_over.find_steps, move=handing_over.move_steps)
    for number, (name, label, route, count) in enumerate(BOXES, start=1):
        config.add_box(name, label, route, 10 * number, count=count, calls=name in CALLING)
    for number, (name, label, route) in enumerate(FOR_ADMINISTRATORS, start=90):
        config.add_box(name, label, route, number, permission="admin")
    config.add_navigation(
        "approvals", _("결재", context="list"), "approvals", order=15, permission="documents", count=waiting_work
    )
    config.add_home_panel(
        "approvals.reclassify", 26, reclassify_panel, "templates:documents/approvals/panel_reclassify.pt"
    )
    config.add_home_panel("approvals", 10, waiting_panel, "templates:documents/approvals/panel_waiting.pt")
