"""Two people at one form: it sends back what it started from, and nobody overwrites what they have not seen.

A form that changes what is stored is made with ``stored=…``. It carries a lock, a digest of each stored value, and
`handle` compares it with what is stored when the form comes back. Where somebody else changed something meanwhile the
answer is 409: what they stored is said beside the field, what was typed is kept, and the form starts from there.

The row must be read under a lock of the database (``with_for_update``), or two could pass the comparison together.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import colander
from deform import Field

from portal.forms.errors import FormError
from portal.forms.render import translate
from portal.i18n import _

LOCK = "__lock__"  # the hidden control
CHANGED = _("그사이 다른 사람이 이 내용을 고쳤습니다. 표시한 곳을 살펴보고 다시 저장해 주십시오.")


class Stale(FormError):
    """What the form started from is no longer what is stored."""


def lock_of(form: Field, stored: Mapping[str, Any]) -> dict[str, str]:
    """A digest of each stored value, by field."""
    return {name: _digest(value) for name, value in _as_sent(form, stored).items()}


def read_lock(text: str) -> dict[str, str]:
    """The lock a form sent back; empty (so everything differs) when it is none of ours."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def compare(form: Field, sent: Mapping[str, str], stored: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise :class:`Stale` where somebody else stored another value than was typed.

    A field that was not touched takes the other's value; one that was keeps what was typed.
    """
    there, typed = _as_sent(form, stored), _as_sent(form, values)
    shown, faults = dict(form.cstruct), [("", CHANGED)]
    for name, value in there.items():
        if _digest(value) in (sent.get(name), _digest(typed[name])):
            continue
        if _digest(typed[name]) == sent.get(name):
            shown[name] = value
            faults.append((name, _("그사이 다른 사람이 고친 값입니다.")))
        else:
            text = _in_words(form[name], value) or translate(_("비어 있음"))
            faults.append((name, _("그사이 다른 사람이 저장한 값: ${value}", mapping={"value": text})))
    if len(faults) > 1:
        form.cstruct = shown
        raise Stale.of(faults)


def _as_sent(form: Field, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the form's inputs would send them, so that stored and typed ones can be compared."""
    sent = {}
    for child in form.children:
        value = values.get(child.name)
        sent[child.name] = colander.null if value is None else child.schema.serialize(value)
    return sent


def _plain(value: Any) -> Any:
    """A value without the differences that nobody sees: nothing at all and an empty text are the same."""
    if isinstance(value, Mapping):
        return {name: plain for name, one in value.items() if (plain := _plain(one)) is not None}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if value in (colander.null, "", None) else str(value)


def _digest(value: Any) -> str:
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _in_words(field: Field, value: Any) -> str:
    """A value as a reader knows it: the label of a choice, yes or no, rows one after the other."""
    if isinstance(value, Mapping):
        parts = [(child.title, _in_words(child, value.get(child.name, ""))) for child in field.children]
        return ", ".join(f"{translate(title)} {text}" for title, text in parts if text)
    if isinstance(value, list | tuple):
        return "; ".join(_in_words(field.children[0], one) for one in value)
    if isinstance(field.typ, colander.Boolean):
        return str(translate(_("예") if value == "true" else _("아니요")))
    labels = {str(key): label for key, label in getattr(field.widget, "values", None) or ()}
    text = "" if value in (colander.null, None) else str(value)
    return str(translate(labels[text])) if text in labels else text
