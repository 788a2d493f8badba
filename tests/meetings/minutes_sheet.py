"""Minutes with everything in them, for the tests of office files."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetings.minutes.sheet import Action, AgendaResult, Attendee, Confirmer, MinutesSheet, summary_line
from tests.office.inspection import doc, long_table, note, paragraph, qa

SEOUL = ZoneInfo("Asia/Seoul")
START, END = datetime(2026, 7, 15, 10, tzinfo=SEOUL), datetime(2026, 7, 15, 12, tzinfo=SEOUL)


def members(count: int, absent: tuple[int, ...] = (), public: tuple[int, ...] = ()) -> list[Attendee]:
    """So many members, some absent, some from the public side."""
    return [
        Attendee("위원", f"위원{n}", f"마을기관{n} 부장", "×" if n in absent else "○", "관" if n in public else "민")
        for n in range(count)
    ]


def full_sheet() -> MinutesSheet:
    """Minutes of eighteen members, of whom fifteen came, with everything that can stand in minutes."""
    people = members(18, absent=(3, 4, 15), public=(0, 3, 4, 13))
    observers = [Attendee("자문", "문가람", "한국대학교 교수(배석)"), Attendee("자문", "배시온", "문화센터 관장(배석)")]
    content = doc(
        paragraph("추진내용", 1), paragraph("전담팀을 둔다", 2), note("질의응답"), qa("언제인가?", "내년이다.")
    )
    return MinutesSheet(
        title="가온시지역사회보장협의체 2026년 제7차 연구기획분과 회의록(7월)",
        host="연구기획분과",
        start=START,
        end=END,
        place="화상회의실",
        mode="ONLINE",
        recorders=["박서연"],
        confirmers=[Confirmer("김하늘", "(서명) 7. 20."), Confirmer("이도윤")],
        members=people,
        observers=observers,
        staff=[Attendee("담당", "노은채", "사무국 팀장")],
        summary=summary_line(people, observers),
        program=["개회", "안건 심의", "폐회"],
        agenda=[
            AgendaResult("1", "통합돌봄 사례", "교육", "정해솔 과장", content),
            AgendaResult(
                "2",
                "시행계획 변경",
                "심의",
                content=doc(long_table(4)),
                decision="수정 의결",
                decision_detail="지표를 보완한다.\n예산은 원안대로 한다.",
                vote="찬성 13명, 반대 1명, 기권 1명",
                actions=[Action("보완(안) 작성", "복지정책과", date(2026, 8, 10)), Action("자료 배포")],
                excluded=["한소율"],
            ),
            AgendaResult("3", "차기회의 일정", "협의", decision="원안 의결"),
        ],
        next_meeting=["일시: 2026. 8. 19.(수) 10:00"],
        number="복지정책과-1234",
        registered=date(2026, 7, 21),
        disclosure="부분공개(5)",
        retroactive="소급 작성",
        correction="제2판 — 출석 인원 정정",
    )
