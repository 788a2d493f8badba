"""A text within a text is translated too, in whatever language the page is."""

import pytest
from pyramid.i18n import make_localizer

from portal.i18n import _
from portal.locale import catalogue
from portal.localizer import NestingLocalizer


@pytest.fixture
def in_language():
    def translate(language, text):
        made = make_localizer(language, [str(catalogue.LOCALE)])
        return NestingLocalizer(language, made.translations).translate(text)

    return translate


def test_text_in_a_sentence_is_translated_with_its_own_values(in_language):
    inner = _("${max}자까지 쓸 수 있습니다.", mapping={"max": 20})
    text = _("제${n}호: ${text}", mapping={"n": 2, "text": inner})
    assert in_language("en", text) == "Item 2: Up to 20 characters may be used."
    assert in_language("ko", text) == "제2호: 20자까지 쓸 수 있습니다."


def test_list_of_texts_is_joined(in_language):
    text = _("가려야 할 내용이 남아 있습니다: ${found}", mapping={"found": [_("전화번호"), "가나"]})
    assert in_language("en", text) == "Some content still needs masking: telephone number, 가나"


def test_application_uses_it_on_every_page(config):
    from pyramid.interfaces import ILocalizer

    config.commit()
    assert {name for name, _made in config.registry.getUtilitiesFor(ILocalizer)} == {"ko", "en"}
    made = config.registry.getUtility(ILocalizer, name="ko")
    assert isinstance(made, NestingLocalizer)
    assert made.translate("Required", domain="colander") == "필수 항목입니다."
