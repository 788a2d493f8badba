"""The English catalogue is complete; the tool finds every text and every fault; colander and deform speak Korean."""

from importlib.resources import files

import pytest
from babel.messages.pofile import read_po
from pyramid.i18n import make_localizer

from portal.i18n import _
from portal.locale import catalogue


def test_english_is_complete_and_compiled():
    assert catalogue.faults() == []


def test_translations_bring_no_markup():
    for message in list(catalogue.read(catalogue.ENGLISH))[1:]:  # the first is the header
        assert not {"<", "&"} & set(str(message.string)), message.id
        assert not {"<", "&"} & set(str(message.id)), message.id


def test_word_with_two_meanings_is_told_apart_by_its_context():
    english = make_localizer("en", [str(catalogue.LOCALE)])
    assert english.translate(_("자문")) == "Advice"
    assert english.translate(_("자문", context="role")) == "Adviser"


def test_texts_are_found_in_modules_and_templates():
    found = catalogue.texts()
    assert "portal/people/labels.py" in found[catalogue.with_context("자문", "role")]
    assert "portal/content/editor/messages.json" in found["굵게"]
    assert "portal/forms/fields.py" in found["날짜를 2026-07-15처럼 적어 주십시오."]
    assert "templates/layout/page.pt" in found["본문 바로가기"]
    assert "templates/layout/page.pt" in found["회의록·결재문서 찾기"]  # an attribute
    assert "templates/layout/parts.pt" in found["${number}단계"]
    assert not any("dynamic element" in text for text in found)


@pytest.mark.parametrize("domain", ["colander", "deform"])
def test_korean_catalogue_is_complete(domain):
    template = files(domain).joinpath(f"locale/{domain}.pot")
    with template.open("rb") as source:
        wanted = {message.id for message in read_po(source) if message.id and not message.id.startswith("Yo ")}
    path = catalogue.LOCALE / "ko" / "LC_MESSAGES" / f"{domain}.po"
    assert set(catalogue.translations(catalogue.read(path))) == wanted


def test_check_tells_every_kind_of_fault(tmp_path, monkeypatch):
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "page.py").write_text('_("가")\n_("나 ${n}")\n_("다")\n_("라")\n', encoding="utf-8")
    folder = tmp_path / "portal" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "sillok.po"
    path.write_text(
        catalogue.HEADER + 'msgid "가"\nmsgstr ""\n\nmsgid "나 ${n}"\nmsgstr "B ${m}"\n\n'
        '#, fuzzy\nmsgid "다"\nmsgstr "C"\n\nmsgid "마"\nmsgstr "E"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "portal" / "locale")
    monkeypatch.setattr(catalogue, "ENGLISH", path)
    monkeypatch.setattr(catalogue.texts, "__defaults__", (tmp_path,))
    assert sorted(catalogue.faults()) == [
        "doubtful (fuzzy): 다", "not compiled: portal/locale/en/LC_MESSAGES/sillok.po", "not in the catalogue: 라",
        "not translated: 가", "unused: 마", "variables differ: 나 ${n}",
    ]  # fmt: skip
    catalogue.extract()
    catalogue.compile_all()
    assert sorted(catalogue.faults()) == [
        "doubtful (fuzzy): 다", "not translated: 가", "not translated: 라", "variables differ: 나 ${n}",
    ]  # fmt: skip
