"""Copy the parts of KRDS and Pretendard GOV that the portal serves into portal/static.

Run by hand when a new release of either is wanted; the result is committed, so that an installation needs no Node:

    npm pack krds-uiux@1.1.0 pretendard-gov@1.3.9      (in a scratch folder; unpack both)
    python bench/vendor_krds.py <krds-uiux folder> <pretendard-gov folder>

Of KRDS only css/component/output.css and the token sheet are right (the other sheets have broken icon paths or point to
another host); of its icons only those the sheet names, without the government emblem.
"""

import hashlib
import re
import shutil
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "portal" / "static"
ICON_URL = re.compile(r"url\(\.\./\.\./img/component/icon/([\w.-]+)\)")
EMBLEM = "ico_logo_krds"


def copy_krds(package: Path, target: Path) -> None:
    """Copy the two style sheets and the icons the first one names; the emblem becomes `none`."""
    resources = package / "resources"
    sheet = (resources / "css/component/output.css").read_text(encoding="utf-8")
    # a second <link> loads the tokens beside the sheet; an @import would load them after it
    sheet = re.sub(r'@import "[^"]*krds_tokens\.css";\n?', "", sheet)
    sheet = ICON_URL.sub(lambda found: "none" if found[1].startswith(EMBLEM) else found[0], sheet)
    write(target / "css/component/output.css", without_source_map(sheet))
    tokens = (resources / "css/token/krds_tokens.css").read_text(encoding="utf-8")
    write(target / "css/token/krds_tokens.css", without_source_map(tokens))
    icons = target / "img/component/icon"
    icons.mkdir(parents=True, exist_ok=True)
    for name in sorted(set(ICON_URL.findall(sheet))):
        shutil.copyfile(resources / "img/component/icon" / name, icons / name)


def copy_fonts(package: Path, target: Path) -> None:
    """Copy the variable font in 120 pieces by Unicode range: a browser loads only the pieces a page needs."""
    variable = package / "dist/web/variable"
    sheet = (variable / "pretendardvariable-gov-dynamic-subset.css").read_text(encoding="utf-8")
    sheet = sheet.replace("Pretendard GOV Variable", "Pretendard GOV").replace("./woff2-dynamic-subset/", "./")
    write(target / "pretendard-gov.css", sheet)
    for font in (variable / "woff2-dynamic-subset").glob("*.woff2"):
        shutil.copyfile(font, target / font.name)
    shutil.copyfile(package / "dist/LICENSE.txt", target / "LICENSE.txt")


def without_source_map(sheet: str) -> str:
    """Drop the reference to a source map that is larger than the sheet and is not served."""
    return re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", sheet)


def write(path: Path, text: str) -> None:
    """Write text with Unix line ends, making the folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("\r\n", "\n"), encoding="utf-8", newline="\n")


def write_manifest(folder: Path) -> None:
    """Write MANIFEST: the SHA-256 of each vendored file, in the form `sha256sum -c` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "MANIFEST")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files
    ]
    write(folder / "MANIFEST", "\n".join(lines) + "\n")


def main() -> None:
    """Replace both vendored folders."""
    krds, pretendard = (Path(argument) for argument in sys.argv[1:3])
    for folder in (STATIC / "krds", STATIC / "fonts"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    copy_krds(krds, STATIC / "krds")
    copy_fonts(pretendard, STATIC / "fonts")
    write_manifest(STATIC / "krds")
    write_manifest(STATIC / "fonts")


if __name__ == "__main__":
    main()
