"""Keep the catalogues in step with the texts: `python -m portal.locale.catalogue extract | check | compile`.

`extract` collects every text of the tree into the English catalogue (existing translations stay, unused ones go),
`check` fails when one is missing, doubtful, unused, or not compiled, and `compile` writes the .mo files that are
committed, so that an installation needs no tools. Needs the `test` extra (lingua reads Chameleon templates).
"""

import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = "sillok"
LOCALE = Path(__file__).resolve().parent
ROOT = LOCALE.parent.parent
PARTS = ("portal", "meetings", "documents", "search_index", "templates")
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
VARIABLE = re.compile(r"\$\{\w+\}")
# no dates: a catalogue that says the same is the same file
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
    return found


def python_texts(path: Path) -> Iterator[str]:
    """Yield the texts marked with `_` in a module."""
    with path.open("rb") as source:
        for _line, _function, messages, _comments in extract_python(source, {"_": None}, [], {}):
            text = messages if isinstance(messages, str) else messages[0]
            if text:
                yield text


def template_texts(path: Path) -> Iterator[str]:
    """Yield the texts of our domain in a template."""
    # lingua is a tool of maintainers, not a part of an installation
    from lingua.extractors.xml import ChameleonExtractor  # noqa: PLC0415

    options = Namespace(domain=DOMAIN, keywords=[], comment_tag=None)
    with path.open("rb") as source:
        for message in ChameleonExtractor()(str(path), options, source):
            yield message.msgid


def read(path: Path) -> Catalog:
    """Read a .po file; a missing one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name, domain=path.stem)
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.parent.name, domain=path.stem)


def extract() -> None:
    """Bring the English catalogue up to the texts of the tree, in an order that keeps differences small."""
    old = read(ENGLISH)
    new = Catalog(locale="en", domain=DOMAIN)
    for text, places in sorted(texts().items()):
        known = old.get(text)
        doubt = {"fuzzy"} if known and known.fuzzy else set()
        new.add(text, known.string if known else "", flags=doubt, locations=[(place, 0) for place in sorted(places)])
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, new, width=120, omit_header=True, include_lineno=False)


def faults() -> list[str]:
    """Return what is wrong with the catalogues, in words."""
    catalogue = read(ENGLISH)
    wanted = texts()
    found = [f"not in the catalogue: {text}" for text in wanted if text not in catalogue]
    for message in catalogue:
        if not isinstance(message.id, str) or not message.id:
            continue
        if message.id not in wanted:
            found.append(f"unused: {message.id}")
        elif not message.string:
            found.append(f"not translated: {message.id}")
        elif message.fuzzy:
            found.append(f"doubtful (fuzzy): {message.id}")
        elif set(VARIABLE.findall(message.id)) != set(VARIABLE.findall(str(message.string))):
            found.append(f"variables differ: {message.id}")
    return found + [f"not compiled: {path.relative_to(ROOT)}" for path in catalogues() if not is_compiled(path)]


def catalogues() -> list[Path]:
    """Return every .po file."""
    return sorted(LOCALE.rglob("*.po"))


def is_compiled(path: Path) -> bool:
    """Tell whether the committed .mo file says what its .po file says."""
    binary = path.with_suffix(".mo")
    if not binary.exists():
        return False
    with binary.open("rb") as source:
        return translations(read_mo(source)) == translations(read(path))


def translations(catalogue: Catalog) -> dict[str, str]:
    """Return what a catalogue translates."""
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def compile_all() -> None:
    """Write the .mo files."""
    for path in catalogues():
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read(path))


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
