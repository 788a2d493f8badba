"""Handing out a list of personal data: the bytes leave only after their line in the access log is committed."""

from typing import Any
from urllib.parse import quote

from pyramid.response import Response

from portal import clock
from portal.audit.access import log_access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(request: Any, name: str, data: bytes, subject: str, reason: str) -> Response:
    """The answer with the file; ``subject`` says in the log whose data these are."""
    log_access(request, "download", subject, reason)
    file_name = f"{name[:60]}_{clock.today():%Y%m%d}.xlsx"
    disposition = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(file_name, safe='')}"
    return Response(data, content_type=XLSX, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})
