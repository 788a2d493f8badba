"""Reading and signing: the text, its hash, what changed since the last edition, the opinion, the password once more.

Works on a phone: the acts stand under the text, one under the other.
"""

from collections.abc import Sequence
from typing import Any

from deform import Button
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from documents.approvals import returning, signing
from documents.approvals.checking import doubts_of
from documents.approvals.comparing import against_last
from documents.approvals.labels import kind_of
from documents.approvals.lifecycle import open_steps
from documents.approvals.models import Document, Step
from documents.approvals.schemas import opinion_schema
from documents.approvals.shown import current_editions, hash_of_editions
from documents.approvals.views.common import address_of, frame_values, source_values
from documents.approvals.views.read import text_values
from portal.content.labels import BLOCKS
from portal.content.pages import CHANGE_LABELS
from portal.files.views import file_rows
from portal.forms import Form, FormError, handle, posted
from portal.i18n import _
from portal.records.acting import go, refusing
from portal.records.models import Edition
from portal.records.workflow import Refused
from portal.security.asking import ask_password

PAGE = "templates:documents/approvals/sign.pt"
SIGNED = _("서명했습니다.")


def acts_of(step: Step) -> list[Button]:
    """The buttons of the form: what a reviewer, a 협조자 and the approver do is called differently."""
    words = {"REVIEW": _("검토하고 서명"), "CONSENT": _("협조하고 서명"), "APPROVE": _("결재")}
    return [
        Button("sign", title=words.get(step.kind, _("서명", context="step"))),
        Button("return", title=_("반려", context="act"), css_class="danger"),
        Button("hold", title=_("보류", context="act"), css_class="tertiary"),
    ]


def signing_form(request: Any, document: Document, step: Step, found: Sequence[Edition]) -> Form:
    """The form of one step: opinion, hash, and the password if it was not given within ten minutes."""
    schema = opinion_schema()
    ask_password(request, schema)
    form = Form(
        request, schema, buttons=acts_of(step), formid="sign", cancel=address_of(request, document),
        appstruct={"sha256": hash_of_editions(found), "step": step.id}, autocomplete="off",
    )  # fmt: skip
    form.widget.css_class = "sign-form"
    return form


@view_config(route_name="approval.sign", permission="view", renderer=PAGE)
def sign(context: Any, request: Any) -> Any:
    """What is signed, and the form that signs, returns or holds it."""
    document: Document = context.record
    found = current_editions(request.dbsession, document)
    if not found or not request.identity:
        raise signing.Superseded
    step = step_to_sign(request, document)
    if step is None:
        return done_already(request, document)
    form = signing_form(request, document, step, found)

    def act(values: dict[str, Any]) -> Any:
        try:
            with refusing():
                return ACTS[form.pressed](request, document, values)
        except Refused as refused:  # a guard of the last signature: what stands in the way arose since it was sent up
            raise FormError.of([("", problem.text) for problem in refused.problems]) from None

    def page() -> dict[str, Any]:
        return page_values(request, document, step, found)

    return handle(request, form, act, page=page)


def step_to_sign(request: Any, document: Document) -> Step | None:
    """The viewer's first step whose turn it is; when one was sent, that one, whatever became of it."""
    sent = posted(request, "step")
    if sent.isascii() and sent.isdigit() and len(sent) < 12:
        return next((one for one in document.line if one.id == int(sent)), None)
    return next(iter(open_steps(document, request.identity)), None)


def done_already(request: Any, document: Document) -> HTTPSeeOther:
    """Nothing to sign (any more): said on the document's page."""
    if request.method == "POST":
        raise signing.Superseded
    return go(request, address_of(request, document), _("지금 처리할 결재가 없습니다."))


def page_values(request: Any, document: Document, step: Step, found: Sequence[Edition]) -> dict[str, Any]:
    """What is shown before somebody signs."""
    return {
        **frame_values(request, document, _("읽고 결재하기")),
        "texts": [text_to_sign(request, *pair) for pair in zip(document.bundle, found, strict=True)],
        "sha256": hash_of_editions(found),
        "step": step,
        "kind": kind_of(step),
        "instead_of": step.name if step.person_id != request.identity.person_id else "",
        "line": [(one, kind_of(one)) for one in document.line],
        "blocks": BLOCKS,
        "kind_labels": CHANGE_LABELS,
        "on_hold": document.state == "ON_HOLD",
    }


def text_to_sign(request: Any, document: Document, edition: Edition) -> dict[str, Any]:
    """One of the documents that the signature stands for: its text, sources, files, and what changed."""
    session = request.dbsession
    return {
        **text_values(request, edition.facts),
        **source_values(request, document),
        "document": document,
        "edition": edition,
        "files": file_rows(request, document.id),
        "comparison": against_last(session, document, edition),
        "doubts": doubts_of(session, document, edition.facts),
    }


def _sign(request: Any, document: Document, values: dict[str, Any]) -> HTTPSeeOther:
    done = signing.sign(
        request.dbsession, document, values["step"], values["sha256"], request.identity, opinion=values["opinion"]
    )
    numbers = ", ".join(done.numbers)
    said = _("결재했습니다. 등록번호는 ${number}입니다.", mapping={"number": numbers}) if numbers else SIGNED
    return go(request, address_of(request, document), said)


def _send_back(request: Any, document: Document, values: dict[str, Any]) -> HTTPSeeOther:
    returning.send_back(
        request.dbsession, document, values["step"], values["sha256"], request.identity, opinion=values["opinion"]
    )
    return go(request, address_of(request, document), _("반려했습니다. 기안자에게 의견을 알립니다."))


def _hold(request: Any, document: Document, values: dict[str, Any]) -> HTTPSeeOther:
    returning.hold(
        request.dbsession, document, values["step"], values["sha256"], request.identity, opinion=values["opinion"]
    )
    return go(request, address_of(request, document), _("보류했습니다. 보류를 해제하면 다시 결재할 수 있습니다."))


ACTS = {"sign": _sign, "return": _send_back, "hold": _hold}


@view_config(route_name="approval.resume", request_method="POST", permission="view")
def resume(context: Any, request: Any) -> HTTPSeeOther:
    """보류 해제."""
    document: Document = context.record
    with refusing():
        returning.resume(request.dbsession, document, request.identity)
    return go(request, address_of(request, document, "approval.sign"), _("보류를 해제했습니다."))
