"""Makes the pictures of docs/pictures: pages of the sample institution in Chromium, its Word and 한글 files as pages.

Run it by ``make pictures``. Needs chromium, soffice and pdftoppm, as ``.ci/run`` installs them.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Text, cast, func, select
from waitress.server import create_server

from documents.approvals.models import Document
from meetings.minutes.models import Minutes
from meetings.sittings.models import Meeting
from portal import configure
from portal.commands import DEMO_PASSWORD, demo
from portal.content.models import Section
from portal.people.models import Account, Body
from portal.records.models import Record
from portal.settings import load

PICTURES = Path(__file__).parent / "pictures"
FONTS = Path(__file__).parent / "fonts" / "korean-fonts.conf"


def made(folder: str) -> Any:
    """The registry of a freshly made sample institution."""
    config = configure(load(environ={}, **(demo.GIVEN | {"data_dir": folder})))
    config.commit()
    demo.make(config.registry)
    return config.registry


def fullest(session: Any, model: type[Record], *conditions: Any) -> Any:
    """The record of a type that has most text among those that meet the conditions."""
    query = (
        select(model)
        .join(Section, Section.record_id == model.id)
        .where(*conditions)
        .group_by(model)
        .order_by(func.sum(func.length(cast(Section.content, Text))).desc())
    )
    return session.scalars(query).first()


def chosen(registry: Any) -> dict[str, tuple[str, int, str]]:
    """Picture name → (who looks, width, address)."""
    with registry["database"].reading() as session:
        own = select(Body.id).where(Body.name == "연구기획분과").scalar_subquery()  # the body the secretary keeps
        drafts = select(Minutes).where(Minutes.state == "DRAFTING", Minutes.body_id == own)
        drafting = session.scalars(drafts.order_by(Minutes.id.desc())).first()
        published = fullest(
            session, Minutes, Minutes.state.in_(["PUBLISHED", "REGISTERED"]), Minutes.disclosure == "OPEN"
        )
        staff = select(Account.person_id).where(Account.login == "staff").scalar_subquery()
        draft = fullest(session, Document, Document.state == "DRAFT", Document.created_by_id == staff)
        plan = fullest(session, Document, Document.state == "FILED", Document.created_by_id == staff)
        letter = fullest(
            session,
            Document,
            Document.state.in_(["DISPATCHED", "DELIVERED", "DISPATCH_READY"]),
            Document.created_by_id == staff,
        )
        meeting = session.get_one(Meeting, drafting.meeting_id)
        decided = session.scalars(select(Record).where(Record.type == "decision", Record.state == "EFFECTIVE")).first()
        return {
            "home": ("secretary", 1280, "/"),
            "meetings": ("secretary", 1280, "/meetings"),
            "meeting": ("secretary", 1280, f"/meetings/{meeting.uid}"),
            "attendance-phone": ("secretary", 360, f"/meetings/{meeting.uid}/attendance"),
            "minutes-edit": ("secretary", 1280, f"/minutes/{drafting.uid}/edit"),
            "minutes-edit-phone": ("secretary", 360, f"/minutes/{drafting.uid}/edit"),
            "minutes": ("member", 1280, f"/minutes/{published.uid}"),
            "decisions": ("member", 1280, "/decisions"),
            "decision": ("member", 1280, f"/decisions/{decided.uid}"),
            "search": ("member", 1280, "/search?q=만족도 점수로 바꾼 지표"),
            "search-english": ("member", 1280, "/search?q=고독사 예방&_LOCALE_=en"),
            "people": ("admin", 1280, "/people"),
            "documents": ("staff", 1280, "/documents"),
            "documents-phone": ("staff", 360, "/documents"),
            "register": ("staff", 1280, "/documents/register"),
            "draft": ("staff", 1280, f"/documents/{draft.uid}/edit"),
            "draft-phone": ("staff", 360, f"/documents/{draft.uid}/edit"),
            "approval-line": ("staff", 1280, f"/documents/{draft.uid}/line"),
            "document": ("staff", 1280, f"/documents/{plan.uid}"),
            "word-minutes": ("member", 0, f"/minutes/{published.uid}/minutes.docx"),
            "hangul-minutes": ("member", 0, f"/minutes/{published.uid}/minutes.hwpx"),
            "word-plan": ("staff", 0, f"/documents/{plan.uid}/document.docx"),
            "word-letter": ("staff", 0, f"/documents/{letter.uid}/document.docx"),
        }


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign in through the page."""
    page.goto(f"{address}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def photograph(address: str, pages: dict[str, tuple[str, int, str]]) -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (login, width, path) in pages.items():
            context = browser.new_context(
                viewport={"width": width or 1280, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul"
            )
            page = context.new_page()
            sign_in(page, address, login)
            if width:
                page.goto(address + path)
                page.wait_for_load_state("networkidle") if "edit" not in name else page.wait_for_timeout(1500)
                page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
            else:
                answer = page.request.get(address + path)
                RENDERERS[path.rpartition(".")[2]](answer.body(), str(PICTURES / name))
            context.close()
        browser.close()


def render_word(document: bytes, stem: str) -> None:
    """A Word file as PNG pages, through LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "written.docx").write_bytes(document)
        environment = os.environ | {"FONTCONFIG_FILE": str(FONTS)}
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/written.docx"],
            check=True, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        subprocess.run(["pdftoppm", "-r", "70", "-png", f"{folder}/written.pdf", stem], check=True)


def render_hangul(document: bytes, stem: str) -> None:
    """A 한글 file as PNG pages, by rhwp in a process of its own: on Debian 12 it needs freetype loaded first."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "written.hwpx").write_bytes(document)
        environment = os.environ | {"FONTCONFIG_FILE": str(FONTS), "LD_PRELOAD": "libfreetype.so.6"}
        command = [sys.executable, "-c", DRAW, f"{folder}/written.hwpx", stem]
        subprocess.run(command, check=True, env=environment)


DRAW = """
import sys, rhwp
document = rhwp.parse(sys.argv[1])
for number in range(document.page_count):
    open(f"{sys.argv[2]}-{number + 1}.png", "wb").write(document.render_png(number))
"""
RENDERERS = {"docx": render_word, "hwpx": render_hangul}


def main() -> None:
    """Make the institution, serve it, take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        registry = made(folder)
        server = create_server(registry["application"](), host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        photograph(f"http://127.0.0.1:{server.effective_port}", chosen(registry))
        server.close()
        registry["database"].close()


if __name__ == "__main__":
    main()
