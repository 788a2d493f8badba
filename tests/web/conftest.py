"""The small application of these tests, and browsers on it."""

import gc
import threading
import warnings

import pytest
from webtest import TestApp

from tests.web.app import SAVED, make_app

READER = {"X-Reader": "Jisoo"}


@pytest.fixture(scope="session")
def wsgi_app():
    return make_app()


@pytest.fixture
def app(wsgi_app):
    SAVED.clear()
    return TestApp(wsgi_app)


@pytest.fixture
def buffers_left_open():
    """WebOb leaves the buffer of a large or broken form to the garbage collector, which warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture(scope="module")
def address(wsgi_app):
    """The application on a port of this machine."""
    from waitress.server import create_server

    server = create_server(wsgi_app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
