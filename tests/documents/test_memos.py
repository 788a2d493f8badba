"""메모보고 in the browser: written, sent, opened, answered, passed on, and drawn up into a document."""

import threading
from functools import partial

import pytest
from sqlalchemy import select
from webtest import Upload

from documents.approvals.models import Document
from documents.memos import answering, writing
from documents.memos.facts import outline
from documents.memos.models import MemoRemark, MemoReport
from documents.memos.telling import JOB
from documents.memos.writing import MemoFacts
from portal.content.plain import plain_text
from portal.files.models import Attachment
from portal.people.models import Account, Person
from portal.records.editions import current
from portal.records.models import Edition, Link
from portal.records.workflow import NotAllowed, Refused
from portal.security.viewer import principals
from search_index.services import Choices, find
from tests.documents import line_case
from tests.documents.desk import choose, form_to, says
from tests.files import builders

TITLE = "한파 쉼터 현장 확인"
TEXT = "어제 쉼터 세 곳을 둘러보았습니다.\n\n두 곳은 난방이 되지 않아 오늘 안에 고치기로 하였습니다."


@pytest.fixture
def browser_of(office, make_browser):
    """A browser signed in as one of the office."""
    return lambda login: make_browser().signed_in(login)


@pytest.fixture
def draft(office):
    """The address of a memo of ``staff`` to ``head`` that is not sent."""
    return begun(office, "head")


@pytest.fixture
def sent(office, draft):
    """The address of the same, sent."""
    with office.writing() as session:
        writing.send(session, newest(session), line_case.viewer(session, "staff"))
    return draft


@pytest.fixture
def letters(mail_server, do_jobs):
    """A function that does the waiting work and answers (to, subject) of the mails since the last call."""

    def arrived():
        mail_server.mails.clear()
        do_jobs(JOB)
        do_jobs("mail")
        return sorted((mail["To"], mail["Subject"]) for mail in mail_server.mails)

    return arrived


def begun(office, *receivers, title=TITLE, text=TEXT):
    with office.writing() as session:
        people = [line_case.person_id(session, one) for one in receivers]
        memo = writing.begin(session, MemoFacts(title, text, people), line_case.viewer(session, "staff"))
        return f"/documents/memos/{memo.uid}"


def newest(session):
    return session.scalars(select(MemoReport).order_by(MemoReport.id.desc())).first()


def state(office):
    with office.reading() as session:
        return newest(session).state


def answer(page, kind, words=""):
    form = page.forms["answer"]
    choose(form, kind)
    form["text"] = words
    return form


def act(office, login, do):
    """Do something with the newest memo as somebody, in a transaction of its own."""
    with office.writing() as session:
        return do(session, newest(session), line_case.viewer(session, login))


def finders(office, registry, word):
    """Who finds something by a word."""
    found = set()
    with office.reading() as session:
        for login in ("staff", "head", "leader", "admin"):
            mine = principals(line_case.viewer(session, login))
            found |= {login} if find(session, registry["search_engine"], mine, word, Choices()).records else set()
    return found


# --- the whole life ---------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_memo_is_written_sent_opened_and_answered(office, browser_of):
    staff, head = browser_of("staff"), browser_of("head")
    form = staff.get("/documents/memos").click("새 메모").forms["memo"]
    form["title"], form["receivers"], form["text"] = TITLE, "류하랑\n노을찬", TEXT
    page = form.submit(status=303).follow()
    assert says(page, "아직 보내지 않았습니다")
    page = form_to(page, "/send").submit(status=303).follow()
    assert says(page, "메모를 보냈습니다")
    assert "노을찬" in page.html.find(id="receivers").parent.text
    address = page.request.path
    listed = head.get("/documents/memos")
    assert "메모보고 1" in listed.text  # the count beside the box
    assert "보지 않음" in listed.text
    page = listed.click(TITLE)
    assert "두 곳은 난방이 되지 않아" in page.html.find(id="body").parent.text
    assert "메모보고 1" not in head.get("/documents/memos").text
    page = answer(page, "ORDER", "시설물 안전 점검도 함께 하십시오.").submit(status=303).follow()
    assert says(page, "답했습니다")
    assert state(office) == "SENT"  # somebody else has not answered
    answer(browser_of("leader").get(address), "SEEN").submit(status=303)
    assert state(office) == "SEEN"
    page = staff.get(address)
    assert "시설물 안전 점검도 함께" in page.text
    remark = page.forms["remark"]
    remark["remark"] = "점검을 마쳤습니다."
    assert "점검을 마쳤습니다." in remark.submit(status=303).follow().html.find(id="remarks").parent.text
    assert "2/2" in staff.get("/documents/memos?box=written").text


