"""Keep the catalogues in step with the texts: `python -m portal.locale.catalogue extract | check | compile`.

`extract` collects every text of the tree into the English catalogue (existing translations stay, unused ones go),
`check` fails when one is missing, doubtful, unused, or not compiled, and `compile` writes the .mo files that are
committed, so that an installation needs no tools. Needs the `test` extra (lingua reads Chameleon templates).

A Korean word with two English ones is marked with a context: `_("자문", context="role")`. Such a text is known here as
.mo files know it, the context and the word with SEPARATOR between them.
"""

import ast
import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = "sillok"
LOCALE = Path(__file__).resolve().parent
ROOT = LOCALE.parent.parent
PARTS = ("portal", "meetings", "documents", "search_index", "templates")
EDITOR = Path("portal", "content", "editor", "messages.json")  # what the editor says, by key
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
VARIABLE = re.compile(r"\$\{\w+\}")
SEPARATOR = "\x04"
# no dates: a catalogue that says the same is the same file
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = """# English translation of Sillok. The source language is Korean: each msgid is the Korean text.
msgid ""
msgstr ""
"Project-Id-Version: Sillok\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def texts(root: Path = ROOT) -> dict[str, set[str]]:
    """Return every translatable text of the tree with the files it stands in."""
    found: dict[str, set[str]] = {}
    for part in PARTS:
        for path in sorted((root / part).rglob("*")):
            reader = {".py": python_texts, ".pt": template_texts}.get(path.suffix)
            for text in reader(path) if reader else ():
                found.setdefault(text, set()).add(path.relative_to(root).as_posix())
    for text in json.loads((root / EDITOR).read_text("utf-8")).values() if (root / EDITOR).exists() else ():
        found.setdefault(text, set()).add(EDITOR.as_posix())
    return found


def python_texts(path: Path) -> Iterator[str]:
    """Yield the texts marked with `_` in a module; `_(name)` gives none, its text is marked where the name gets it."""
    for call in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_":
            text = constant(call.args[0]) if call.args else ""
            contexts = [constant(word.value) for word in call.keywords if word.arg == "context"]
            if text:
                yield with_context(text, contexts[0] if contexts else None)


def constant(value: ast.expr) -> str:
    """Return the text an expression is, "" if it is anything else."""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def template_texts(path: Path) -> Iterator[str]:
    """Yield the texts of our domain in a template."""
    # lingua is a tool of maintainers, not a part of an installation
    from lingua.extractors.xml import ChameleonExtractor  # noqa: PLC0415

    options = Namespace(domain=DOMAIN, keywords=[], comment_tag=None)
    with path.open("rb") as source:
        for message in ChameleonExtractor()(str(path), options, source):
            yield with_context(message.msgid, message.msgctxt)


def with_context(text: str, context: str | None) -> str:
    """Return the text as .mo files know it."""
    return f"{context}{SEPARATOR}{text}" if context else text


def known_as(message: Message) -> str:
    """Return a message of a catalogue as `texts` names it."""
    return with_context(str(message.id), message.context)


def read(path: Path) -> Catalog:
    """Read a .po file; a missing one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name, domain=path.stem)
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.parent.name, domain=path.stem)


def extract() -> None:
    """Bring the English catalogue up to the texts of the tree, in an order that keeps differences small."""
    old = {known_as(message): message for message in read(ENGLISH)}
    new = Catalog(locale="en", domain=DOMAIN)
    for name, places in sorted(texts().items()):
        known = old.get(name)
        doubt = {"fuzzy"} if known and known.fuzzy else set()
        context, _separator, text = name.rpartition(SEPARATOR)
        words = known.string if known else ""
        new.add(text, words, flags=doubt, locations=[(place, 0) for place in sorted(places)], context=context or None)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, new, width=120, omit_header=True, include_lineno=False)


def faults() -> list[str]:
    """Return what is wrong with the catalogues, in words."""
    catalogue = {known_as(message): message for message in read(ENGLISH) if message.id}
    wanted = texts()
    found = [f"not in the catalogue: {text}" for text in wanted if text not in catalogue]
    for text, message in catalogue.items():
        if text not in wanted:
            found.append(f"unused: {text}")
        elif not message.string:
            found.append(f"not translated: {text}")
        elif message.fuzzy:
            found.append(f"doubtful (fuzzy): {text}")
        elif set(VARIABLE.findall(text)) != set(VARIABLE.findall(str(message.string))):
            found.append(f"variables differ: {text}")
    return found + [f"not compiled: {path.relative_to(ROOT)}" for path in catalogues() if not is_compiled(path)]


def catalogues() -> list[Path]:
    """Return every .po file."""
    return sorted(LOCALE.rglob("*.po"))


def is_compiled(path: Path) -> bool:
    """Tell whether the committed .mo file says what its .po file says."""
    binary = path.with_suffix(".mo")
    if not binary.exists():
        return False
    with binary.open("rb") as stream:  # what it says, not its bytes: they are another with each version of Babel
        return translations(read_mo(stream)) == translations(read(path))


def compiled(path: Path) -> bytes:
    """Return the .mo file of a .po file, the same bytes each time."""
    catalogue = read(path)
    catalogue.creation_date = NO_DATE
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def translations(catalogue: Catalog) -> dict[str, str]:
    """Return what a catalogue translates."""
    return {
        known_as(message): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def compile_all() -> None:
    """Write the .mo files."""
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path))


def main(arguments: list[str]) -> int:
    """Run one command; the exit status is 1 when `check` finds something."""
    command = arguments[0] if len(arguments) == 1 else ""
    if command == "extract":
        extract()
    elif command == "compile":
        compile_all()
    elif command == "check":
        found = faults()
        sys.stdout.writelines(f"{fault}\n" for fault in found)
        return 1 if found else 0
    else:
        sys.stderr.write("usage: python -m portal.locale.catalogue extract|check|compile\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
