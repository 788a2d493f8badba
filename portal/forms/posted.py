"""What was sent beside the forms of the library: buttons, hidden values, short notes."""

import re
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def posted(request: Any, name: str) -> str:
    """The text that was sent under a name, without characters that no text may hold.

    "" for nothing, and for a file where text belongs.
    """
    value = request.POST.get(name, "")
    return _CONTROL.sub("", value) if isinstance(value, str) else ""
