"""Sillok (실록): a portal for the records of Korean local-welfare committees.

``main`` is the table of contents of the whole program: settings in, a list of parts, a WSGI application out.
"""

import warnings
from typing import Any

# pyramid and deform still import pkg_resources, WebOb cgi; an operator can do nothing about it.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
warnings.filterwarnings("ignore", message="'cgi' is deprecated", category=DeprecationWarning)

from pyramid.config import Configurator  # noqa: E402

from portal.settings import Settings  # noqa: E402

FLOOR = (
    "portal.commands",
    "portal.db",
    "portal.i18n",
    "portal.events",
    "portal.audit",
    "portal.jobs",
    "portal.layout",
    "portal.forms",
    "portal.security",
    "portal.mail",
    "portal.records",
    "portal.files",
    "portal.content",
    "portal.home",
    "portal.people",
    "portal.audit.wiring",
    "portal.records.wiring",
)
# Features are only named here: nothing in portal imports them.
FEATURES = (
    "meetings",
    "documents",
    "search_index",
)


def configure(settings: Settings, features: tuple[str, ...] = FEATURES) -> Configurator:
    """The configurator with every part included, not yet committed (tests add parts of their own)."""
    config = Configurator(
        settings={
            "tm.manager_hook": "pyramid_tm.explicit_manager",
            "retry.attempts": 3,
            "pyramid.default_locale_name": "ko",
        }
    )
    config.registry["settings"] = settings
    config.registry["application"] = config.make_wsgi_app
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.include("pyramid_chameleon")
    for part in (*FLOOR, *features):
        config.include(part)
    return config


def main(settings: Settings) -> Any:
    """The WSGI application."""
    config = configure(settings)
    config.commit()
    return config.make_wsgi_app()
