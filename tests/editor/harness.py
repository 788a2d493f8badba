"""A page with the editor and the save protocol over documents in memory, under the portal's content security policy."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.content.merge import merge
from portal.content.validate import ContentError, normalised
from tests.serving import served

STATIC = Path(__file__).parents[2] / "portal" / "static" / "editor"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
PAGE = """<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>회의록</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/editor.css"></head><body><main><h1>회의록</h1><a id="before" href="#x">앞</a>
<form method="post" action="/doc/KEY/form"><input type="hidden" name="lock" value="LOCK">
<div data-editor data-save-url="/doc/KEY/save" data-poll-url="/doc/KEY/poll" data-csrf="token" data-lock="LOCK"
 data-key="u1:KEY" data-scheme="SCHEME" data-label="발언 요지" data-lang="ko" data-upload-url="/upload" EXTRA>
<textarea hidden name="content">CONTENT</textarea></div><button id="after">저장</button></form>
<form data-signout method="post" action="/signout"><button id="signout">로그아웃</button></form></main>
<script type="module" src="/static/editor.js"></script></body></html>"""


class Document:
    """One document: every version by lock, and what the server is to do next."""

    def __init__(self, content: dict[str, Any], scheme: str, extra: str) -> None:
        self.versions = {1: normalised(content)}
        self.lock = 1
        self.scheme = scheme
        self.extra = extra
        self.posts: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.others: list[str] = []
        self.status: int | None = None

    @property
    def content(self) -> dict[str, Any]:
        return self.versions[self.lock]

    def change(self, content: dict[str, Any]) -> None:
        """Another person's save."""
        self.versions[self.lock + 1] = normalised(content)
        self.lock += 1

    def save(self, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.posts.append(sent)
        if self.status:
            return self.status, {"error": "거절되었습니다."}
        try:
            mine = normalised(sent["content"])
        except ContentError as error:
            return 422, {"error": str(error)}
        merged = merge(self.versions[sent["lock"]], mine, self.content)
        if merged.conflicts:
            rows = [{"id": c.id, "base": c.base, "mine": c.mine, "theirs": c.theirs} for c in merged.conflicts]
            return 409, {"lock": self.lock, "content": merged.doc, "conflicts": rows}
        if merged.doc != self.content:
            self.change(merged.doc)
        content = None if merged.doc == mine else merged.doc
        return 200, {"lock": self.lock, "content": content, "saved_at": "12:01:05", "others": self.others}


class Harness:
    """The WSGI application and its address."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.address = ""

    @contextmanager
    def served(self) -> Iterator["Harness"]:
        """Served at its address for a while."""
        with served(self.app) as self.address:
            yield self

    def add(self, blocks: list[dict[str, Any]], scheme: str = "legal", extra: str = "") -> tuple[str, Document]:
        key = f"d{len(self.documents) + 1}"
        self.documents[key] = Document({"type": "doc", "content": blocks}, scheme, extra)
        return f"{self.address}/doc/{key}", self.documents[key]

    def app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, kind, payload = self.answer(environ, body)
        headers = [("Content-Type", kind), ("Content-Security-Policy", CSP), ("Cache-Control", "no-store")]
        start_response(f"{status} X", [*headers, ("Content-Length", str(len(payload)))])
        return [payload]

    def answer(self, environ: dict[str, Any], body: bytes) -> tuple[int, str, bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/static/"):
            kind = "text/javascript" if path.endswith(".js") else "text/css"
            return 200, f"{kind}; charset=utf-8", (STATIC / path.rsplit("/", 1)[1]).read_bytes()
        if path.startswith("/files/"):
            return 200, "image/png", PIXEL
        if path == "/signout":
            return 200, "text/html; charset=utf-8", b"<!DOCTYPE html><title>x</title>"
        if path == "/upload":
            found = environ.get("HTTP_X_CSRF_TOKEN") == "token" and b'name="file"' in body
            return (200 if found else 400), "application/json", json.dumps({"uid": "ab" * 16, "name": "a.png"}).encode()
        match = re.fullmatch(r"/doc/(\w+)(?:/(save|poll|form))?", path)
        if not match or match[1] not in self.documents:
            return 404, "text/plain", b""
        return self.document(self.documents[match[1]], match[1], match[2], environ, body)

    def document(
        self, doc: Document, key: str, act: str | None, environ: dict[str, Any], body: bytes
    ) -> tuple[int, str, bytes]:
        if act is None:
            content = json.dumps(doc.content, ensure_ascii=False).replace("&", "&amp;").replace("<", "&lt;")
            page = PAGE.replace("KEY", key).replace("LOCK", str(doc.lock)).replace("SCHEME", doc.scheme)
            page = page.replace("EXTRA", doc.extra).replace("CONTENT", content)
            return 200, "text/html; charset=utf-8", page.encode()
        if act == "form":
            return 200, "text/html; charset=utf-8", b"<!DOCTYPE html><title>x</title>" + body
        if act == "poll":
            lock = int(environ["QUERY_STRING"].split("=")[1])
            newer = doc.content if doc.lock > lock else None
            return (
                200,
                "application/json",
                json.dumps({"lock": doc.lock, "content": newer, "others": doc.others}).encode(),
            )
        if environ.get("HTTP_X_CSRF_TOKEN") != "token" or not environ.get("HTTP_X_REQUESTED_WITH"):
            return 403, "application/json", b"{}"
        status, answer = doc.save(json.loads(body))
        doc.answers.append(status)
        return status, "application/json", json.dumps(answer).encode()
