"""The small institution with an office for approval documents."""

from contextlib import contextmanager

import pytest

from documents.approvals.models import Document
from tests.documents import line_case


@pytest.fixture
def office(database):
    """The database of this test, furnished with the office."""
    with database.writing() as session:
        line_case.furnish(session)
    return database


@pytest.fixture
def act(office):
    """A function that opens a transaction on the newest document: ``with act() as (session, document)``."""

    @contextmanager
    def opened():
        with office.writing() as session:
            yield session, session.query(Document).order_by(Document.id.desc()).first()

    return opened
