"""Sillok (실록): a portal for the records of Korean local-welfare committees.

``main`` is the table of contents of the whole program: settings in, a list of parts, a WSGI application out.
"""

from typing import Any

from pyramid.config import Configurator

from portal.settings import Settings

FLOOR = (
    "portal.commands",
    "portal.db",
    "portal.i18n",
    "portal.events",
    "portal.audit",
    "portal.jobs",
    "portal.security",
    "portal.mail",
    "portal.records",
    "portal.files",
    "portal.content",
    "portal.layout",
    "portal.forms",
    "portal.people",
)
# Features are only named here: nothing in portal imports them.
FEATURES = (
    "meetings",
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
