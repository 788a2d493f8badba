"""DOC-11: personal data in the text and in what is attached (개인정보 보호법 §24의2), tables that may not be open."""

from collections.abc import Iterator

from documents.checks.paper import ERROR, FACTS, FILES, Finding, Paper
from portal.content.masking import find_personal_data
from portal.content.table_forms import is_sensitive
from portal.i18n import _


def text_has_no_personal_data(paper: Paper) -> Iterator[Finding]:
    """DOC-11: no 주민등록번호; a mobile number is asked about."""
    for block in paper.blocks:
        yield from _found(block.text, "", block.place)
    names = (one["name"] for one in paper.facts["recipients"])
    for text in (*(paper.facts.get(name, "") for name in ("title", "sender", "via", "policy_no")), *names):
        yield from _found(text, "", FACTS)


def files_have_no_personal_data(paper: Paper) -> Iterator[Finding]:
    """DOC-11 in attached files; a file that could not be read is named, since nobody looked into it."""
    for file in paper.files:
        yield from _found(file.name, file.name, FILES)
        for place, text in file.pages:
            yield from _found(text, f"{file.name} {place}".strip(), FILES)
        words = {"file": file.name}
        if file.state == "PENDING":
            text = _("‘${file}’을(를) 아직 읽는 중이라 주민등록번호가 있는지 확인하지 못했습니다.", mapping=words)
            yield Finding("DOC-11", text, FILES)
        elif file.state == "FAILED":
            text = _("‘${file}’은(는) 읽을 수 없습니다. 주민등록번호가 없는지 직접 확인하십시오.", mapping=words)
            yield Finding("DOC-11", text, FILES)


def _found(text: str, source: str, place: str) -> Iterator[Finding]:
    found = find_personal_data(text)
    kinds = {one.kind for one in found}
    words = {"source": source}
    if "rrn" in kinds:
        message = _("‘${source}’에 주민등록번호가 있습니다. 지우거나 가린 파일로 바꾸십시오.", mapping=words)
        yield Finding("DOC-11", message if source else _("주민등록번호가 있습니다. 지우십시오."), place, ERROR)
    other = {one.kind: one.label for one in found if one.kind not in ("rrn", "phone", "mail")}
    for label in other.values():
        words = {"source": source, "found": label}
        message = _("‘${source}’에 개인정보(${found})가 있습니다. 꼭 있어야 하는지 확인하십시오.", mapping=words)
        inside = _("개인정보(${found})가 있습니다. 꼭 있어야 합니까?", mapping=words)
        yield Finding("DOC-11", message if source else inside, place)
    if "phone" in kinds:
        message = _("‘${source}’에 휴대전화 번호가 있습니다. 꼭 있어야 하는지 확인하십시오.", mapping=words)
        yield Finding("DOC-11", message if source else _("휴대전화 번호가 있습니다. 꼭 있어야 합니까?"), place)


def sensitive_tables_are_not_open(paper: Paper) -> Iterator[Finding]:
    """PII-1: a case table is not open to everyone; a public copy with masked spans is (§10.5)."""
    if paper.facts["disclosure"] != "OPEN":
        return
    for block in paper.blocks:
        if is_sensitive(block.node):
            text = _("사례표가 있는 문서는 공개로 상신할 수 없습니다. 부분공개로 하고 등록한 뒤 공개본을 만드십시오.")
            yield Finding("PII-1", text, block.place, ERROR)
