"""Attaching, downloading and removing as people do it, over the whole application."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import delete, func, select
from webtest import Upload

from portal import clock
from portal.audit.models import AccessLine, AuditEntry
from portal.db import Database
from portal.files.collection import GRACE, collect
from portal.files.download import content_disposition
from portal.files.models import Attachment, Blob
from portal.files.services import attach, attachments, remove_all
from portal.files.stores import blob_store
from portal.jobs.models import Job
from portal.records.editions import freeze
from portal.records.models import Record
from portal.records.types import type_of
from tests.files import builders as make

BOTH = pytest.mark.parametrize("config", ["folder", "database"], indirect=True)
NAME = "제7차 회의록.docx"


def upload(browser: Any, uid: str, *files: tuple[str, bytes], status: int = 303) -> Any:
    form = browser.get(f"/records/{uid}/files").forms["files"]
    parts = [("csrf_token", form["csrf_token"].value), ("__formid__", "files"), ("__start__", "files:sequence")]
    parts += [("upload", Upload(name, content)) for name, content in files]
    parts += [("__end__", "files:sequence"), ("save", "save")]
    return browser.post(f"/records/{uid}/files", parts, content_type="multipart/form-data", status=status)


def only(database: Database) -> Attachment:
    with database.reading() as session:
        return session.scalars(select(Attachment)).one()


def count(database: Database, model: Any) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@BOTH
def test_attached_file_is_listed_read_and_downloaded(
    secretary: Any, note_uid: str, database: Database, registry: Any, do_jobs: Any
) -> None:
    content = make.docx_bytes()
    page = upload(secretary, note_uid, (NAME, content)).follow()
    assert "본문을 읽는 중" in page.text
    assert do_jobs("files.extract") == 1
    page = secretary.get(f"/records/{note_uid}/files")
    assert "본문을 읽는 중" not in page.text
    answer = page.click(NAME)
    assert answer.body == content
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == NAME
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with database.reading() as session:
        session.info["registry"] = registry
        record = session.scalars(select(Record).where(Record.uid == note_uid)).one()
        (part,) = type_of(session, record).index(session, record).parts
        assert part.label == f"{NAME} 본문"
        assert part.text.startswith("제7차 회의록")
        line = session.scalars(select(AccessLine).where(AccessLine.act == "download")).one()
        assert note_uid in line.subject
        assert session.scalars(select(AuditEntry).where(AuditEntry.act == "attach")).one().record_uid == note_uid
        assert session.scalar(select(Job.key).where(Job.kind == "index")) == f"index:{record.uid}"


def test_one_bad_file_stops_all_and_says_which(secretary: Any, note_uid: str, database: Database) -> None:
    page = upload(secretary, note_uid, (NAME, make.docx_bytes()), ("표.xls", make.compound_bytes(b"")), status=400)
    assert "표.xls: 예전 형식" in page.text
    assert count(database, Attachment) == 0
    assert count(database, Job.__table__.select().where(Job.kind == "files.extract").subquery()) == 0


def test_upload_without_a_file_says_so(secretary: Any, note_uid: str, database: Database) -> None:
    upload(secretary, note_uid, status=400)
    assert count(database, Attachment) == 0


def test_file_over_the_setting_is_refused(secretary: Any, note_uid: str, database: Database) -> None:
    page = upload(secretary, note_uid, ("긴 글.txt", "가".encode() * (1 << 20)), status=400)
    assert "2MB까지" in page.text
    assert count(database, Attachment) == 0


def test_broken_file_stays_attached_and_says_why(
    secretary: Any, note_uid: str, database: Database, do_jobs: Any
) -> None:
    upload(secretary, note_uid, ("계획.pdf", b"%PDF-1.4\nbroken"))
    do_jobs("files.extract")
    assert only(database).text_state == "FAILED"
    assert "파일이 깨져 본문을 읽지 못했습니다." in secretary.get(f"/records/{note_uid}/files")


def test_scan_is_marked(secretary: Any, note_uid: str, database: Database, do_jobs: Any) -> None:
    upload(secretary, note_uid, ("스캔.pdf", make.pdf_bytes([""])))
    do_jobs("files.extract")
    assert only(database).text_state == "EMPTY"
    assert "글자 없음(스캔본)" in secretary.get(f"/records/{note_uid}/files")


def test_only_who_may_edit_may_attach(staff: Any, member: Any, anonymous: Any, note_uid: str) -> None:
    page = staff.get(f"/records/{note_uid}/files")
    assert "files" not in page.forms
    file = [("csrf_token", staff.csrf()), ("upload", Upload(NAME, b"x"))]
    staff.post(f"/records/{note_uid}/files", file, content_type="multipart/form-data", status=403)
    member.get(f"/records/{note_uid}/files", status=404)
    assert "/login" in anonymous.get(f"/records/{note_uid}/files", status=303).location


def test_who_may_not_see_the_record_gets_no_file(
    secretary: Any, staff: Any, member: Any, anonymous: Any, note_uid: str, database: Database
) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    address = f"/files/{only(database).uid}"
    assert staff.get(address).status_int == 200
    member.get(address, status=404)
    member.get("/files/" + "0" * 32, status=404)
    assert "/login" in anonymous.get(address, status=303).location
    member.post(f"{address}/remove", {"csrf_token": member.csrf()}, status=404)
    staff.post(f"{address}/remove", {"csrf_token": staff.csrf()}, status=403)
    secretary.post(f"{address}/remove", {}, status=400)
    assert count(database, Attachment) == 1


def test_picture_of_the_editor_is_stored_and_shown(secretary: Any, note_uid: str, database: Database) -> None:
    file = [("file", Upload("사진.png", make.png_bytes()))]
    headers = {"X-CSRF-Token": secretary.csrf()}
    answer = secretary.post(f"/records/{note_uid}/images", file, headers=headers, content_type="multipart/form-data")
    assert answer.json == {"uid": only(database).uid, "name": "사진.png"}
    shown = secretary.get(f"/files/{answer.json['uid']}")
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert shown.content_type == "image/png"
    assert shown.body == make.png_bytes()
    assert "사진.png" not in secretary.get(f"/records/{note_uid}/files")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("글.docx", make.docx_bytes(), "그림 파일"), ("큰.png", make.png_bytes(9_000, 9_000), "4000만 화소")],
)
def test_what_is_no_good_picture_is_refused_in_words(
    secretary: Any, note_uid: str, database: Database, name: str, content: bytes, words: str
) -> None:
    headers = {"X-CSRF-Token": secretary.csrf()}
    answer = secretary.post(
        f"/records/{note_uid}/images",
        [("file", Upload(name, content))],
        headers=headers,
        content_type="multipart/form-data",
        status=400,
    )
    assert words in answer.json["error"]
    assert count(database, Attachment) == 0


def test_picture_request_without_a_file_is_refused(secretary: Any, note_uid: str) -> None:
    headers = {"X-CSRF-Token": secretary.csrf()}
    assert "error" in secretary.post(f"/records/{note_uid}/images", {"file": "x"}, headers=headers, status=400).json


def test_damaged_file_is_not_handed_out(
    secretary: Any, note_uid: str, database: Database, tmp_path: Path, caplog: Any
) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    file = only(database)
    stored = tmp_path / "files" / file.sha256[:2] / file.sha256[2:4] / file.sha256
    stored.write_bytes(b"changed")
    page = secretary.get(f"/files/{file.uid}", status=500)
    assert "손상되어" in page.text
    stored.unlink()
    assert "보관된 파일을 찾을 수 없습니다" in secretary.get(f"/files/{file.uid}", status=404)
    assert count(database, select(AccessLine).where(AccessLine.act == "download").subquery()) == 0


@BOTH
def test_content_goes_with_its_last_reference_after_the_grace(
    secretary: Any, note_uid: str, database: Database, registry: Any
) -> None:
    content = make.docx_bytes()
    upload(secretary, note_uid, (NAME, content), ("사본.docx", content), ("메모.txt", b"memo"))
    kept = _kept(database, registry)
    assert len(kept) == 2
    page = secretary.get(f"/records/{note_uid}/files")
    page = next(form for form in page.forms.values() if form.action.endswith("/remove")).submit().follow()
    assert "파일을 삭제했습니다." in page.text
    later = clock.now() + GRACE + timedelta(hours=1)
    clock.set_source(lambda: later)
    assert collect(registry) == 0  # the copy still refers to the content
    with database.writing() as session:
        record = session.scalars(select(Record).where(Record.uid == note_uid)).one()
        remove_all(session, record.id)
    assert collect(registry) == 2
    assert _kept(database, registry) == []


def _kept(database: Database, registry: Any) -> list[str]:
    with database.reading() as session:
        return list(blob_store(registry, session).iterate())


def test_fresh_content_without_a_reference_is_not_collected(
    secretary: Any, note_uid: str, database: Database, registry: Any, do_jobs: Any
) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    with database.writing() as session:
        session.execute(delete(Attachment))
    assert collect(registry) == 0
    assert len(_kept(database, registry)) == 1


def test_file_of_a_frozen_text_is_not_removed(secretary: Any, note_uid: str, database: Database, registry: Any) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    with database.writing() as session:
        session.info["registry"] = registry
        record = session.scalars(select(Record).where(Record.uid == note_uid)).one()
        freeze(session, record, {"title": record.title}, None)
    file = only(database)
    page = secretary.post(f"/files/{file.uid}/remove", {"csrf_token": secretary.csrf()}, status=303).follow()
    assert "확정된 본에 딸린 붙임은 삭제할 수 없습니다." in page.text
    assert count(database, Attachment) == 1


def test_extraction_of_a_removed_file_does_nothing(
    secretary: Any, note_uid: str, database: Database, do_jobs: Any
) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    with database.writing() as session:
        session.execute(delete(Attachment))
    assert do_jobs("files.extract") == 1
    assert count(database, select(Job).where(Job.kind == "files.extract").subquery()) == 0


@pytest.mark.parametrize("config", ["database"], indirect=True)
def test_database_store_leaves_the_folder_alone(
    secretary: Any, note_uid: str, database: Database, tmp_path: Path
) -> None:
    upload(secretary, note_uid, (NAME, make.docx_bytes()))
    assert not (tmp_path / "files").exists()
    assert count(database, Blob) == 1


@pytest.mark.parametrize("name", ['가"나\\.txt', "a;b.txt", "줄\r\nSet-Cookie: x.txt", "100%.txt"])
def test_content_disposition_cannot_be_broken_out_of(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.partition("filename*=UTF-8''")[2]) == name


def test_stream_of_a_service_is_left_to_its_owner(database: Database, registry: Any, note_uid: str) -> None:
    stream = io.BytesIO(b"memo")
    with database.writing() as session:
        record = session.scalars(select(Record).where(Record.uid == note_uid)).one()
        attach(session, blob_store(registry, session), record, "../메모.txt", stream)
        assert [file.name for file in attachments(session, record.id)] == ["메모.txt"]
    assert not stream.closed
