"""메모보고 of the invented institution: answered, passed on, drawn up into a document, unseen, and not sent yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from documents.approvals import drafting, drawing
from documents.memos import answering, writing
from documents.memos.models import MemoReport
from documents.memos.writing import MemoFacts
from documents.sample.filing import file_for
from documents.sample.office import Office
from portal.commands.past import Life, on

HOURS = ((11, 20), (13, 40), (14, 50), (16, 10), (17, 5))  # of the day, at which what follows is done


@dataclass(frozen=True)
class Memo:
    """One of them: days ago, from whom to whom, and what follows: (who, act, what), done one after another."""

    ago: int
    author: str
    receivers: Sequence[str]
    title: str
    text: str
    follows: Sequence[tuple[str, str, str]] = ()
    sent: bool = True


MEMOS = (
    Memo(
        61, "고은찬", ("한도윤", "심가온"), "물빛동 경로당 수도관 누수",
        "물빛동 경로당의 수도관이 어젯밤에 새어 어르신 아홉 분이 별빛 작은도서관으로 옮기셨습니다.\n\n"
        "수리 업체는 내일 오전에 오기로 하였고, 그때까지 작은도서관을 밤 열 시까지 열어 두기로 했습니다.",
        (
            ("한도윤", "SEEN", ""),
            ("심가온", "ORDER", "다른 경로당의 수도관도 이번 주 안에 점검하고 결과를 알려 주십시오."),
            ("고은찬", "remark", "경로당 열한 곳을 모두 점검하였고, 두 곳은 부품을 바꾸었습니다."),
        ),
    ),
    Memo(
        33, "석이안", ("심가온",), "통합사례회의 시간 변경 건의",
        "수요일 오전 회의에 학교 쪽 담당자가 나오지 못하는 일이 잦습니다.\n\n"
        "다음 달부터 오후 세 시로 옮기면 학교와 복지관이 함께 올 수 있다고 합니다.",
        (
            ("심가온", "AMEND", "보건소와 경찰서의 형편도 물어 함께 적어 주십시오."),
            ("석이안", "remark", "두 곳 모두 오후가 낫다는 답을 받았습니다. 다음 회의부터 옮기겠습니다."),
        ),
    ),
    Memo(
        19, "한도윤", ("여민재",), "이동 목욕 차량 하루 운행 중단",
        "차량 정기 검사로 이번 주 금요일 하루 운행을 쉽니다.\n\n"
        "예약하신 네 가구에는 어제 전화로 알리고 날짜를 옮겼습니다.",
        (
            ("여민재", "pass", "돌봄 쪽에서도 알고 있어야 하겠습니다."),
            ("여민재", "SEEN", ""),
            ("도해온", "SEEN", "대체 방문 인력 두 명을 준비해 두었습니다."),
        ),
    ),
    Memo(
        12, "고은찬", ("한도윤",), "나눔냉장고 놓을 곳 이전 검토",
        "지금 자리는 비를 막을 곳이 없어 여름마다 음식이 상합니다.\n"
        "행정복지센터 현관 안쪽으로 옮기면 관리하는 분도 가까이에서 살필 수 있습니다.\n"
        "전기 공사와 안내판을 합하여 들어갈 돈은 백이십만 원쯤입니다.",
        (("한도윤", "ORDER", "옮기는 계획을 기안하여 올려 주십시오."), ("고은찬", "draw", "나눔냉장고 이전 설치 계획")),
    ),
    Memo(
        4, "천보름", ("고은찬", "심가온"), "퇴원 어르신 돌봄 의뢰 늘어남",
        "한빛중앙병원에서 지난주에만 여섯 분을 의뢰하였습니다.\n\n"
        "이대로면 이달 말에 방문 횟수를 줄여야 하니, 다음 회의 전에 함께 의논하였으면 합니다.",
        (("심가온", "SEEN", "목요일 오후에 셋이 만납시다."),),
    ),
    Memo(
        2, "석이안", ("고은찬",), "긴급복지 상담 전화 두 통 인계",
        "어제 저녁 당직 때 받은 상담 두 건을 주간 담당에게 넘깁니다.\n\n한 건은 오늘 안에 집으로 찾아가 보아야 합니다.",
    ),
    Memo(
        1, "고은찬", ("심가온",), "청년 이사비 상담 창구 현황",
        "창구를 연 지 한 달 동안 마흔세 명이 다녀갔습니다.\n\n"
        "서류를 다 갖춘 사람이 절반이 되지 않아 안내문을 고치려고 합니다.",
        sent=False,
    ),
)  # fmt: skip
PASSED_TO = "도해온"
FILE = "모니터링"  # the kind of document in whose file the one lies that was drawn up


def live(office: Office, memo: Memo, day: date) -> Life:
    """One memo as far as it has gone by today, all of it on the day it was written."""
    yield on(day, 10, 5)
    session, author = office.session, office.now_as(office.person_id(memo.author))
    receivers = [office.person_id(name) for name in memo.receivers]
    made = writing.begin(session, MemoFacts(memo.title, memo.text, receivers), author)
    memo_id = made.id
    if memo.sent:
        writing.send(session, made, author)
    for (hour, minute), (name, act, said) in zip(HOURS, memo.follows, strict=False):
        yield on(day, hour, minute)
        _follow(office, office.session.get_one(MemoReport, memo_id), name, act, said)


def _follow(office: Office, memo: MemoReport, name: str, act: str, said: str) -> None:
    session, who = office.session, office.now_as(office.person_id(name))
    if act == "remark":
        answering.remark(session, memo, said, who)
    elif act == "pass":
        answering.pass_on(session, memo, [office.person_id(PASSED_TO)], said, who)
    elif act == "draw":
        made = drawing.draw_up(session, memo, said, drafting.departments_of(session, who.person_id)[0], who)
        file = file_for(session, FILE, made.created_at.year)
        drafting.state_facts(session, made, replace(drafting.facts_from(made), record_file_id=file), made.lock, who)
    else:
        answering.answer(session, memo, act, said, who)
