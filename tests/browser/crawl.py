"""Walks the portal as a person would, by its links, one page of each kind and state."""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.files.models import Attachment
from portal.people.models import Account, Person, Post
from portal.records.models import Record
from portal.records.public_copy import PublicCopy
from portal.records.readers import readable
from portal.records.services import acts
from portal.records.types import RecordType
from portal.security.policy import load_viewer
from portal.security.viewer import principals

Kind = tuple[str, str]  # route, state of the record it is about


@dataclass
class Walk:
    """What one person saw: an address for each kind of page, and what went wrong."""

    pages: dict[Kind, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)


class Map:
    """Says of an address which route it is, and in which state its record."""

    def __init__(self, registry: Any) -> None:
        self.registry = registry
        self.mapper = registry.getUtility(IRoutesMapper)
        with registry["database"].reading() as session:
            rows = session.execute(select(Record.uid, Record.type, Record.state, Record.disclosure))
            self.records = {uid: (kind, state, disclosure) for uid, kind, state, disclosure in rows}
            originals = aliased(Record)
            query = select(PublicCopy.uid, originals.type).join(originals, originals.id == PublicCopy.original_id)
            self.copied = {uid: of for uid, of in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy
            self.with_papers = set(session.scalars(select(Record.uid).join(Attachment)))

    def kind(self, address: str) -> Kind | None:
        """Route and state of an address; None when it is not a page of ours."""
        parts = urlsplit(address)
        request = Request.blank(parts.path)
        found = self.mapper(request)
        route, match = found["route"], found["match"]
        if route is None or route.name.startswith("__"):
            return None
        uid = match.get("uid", "")
        _type, state, disclosure = self.records.get(uid, ("", "", ""))
        return route.name, f"{state} {disclosure} {self.copied.get(uid, '')}".strip()  # a copy looks like its original

    def starts(self, login: str) -> list[str]:
        """The home page, and of each type, state and disclosure the record on which this person may do most."""
        types: dict[str, RecordType] = self.registry["record_types"]
        request = Request.blank("/")
        request.registry = self.registry
        best: dict[tuple[str, str, str], tuple[int, str]] = {}
        with self.registry["database"].reading() as session:
            account = session.scalar(select(Account.id).where(Account.login == login))
            viewer = load_viewer(session, account) if account is not None else None
            query = select(Record).where(readable(principals(viewer)), Record.type.in_(types))
            for record in session.scalars(query.order_by(Record.id)):
                may = 2 * len(acts(session, record, viewer)) + (record.uid in self.with_papers)
                facts = self.records[record.uid]
                if may > best.get(facts, (-1, ""))[0]:
                    best[facts] = (may, request.route_path(types[record.type].route, uid=record.uid))
            officer = session.scalar(select(Person.uid).join(Post).where(Post.ends_on.is_(None)).limit(1))
        people = [f"/people/persons/{officer}"] if viewer is not None and viewer.is_admin else []
        return ["/", "/login", *people, *(address for _may, address in best.values())]


LINK = re.compile(r'<(?:a\b[^>]*?\bhref|img\b[^>]*?\bsrc)="([^"#]+)')  # where it leads, and what it shows


def walk(browser: Any, map_: Map, login: str, limit: int = 1500) -> Walk:
    """Follow links breadth first; of each kind of page the first address is opened."""
    seen = Walk()
    waiting = deque(map_.starts(login))
    while waiting and len(seen.pages) < limit:
        address = waiting.popleft().replace("&amp;", "&")
        kind = map_.kind(address)
        if kind is None or kind in seen.pages or urlsplit(address).netloc not in ("", "localhost"):
            continue
        if kind[0] in ("language", "sign_out"):
            seen.routes.add(kind[0])
            continue
        answer = browser.get(address, status="*")
        seen.routes.add(kind[0])
        if answer.status_int in (301, 302, 303):
            waiting.append(answer.location.removeprefix("http://localhost"))
            continue
        seen.pages[kind] = address
        if answer.status_int != 200:
            seen.faults.append(f"{answer.status_int} {address}")
        elif answer.content_type == "text/html":
            seen.faults += [f"{fault}: {address}" for fault in faults_of(answer.text)]
            waiting.extend(LINK.findall(answer.text))
    return seen


def faults_of(page: str) -> list[str]:
    """What no page may have."""
    found = []
    shown = re.sub(r'data-messages="[^"]*"', "", page)  # the editor fills these in itself
    if "Traceback" in page or "${" in shown:
        found.append("something unfinished is shown")
    if len(re.findall(r"<h1\b", page)) != 1:
        found.append("not exactly one h1")
    if re.search(r"<script(?![^>]*\bsrc=)|\sstyle=\"|\son(?:click|change|load|submit)=", page):
        found.append("inline script or style")
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    if len(identifiers) != len(set(identifiers)):
        found.append(f"an id twice: {sorted({one for one in identifiers if identifiers.count(one) > 1})[:3]}")
    return found
