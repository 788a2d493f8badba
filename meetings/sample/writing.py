"""What the minutes of an invented meeting say: one document for each form of agenda item."""

from collections.abc import Callable, Sequence
from datetime import date

from meetings.decisions.models import ActionItem
from meetings.sample.drafts import Draft
from meetings.sample.stock import Stock, Topic
from portal.commands.cards import QUARTERS
from portal.content.build import box, columns, doc, note, para, qa, table
from portal.content.schema import Node

REVIEW_COLUMNS = (
    "사업번호", "중점추진사업", "구분", "세부사업명", "담당부서", "담당팀", "담당자", "중간평가", "변경(안)",
)  # fmt: skip
STRATEGIES = {
    "1": "살던 곳에서의 돌봄", "2": "빈틈 없는 안전망", "3": "막힘 없는 이동과 참여", "4": "함께 크는 아동·청소년",
    "5": "든든한 복지 현장", "6": "안정된 일과 집", "7": "마음과 몸의 건강", "8": "이웃이 함께하는 나눔",
    "9": "기록과 계획",
}  # fmt: skip


class Writer:
    """Writes the remarks on one item as a secretary would; ``names`` are those who may ask."""

    def __init__(self, stock: Stock, day: date, names: Sequence[str]) -> None:
        self.stock, self.day, self.names = stock, day, names

    def document(self, draft: Draft) -> Node:
        """The remarks of an item."""
        forms: dict[str, Callable[[Draft], list[Node]]] = {
            "plan": self._plan, "review": self._review, "indicator": self._indicator, "choice": self._choice,
            "report": self._report, "advice": self._advice, "talk": self._talk, "lesson": self._lesson,
            "closed": self._closed, "other": self._other, "result": self._result,
        }  # fmt: skip
        return doc(*forms[draft.form](draft))

    def say(self, topic: Topic, letter: str, number: int = 1, level: int = 2) -> list[Node]:
        """So many more lines of a topic, a paragraph each, as far as there is something to say."""
        said = [self.stock.say(topic, letter, self.day) for _line in range(number)]
        return [para(text, level) for text in said if text]

    def ask(self, topic: Topic, number: int = 1) -> list[Node]:
        """Questions of members with the officer's answers."""
        found = []
        for _number in range(number):
            asked = self.stock.ask(topic, self.day)
            if asked:
                question, answer = asked
                found.append(qa(question, answer, self.stock.rng.choice(self.names), topic.officer))
        return found

    def caption(self, table_of: str, topic: Topic) -> str:
        """The title of a table."""
        return self.stock.phrase(f"caption {table_of}", self.day, topic=topic.name)

    def _plan(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        blocks = [para("추진 배경", 1), *self.say(topic, "f", 2), para("주요 내용", 1), *self.say(topic, "m")]
        blocks.append(self._money(topic) if self.stock.cards.chance(55) else self._quarters(topic))
        blocks += self.ask(topic, 1 + self.stock.cards.chance(50))
        return [*blocks, para("위원 의견", 1), *self.say(topic, "o", 1 + self.stock.cards.chance(60))]

    def _choice(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        blocks = [para("제안 설명", 1), *self.say(topic, "f"), *self.ask(topic)]
        blocks.append(box(*self.say(topic, "o", level=0), title="쟁점"))
        if self.stock.cards.chance(40):
            blocks.append(note(self.stock.say(topic, "f", self.day)))
        return blocks

    def _report(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        blocks = [para("추진 실적", 1), *self.say(topic, "f", 2)]
        blocks.append(self._quarters(topic) if self.stock.cards.chance(70) else self._months(topic))
        return [*blocks, *self.ask(topic), para("당부", 1), *self.say(topic, "o")]

    def _talk(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        blocks = [para("현황 공유", 1), *self.say(topic, "f"), para("논의", 1), *self.say(topic, "o", 2)]
        if self.stock.cards.chance(50):
            blocks += self.ask(topic)
        return blocks

    def _lesson(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        left = [para("현황", 0), *self.say(topic, "f", level=0)]
        right = [para("생각할 점", 0), *self.say(topic, "o", level=0)]
        return [
            para("강의 내용", 1), *self.say(topic, "f", 2), columns(left, right),
            box(*self.say(topic, "f", level=0), title="사례"), note("질의응답"), *self.ask(topic, 2),
        ]  # fmt: skip

    def _advice(self, draft: Draft) -> list[Node]:
        topic = draft.topic
        remarks = [
            para(f"{one.project.code} ‘{one.now}’ → ‘{one.better}’: {one.why}", 2)
            for one in self.stock.indicators(topic, 1 + self.stock.cards.chance(50), self.day)
        ]
        return [para("검토 의견", 1), *self.say(topic, "o"), *remarks, *self.ask(topic)]

    def _review(self, draft: Draft) -> list[Node]:
        rows = []
        draft.codes = []
        for topic in draft.topics:
            for project in self.stock.rng.sample(topic.projects, 2 if topic is draft.topic else 1):
                draft.codes.append(project.code)
                change = self.stock.say(topic, "m", self.day) if self.stock.cards.chance(55) else "변경 없음"
                rows.append([
                    project.code, STRATEGIES[project.code[0]], project.category, project.name, topic.department,
                    topic.team, topic.officer, self.stock.say(topic, "o", self.day), change,
                ])  # fmt: skip
        blocks = [table(REVIEW_COLUMNS, rows, self.caption("review", draft.topic)), *self.ask(draft.topic)]
        if self.stock.cards.chance(50):
            blocks += [para("추가 논의", 1), *self.say(draft.topics[1], "o")]
        return blocks

    def _indicator(self, draft: Draft) -> list[Node]:
        rows = [[one.project.code, one.project.name, one.now, one.better, one.why] for one in draft.indicators]
        header = ("사업번호", "세부사업명", "현재 지표", "고친 지표", "사유")
        return [
            table(header, rows, "성과지표 점검표"), *self.ask(draft.topics[1]), para("위원 의견", 1),
            *self.say(draft.topics[2], "o"),
        ]  # fmt: skip

    def _closed(self, draft: Draft) -> list[Node]:
        rng = self.stock.rng
        names = rng.sample("김이박최정강", 4)
        rows = [[f"{name}○○", rng.choice(QUARTERS), f"{rng.randint(70, 98)}점"] for name in names]
        return [para("심사 결과", 1), table(("대상", "거주지", "평가"), rows), *self.say(draft.topic, "c")]

    def _result(self, draft: Draft) -> list[Node]:
        said = [self.stock.phrase(name, self.day) for name in ("result told", "result asked")]
        return [para("서면심의 결과", 1), *(para(text, 2) for text in said)]

    def _other(self, draft: Draft) -> list[Node]:
        return [para("건의 사항", 1), *self.say(draft.topic, "o", 2)]

    def _money(self, topic: Topic) -> Node:
        rng = self.stock.rng
        rows, totals = [], [0, 0]
        for project in topic.projects:
            budget = rng.randrange(8_000, 420_000, 50)
            spent = int(budget * rng.randint(22, 97) / 100)
            totals = [totals[0] + budget, totals[1] + spent]
            rows.append([f"{project.code} {project.name}", f"{budget:,}", f"{spent:,}", f"{100 * spent / budget:.1f}%"])
        rows.append(["계", f"{totals[0]:,}", f"{totals[1]:,}", f"{100 * totals[1] / totals[0]:.1f}%"])
        head = ("세부사업", "예산액", "집행액", "집행률")
        return table(head, rows, self.caption("money", topic), "천원", ("text", "money", "money", "text"))

    def _quarters(self, topic: Topic) -> Node:
        rng = self.stock.rng
        rows = []
        for name in rng.sample(QUARTERS, 4):
            asked = rng.randint(20, 260)
            helped = rng.randint(asked // 3, asked)
            rows.append([name, f"{asked:,}", f"{helped:,}", f"{100 * helped / asked:.1f}%"])
        head = ("동", "의뢰", "지원", "지원율")
        return table(head, rows, self.caption("quarters", topic), "건", ("text", "number", "number", "text"))

    def _months(self, topic: Topic) -> Node:
        rng = self.stock.rng
        head = ("구분", "1분기", "2분기", "3분기", "4분기")
        rows = [[one.name, *(f"{rng.randint(12, 900):,}" for _n in range(4))] for one in topic.projects]
        return table(head, rows, self.caption("months", topic), "명", ("text", *["number"] * 4))


def reported(actions: Sequence[ActionItem]) -> Node:
    """The remarks on 전차 회의결과 조치사항: one line each, with what became of it."""
    words = {"OPEN": "진행 중", "DONE": "완료", "DROPPED": "중단"}
    rows = [[one.what, one.owner, words[one.state], one.report] for one in actions]
    return doc(table(("조치사항", "담당", "상태", "결과"), rows, "지난 회의 조치사항"))