def test_the_page_shows_the_text_that_was_sent(office, sent, browser_of):
    with office.writing() as session:
        memo = newest(session)
        memo.text = "다른 글"
        assert current(session, memo).facts["text"] == TEXT
    page = browser_of("head").get(sent)
    assert "난방이 되지 않아" in page.text
    assert "다른 글" not in page.text


def test_two_clicks_make_one_memo_and_send_it_once(office, browser_of, letters):
    staff = browser_of("staff")
    form = staff.get("/documents/memos/new").forms["memo"]
    form["title"], form["receivers"], form["text"] = TITLE, "류하랑", TEXT
    page = form.submit(status=303).follow()
    assert form.submit(status=303).follow().request.path == page.request.path
    send = form_to(page, "/send")
    send.submit(status=303)
    send.submit(status=303)
    with office.reading() as session:
        assert len(session.scalars(select(MemoReport)).all()) == 1
        assert len(session.scalars(select(Edition).where(Edition.record_id == newest(session).id)).all()) == 1
    assert letters() == [("head@example.kr", "[메모보고] 새 메모")]


def test_a_uid_of_somebody_else_makes_nothing(office, draft, browser_of):
    form = browser_of("leader").get("/documents/memos/new").forms["memo"]
    form["title"], form["text"], form["uid"] = "남의 것", "글", draft.rpartition("/")[2]
    form.submit(status=403)
    with office.reading() as session:
        assert newest(session).title == TITLE


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("receivers", "fault"),
    [
        ("아무개", "등록된 사람이 아닙니다"),
        ("고은찬", "쓴 사람에게는"),
        ("구도현", "계정이 없어"),
        ("\n".join(["류하랑"] * 51), "50명까지"),
    ],
)
def test_wrong_receivers_are_told_and_what_was_typed_stays(office, browser_of, receivers, fault):
    form = browser_of("staff").get("/documents/memos/new").forms["memo"]
    form["title"], form["receivers"], form["text"] = TITLE, receivers, TEXT
    page = form.submit(status=400)
    assert fault in page.text
    kept = page.forms["memo"]
    assert (kept["title"].value, kept["receivers"].value.split()) == (TITLE, receivers.split())
    assert kept["text"].value.replace("\r\n", "\n") == TEXT
    with office.reading() as session:
        assert newest(session) is None


def test_a_text_that_is_too_long_is_told(browser_of):
    form = browser_of("staff").get("/documents/memos/new").forms["memo"]
    form["title"], form["text"] = TITLE, "가" * 10_001
    assert "10000자까지" in form.submit(status=400).text


def test_a_draft_is_written_otherwise_and_thrown_away(office, draft, browser_of):
    staff = browser_of("staff")
    form = staff.get(draft).click("메모 고치기").forms["memo"]
    assert form["receivers"].value.startswith("류하랑 (복지정책과 복지정책과장)")
    form["title"], form["receivers"] = "한파 쉼터", "노을찬\n류하랑"
    page = form.submit(status=303).follow()
    with office.reading() as session:
        assert [one.name for one in newest(session).receivers] == ["노을찬", "류하랑"]
    page = form_to(page, "/remove").submit(status=303).follow()
    assert says(page, "휴지통")
    staff.get(draft, status=404)
    assert "한파 쉼터" in staff.get("/bin").text


def test_two_windows_do_not_overwrite_each_other(office, draft, browser_of):
    staff = browser_of("staff")
    first, second = (staff.get(f"{draft}/edit").forms["memo"] for _ in range(2))
    first["title"] = "먼저 고친 제목"
    first.submit(status=303)
    second["title"] = "나중에 고친 제목"
    page = second.submit(status=409)
    assert page.forms["memo"]["title"].value == "나중에 고친 제목"
    with office.reading() as session:
        assert newest(session).title == "먼저 고친 제목"


@pytest.mark.parametrize(
    ("receivers", "words", "fault"),
    [
        ((), "글", "받을 사람을 한 명 이상"),
        (("head",), "주민번호 900101-1234567인 분", "주민등록번호가 있습니다"),
    ],
)
def test_what_is_missing_is_told_before_it_is_sent(office, browser_of, receivers, words, fault):
    address = begun(office, *receivers, text=words)
    page = form_to(browser_of("staff").get(address), "/send").submit(status=400)
    assert says(page, fault)
    assert page.html.find(class_="error-summary").find("a")["href"].endswith("/edit")
    with office.reading() as session:
        memo = newest(session)
        assert (memo.state, memo.sent_at, current(session, memo)) == ("DRAFT", None, None)


