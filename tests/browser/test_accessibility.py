"""Every page kind, in both languages, light and dark, by axe; and what axe cannot see."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.builders.pages import PAGES

pytestmark = pytest.mark.browser

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROWEST = 320  # CSS pixels, WCAG 1.4.10


def signed_in(context, client, base_url, language="en"):
    """Give a browser the session and the language of a test client."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if settings.SESSION_COOKIE_NAME in client.cookies:
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": base_url} for name, value in cookies.items()])
    return context


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(new_context, client, base_url, kind):
    path = PAGES[kind](client)

    found = {}
    for scheme in ("light", "dark"):
        context = signed_in(new_context(color_scheme=scheme), client, base_url)
        page = context.new_page()
        for language in ("en", "zh-hans"):
            signed_in(context, client, base_url, language)
            page.goto(path)
            violations = AXE.run(page, options=RULES).response["violations"]
            found |= {
                f"{violation['id']}, {scheme}, {language}": [node["html"][:200] for node in violation["nodes"]]
                for violation in violations
            }
        context.close()

    assert found == {}


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_cut_off_on_the_narrowest_screen(new_context, client, base_url, kind):
    path = PAGES[kind](client)
    page = signed_in(new_context(viewport={"width": NARROWEST, "height": 640}), client, base_url).new_page()

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
