"""The small application of these tests, and browsers on it."""

import gc
import warnings

import pytest
from webtest import TestApp

from tests.serving import served
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
    with served(wsgi_app) as address:
        yield address
