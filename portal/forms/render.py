"""How deform's fields become HTML: our templates, the reader's language, the attributes a screen reader needs."""

from typing import Any

from deform.template import ZPTRendererFactory
from pyramid.i18n import get_localizer
from pyramid.threadlocal import get_current_request


def translate(text: Any, domain: str | None = None, mapping: dict[str, Any] | None = None) -> Any:
    """Translate one text to the language of the present request; without a request it stays Korean."""
    request = get_current_request()
    if request is None or text is None:
        return text
    return get_localizer(request).translate(text, domain=domain, mapping=mapping)


def accessible(field: Any) -> dict[str, str]:
    """Return the attributes that tie an input to its hint and its error."""
    notes = []
    if field.description:
        notes.append(f"help-{field.oid}")
    if field.error is not None and any(field.error.messages()):
        notes.append(f"error-{field.oid}")
    attributes = {"aria-describedby": " ".join(notes)} if notes else {}
    if field.error is not None:
        attributes["aria-invalid"] = "true"
    return attributes


def messages(field: Any) -> list[str]:
    """Return the field's own error messages in the reader's language."""
    if field.error is None:
        return []
    return [translate(text) for text in field.error.messages() if text]


class Renderer(ZPTRendererFactory):
    """Deform's renderer over our folder alone: a widget without a template of ours is an error, not Bootstrap."""

    def __init__(self, search_path: list[str], auto_reload: bool) -> None:
        super().__init__(search_path, auto_reload=auto_reload, debug=False, translator=translate)

    def __call__(self, template_name: str, **values: Any) -> str:
        """Render one widget template."""
        field = values["field"]
        values.setdefault("aria", accessible(field))
        values.setdefault("extra", {**(getattr(field.widget, "attributes", None) or {}), **values["aria"]})
        values.setdefault("messages", messages(field))
        return str(self.load(template_name)(**values))
