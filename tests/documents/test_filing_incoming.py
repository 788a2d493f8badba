"""편철 of what came in: by the department that handles it, in its own files, moved while they are open."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.records.models import Record, RecordFile
from tests.documents import filing_case, line_case
from tests.documents.desk import form_to, says


@pytest.fixture
def received(office):
    """The address of a letter that 감사담당관 took in, and two files there."""
    with office.writing() as session:
        filing_case.file_of(session, "감사담당관")
        filing_case.file_of(session, "감사담당관", "10년")
        return f"/documents/incoming/{filing_case.taken_in(session).uid}"


@pytest.fixture
def desk(received, make_browser):
    """The browser of somebody of that department."""
    return make_browser().sign_in("audit")


def file_id(office, work):
    with office.reading() as session:
        return str(session.scalars(select(RecordFile.id).where(RecordFile.unit_task.has(name=work))).one())


def stored(office):
    with office.reading() as session:
        return session.execute(select(Record.record_file_id, Record.retention)).one()


def test_a_letter_is_filed_once_and_says_how_long_it_is_kept(office, desk, received):
    page = desk.get(received)
    assert "보존하는 동안" not in page
    form = page.click("편철").forms["filing"]
    assert [label for _value, _on, label in form["file"].options][1:] == [
        f"협조 10년 › 협조({clock.today().year}) (10년)", f"협조 3년 › 협조({clock.today().year}) (3년)",
    ]  # fmt: skip
    assert form.submit(status=400).html.select_one(".error-summary") is not None
    form["file"] = file_id(office, "협조 3년")
    page = form.submit(status=303).follow()
    form.submit(status=303)  # a second click
    assert says(page, "편철했습니다")
    facts = page.html.select_one("[aria-labelledby=facts]").get_text(" ", strip=True)
    assert f"협조 3년 › 협조({clock.today().year})" in facts
    assert f"{clock.today().year + 1}. 1. 1. ~ {clock.today().year + 3}. 12. 31." in facts
    with office.reading() as session:
        assert len(session.scalars(select(AuditEntry.id).where(AuditEntry.act == "file_record")).all()) == 1


def test_it_is_moved_while_its_file_is_open(office, desk, received):
    three, ten = file_id(office, "협조 3년"), file_id(office, "협조 10년")
    for chosen in (three, ten):
        form = desk.get(f"{received}/filing").forms["filing"]
        form["file"] = chosen
        form.submit(status=303)
    assert stored(office) == (int(ten), "10년")
    with office.writing() as session:
        last = session.scalars(select(AuditEntry).where(AuditEntry.act == "file_record")).all()[-1]
        assert last.detail == {"file": int(ten), "before": int(three)}
        session.get_one(RecordFile, int(ten)).closed_on = clock.today()
    form = desk.get(f"{received}/filing").forms["filing"]
    form["file"] = three
    assert says(form.submit(status=400), "종결되어 다른 철로 옮길 수 없습니다")
    assert stored(office) == (int(ten), "10년")


def test_of_two_who_file_it_the_second_is_told(office, desk, received, make_browser):
    mine, theirs = (browser.get(f"{received}/filing").forms["filing"] for browser in (desk, desk))
    theirs["file"] = file_id(office, "협조 10년")
    theirs.submit(status=303)
    mine["file"] = file_id(office, "협조 3년")
    assert says(mine.submit(status=409), "그사이 다른 사람이")


@pytest.mark.parametrize("which", ["of another department", "closed meanwhile", "none", "nonsense"])
def test_a_wrong_file_is_refused_in_words(office, desk, received, which):
    form = desk.get(f"{received}/filing").forms["filing"]
    with office.writing() as session:
        closed = session.get_one(RecordFile, int(file_id(office, "협조 3년")))
        closed.closed_on = clock.today()
        wrong = {
            "of another department": (line_case.record_file(session), "이 기록을 편철할 부서의 기록물철이 아닙니다"),
            "closed meanwhile": (closed.id, "이미 종결된 기록물철입니다"),
            "none": (987654, "이 기록을 편철할 부서의 기록물철이 아닙니다"),
            "nonsense": ("x", "목록에 있는 것 가운데"),
        }
    value, words = wrong[which]
    form["file"].force_value(str(value))
    assert says(form.submit(status=400), words)
    assert stored(office) == (None, "")


def test_who_finished_it_unfiled_is_asked_to_file_it(office, desk, received):
    page = form_to(desk.get(received), "/close").submit(status=303).follow()
    assert "아직 편철하지 않았습니다" in page
    form = page.click("편철").forms["filing"]
    form["file"] = file_id(office, "협조 3년")
    assert "아직 편철하지 않았습니다" not in form.submit(status=303).follow()


def test_without_any_file_nobody_is_asked(office, make_browser):
    with office.writing() as session:
        for file in session.scalars(select(RecordFile)):
            session.delete(file)
        address = f"/documents/incoming/{filing_case.taken_in(session).uid}"
    desk = make_browser().sign_in("audit")
    page = form_to(desk.get(address), "/close").submit(status=303).follow()
    assert "아직 편철하지 않았습니다" not in page
    assert "쓸 수 있는 기록물철이 없습니다" in page.click("편철")


def test_the_officer_of_the_department_files_it_too(office, received, make_browser):
    with office.writing() as session:
        filing_case.keeps_records(session, "budget", "감사담당관")
        filing_case.keeps_records(session, "leader", "복지정책과")
    form = make_browser().sign_in("budget").get(received).click("편철").forms["filing"]
    form["file"] = file_id(office, "협조 10년")
    form.submit(status=303)
    assert stored(office)[1] == "10년"
    make_browser().sign_in("leader").get(f"{received}/filing", status=403)


def test_others_do_not_file_it(received, make_browser):
    page = make_browser().sign_in("budget").get(received)
    assert "편철" not in page.html.select_one("main").get_text()
    make_browser().sign_in("budget").get(f"{received}/filing", status=403)
    make_browser().sign_in("outsider").get(f"{received}/filing", status=404)
