"""Translates the texts within a text as well: `${outcome}` in a sentence may be a text of the catalogue, or several."""

from typing import Any

from pyramid.config import PHASE3_CONFIG, Configurator
from pyramid.i18n import Localizer, make_localizer
from pyramid.interfaces import ILocalizer, ITranslationDirectories
from translationstring import TranslationString


class NestingLocalizer(Localizer):
    """Pyramid's localizer, which would print the texts in a mapping in Korean."""

    def translate(self, tstring: Any, domain: str | None = None, mapping: dict[str, Any] | None = None) -> str:
        """Translate a text and whatever its mapping holds; the texts of a list are joined by commas."""
        within = (getattr(tstring, "mapping", None) or {}) | (mapping or {})
        if any(isinstance(value, TranslationString | list) for value in within.values()):
            words = {name: self.value(value) for name, value in within.items()}
            tstring = TranslationString(tstring, domain=domain, mapping=words)
            mapping = None
        return str(super().translate(tstring, domain, mapping))

    def value(self, value: Any) -> str:
        """Translate one value of a mapping."""
        if isinstance(value, list):
            return ", ".join(self.value(one) for one in value)
        return self.translate(value) if isinstance(value, TranslationString) else str(value)


def register(config: Configurator, languages: list[str]) -> None:
    """Make the localizers out of the catalogues that all parts have added by then."""

    def make() -> None:
        folders = config.registry.queryUtility(ITranslationDirectories, default=[])
        for language in languages:
            localizer = NestingLocalizer(language, make_localizer(language, folders).translations)
            config.registry.registerUtility(localizer, ILocalizer, name=language)

    config.action("sillok localizers", make, order=PHASE3_CONFIG)
