"""The vendored files are whole, and every address a style sheet names exists."""

import hashlib
import re

import pytest

from portal.layout import STATIC


@pytest.mark.parametrize("folder", ["krds", "fonts"])
def test_vendored_files_are_those_of_the_manifest(folder):
    root = STATIC / folder
    listed = dict(reversed(line.split("  ")) for line in (root / "MANIFEST").read_text().splitlines())
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {"MANIFEST"}
    assert there == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("sheet", ["krds/css/component/output.css", "fonts/pretendard-gov.css", "css/sillok.css"])
def test_style_sheet_names_only_files_that_exist(sheet):
    path = STATIC / sheet
    text = path.read_text(encoding="utf-8")
    addresses = {url.strip("'\"") for url in re.findall(r"url\(([^)]*)\)", text)}
    missing = [url for url in addresses if not url.startswith("data:") and not (path.parent / url).resolve().is_file()]
    assert missing == []
    assert "@import" not in text
    assert "sourceMappingURL" not in text


def test_fonts_stay_small():
    assert sum(path.stat().st_size for path in (STATIC / "fonts").iterdir()) < 8_000_000
