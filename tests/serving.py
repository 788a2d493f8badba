"""A WSGI application on a port of this machine, for real browsers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.server import create_server
from waitress.wasyncore import close_all


@contextmanager
def served(application: Any, threads: int = 4) -> Iterator[str]:
    """The address of the application while it is served."""
    server = create_server(application, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # by the server's own thread: closed from here, it would go on as long as browsers hold their connections
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))  # noqa: SLF001
        thread.join()
