"""Every page kind, in both languages, light and dark, by axe; and what axe cannot see."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from tests.builders.assessments import question_path, send_answer, start
from tests.builders.pages import PAGES

pytestmark = pytest.mark.browser

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_SCHEME = {"light": RULES, "dark": ["color-contrast"]}  # in the dark only colours differ
NARROWEST = 320  # CSS pixels, WCAG 1.4.10


def signed_in(context, client, base_url, language="en"):
    """Give a browser the session and the language of a test client."""
    context.clear_cookies()
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if settings.SESSION_COOKIE_NAME in client.cookies:
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": base_url} for name, value in cookies.items()])
    return context


def each_kind(page, base_url, language="en"):
    """Open one page of every kind after the other, each as its own reader."""
    for kind, prepare in PAGES.items():
        reader = Client()
        path = prepare(reader)
        signed_in(page.context, reader, base_url, language)
        page.goto(path)
        yield kind


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_in_light_or_dark(new_context, transactional_db, base_url, language):
    page = new_context(reduced_motion="reduce").new_page()  # colours are there at once

    found = []
    for kind in each_kind(page, base_url, language):
        for scheme, rules in BY_SCHEME.items():
            page.emulate_media(color_scheme=scheme)
            checked = AXE.run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
            found += [
                f"{kind}, {scheme}: {violation['id']}: {[node['html'][:200] for node in violation['nodes']]}"
                for violation in checked.response["violations"]
            ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_where_both_versions_of_an_answer_stand(
    new_context, transactional_db, client, base_url, language
):
    assessment = start(client)
    page = signed_in(new_context(reduced_motion="reduce"), client, base_url, language).new_page()
    page.goto(question_path(assessment, "tenant_trust"))
    send_answer(client, assessment, "tenant_trust", "org")
    option = page.locator('[name="answer"][value="customers"]')

    option.check()
    page.locator("[data-conflict]").wait_for()
    inside = faults_of(page)
    page.locator('button[name="action"][value="save"]').click()
    page.locator("[data-conflict]:focus").wait_for()

    assert (inside, faults_of(page)) == ([], [])
    assert option.is_checked()


def faults_of(page):
    found = []
    for scheme, rules in BY_SCHEME.items():
        page.emulate_media(color_scheme=scheme)
        checked = AXE.run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
        found += [f"{scheme}: {violation['id']}" for violation in checked.response["violations"]]
    return found


def test_nothing_is_cut_off_on_the_narrowest_screen(new_context, transactional_db, base_url):
    page = new_context(viewport={"width": NARROWEST, "height": 640}).new_page()

    too_wide = [
        kind for kind in each_kind(page, base_url) if page.evaluate("document.documentElement.scrollWidth") > NARROWEST
    ]

    assert too_wide == []
