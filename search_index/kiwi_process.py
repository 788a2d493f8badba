"""Kiwi in a process of its own. Run as a file: it loads nothing of the portal.

A line in is a JSON list of texts, a line out the list of their tokens ``[form, tag, start, length]``, in the order of
the lines in; a text it cannot take gives a JSON string instead, the reason. The first line out says that the model is
loaded. The process ends with its input, and so with whoever holds the other end, however that one dies.
"""

import contextlib
import json
import os
import sys
from typing import Any


def main() -> None:
    """Load the model, then answer until the input ends."""
    # here: who imports this module for its documentation does not want the library
    from kiwipiepy import Kiwi  # noqa: PLC0415

    model = Kiwi(num_workers=1)
    model.tokenize("첫 문장")  # the first one takes seconds too
    _say([])
    for line in sys.stdin.buffer:
        try:
            answer: Any = [
                [(token.form, token.tag, token.start, token.len) for token in model.tokenize(text)]
                for text in json.loads(line)
            ]
        except Exception as error:  # noqa: BLE001 - the process must outlive a text that its library does not like
            answer = repr(error)
        _say(answer)


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
    os._exit(0)  # nobody reads any more, and half a gigabyte need not be taken apart
