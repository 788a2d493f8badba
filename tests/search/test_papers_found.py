"""Papers put on an agenda item are found by what they say, by whoever may read the item and by nobody else."""

import io
from typing import Any

import pytest
from docx import Document
from webtest import Upload

from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from portal.db import Database
from tests.files import builders as make
from tests.meetings import sitting_facts


def _docx(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _hwpx(text: str) -> bytes:
    document = make.hwpx_document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save_to_stream(stream)
    return stream.getvalue()


PAPERS = {
    "심의자료.docx": ("너울가지", _docx("너울가지 사업의 예산을 심의한다")),
    "예산표.xlsx": ("온누리", make.xlsx_bytes({"예산": [["사업", "금액"], ["온누리 사업", 1200]]})),
    "사업 설명.hwpx": ("미리내", _hwpx("미리내 사업의 고독사 예방 효과")),
    "plan.pdf": ("companionship", make.pdf_bytes(["welfare plan", "companionship budget"])),
    "회의 메모.txt": ("해오름", "해오름 사업은 다음에 다시 논의".encode("cp949")),
}


@pytest.fixture
def closed_item(database: Database, viewer: Any) -> str:
    """The uid of an item that is not disclosed, on the agenda of a planned meeting."""
    secretary = viewer("secretary")
    with database.writing() as session:
        meeting = sitting_facts.planned(session, secretary)
        facts = ItemFacts("DELIBERATE", "위기가구 사례 심의", disclosure="CLOSED", grounds=[6])
        return str(agenda.add_item(session, meeting, facts, secretary).uid)


def _hits(browser: Any, word: str) -> Any:
    return browser.get("/search", {"q": word}).html.select(".search-results > li")


def _target(browser: Any, link: Any) -> Any:
    """The element at which a link opens."""
    page, _, fragment = link["href"].partition("#")
    return browser.get(page).html.find(id=fragment)


def test_papers_of_a_closed_item_are_found_by_those_who_may_read_it(
    closed_item: str,
    indexing: Any,
    do_jobs: Any,
    secretary: Any,
    member: Any,
    outsider: Any,
    staff: Any,
    anonymous: Any,
) -> None:
    place = f"/records/{closed_item}/files"
    parts = [("csrf_token", secretary.csrf()), ("__formid__", "files"), ("__start__", "files:sequence")]
    parts += [("upload", Upload(name, content)) for name, (_word, content) in PAPERS.items()]
    parts += [("__end__", "files:sequence"), ("save", "save")]
    secretary.post(place, parts, content_type="multipart/form-data", status=303)
    do_jobs()
    indexing.drain()
    for name, (word, _content) in PAPERS.items():
        [hit] = _hits(member, word)
        assert [mark.get_text() for mark in hit.select(".search-snippet mark")] == [word]
        assert name in hit.select_one(".search-part").get_text()
        assert name in _target(member, hit.select_one("h2 a")).get_text()
        for stranger in (outsider, staff, anonymous):
            assert _hits(stranger, word) == []
    removal = next(form for form in secretary.get(place).forms.values() if str(form.action).endswith("/remove"))
    removal.submit(status=303)
    indexing.drain()
    assert _hits(secretary, "너울가지") == []
    assert len(_hits(secretary, "온누리")) == 1
