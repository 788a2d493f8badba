"""What came too late: somebody was quicker, the text is another one, or it is the page that the Back button brought."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import exception_view_config

from documents.approvals.signing import Superseded
from portal.i18n import _
from portal.records.acting import go

LATE = _("그 사이 문서가 처리되었거나 글이 바뀌었습니다. 방금 누른 것은 처리되지 않았으니 지금 상태를 확인해 주십시오.")


@exception_view_config(Superseded)
def late(error: Superseded, request: Any) -> HTTPSeeOther:
    """Told in a plain sentence on the document's page; nothing was done."""
    return go(request, request.route_path("approval", uid=request.matchdict["uid"]), LATE)
