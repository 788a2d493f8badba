"""The papers of agenda items: small Word, Excel and text files, made here."""

import io
from collections.abc import Callable
from datetime import date

from meetings.sample.drafts import Draft
from meetings.sample.stock import Stock
from meetings.sample.world import World
from portal.commands.cards import QUARTERS
from portal.commands.drawing import WHITE, Colour, png
from portal.files.models import Attachment
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.office.model import Block, DocumentFacts, Heading, Paragraph, Table
from portal.office.word import word_document
from portal.office.xlsx import Column, workbook
from portal.records.models import Record
from portal.security.viewer import Viewer

INK = (40, 40, 40)


def attach_paper(world: World, record: Record, draft: Draft, actor: Viewer) -> Attachment:
    """Give an item a paper of one of the three kinds."""
    make: Callable[[Stock, Draft, date], tuple[str, bytes]] = world.stock.rng.choice((_word, _sheet, _text, _word))
    name, data = make(world.stock, draft, world.moment.date())
    return keep(world, record, name, data, actor)


def keep(world: World, record: Record, name: str, data: bytes, actor: Viewer) -> Attachment:
    """Attach bytes to a record."""
    store = blob_store(world.registry, world.session)
    return attach(world.session, store, record, name, io.BytesIO(data), actor=actor)


def _word(stock: Stock, draft: Draft, day: date) -> tuple[str, bytes]:
    topic = draft.topic
    rows = [["사업번호", "세부사업명", "구분"], *([one.code, one.name, one.category] for one in topic.projects)]
    blocks: list[Block] = [
        Heading("1. 추진 배경"), Paragraph(stock.say(topic, "f", day)), Heading("2. 추진 방향"),
        Paragraph(stock.say(topic, "m", day)), Heading("3. 세부사업"), Table(rows, (20, 90, 30), header_rows=1),
    ]  # fmt: skip
    title = f"{topic.name} 검토자료"
    return f"{title}.docx", word_document(blocks, DocumentFacts(title, topic.department))


def _sheet(stock: Stock, draft: Draft, day: date) -> tuple[str, bytes]:
    del day
    columns = [Column("동"), Column("신청", "number"), Column("지원", "number"), Column("예산(원)", "money")]
    rows = []
    for name in QUARTERS:
        asked = stock.rng.randint(10, 300)
        rows.append([name, asked, stock.rng.randint(5, asked), stock.rng.randrange(900_000, 40_000_000, 10_000)])
    return f"{draft.topic.name} 동별 현황.xlsx", workbook(f"{draft.topic.name} 동별 현황", columns, rows)


def _text(stock: Stock, draft: Draft, day: date) -> tuple[str, bytes]:
    lines = [f"{draft.topic.name} 현장 의견 모음", "", *(f"- {stock.say(draft.topic, 'o', day)}" for _n in range(2))]
    return f"{draft.topic.name} 현장 의견.txt", ("\n".join(lines) + "\n").encode()


def scan() -> bytes:
    """A small picture that stands for the scan of a signed sheet: white, with a stroke across it."""

    def paint(x: int, y: int) -> Colour:
        signed = 30 <= x < 210 and abs((y - 40) - (x % 36 - 18) / 2) < 2
        return INK if signed else WHITE

    return png(240, 80, paint)
