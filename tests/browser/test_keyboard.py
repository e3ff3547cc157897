"""The whole journey without a mouse."""

import pytest
from playwright.sync_api import expect

from decisions.models import Assessment

pytestmark = pytest.mark.browser

MOST_STEPS = 200  # presses of Tab on one page before we call it a trap


def tab_to(page, locator):
    """Press Tab until the element has the focus, and see that the focus can be seen on the way."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(VISIBLE_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if locator.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"The keyboard does not reach {locator}.")


VISIBLE_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return true;
  const drawnByLabel = element.matches(".govuk-radios__input, .govuk-checkboxes__input");
  const styles = [getComputedStyle(element)];
  if (drawnByLabel) styles.push(getComputedStyle(element.nextElementSibling, "::before"));
  const outlined = (style) => style.outlineStyle !== "none" && style.outlineWidth !== "0px";
  return styles.some((style) => style.boxShadow !== "none" || outlined(style));
}"""


def test_it_works(new_context, db):
    page = new_context().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    tab_to(page, page.get_by_label("Name of the workload"))
    page.keyboard.type("Payroll")
    tab_to(page, page.get_by_label("None of these: start from nothing"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Traditional enterprise ERP", exact=True)).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Start the assessment"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessments/*/")

    tab_to(page, page.get_by_role("link", name="Isolation"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tenant_trust/")
    tab_to(page, page.locator("input[name=answer]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    tab_to(page, page.locator("summary", has_text="Certainty and note"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Note, or where this can be looked up"))
    page.keyboard.type("Wiki, page 4")
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/container_sandbox/")
    tab_to(page, page.get_by_role("link", name="Priorities"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/priorities/")
    tab_to(page, page.get_by_role("link", name="Points"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/priorities/points/")
    tab_to(page, page.get_by_role("slider", name="Cost and licences"))
    page.keyboard.press("End")
    tab_to(page, page.get_by_role("button", name="Use these priorities"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    tab_to(page, page.get_by_role("link", name="See the result").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")

    assessment = Assessment.objects.get()
    assert assessment.answers.get(question="tenant_trust").note == "Wiki, page 4"
    assert assessment.weights["cost"] == 100
