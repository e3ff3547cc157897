"""A recommendation from the first answer to the file in a real browser; with and without script."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decisions.models import Recommendation
from tests.browser.test_journey import begin, option

pytestmark = pytest.mark.browser


def answer(page, question, key):
    """Answer a question, from whatever page of the assessment."""
    page.goto(page.url.split("/assessments/")[0] + f"/assessments/{page.url.split('/')[4]}/questions/{question}/")
    option(page, key).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: question not in url)


def freeze(page):
    code = page.url.split("/")[4]
    page.goto(f"/assessments/{code}/result/")
    page.get_by_role("button", name="Freeze as recommendation").click()
    page.wait_for_url("**/recommendations/*/")


def download(page, name):
    with page.expect_download() as waiting:
        page.locator("#files").locator("xpath=..").get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_it_works(new_context, db, script):
    page = new_context(java_script_enabled=script).new_page()
    begin(page, "Trading", "Financial trading")
    answer(page, "tenant_trust", "customers")
    freeze(page)
    expect(page.get_by_text("Frozen as recommendation 1.")).to_be_visible()
    first = page.url

    page.get_by_role("link", name="Sign off").first.click()
    page.get_by_label("Reviewer's name").fill("A. Reviewer")
    page.get_by_label("Role").fill("Security")
    page.get_by_label("Approved with conditions").check()
    page.get_by_label("Comment").fill("Keep the tenants apart")
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("Recommendation 1 is signed off: Approved with conditions.")).to_be_visible()
    expect(page.get_by_text("Keep the tenants apart")).to_be_visible()

    page.get_by_role("link", name="See to the checklist").click()
    item = page.locator("#item-0")
    item.locator("summary").first.click()
    item.get_by_label("Owner").fill("Platform team")
    item.get_by_label("Due").fill("2027-01-31")
    item.get_by_label("Done").check()
    item.get_by_role("button", name="Save").click()
    expect(page.locator("[data-progress]")).to_contain_text("1 of ")

    page.goto(first)
    page.get_by_role("link", name="Back to the task list").click()
    page.wait_for_url("**/assessments/*/")
    answer(page, "lock_in", "committed")
    freeze(page)

    changes = page.get_by_role("heading", name="What changed since recommendation 1").locator("xpath=..")
    expect(changes).to_contain_text("Freedom to leave")
    expect(page.get_by_text("Platform team").first).to_be_attached()  # the work goes on
    page.goto(first)
    expect(page.get_by_text("superseded").first).to_be_visible()
    page.get_by_role("link", name="Recommendation 2").or_(
        page.get_by_role("link", name="recommendation 2")
    ).first.click()

    latest = Recommendation.objects.get(number=2)
    page.wait_for_url(f"**/{latest.code}/")
    page.get_by_role("link", name="Replay").click()
    expect(page.get_by_role("status")).to_contain_text("Same bytes")
    page.get_by_role("link", name="Back to the record").click()
    assert download(page, "PDF: English").startswith(b"%PDF-")
    assert "推荐".encode() in download(page, "Markdown: Simplified Chinese")
    assert json.loads(download(page, "JSON: Both languages"))["digest"] == latest.digest
    page.goto("/recommendations/?show=all")
    expect(page.get_by_role("row", name="Trading")).to_have_count(2)
