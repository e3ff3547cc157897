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
COLOURS = "color-contrast"  # looked at apart: three quarters of the time, and all that is different in the dark
SCHEMES = ("light", "dark")
WIDTH, NARROWEST = 1280, 320  # CSS pixels; the narrowest by WCAG 1.4.10

CHECK = "options => axe.run(options).then(found => found.violations)"
# Whether a text stands out depends on how it and what is around it is painted: of those painted alike, on one page or
# another, one is enough.
CHECK_COLOURS = """
async ([options, seen]) => {
  const known = new Set(seen), looks = new Map(), chosen = new Map();
  const short = text => {
    let one = 0xdeadbeef, other = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      other = Math.imul(other ^ text.charCodeAt(at), 1597334677);
    }
    return (one >>> 0).toString(36) + (other >>> 0).toString(36);
  };
  const look = element => {
    if (!element) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      looks.set(element, short([
        look(element.parentElement), element.localName, element.getAttribute("class"), style.color, style.fill,
        style.backgroundColor, style.backgroundImage, style.opacity, style.visibility, style.display, style.position,
        style.fontSize, style.fontWeight, style.textShadow,
      ].join()));
    }
    return looks.get(element);
  };
  const isText = node => node.nodeType === Node.TEXT_NODE && node.data.trim();
  for (const element of document.querySelectorAll("body, body *")) {
    const says = [...element.childNodes].some(isText) || element.matches("input, select, textarea, button");
    if (!says || !element.checkVisibility()) continue;
    const painted = look(element);
    if (!known.has(painted) && !chosen.has(painted)) chosen.set(painted, element);
  }
  if (!chosen.size) return [[], []];
  const found = await axe.run({include: [...chosen.values()]}, options);
  return [[...chosen.keys()], found.violations];
}
"""


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


def violations(page, seen):
    """Look at a page as it is in the light, then at its colours in either scheme.

    Into `seen` goes how the texts are painted that were looked at: what is in it is not looked at again.
    """
    page.evaluate(AXE.axe_script)
    everything = {"runOnly": RULES, "rules": {COLOURS: {"enabled": False}}, "resultTypes": ["violations"]}
    yield from (("any", violation) for violation in page.evaluate(CHECK, everything))
    colours = {"runOnly": [COLOURS], "resultTypes": ["violations"]}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        looked_at, faults = page.evaluate(CHECK_COLOURS, [colours, sorted(seen)])
        seen.update(looked_at)
        yield from ((scheme, violation) for violation in faults)
    page.emulate_media(color_scheme=SCHEMES[0])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_in_light_or_dark_and_nothing_is_cut_off(new_context, transactional_db, base_url, language):
    page = new_context(reduced_motion="reduce").new_page()  # colours are there at once

    found, seen = [], set()
    for kind in each_kind(page, base_url, language):
        found += [
            f"{kind}, {scheme}: {violation['id']}: {[node['html'][:200] for node in violation['nodes']]}"
            for scheme, violation in violations(page, seen)
        ]
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            found.append(f"{kind}: cut off on the narrowest screen")
        page.set_viewport_size({"width": WIDTH, "height": 720})

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
    return [f"{scheme}: {violation['id']}" for scheme, violation in violations(page, set())]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_text_that_hardly_stands_out_is_seen(new_context, transactional_db, base_url, scheme):
    page = new_context(reduced_motion="reduce").new_page()
    page.goto("/limits/")
    page.evaluate(
        """scheme => {
        const last = [...document.querySelectorAll("main p, main li")].at(-1);
        last.style.color = `light-dark(${scheme === "light" ? "#eee, #eee" : "#222, #222"})`;
    }""",
        scheme,
    )

    assert [(where, violation["id"], len(violation["nodes"])) for where, violation in violations(page, set())] == [
        (scheme, COLOURS, 1)
    ]