def test_files_go_with_it_and_stay(office, draft, browser_of, registry, do_jobs):
    staff = browser_of("staff")
    form = staff.get(draft).click("파일 붙이기").forms["files"]
    form["upload"] = [Upload("점검표.pdf", builders.pdf_bytes(["Boiler"]))]
    form.submit("save", status=303)
    send = form_to(staff.get(draft), "/send")
    assert "아직 읽는 중입니다" in send.submit(status="*").maybe_follow()
    do_jobs("files.extract")
    send.submit(status=303)
    assert form.submit("save", status="*").status_int == 403
    with office.reading() as session:
        assert [one["name"] for one in current(session, newest(session)).facts["attachments"]] == ["점검표.pdf"]
    page = browser_of("head").get(draft)
    assert page.click("점검표.pdf").content_type == "application/pdf"
    address = page.html.find("a", string="점검표.pdf")["href"]
    browser_of("leader").get(address, status=404)
    registry["indexing"].drain()
    assert finders(office, registry, "boiler") == {"staff", "head"}
    registry["indexing"].lock.release()


def test_who_lost_the_account_meanwhile_gets_none(office, draft, browser_of):
    with office.writing() as session:
        account = select(Account).where(Account.login == "head")
        session.scalars(account).one().active = False
    assert says(form_to(browser_of("staff").get(draft), "/send").submit(status=400), "류하랑")


# --- who reads it -----------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_nobody_reads_it_but_its_people(office, draft, browser_of):
    def readers():
        found = set()
        for login in ("staff", "head", "leader", "budget", "secretary"):
            answer = browser_of(login).get(draft, status="*")
            assert answer.status_int in (200, 404)
            found |= {login} if answer.status_int == 200 else set()
        return found

    def recall_of_opening(session, memo, who):
        for one in memo.receivers:
            one.seen_at = None

    assert readers() == {"staff"}
    act(office, "staff", writing.send)
    assert readers() == {"staff", "head"}
    act(office, "staff", recall_of_opening)
    act(office, "staff", writing.recall)
    assert readers() == {"staff"}


def test_an_administrator_reads_for_a_reason_and_does_nothing(office, sent, browser_of):
    admin = browser_of("admin")
    asked = admin.get(sent, status=303).follow()
    assert TITLE not in asked.text
    form = asked.forms["opening"]
    form["reason"] = "감사 요청"
    page = form.submit().follow()
    assert TITLE in page.text
    assert "answer" not in page.forms
    assert "remark" not in page.forms
    uid = sent.rpartition("/")[2]
    for path in (f"{sent}/answer", f"{sent}/remark", f"{sent}/pass-on", f"/documents/from/{uid}"):
        assert admin.post(path, {"csrf_token": admin.csrf()}, status="*").status_int in (403, 404)
    with office.reading() as session:
        assert newest(session).receivers[0].seen_at is None
        assert session.scalars(select(Document)).all() == []


def test_search_finds_it_for_its_people_only(office, registry, sent):
    registry["indexing"].drain()
    assert finders(office, registry, "난방") == {"staff", "head"}
    with office.writing() as session:
        people = [line_case.person_id(session, "leader")]
        answering.pass_on(session, newest(session), people, "", line_case.viewer(session, "head"))
    registry["indexing"].drain()
    assert finders(office, registry, "난방") == {"staff", "head", "leader"}
    registry["indexing"].lock.release()


# --- recall -----------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_it_comes_back_until_somebody_opens_it(office, sent, browser_of):
    staff = browser_of("staff")
    recall = form_to(staff.get(sent), "/recall")
    assert says(recall.submit(status=303).follow(), "회수했습니다")
    recall.submit(status=303)  # a second click
    page = form_to(staff.get(sent), "/send").submit(status=303).follow()
    recall = form_to(page, "/recall")
    browser_of("head").get(sent)
    assert says(recall.submit(status=303).follow(), "이미 열어 보아")
    assert state(office) == "SENT"


@pytest.mark.parametrize("way", ["/records/{uid}/files", "/documents/from/{uid}"])
def test_who_sees_its_files_or_text_elsewhere_has_opened_it(office, sent, browser_of, way):
    browser_of("head").get(way.format(uid=sent.rpartition("/")[2]))
    recall = form_to(browser_of("staff").get(sent), "/recall")
    assert says(recall.submit(status=303).follow(), "이미 열어 보아")


