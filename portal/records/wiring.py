"""The pages and clock jobs of records; apart, because every model imports ``portal.records``."""

from typing import Any

from portal.i18n import _
from portal.records.bin import empty
from portal.records.draftable import add_draft_route
from portal.security.contexts import closed_record


class CopyOf:
    """View predicate ``copy_of``: the page of a public copy is that of the type it is a copy of."""

    def __init__(self, source_type: str, config: Any) -> None:
        self.source_type = source_type

    def text(self) -> str:
        """What conflicts and listings call it."""
        return f"copy_of = {self.source_type}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether it is one."""
        return bool(context.record.source_type == self.source_type)


def includeme(config: Any) -> None:
    """The bin: its page and its emptying. Opening what is closed. A predicate for the pages of public copies."""
    config.add_view_predicate("copy_of", CopyOf)
    config.add_directive("add_draft_route", add_draft_route)
    config.add_route("bin", "/bin")
    config.add_route("bin.take_out", "/bin/{uid}/take-out")
    config.add_route("open_closed", "/closed/{uid}", factory=closed_record)
    config.scan("portal.records.views")
    config.add_navigation("bin", _("휴지통"), "bin", order=80, permission="convene", place="account")
    config.add_clock_job("records.empty_bin", 3600, empty)
