"""별지 제1호서식 (시행문): 두문 and 결문 around a body, in the print order of the rule (영 §7–13, 규칙 §4).

The labels are part of the official form and stay Korean in every language of the pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.office.ending import ended
from portal.office.formats import official_date
from portal.office.model import Block, Cell, Image, Paragraph, Run, Style, Table
from portal.office.text_width import width_of

INTERNAL = "내부결재"
SEVERAL = "수신자 참조"
CONTACT = ("postcode", "address", "homepage", "phone", "fax", "email")
SIGNERS_A_ROW = 4
SENDER_WIDTHS = (24, 126, 24)  # the sender stays in the middle of the page, 관인생략 stands to its right


@dataclass(slots=True)
class Signer:
    """One box of the approval line: `★주무관`, and under it what the box says (`전결 10/24 홍길동`)."""

    position: str
    signature: str = ""


@dataclass(slots=True)
class OfficialForm:
    """Everything around the body. Empty parts keep their label where the form prints it always.

    One recipient is named in 수신, several are listed below the sender; none makes it 내부결재.
    """

    agency: str
    title: str
    slogan: str = ""
    recipients: Sequence[str] = ()
    via: str = ""
    sender: str = ""
    seal: str = ""
    stamp: Image | None = None  # the seal itself, over the last character of the sender (규칙 §11)
    logo: Image | None = None
    signers: Sequence[Signer] = ()
    consents: Sequence[Signer] = ()
    number: str = ""
    dispatched: date | None = None
    receipt_number: str = ""
    received: date | None = None
    contact: Mapping[str, str] = field(default_factory=dict)  # postcode, address, homepage, phone, fax, email
    disclosure: str = ""


def official_blocks(form: OfficialForm, body: Sequence[Block], attachments: Sequence[str] = ()) -> list[Block]:
    """The whole document: 두문, 본문 with 붙임 and 끝, 결문."""
    return [*_head(form), *ended(body, attachments), *_foot(form)]


def _head(form: OfficialForm) -> list[Block]:
    several = len(form.recipients) > 1
    recipient = SEVERAL if several else "".join(form.recipients) or INTERNAL
    lines = (("수신", recipient), ("(경유)", form.via), ("제목", form.title))
    named = [
        Paragraph([Run(f"{label}  "), Run(text, bold=label == "제목")], hanging=width_of(f"{label}  "))
        for label, text in lines
    ]
    slogan = [Paragraph(form.slogan, Style.FOOT, align="center")] if form.slogan else []
    agency: Block = Paragraph(form.agency, Style.AGENCY)
    if form.logo:
        cells: list[Cell | str] = [Cell([form.logo]), Cell(form.agency, style=Style.AGENCY), ""]
        agency = Table([cells], SENDER_WIDTHS, borders=False, description="행정기관명")
    return [*slogan, agency, *named, Paragraph("", Style.RULE)]


def _foot(form: OfficialForm) -> list[Block]:
    blocks: list[Block] = []
    if form.sender and form.stamp:
        above, below = [Paragraph()], [Paragraph()] * 2  # room for what of the seal is higher than the line
        blocks += [*above, Paragraph(form.sender, Style.SENDER, stamp=form.stamp), *below]
    elif form.sender:
        seal = Cell(form.seal, valign="bottom", style=Style.FOOT)
        sender = Cell(form.sender, style=Style.SENDER)
        blocks.append(Table([["", sender, seal]], SENDER_WIDTHS, borders=False, description="발신명의"))
    if len(form.recipients) > 1:
        blocks.append(Paragraph(f"수신자  {', '.join(form.recipients)}", Style.FOOT, hanging=7))
    blocks.append(Paragraph("", Style.RULE))
    blocks += _signers(form.signers)
    if form.consents:
        names = "   ".join(f"{signer.position} {signer.signature}".rstrip() for signer in form.consents)
        blocks.append(Paragraph(f"협조자  {names}", Style.FOOT, hanging=7))
    return [*blocks, *(Paragraph(line, Style.FOOT) for line in _foot_lines(form))]


def _signers(signers: Sequence[Signer]) -> list[Block]:
    """Position above signature, several side by side, without lines as the form prints them."""
    blocks: list[Block] = []
    for start in range(0, len(signers), SIGNERS_A_ROW):
        group = signers[start : start + SIGNERS_A_ROW]
        cells: list[Cell | str] = [Cell(f"{signer.position}\n{signer.signature}") for signer in group]
        blocks.append(Table([cells], (1,) * SIGNERS_A_ROW, borders=False, description="결재"))
    return blocks


def _foot_lines(form: OfficialForm) -> list[str]:
    postcode, address, homepage, phone, fax, email = (form.contact.get(name, "") for name in CONTACT)
    place = " ".join(part for part in (postcode, address) if part)
    calls = " /".join(filter(None, [f"전화 {phone}" if phone else "", f"전송 {fax}" if fax else ""]))
    lines = [
        f"시행 {form.number} ({_day(form.dispatched)})    접수 {form.receipt_number} ({_day(form.received)})",
        " / ".join(filter(None, [f"우 {place}" if place else "", homepage])),
        " / ".join(filter(None, [calls, email, form.disclosure])),
    ]
    return [line for line in lines if line]


def _day(day: date | None) -> str:
    return f" {official_date(day)} " if day else "          "
