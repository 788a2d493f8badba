"""The browser's own set-up is worth a test: a sign-in through the page, and a complaint that is noticed."""

from tests.browser.conftest import Complaints

SPOIL = "document.body.appendChild(document.createElement('p')).setAttribute('style', 'color:red')"


def test_somebody_signs_in_and_out_with_the_keyboard(signed_in):
    page = signed_in("secretary", "/account")
    assert page.locator("h1").inner_text() == "내 계정"
    page.locator(".account summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login")


def test_an_inline_script_is_noticed(chromium, site):
    collected = Complaints()
    context = chromium.new_context()
    page = context.new_page()
    collected.listen(page)
    page.goto(site.address + "/login")
    page.evaluate(SPOIL)
    page.wait_for_timeout(300)
    context.close()
    assert any("style" in one for one in collected)
