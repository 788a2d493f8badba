"""The access log (접속기록): lines written in a transaction of their own after the view, before the answer leaves.

A GET never writes in its own transaction: beside four writers two thirds of such writes found the database locked.
"""

from typing import Any

from portal.audit.models import AccessLine


def log_access(request: Any, act: str, subject: str, reason: str = "") -> None:
    """Remember who looked at what; ``act`` is view, list, download, print, change; ``subject`` names whose data.

    The line is committed before the first byte of the answer leaves, so that nothing is handed out unlogged.
    """
    viewer = request.identity
    line = AccessLine(
        account_id=viewer.account_id if viewer else None,
        address=request.remote_addr or "",
        act=act,
        subject=subject[:120],
        reason=reason[:300],
    )

    def write(request: Any, response: Any) -> None:
        if response.status_int < 400:
            with request.registry["database"].writing() as session:
                session.add(line)

    request.add_response_callback(write)