def test_a_file_with_a_resident_number_is_not_sent(office, draft):
    with office.writing() as session:
        memo = newest(session)
        file = Attachment(record_id=memo.id, ordinal=1, name="명단.txt", kind="txt", media_type="text/plain", size=9)
        file.sha256, file.text_state, file.pages = "0" * 64, "DONE", [["", "900101-1234567"]]
        session.add(file)
        session.flush()
        with pytest.raises(Refused):
            writing.send(session, memo, line_case.viewer(session, "staff"))


def test_a_uid_of_another_record_makes_nothing(office, draft, browser_of):
    with office.writing() as session:
        document = line_case.drafted(session, *line_case.USUAL).uid
    for address, name, taken in (
        ("/documents/memos/new", "memo", document), ("/documents/new", "new", draft.rpartition("/")[2]),
    ):  # fmt: skip
        form = browser_of("staff").get(address).forms[name]
        form["uid"], form["title"] = taken, "다른 기록의 번호"
        if name == "memo":
            form["text"] = "내용"
        form.submit(status=403)


def test_what_was_sent_once_is_not_thrown_away(office, sent, browser_of):
    act(office, "staff", writing.recall)
    staff = browser_of("staff")
    assert "메모 버리기" not in staff.get(sent)
    staff.post(f"{sent}/remove", {"csrf_token": staff.csrf()}, status=303)
    assert staff.get(sent).status_int == 200


def test_opening_counts_once_and_not_for_a_memo_that_is_back(office, sent, browser_of):
    head = browser_of("head")
    head.get(sent)
    with office.reading() as session:
        first = newest(session).receivers[0].seen_at
    assert first is not None
    head.get(sent)
    with office.writing() as session:
        memo = newest(session)
        assert memo.receivers[0].seen_at == first
        memo.receivers[0].seen_at = None
        writing.recall(session, memo, line_case.viewer(session, "staff"))
        answering.seen(session, memo.id, line_case.viewer(session, "head"))
        assert memo.receivers[0].seen_at is None


# --- answers ----------------------------------------------------------------------------------------------------------


def test_orders_need_words_and_what_was_chosen_stays(sent, browser_of):
    head = browser_of("head")
    page = answer(head.get(sent), "AMEND").submit(status=400)
    assert says(page, "무엇을 할지")
    assert page.forms["answer"].submit(status=400).status_int == 400  # 보완 요청 is still chosen
    page = answer(head.get(sent), "ORDER", "900101-1234567 확인").submit(status=400)
    assert says(page, "주민등록번호")
    assert "900101-1234567" in page.forms["answer"]["text"].value


def test_an_answer_is_given_once(office, sent, browser_of):
    head = browser_of("head")
    form = answer(head.get(sent), "SEEN")
    form.submit(status=303)
    choose(form, "ORDER")
    form["text"] = "다시"
    assert says(form.submit(status=303).follow(), "이미 답한 메모")
    with office.reading() as session:
        mine = newest(session).receivers[0]
        assert (mine.answer, mine.answer_text) == ("SEEN", "")
    with pytest.raises(NotAllowed):
        act(office, "head", lambda session, memo, who: answering.answer(session, memo, "ORDER", "다시", who))


