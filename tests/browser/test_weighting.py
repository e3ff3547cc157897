"""Weights given in a real browser: either/or by keyboard alone, and the effect of a form while it is filled in."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from decisions.documents.request import WEIGHTING
from decisions.models import Assessment
from decisions.services.assessments import set_weighting
from tests.browser.test_accessibility import signed_in
from tests.browser.test_keyboard import tab_to
from tests.builders.assessments import start
from tests.builders.weighting import CIRCLE, ranked

pytestmark = pytest.mark.browser

MOST_QUESTIONS = 28  # pairs of eight criteria


@pytest.fixture
def assessment(client, db):
    return start(client, title="Ledger", scenario="microservices")


def opened(new_context, client, base_url, assessment, way, **options):
    page = signed_in(new_context(**options), client, base_url).new_page()
    page.goto(reverse(f"priorities-{way}" if way else "priorities", args=[assessment.code]))
    return page


def stored(assessment):
    return Assessment.objects.get(pk=assessment.pk).statement


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_either_or_goes_by_keyboard_to_its_end(new_context, client, base_url, assessment, script):
    page = opened(new_context, client, base_url, assessment, "", java_script_enabled=script)
    tab_to(page, page.get_by_role("link", name="Either/or"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/either-or/")

    answered = 0
    while page.get_by_role("heading", level=1).inner_text() != "You may stop here":
        assert answered < MOST_QUESTIONS
        tab_to(page, page.locator(".either-or__side").first)
        page.keyboard.press("Enter")
        answered += 1
        expect(page.locator(".either-or__given li")).to_have_count(answered)
    tab_to(page, page.get_by_role("button", name="Take back the last answer"))
    page.keyboard.press("Space")
    expect(page.locator(".either-or__given li")).to_have_count(answered - 1)
    tab_to(page, page.locator(".either-or__side").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You may stop here")
    tab_to(page, page.get_by_role("link", name="Go on"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")

    assert len(stored(assessment).answers) == answered >= 1


def test_after_an_answer_the_keyboard_stands_at_the_next_question(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "either-or")

    page.locator(".either-or__side").first.click()
    page.wait_for_url("**/either-or/#question")

    expect(page.locator("#question")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator(".either-or__side").first).to_be_focused()


def test_a_second_click_on_a_side_answers_one_question(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "either-or")

    page.get_by_role("button", name="Both matter alike").dblclick()

    expect(page.locator(".either-or__given li")).to_have_count(1)
    assert len(stored(assessment).answers) == 1


def test_an_order_shows_its_effect_while_it_is_set(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "order")
    share = page.locator('[data-share="cost"]')
    before = share.inner_text()

    page.get_by_label("Cost and licences").select_option("1")

    expect(share).not_to_have_text(before)
    expect(page.get_by_role("heading", name="How it would stand")).to_be_visible()
    assert stored(assessment) is None


def test_the_button_beside_a_contradiction_takes_what_agrees_better(new_context, client, base_url, assessment):
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(CIRCLE))
    page = opened(new_context, client, base_url, assessment, "pairs")
    buttons = page.get_by_role("button", name="Take this instead")
    expect(buttons).to_have_count(3)

    expect(page.get_by_text("Consistency ratio 6.84")).to_be_visible()

    buttons.first.click()

    expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
    expect(page.get_by_text("Consistency ratio 6.84")).to_have_count(0)
    page.get_by_role("button", name="Use these priorities").click()
    expect(page.get_by_text("Your comparisons are stored.")).to_be_visible()
    assert stored(assessment) != WEIGHTING.validate_python(CIRCLE)


def test_what_another_tab_set_is_shown_and_either_side_can_be_kept(new_context, client, base_url, assessment):
    page = opened(new_context, client, base_url, assessment, "points")
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(ranked("compliance")))
    page.get_by_label("Cost and licences", exact=True).first.fill("90")

    page.get_by_role("button", name="Use these priorities").click()

    expect(page.get_by_role("alert")).to_contain_text("Changed elsewhere meanwhile")
    expect(page.get_by_role("alert").get_by_role("row", name="Security and compliance")).to_contain_text("100")
    page.get_by_role("button", name="Keep what I entered").click()
    page.wait_for_url("**/check/")
    assert stored(assessment).points["cost"] == 90
