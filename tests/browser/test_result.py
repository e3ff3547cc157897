"""Result, what-if and report in a real browser: figures, sliders, paper."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from decisions.models import Answer, Assessment
from tests.browser.test_accessibility import signed_in
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.browser

MILLIMETRE = 96 / 25.4  # CSS pixels
SIDES, TOP_AND_BOTTOM = 28 * MILLIMETRE, 31 * MILLIMETRE  # the margins of print.css
PAPER = {"A4": (210 * MILLIMETRE, 297 * MILLIMETRE), "Letter": (215.9 * MILLIMETRE, 279.4 * MILLIMETRE)}
SCENARIOS = ("erp", "ecommerce", "finance", "ai_training", "devops", "microservices", "edge_iot", "dev_test")


@pytest.fixture
def assessment(client, db):
    assessment = start(client, title="Ledger", scenario="finance")
    send_answer(client, assessment, "release_rate", "unsure")
    return assessment


def stopped_clock(page):
    """Let time pass only where a test says so."""
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    page.clock.install(time=noon)
    page.clock.pause_at(noon + timedelta(hours=1))


def opened(new_context, client, base_url, assessment, name="result", **options):
    page = signed_in(new_context(**options), client, base_url).new_page()
    page.goto(reverse(name, args=[assessment.code]))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plotly_draws_over_every_picture(new_context, client, base_url, assessment, scheme):
    page = opened(new_context, client, base_url, assessment, color_scheme=scheme)

    places = page.locator("[data-figure]")
    expect(page.locator('[data-drawn="plotly"]')).to_have_count(places.count())
    assert places.count() == 4
    for place in places.all():
        drawn = place.locator(".chart__plotly .main-svg").first.bounding_box()
        picture = place.locator("svg.picture").bounding_box()
        assert drawn["height"] == pytest.approx(picture["height"], abs=1)
        assert drawn["width"] == pytest.approx(picture["width"], abs=2)


def test_a_drawing_that_lags_behind_a_turned_screen_does_not_widen_the_page(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, viewport={"width": 320, "height": 640})
    expect(page.locator('[data-drawn="plotly"]')).to_have_count(4)

    page.evaluate("for (const drawing of document.querySelectorAll('.main-svg')) drawing.style.width = '488px'")

    assert page.locator(".main-svg").first.bounding_box()["width"] == 488
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_page_that_takes_more_than_a_second_says_that_it_is_being_worked_on(
    new_context, client, base_url, assessment
):
    page = opened(new_context, client, base_url, assessment)
    stopped_clock(page)
    page.route("**/report/", lambda route: route.fulfill(status=204))  # nothing comes, and the browser stays

    page.get_by_role("link", name="Printable report").click()

    page.clock.run_for(999)
    expect(page.locator("[data-working]")).to_be_empty()
    page.clock.run_for(1)
    expect(page.locator("[data-working]")).to_have_text("Working on it …")


def test_what_is_saved_as_a_file_or_lies_on_the_same_page_is_not_waited_for(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)
    stopped_clock(page)

    page.locator('a[href="#robustness"]').click()

    page.clock.run_for(1000)
    expect(page.locator("[data-working]")).to_be_empty()


def test_the_text_is_there_before_plotly_is_asked_for(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)
    expect(page.locator('[data-drawn="plotly"]')).to_have_count(4)

    loaded, asked = page.evaluate(
        "() => [performance.getEntriesByType('navigation')[0].loadEventStart, performance.getEntriesByType('resource')"
        ".filter((entry) => /plotly-basic|figures.json/.test(entry.name)).map((entry) => entry.startTime)]"
    )
    assert len(asked) == 2
    assert min(asked) >= loaded > 0


PHONE = {"width": 390, "height": 844}
# Every table that is wider than the place it has, by more than one font is wider than another.
CUT_OFF = """
() => [...document.querySelectorAll("main .table-scroll")]
  .filter(place => place.checkVisibility() && place.scrollWidth > 1.1 * place.clientWidth)
  .map(place => place.getAttribute("aria-label"))