@pytest.mark.both_databases
def test_two_answers_in_the_same_second_make_it_seen(office):
    begun(office, "head", "leader")
    act(office, "staff", writing.send)
    start, faults = threading.Barrier(2), []

    def give(login):
        try:
            start.wait(10)
            act(office, login, lambda session, memo, who: answering.answer(session, memo, "SEEN", "", who))
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            faults.append(error)

    threads = [threading.Thread(target=give, args=(login,)) for login in ("head", "leader")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert faults == []
    assert state(office) == "SEEN"


@pytest.mark.both_databases
def test_the_same_answer_twice_in_the_same_second_counts_once(office, sent):
    start, refused = threading.Barrier(2), []

    def give(words):
        start.wait(10)
        try:
            act(office, "head", lambda session, memo, who: answering.answer(session, memo, "ORDER", words, who))
        except NotAllowed as error:
            refused.append(error)

    threads = [threading.Thread(target=give, args=(words,)) for words in ("하나", "둘")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert len(refused) == 1


def test_strangers_neither_answer_nor_remark(office, sent, browser_of):
    for login, status in (("staff", 403), ("leader", 404)):
        browser = browser_of(login)
        browser.post(f"{sent}/answer", {"csrf_token": browser.csrf(), "answer": "SEEN"}, status=status)
    leader = browser_of("leader")
    leader.post(f"{sent}/remark", {"csrf_token": leader.csrf(), "remark": "말"}, status=404)
    with office.reading() as session:
        assert session.scalars(select(MemoRemark)).all() == []
        assert newest(session).receivers[0].answer is None


def test_the_same_words_twice_are_said_once(office, sent, browser_of):
    form = browser_of("staff").get(sent).forms["remark"]
    form["remark"] = "사진을 덧붙였습니다."
    form.submit(status=303)
    form.submit(status=303)
    with office.reading() as session:
        assert len(session.scalars(select(MemoRemark)).all()) == 1


# --- passing on -------------------------------------------------------------------------------------------------------


def test_it_is_passed_on_with_a_word(office, sent, browser_of, letters):
    head = browser_of("head")
    answer(head.get(sent), "SEEN").submit(status=303)
    assert state(office) == "SEEN"
    form = head.get(sent).click("전달하기").forms["pass"]
    form["people"], form["word"] = "노을찬", "검토해 주십시오."
    page = form.submit(status=303).follow()
    assert says(page, "전달했습니다")
    assert form.submit(status=303).follow().status_int == 200  # a second click
    assert "검토해 주십시오." in page.html.find(id="receivers").parent.text
    assert state(office) == "SENT"  # somebody is asked again
    assert ("leader@example.kr", "[메모보고] 전달받은 메모") in letters()
    leader = browser_of("leader")
    assert TITLE in leader.get("/documents/memos")
    answer(leader.get(sent), "SEEN").submit(status=303)
    assert state(office) == "SEEN"


@pytest.mark.parametrize(
    ("people", "fault"), [("류하랑", "이미 이 메모를 받은"), ("고은찬", "쓴 사람에게는"), ("구도현", "계정이 없어")]
)
def test_passing_on_to_who_cannot_get_it_is_told(sent, browser_of, people, fault):
    form = browser_of("head").get(f"{sent}/pass-on").forms["pass"]
    form["people"], form["word"] = people, "참고하십시오."
    page = form.submit(status=400)
    assert says(page, fault)
    assert page.forms["pass"]["word"].value == "참고하십시오."


def test_only_receivers_pass_it_on(sent, browser_of):
    browser_of("staff").get(f"{sent}/pass-on", status=403)
    browser_of("leader").get(f"{sent}/pass-on", status=404)


# --- a document of it -------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_document_is_drawn_up_from_it(office, sent, browser_of):
    head = browser_of("head")
    page = head.get(sent).click("이 메모로 기안")
    assert "이행하는" not in page.text
    page.forms["draw"].submit(status=303)
    with office.reading() as session:
        document = session.scalars(select(Document)).one()
        link = session.scalars(select(Link).where(Link.source_id == document.id)).one()
        assert (link.kind, link.target_id) == ("cites", newest(session).id)
        assert (document.title, document.disclosure, document.grounds) == (TITLE, "CLOSED", [5])
        address = f"/documents/{document.uid}"
    page = head.get(f"{address}/edit")
    assert "두 곳은 난방이 되지 않아" in page.text
    assert TITLE in head.get(address).html.find(id="related").parent.text
    assert "이 메모로 기안한 문서" in head.get(sent)
    assert "이 메모로 기안한 문서" not in browser_of("staff").get(sent)  # the author does not read that draft


def test_its_text_becomes_paragraphs(office, sent):
    with office.reading() as session:
        memo = newest(session)
        assert plain_text(outline(session, memo).content).splitlines() == [
            "보고 내용",
            *filter(None, TEXT.splitlines()),
        ]


def test_nobody_else_draws_up_a_document_of_it(draft, office, browser_of):
    uid = draft.rpartition("/")[2]
    browser_of("staff").get(f"/documents/from/{uid}", status=403)  # not sent yet
    act(office, "staff", writing.send)
    assert browser_of("staff").get(f"/documents/from/{uid}").status_int == 200
    browser_of("leader").get(f"/documents/from/{uid}", status=404)


# --- lists ------------------------------------------------------------------------------------------------------------


def test_lists_are_narrowed_and_take_as_many_queries_for_many(office, browser_of, count_queries):
    for number in range(3):
        begun(office, "head", "leader", title=f"메모 {number}")
        act(office, "staff", writing.send)
    staff, head = browser_of("staff"), browser_of("head")
    lists = ((staff, "/documents/memos?box=written"), (head, "/documents/memos"))

    def counted():
        return [count_queries(partial(browser.get, address)) for browser, address in lists]

    counted()
    few = counted()
    for _ in range(6):
        begun(office, "head", "leader", title="여러 메모")
        act(office, "staff", writing.send)
    assert counted() == few
    page = staff.get("/documents/memos", {"box": "written", "q": "메모 1"})
    assert [one.text for one in page.html.select("tbody th a")] == ["메모 1"]
    assert len(staff.get("/documents/memos", {"box": "written", "q": "류하랑"}).html.select("tbody tr")) == 9
    assert len(head.get("/documents/memos", {"state": "SEEN"}).html.select("tbody tr")) == 0
    assert head.get("/documents/memos", {"state": "DRAFT", "box": "무엇"}).status_int == 200


# --- mail -------------------------------------------------------------------------------------------------------------


def test_receivers_and_author_are_told_and_no_title_leaves(office, sent, letters, mail_server):
    assert letters() == [("head@example.kr", "[메모보고] 새 메모")]
    told = mail_server.mails[0].get_content()
    assert "고은찬님이 보낸" in told
    assert sent in told
    assert TITLE not in told
    act(office, "head", lambda session, memo, who: answering.answer(session, memo, "SEEN", "", who))
    assert letters() == [("staff@example.kr", "[메모보고] 메모에 대한 답")]
    assert TITLE not in mail_server.mails[0].get_content()


def test_nobody_is_called_to_what_was_taken_back(office, sent, letters):
    act(office, "staff", writing.recall)
    assert letters() == []
    act(office, "staff", writing.send)
    assert letters() == [("head@example.kr", "[메모보고] 새 메모")]


def test_mail_comes_in_its_readers_language(office, sent, letters):
    with office.writing() as session:
        session.scalars(select(Account).where(Account.login == "head")).one().language = "en"
    assert letters() == [("head@example.kr", "[Memo] New memo")]


# --- hand-over --------------------------------------------------------------------------------------------------------


def hand_over(office, admin, login, successor):
    with office.reading() as session:
        uid = session.get_one(Person, line_case.person_id(session, login)).uid
    return admin.get(f"/people/persons/{uid}/hand-over", {"successor": successor})


def test_unanswered_memos_go_to_the_successor(office, sent, admin, browser_of, letters):
    browser_of("head").get(sent)
    letters()
    page = hand_over(office, admin, "head", "아라온")
    assert TITLE not in page.text  # who arranges it does not read it
    assert "고은찬님의 메모" in page.html.find(id="kind-memos").parent.text
    page.forms["hand-over"].submit(status=303)
    browser_of("head").get(sent, status=404)
    assert letters() == [("deputy@example.kr", "[메모보고] 전달받은 메모")]
    deputy = browser_of("deputy")
    assert "후임에게 넘김" in deputy.get(sent)
    answer(deputy.get(sent), "SEEN").submit(status=303)
    assert state(office) == "SEEN"


def test_a_memo_that_was_handed_over_comes_back_with_the_work(office, sent, admin, browser_of):
    hand_over(office, admin, "head", "아라온").forms["hand-over"].submit(status=303)
    hand_over(office, admin, "deputy", "류하랑").forms["hand-over"].submit(status=303)
    browser_of("deputy").get(sent, status=404)
    answer(browser_of("head").get(sent), "SEEN").submit(status=303)
    assert state(office) == "SEEN"


def test_who_has_it_already_or_wrote_it_does_not_get_it_twice(office, admin):
    begun(office, "head", "leader")
    act(office, "staff", writing.send)
    assert "후임도 받은" in hand_over(office, admin, "head", "노을찬")
    assert "후임이 보낸" in hand_over(office, admin, "head", "고은찬")
    act(office, "head", lambda session, memo, who: answering.answer(session, memo, "SEEN", "", who))
    assert "님의 메모" not in hand_over(office, admin, "head", "아라온").text


def test_unsent_memos_go_to_the_successor(office, draft, admin, browser_of):
    hand_over(office, admin, "staff", "류하랑").forms["hand-over"].submit(status=303)
    with office.reading() as session:
        memo = newest(session)
        assert (memo.author_name, memo.receivers) == ("류하랑", [])
    browser_of("staff").get(draft, status=404)
    assert browser_of("head").get(draft).status_int == 200
