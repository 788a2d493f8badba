"""What stands on the agenda of an invented meeting: kinds, titles and summaries of its items."""

from dataclasses import dataclass, field
from datetime import date

from meetings.decisions.models import ActionItem
from meetings.sample.stock import Indicator, Stock, Topic
from meetings.sittings.agenda import ItemFacts

KINDS = {
    "plan": "DELIBERATE", "review": "DELIBERATE", "indicator": "DELIBERATE", "choice": "RESOLVE", "report": "REPORT",
    "advice": "ADVISE", "talk": "CONSULT", "lesson": "TRAINING", "closed": "RESOLVE", "other": "OTHER",
    "actions": "REPORT", "result": "REPORT",
}  # fmt: skip
# which forms a body's meetings are made of, and how often
MIXES = {
    "연구기획분과": {"review": 4, "indicator": 3, "plan": 2, "advice": 3, "report": 2, "lesson": 2, "choice": 1},
    "실무협의체": {"plan": 4, "talk": 3, "report": 3, "choice": 2, "review": 1},
    "한빛시지역사회보장협의체": {"plan": 4, "choice": 4, "report": 2, "advice": 1},
}
USUAL = {"talk": 3, "plan": 2, "choice": 2, "report": 2, "lesson": 1, "advice": 1}


@dataclass
class Draft:
    """An item as its meeting's life knows it: its form says how its minutes are written."""

    form: str
    topics: list[Topic]
    facts: ItemFacts
    motion: str = ""  # what it proposes, slots still empty
    codes: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)  # those that the item reports on

    @property
    def topic(self) -> Topic:
        """The first topic, which the title names."""
        return self.topics[0]


def forms_for(stock: Stock, body: str, number: int) -> list[str]:
    """Different forms for the items of one meeting, each at most twice."""
    mix = MIXES.get(body, USUAL)
    found: list[str] = []
    while len(found) < number:
        form = stock.rng.choices(list(mix), list(mix.values()))[0]
        if found.count(form) < (1 if form in ("review", "indicator", "lesson") else 2):
            found.append(form)
    return found


def make(stock: Stock, form: str, body: str, day: date) -> Draft:
    """One item of a form for a meeting of a body on a day."""
    topics = stock.topics_of(body, 3 if form in ("review", "indicator") else 1)
    topic = topics[0]
    motion = stock.cards.deal(topic.lines["d"])
    indicators = [row for one in topics for row in stock.indicators(one, 1, day)] if form == "indicator" else []
    project = indicators[0].project if indicators else topic.project_for(motion)
    title = stock.title(form, day, topic=topic.name, project=project.name, code=project.code)
    closed = form == "closed"
    facts = ItemFacts(
        kind=KINDS[form],
        title=title,
        presenter=stock.cards.deal(stock.phrases["lecturers"])
        if form in ("lesson", "advice")
        else f"{topic.department} {topic.team}장",
        proposer=topic.department if KINDS[form] in ("DELIBERATE", "RESOLVE") else "",
        summary="" if closed or form == "other" else _summary(stock, topic, form, day),
        disclosure="CLOSED" if closed else "OPEN",
        grounds=[5, 6] if closed else [],
    )
    return Draft(form, topics, facts, motion, [project.code], indicators)


def _summary(stock: Stock, topic: Topic, form: str, day: date) -> str:
    if form in ("plan", "choice"):
        return f"제안이유: {stock.say(topic, 'f', day)}\n주요내용: {stock.say(topic, 'm', day)}"
    if form == "lesson":
        return ""
    return stock.say(topic, "f", day)
