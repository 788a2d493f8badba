"""How the invented committees decide: outcomes in words, votes that add up, and what has to be done."""

from datetime import date, timedelta
from typing import Any

from meetings.decisions import services as decisions
from meetings.decisions.actions import add_action
from meetings.decisions.models import Decision
from meetings.minutes.models import Minutes
from meetings.sample.drafts import Draft
from meetings.sample.world import World
from meetings.sittings.models import AgendaItem
from meetings.sittings.quorum import ItemFigures, votes_to_pass
from meetings.sittings.written import count
from portal.commands.cards import FEW, Slots
from portal.security.viewer import Viewer

OUTCOMES = {
    "plan": {
        "PASSED_AS_IS": 38, "PASSED_AMENDED": 20, "PASSED_CONDITIONAL": 20, "DEFERRED": 10, "REJECTED": 6,
        "WITHDRAWN": 4, "NO_CHANGE": 2,
    },
    "choice": {"PASSED_AS_IS": 50, "PASSED_AMENDED": 15, "PASSED_CONDITIONAL": 15, "REJECTED": 10, "DEFERRED": 10},
    "review": {"AGREED": 70, "NO_CHANGE": 20, "PASSED_CONDITIONAL": 10},
    "indicator": {"AGREED": 70, "PASSED_AMENDED": 30},
    "advice": {"ADVICE_GIVEN": 100},
    "talk": {"AGREED": 55, "NO_CHANGE": 15, "ADVICE_GIVEN": 20, "PASSED_CONDITIONAL": 10},
    "report": {"RECEIVED": 94, "DEFERRED": 6},
    "actions": {"RECEIVED": 100},
    "result": {"RECEIVED": 100},
    "closed": {"PASSED_AS_IS": 100},
    "other": {"RECEIVED": 100},
}  # fmt: skip
METHODS = {
    "choice": ("SHOW_OF_HANDS", "SHOW_OF_HANDS", "SECRET", "STANDING", "UNANIMOUS"),
    "plan": ("CONSENSUS", "UNANIMOUS", "SHOW_OF_HANDS"),
    "closed": ("SECRET",),
}
VOTED = ("PASSED_AS_IS", "PASSED_AMENDED", "PASSED_CONDITIONAL", "REJECTED", "AGREED")
ENDINGS = {
    "PASSED_AS_IS": "안을 원안대로 가결함",
    "PASSED_AMENDED": "안을 일부 고쳐 가결함",
    "PASSED_CONDITIONAL": "안을 조건을 붙여 가결함",
    "REJECTED": "안은 찬성이 과반수에 이르지 못하여 부결됨",
    "DEFERRED": "안은 자료를 보완하여 다시 심의하기로 함",
    "WITHDRAWN": "안은 제출 부서의 요청으로 철회됨",
    "AGREED": "데 동의함",
    "NO_CHANGE": "방안을 검토하였으나 지금의 방식을 바꾸지 않기로 함",
}


def decide(world: World, minutes: Minutes, item: AgendaItem, draft: Draft, actor: Viewer) -> Decision | None:
    """Record the decision on an item; training has none."""
    if draft.form not in OUTCOMES:
        return None
    counted = decisions.figures_of(world.session, item)
    outcome = _outcome(world, item, draft, counted)
    day = world.moment.date()
    values: dict[str, Any] = {"outcome": outcome, "text": _text(world, draft, outcome, day)}
    values |= {"detail": _detail(world, draft, outcome, day)} | _vote(world, item, draft, outcome, counted)
    decision = decisions.record_decision(world.session, minutes, item, values, actor)
    if world.cards.chance({"report": 20, "actions": 0, "result": 0, "closed": 0, "other": 0}.get(draft.form, 55)):
        _act(world, item, draft, actor, decision)
    return decision