"""


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_phone_shows_every_table_whole(new_context, client, base_url, assessment, language):
    page = signed_in(new_context(viewport=PHONE), client, base_url, language).new_page()

    page.goto(reverse("result", args=[assessment.code]))

    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize(("name", "screens"), [("result", 26), ("report", 24), ("all-questions", 4)])
def test_a_phone_is_not_scrolled_for_ever(new_context, client, base_url, assessment, name, screens):
    page = opened(new_context, client, base_url, assessment, name, viewport=PHONE)

    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") < screens
    last = page.locator(".contents a").last
    last.click()
    expect(page.locator(".contents")).to_be_in_viewport()
    expect(page.locator(last.get_attribute("href"))).to_be_in_viewport()


def test_a_source_is_opened_for_the_number_that_leads_to_it(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)

    page.locator(".reasons .sources a").first.click()

    expect(page.locator(".evidence :target > p").last).to_be_in_viewport()


def test_a_report_that_a_phone_folds_up_is_printed_whole(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "report", viewport=PHONE)
    closed = page.locator("main details:not([open])")
    before = closed.count()

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    while_printing = closed.count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert (before > 50, while_printing, closed.count()) == (True, 0, before)


def test_without_a_script_a_phone_has_all_of_a_report(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "report", viewport=PHONE, java_script_enabled=False)

    expect(page.locator("main details:not([open])")).to_have_count(0)


def test_pictures_stay_for_who_listens(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)
    expect(page.locator('[data-drawn="plotly"]')).to_have_count(4)

    expect(page.get_by_role("img", name=re.compile("Scores from 0 to 100"))).to_have_count(1)
    expect(page.locator(".chart__plotly[aria-hidden=true]")).to_have_count(4)


def test_a_slider_is_answered_and_nothing_is_stored(new_context, client, base_url, assessment):
    before = list(Answer.objects.values()), Assessment.objects.values().get()
    page = opened(new_context, client, base_url, assessment)

    page.get_by_role("slider", name="Security and compliance").fill("100")
    page.get_by_role("slider", name="Isolation strength").fill("100")

    outcome = page.locator("[data-outcome]")
    expect(outcome).to_contain_text("What is different")
    expect(outcome).to_contain_text("Isolation strength: ")
    expect(page.get_by_role("spinbutton", name="Isolation strength")).to_have_value("100")
    assert (list(Answer.objects.values()), Assessment.objects.values().get()) == before


def test_moves_that_follow_each_other_quickly_end_with_the_last_one(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)
    slider = page.get_by_role("slider", name="Isolation strength")

    for points in range(60, 101, 2):
        slider.fill(str(points))

    weights = {field.get_attribute("name"): field.input_value() for field in page.locator("input[data-slider]").all()}
    total = sum(float(points) for points in weights.values())
    expect(page.locator("[data-outcome]")).to_contain_text(f"→ {round(100 / total * 100)} %")
    expect(page.locator("[data-outcome][aria-busy]")).to_have_count(0)


def test_moving_a_weight_on_the_page_of_its_own_sets_weights_by_hand(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, name="what-if")
    expect(page.get_by_label("As scenario, answers and priorities give them")).to_be_checked()

    page.get_by_role("spinbutton", name="Cost and licences").fill("90")

    expect(page.get_by_label("As set here")).to_be_checked()
    expect(page.locator("[data-outcome]")).to_contain_text("Cost and licences: ")
    expect(page).to_have_url(re.compile(r"weights=own"))


def test_an_answer_can_be_tried(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, name="what-if")

    page.locator("summary", has=page.get_by_text("Hard limits")).click()
    page.locator('select[name="a.vendor_support"]').select_option("vmware_only")

    expect(page.locator("[data-outcome]")).to_contain_text("With what is stored it is Containers in VMs")
    assert not Answer.objects.filter(question="vendor_support").exists()


def test_without_script_the_button_does_it(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, java_script_enabled=False)
    expect(page.locator("svg.picture").first).to_be_visible()

    page.get_by_label("Isolation strength", exact=True).fill("100")
    page.get_by_role("button", name="Try these weights").click()

    expect(page.get_by_role("heading", name="What if …")).to_be_visible()
    expect(page.get_by_text("What is different")).to_be_visible()


def test_a_source_is_one_click_away(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment)

    link = page.locator(".reasons .sources a").first
    target = link.get_attribute("href")
    link.click()

    expect(page.locator(target)).to_be_in_viewport()


def test_the_button_prints(new_context, client, base_url, assessment):
    context = signed_in(new_context(), client, base_url)
    context.add_init_script("window.print = () => document.documentElement.setAttribute('data-printed', '')")
    page = context.new_page()
    page.goto(reverse("report", args=[assessment.code]))

    page.get_by_role("button", name="Print or save as PDF").click()

    expect(page.locator("html[data-printed]")).to_have_count(1)


def test_without_script_there_is_no_button_that_does_nothing(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, name="report", java_script_enabled=False)

    expect(page.locator("[data-print]")).to_be_hidden()


@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_page_stands_alone(new_context, client, base_url, db, paper, language):
    width, height = PAPER[paper]
    page = new_context(viewport={"width": round(width - SIDES), "height": 1000}).new_page()
    page.emulate_media(media="print")

    tall = {}
    for scenario in SCENARIOS:
        page.goto(f"{reverse('example-report')}?scenario={scenario}&lang={language}")
        first = page.locator(".report__first").bounding_box()["height"]
        if first > height - TOP_AND_BOTTOM:
            tall[scenario] = first

    assert tall == {}


@pytest.mark.parametrize("paper", PAPER)
def test_it_prints_on_the_pages_that_it_needs(new_context, client, base_url, assessment, paper):
    page = opened(new_context, client, base_url, assessment, name="report")

    pdf = page.pdf(format=paper)

    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]
    assert 12 <= len(sheets) <= 26
    for number, sheet in enumerate(sheets, start=1):
        assert f"Page {number} of {len(sheets)}" in sheet
        assert assessment.title in sheet


def test_nothing_is_cut_on_paper(new_context, client, base_url, assessment):
    width, _height = PAPER["A4"]
    page = opened(
        new_context, client, base_url, assessment, name="report",
        viewport={"width": round(width - SIDES), "height": 1000},
    )  # fmt: skip
    page.emulate_media(media="print")

    edge = page.locator(".report").bounding_box()
    cut = page.locator(".report :is(table, svg.picture, p, h2, li)").evaluate_all(
        "(parts, right) => parts.filter((part) => part.getBoundingClientRect().right > right + 1)"
        ".map((part) => part.outerHTML.slice(0, 120))",
        edge["x"] + edge["width"],
    )
    assert cut == []


def test_table_heads_repeat_on_every_page(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, name="report")
    page.emulate_media(media="print")

    displays = page.locator(".report table thead").evaluate_all(
        "(heads) => [...new Set(heads.map((head) => getComputedStyle(head).display))]"
    )
    assert displays == ["table-header-group"]
