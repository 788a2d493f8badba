"""Addresses and bodies that no page of ours sends: never a failure of the server, on either database."""

import time
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select
from webtest import Upload

from portal.files.models import Attachment
from tests.meetings import minutes_case


@pytest.mark.parametrize(
    "address",
    [
        "/people/persons/%00",
        "/people/departments/%00/edit",
        "/people/persons?q=%00",
        "/people?q=a%00b",
        "/people/audit?record=%00",
        "/people/access-log?q=%00",
        "/records/%00/files",
        "/files/%00",
        "/meetings?body=%00",
        "/decisions?body=%00",
        "/decisions.xlsx?body=%00",
        "/actions/%00",
        "/search?q=%00&type=%00&body=%00",
        "/password/%00",
        "/bin?page=%00",
        "/language/%00?next=%00",
    ],
)
def test_nul_in_an_address_is_refused_as_a_bad_address(admin: Any, address: str) -> None:
    assert admin.get(address, expect_errors=True).status_int == 400


@pytest.mark.parametrize(
    "address",
    [
        "/people/seats/99999999999999999999/edit",
        "/people/seats/999999999/edit",
        f"/sections/{'9' * 5000}/poll",
        f"/sections/{'9' * 30}/history",
        "/sections/9223372036854775807/poll",
        "/search?q=%20&body=99999999999999999999&year=999999999&page=999999999",
        "/meetings?year=9999&page=999999999",
        "/decisions?year=0000&page=999999999",
        "/actions?page=999999999",
    ],
)
def test_numbers_beyond_any_row_find_nothing(admin: Any, address: str) -> None:
    assert admin.get(address, expect_errors=True).status_int in (200, 403, 404)


@pytest.mark.parametrize("path", ["/한글", "/meetings?q=가", "/a b", "/%0d%0aX-Evil: 1", "/\u2028"])
@pytest.mark.parametrize("page", ["/language/en?next=", "/login?next="])
def test_next_with_letters_beyond_ascii_is_an_address(anonymous: Any, page: str, path: str) -> None:
    if page.startswith("/login"):
        form = anonymous.get(page + quote(path)).forms["sign-in"]
        form["login"], form["password"] = "member", "sillok-demo"
        answer = form.submit(status=303)
    else:
        answer = anonymous.get(page + quote(path), status=303)
    location = answer.headers["Location"]
    assert location.isascii()
    assert location.startswith(("/", "http://localhost/"))
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    "bad", ["//evil.example", "/\\evil.example", "https://evil.example", "/\tevil", "javascript:1", ""]
)
def test_next_never_leads_away(anonymous: Any, bad: str) -> None:
    location = anonymous.get("/language/en?next=" + quote(bad), status=303).headers["Location"]
    assert location in ("/", "http://localhost/")


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
NESTED = (
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n'
    + PART.replace(b"--x", b"--y") * 20_000
    + b"--y--\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"a&" * 1_000_000, 400),
        (FORM, b"a=" + b"b" * (9 << 20), 413),
        (PARTS, PART * 40_000 + b"--x--\r\n", 400),
        (PARTS, NESTED, 400),
        (PARTS, NESTED.replace(b"multipart/mixed; boundary=y", FORM.encode()), 400),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        (FORM, b"a=%ff", 400),
    ],
)
def test_a_form_of_a_million_controls_is_refused_unread(anonymous: Any, kind: str, body: bytes, status: int) -> None:
    began = time.process_time()
    anonymous.post("/login", body, content_type=kind, status=status)
    assert time.process_time() - began < 2  # read it takes a minute


@pytest.mark.parametrize("sent", ["9" * 5000, "²", "-1", "", "1e9"])
def test_a_number_that_is_none_changes_no_block(secretary: Any, database: Any, viewer: Any, sent: str) -> None:
    with database.writing() as session:
        minutes = minutes_case.in_session(session, viewer("secretary"))
        minutes_case.write(session, minutes, viewer("secretary"), "발언")
        section = minutes_case.section(session, minutes)
        number, block, lock = section.id, section.content["content"][0]["attrs"]["id"], section.lock
    token = secretary.csrf()
    values = {"csrf_token": token, "lock": str(lock), "act": "level", "block": block, "level": sent}
    secretary.post(f"/sections/{number}/blocks", values, status=400)
    values = {"csrf_token": token, "lock": str(lock), "text": "발언", "add_row": sent}
    secretary.post(f"/sections/{number}/blocks/{block}", values, status=[303, 400])


def test_a_file_beyond_the_limit_is_refused_in_words_and_nothing_is_kept(
    database: Any, registry: Any, viewer: Any, secretary: Any
) -> None:
    registry["settings"].upload_megabytes = 1
    with database.writing() as session:
        address = f"/records/{minutes_case.in_session(session, viewer('secretary')).uid}/files"
    sent = [("csrf_token", secretary.csrf()), ("upload", Upload("큰 파일.txt", b"a" * (5 << 20)))]
    assert "한 번에 1MB까지 올릴 수 있습니다" in secretary.post(address, sent, status=413)
    with database.reading() as session:
        assert session.scalars(select(Attachment)).all() == []