def _outcome(world: World, item: AgendaItem, draft: Draft, counted: ItemFigures) -> str:
    answered = count(world.session, item, counted.present_ids)
    if answered is not None and draft.form != "advice":
        return "PASSED_AS_IS" if answered.yes >= votes_to_pass(answered.replies) else "REJECTED"
    chances = dict(OUTCOMES[draft.form])
    if item.deferred_from_id is not None:
        chances.pop("DEFERRED", None)  # not twice
    outcome = world.stock.rng.choices(list(chances), list(chances.values()))[0]
    if not counted.quorate and outcome in VOTED:
        return "NO_CHANGE"
    return outcome


def _text(world: World, draft: Draft, outcome: str, day: date) -> str:
    stock, topic = world.stock, draft.topic
    codes = ", ".join(dict.fromkeys(draft.codes))
    text = ""
    if draft.form == "closed":
        text = stock.phrase("ranked", day)
    elif outcome == "RECEIVED":
        if draft.form == "report" and world.cards.chance(60):
            text = f"보고를 접수하되, {stock.say(topic, 'c', day)}"
    elif outcome == "ADVICE_GIVEN":
        text = stock.say(topic, "o", day)
    elif draft.form == "report":
        text = stock.phrase("supplement", day, topic=topic.name)
    elif draft.form == "indicator":
        changes = [f"{one.project.code} {one.project.name}: {one.now} → {one.better}" for one in draft.indicators]
        text = "\n".join(["다음과 같이 지표를 고침", *changes])
    elif draft.form == "review" and outcome == "AGREED":
        text = f"사업번호 {codes}의 점검 의견을 채택하고 변경안에 동의함"
    elif draft.form == "review" and outcome == "NO_CHANGE":
        text = f"사업번호 {codes}: 변경사항이 없음을 확인함"
    else:
        text = stock.word([f"{draft.motion} {ENDINGS[outcome]}"], Slots(day, ahead=True))
    return text


def _detail(world: World, draft: Draft, outcome: str, day: date) -> str:
    stock, topic = world.stock, draft.topic
    if outcome == "PASSED_AMENDED":
        return stock.say(topic, "m", day)
    if outcome == "PASSED_CONDITIONAL":
        return stock.say(topic, "c", day)
    if outcome == "DEFERRED":
        return f"{stock.say(topic, 'h', day)}. 다음 회의에 다시 상정함"
    return ""


def _vote(world: World, item: AgendaItem, draft: Draft, outcome: str, counted: ItemFigures) -> dict[str, int | str]:
    answered = count(world.session, item, counted.present_ids)
    if answered is not None:
        yes, no, abstain = answered.yes, answered.no, answered.abstain
        return {"method": "WRITTEN", "present": answered.replies, "yes": yes, "no": no, "abstain": abstain}
    method = world.stock.rng.choice(METHODS.get(draft.form, ("CONSENSUS",)))
    if outcome == "REJECTED" and method in ("CONSENSUS", "UNANIMOUS"):
        method = "SHOW_OF_HANDS"
    if outcome not in VOTED or method == "CONSENSUS":
        return {"method": "CONSENSUS"}
    present, rng = counted.present, world.stock.rng
    needed = votes_to_pass(present)
    if outcome == "REJECTED":
        yes = rng.randint(max(needed - 4, 0), needed - 1)
    elif method == "UNANIMOUS":
        yes = present
    else:
        yes = rng.randint(max(needed, present - 3), present)
    no = rng.randint((present - yes + 1) // 2, present - yes)
    return {"method": method, "present": present, "yes": yes, "no": no, "abstain": present - yes - no}


def _act(world: World, item: AgendaItem, draft: Draft, actor: Viewer, decision: Decision) -> None:
    day = world.moment.date()
    for number in range(1 + world.cards.chance(25)):
        project = world.stock.rng.choice(draft.topic.projects)
        what = f"{project.name}: {world.stock.say(draft.topic, 'a', day, FEW)}"  # it comes again until it is done
        owner = (draft.topic.department, draft.topic.officer)[number]
        due = day + timedelta(days=world.stock.rng.choice((14, 21, 30, 45)))
        add_action(world.session, item, {"what": what, "owner": owner, "due_on": due}, actor, decision)
