"""The frame of every page: head, navigation, messages, errors, security headers.

A page template fills the slots of one macro (title, head, breadcrumb, side, heading, actions, content)::

    <metal:page xmlns:metal="http://xml.zope.org/namespaces/metal" xmlns:i18n="http://xml.zope.org/namespaces/i18n"
                use-macro="layout" i18n:domain="sillok">
      <metal:title fill-slot="title" i18n:translate="">회의</metal:title>
      <metal:content fill-slot="content">…</metal:content>
    </metal:page>

The title is printed twice, in the head and as the page's heading: its slot is filled with text, never with an element.
`layout` and `parts` (small macros, templates/layout/parts.pt) are there in every template; see portal.layout.frame.
A view gives `request.breadcrumbs = [(label, address or None)]` and, for a side menu, `request.side_title` and
`request.side_items = [(label, address)]`.
"""

import hashlib
from pathlib import Path

from pyramid.config import Configurator
from pyramid.events import BeforeRender, NewRequest
from pyramid.static import QueryStringConstantCacheBuster
from pyramid.tweens import EXCVIEW

from portal.layout import errors, intake
from portal.layout.frame import add_frame
from portal.layout.navigation import add_navigation

STATIC = Path(__file__).resolve().parent.parent / "static"
MONTH = 30 * 24 * 60 * 60


def static_version() -> str:
    """Return a short hash over our own sheets and scripts: it changes when a browser must fetch them again."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in {".css", ".js"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def includeme(config: Configurator) -> None:
    """Register the frame."""
    config.include("pyramid_chameleon")
    config.include("portal.i18n")
    config.add_directive("add_navigation", add_navigation)
    config.add_static_view("static", "portal:static", cache_max_age=MONTH)
    config.add_cache_buster("portal:static", QueryStringConstantCacheBuster(static_version()))
    config.add_subscriber(add_frame, BeforeRender)
    config.add_subscriber(intake.check, NewRequest)
    config.add_tween("portal.layout.headers.security_headers", over=EXCVIEW)
    errors.register(config)
