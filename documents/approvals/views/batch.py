"""일괄결재: several documents of the 결재대기함 at once, each on the hash that was shown, the password asked again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import colander
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals import signing
from documents.approvals.labels import kind_of
from documents.approvals.lifecycle import open_steps
from documents.approvals.models import Document, Step
from documents.approvals.shown import current_editions, hash_of_editions
from documents.approvals.views.common import address_of
from documents.boxes import side_menu
from portal import audit
from portal.forms import Form, handle, posted, widgets
from portal.forms.fields import Text
from portal.i18n import _
from portal.records.acting import go
from portal.records.models import Edition
from portal.records.readers import readable
from portal.records.workflow import NotAllowed, Refused
from portal.security.asking import ask_password, prove

MOST = 50
SHOWN = re.compile(r"([0-9a-f]{32}):(\d{1,12}):([0-9a-f]{64})")
Chosen = tuple[Document, Step, Sequence[Edition]]


@dataclass(frozen=True)
class Outcome:
    """What became of one document of a batch."""

    title: Any
    address: str
    text: Any
    done: bool = False


def batch_schema() -> colander.SchemaNode:
    """What was shown of each document: which step, on which hash."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(MOST * 120), name="documents", widget=widgets.Hidden()))
    return schema


@view_config(route_name="approvals.batch", permission="documents", renderer="templates:documents/approvals/batch.pt")
def batch(request: Any) -> Any:
    """The documents that were ticked, each with its hash; then each is signed, and what became of it is told."""
    prove(request)
    chosen = chosen_documents(request)
    if request.method == "GET" and not chosen:
        return go(request, request.route_path("approvals"), _("결재할 문서를 골라 주십시오."))
    schema = batch_schema()
    ask_password(request, schema, always=True)
    shown = " ".join(f"{one.uid}:{step.id}:{hash_of_editions(found)}" for one, step, found in chosen)
    form = Form(
        request, schema, submit=_("모두 결재"), formid="batch", appstruct={"documents": shown},
        cancel=request.route_path("approvals"), autocomplete="off",
    )  # fmt: skip
    told: list[Outcome] = []

    def act(values: dict[str, Any]) -> Any:
        for number, shown in enumerate(SHOWN.findall(values["documents"])[:MOST], start=1):
            told.append(sign_one(request, number, *shown))
        return page_values(request, told=told)

    return handle(request, form, act, page=lambda: page_values(request, chosen))


def page_values(request: Any, chosen: list[Chosen] | None = None, told: list[Outcome] | None = None) -> dict[str, Any]:
    """What the page shows: what will be signed, or what became of it."""
    side_menu(request)
    title = _("일괄결재")
    return {
        "page_title": title,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (title, "")],
        "chosen": [
            (step, kind_of(step), list(zip(one.bundle, found, strict=True))) for one, step, found in chosen or ()
        ],
        "told": told or [],
        "form": None,
    }


def chosen_documents(request: Any) -> list[Chosen]:
    """The documents that were asked for and wait for the reader, in the order they were made."""
    sent = posted(request, "documents") if request.method == "POST" else ""
    asked = [uid for uid, _step, _sha in SHOWN.findall(sent)] if sent else request.GET.getall("doc")
    viewer = request.identity
    query = select(Document).where(
        Document.uid.in_(asked[:MOST]), Document.lead_id.is_(None), readable(viewer.principals)
    )
    found: list[Chosen] = []
    for document in request.dbsession.scalars(query.order_by(Document.id)):
        mine = [step for step in open_steps(document, viewer) if step.kind != "CONSENT"]
        shown = current_editions(request.dbsession, document)
        if mine and shown and document.state == "IN_PROGRESS":
            found.append((document, mine[0], shown))
    return found


def sign_one(request: Any, number: int, uid: str, step_id: str, sha256: str) -> Outcome:
    """Sign one document; what hinders it leaves the others alone."""
    session, viewer = request.dbsession, request.identity
    document = session.scalar(select(Document).where(Document.uid == uid, readable(viewer.principals)))
    if document is None:
        lost = _("그 사이 회수되거나 반려되어 더는 볼 수 없습니다. 결재하지 않았습니다.")
        return Outcome(_("${n}번째 문서", mapping={"n": number}), "", lost)
    title, address = document.title, address_of(request, document)
    try:
        with audit.attempt(session):
            done = signing.sign(session, document, int(step_id), sha256, viewer)
    except signing.Superseded:
        return Outcome(title, address, _("그 사이 처리되었거나 글이 바뀌어 결재하지 않았습니다."))
    except NotAllowed:
        return Outcome(title, address, _("처리할 차례가 아니어서 결재하지 않았습니다."))
    except Refused as refused:
        return Outcome(title, address, refused.problems[0].text)
    numbers = _("결재했습니다. 등록번호는 ${number}입니다.", mapping={"number": ", ".join(done.numbers)})
    return Outcome(title, address, numbers if done.numbers else _("서명했습니다."), done=True)
