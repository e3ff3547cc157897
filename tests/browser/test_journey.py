"""From the first page to the result in a real browser; with and without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from decisions.models import OWNER, Answer, Assessment, new_code
from tests.browser.test_accessibility import signed_in
from tests.builders.assessments import question_path, start

pytestmark = pytest.mark.browser


@pytest.fixture
def mine(new_context, client, base_url):
    """The browser to which the test client's assessments belong."""
    session = client.session
    session[OWNER] = new_code()
    session.save()
    return signed_in(new_context(), client, base_url)


def option(part, key):
    return part.locator(f'input[name$="answer"][value="{key}"]')


def begin(page, title, scenario):
    page.goto("/")
    page.get_by_label("Name of the workload").fill(title)
    page.get_by_label(scenario, exact=True).check()
    page.get_by_role("button", name="Start the assessment").click()
    page.wait_for_url("**/assessments/*/")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_it_works(new_context, db, script):
    page = new_context(java_script_enabled=script).new_page()
    begin(page, "Payroll", "Traditional enterprise ERP")

    page.get_by_role("link", name="Isolation").click()
    option(page, "own_team").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/questions/privilege_need/")  # the question before has a "Not sure" too
    page.get_by_label("Not sure").check()
    with page.expect_navigation():  # every page leads to the priorities, the one that is left too
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Priorities").click()
    page.get_by_role("link", name="Points").click()
    page.get_by_label("Cost and licences").first.fill("60")
    page.get_by_role("button", name="Use these priorities").click()
    page.wait_for_url("**/check/")
    page.get_by_role("link", name="Change Code side by side").click()
    option(page, "customers").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/")
    page.get_by_role("link", name="See the result").first.click()

    page.wait_for_url("**/result/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Payroll")
    assessment = Assessment.objects.get()
    assert {answer.question: answer.value for answer in assessment.answers.all()} == {
        "tenant_trust": "customers",
        "privilege_need": "unsure",
    }
    assert assessment.weights["cost"] == 60


def test_starting_from_nothing_asks_one_question_after_the_other(new_context, db, shipped):
    page = new_context(java_script_enabled=False).new_page()
    begin(page, "Shop", "None of these: start from nothing")
    page.get_by_role("link", name="Answer the first question").click()

    asked = []
    while "/questions/" in page.url:
        asked.append(page.url.split("/")[-2])
        choice = page.get_by_label("Not sure", exact=True)
        (choice if choice.count() else page.get_by_role("radio").first).check()
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()

    assert page.url.endswith("/priorities/")
    assert asked == [question.key for question in shipped["standard"].questions]


def test_an_answer_is_stored_as_soon_as_it_is_chosen(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))

    with page.expect_response(lambda response: response.request.method == "POST"):
        option(page, "own_team").check()

    assert Answer.objects.get().value == "own_team"
    expect(page.get_by_role("status")).to_contain_text("Saved.")


def test_the_scores_move_with_the_answer(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "vendor_support"))
    expect(page.locator("#scores")).not_to_contain_text("Excluded")

    option(page, "vmware_only").check()

    expect(page.locator("#scores")).to_contain_text("Excluded")


def test_choosing_quickly_stores_the_last_choice(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))

    for radio in page.locator("input[type=radio][name=answer]").all()[:4]:
        radio.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("questions/(?!tenant_trust)"))

    assert Answer.objects.get().value == "untrusted"
    expect(page.locator(".notice--caution")).to_have_count(0)  # nobody else changed it


def test_an_assumed_answer_is_marked_until_it_is_ones_own(mine, client):
    assessment = start(client, scenario="erp")
    page = mine.new_page()
    page.goto(question_path(assessment, "kernel_need"))
    expect(page.get_by_text("assumed", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Do not assume this")).to_be_visible()

    option(page, "linux_any").check()

    expect(page.get_by_text("assumed", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Go back to the scenario's answer").click()
    expect(page.get_by_text("assumed", exact=True)).to_be_visible()
    expect(option(page, "mixed_os")).to_be_checked()


def test_none_of_these_unchecks_the_others(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "device_access"))
    option(page, "gpu_whole").check()
    option(page, "usb_dongle").check()

    option(page, "none").check()

    expect(option(page, "gpu_whole")).not_to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/cold_start/")
    assert Answer.objects.get().value == ["none"]


def test_the_number_is_asked_for_when_it_is_chosen(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "instance_count"))
    expect(page.get_by_label("Number (instances)")).to_be_hidden()

    sent = []
    page.on("request", lambda request: sent.append(request.post_data))

    page.get_by_label("A number", exact=True).check()
    page.get_by_label("Number (instances)").fill("12")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/instance_size/")

    assert Answer.objects.get().value == 12
    assert not [body for body in sent if body and "number=&" in body]  # nothing is refused before it is written


def test_what_is_wrong_is_named_first_and_leads_to_its_field(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))

    page.get_by_role("button", name="Continue").click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose an answer").click()
    expect(option(page, "own_team")).to_be_focused()


def two_tabs(mine, path):
    one, other = mine.new_page(), mine.new_page()
    for page in (one, other):
        page.goto(path)
    return one, other


def test_the_other_tab_is_told_and_asked_which_answer_to_keep(mine, client):
    one, other = two_tabs(mine, question_path(start(client), "tenant_trust"))

    option(one, "own_team").check()

    expect(other.get_by_role("alert")).to_contain_text("has been answered in another tab")
    other.get_by_text("Certainty and note").click()
    other.get_by_label("Note, or where").fill("Two customers")
    option(other, "customers").check()
    choice = other.locator("[data-conflict]")
    expect(choice).to_contain_text("Two customers")
    assert Answer.objects.get().value == "own_team"
    choice.get_by_role("button", name="Keep what I entered").click()
    expect(other.get_by_role("status")).to_contain_text("Saved.")
    expect(choice).to_have_count(0)
    expect(other.get_by_text("has been answered in another tab")).to_have_count(0)
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("customers", "Two customers")


def test_what_the_other_tab_stored_can_be_kept(mine, client):
    one, other = two_tabs(mine, question_path(start(client), "tenant_trust"))

    option(one, "own_team").check()
    expect(other.get_by_role("alert")).to_be_visible()
    option(other, ".does_not_apply").check()
    choice = other.locator("[data-conflict]")
    other.get_by_label("Why does it not apply?").select_option("out_of_scope")
    choice.get_by_role("link", name="Keep what is stored").click()

    expect(option(other, "own_team")).to_be_checked()
    expect(other.get_by_label("Why does it not apply?")).to_be_hidden()
    option(other, "customers").check()
    expect(other.get_by_role("status")).to_contain_text("Saved.")
    assert Answer.objects.get().value == "customers"


def test_on_one_page_the_other_fields_stay_while_one_chooses(mine, client):
    assessment = start(client)
    one, other = two_tabs(mine, reverse("all-questions", args=[assessment.code]))
    question = other.locator('fieldset[data-question="tenant_trust"]')

    one.locator('[name="tenant_trust.answer"][value="own_team"]').check()
    expect(question.get_by_role("alert")).to_be_visible()
    other.locator('[name="tenant_trust.answer"][value="customers"]').check()
    other.locator('[name="instance_count.answer"][value=".number"]').check()
    question.get_by_role("link", name="Keep what is stored").click()

    expect(other.locator('[name="tenant_trust.answer"][value="own_team"]')).to_be_checked()
    expect(other.locator('[name="instance_count.answer"][value=".number"]')).to_be_checked()
    assert Answer.objects.get().value == "own_team"


def test_without_script_the_second_tab_is_asked_when_it_saves(new_context, client, base_url):
    assessment = start(client)
    context = signed_in(new_context(java_script_enabled=False), client, base_url)
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(question_path(assessment, "tenant_trust"))

    option(one, "own_team").check()
    one.get_by_role("button", name="Continue").click()
    one.wait_for_url(re.compile("questions/(?!tenant_trust)"))
    option(other, "customers").check()
    other.get_by_role("button", name="Continue").click()

    expect(other.get_by_role("alert")).to_contain_text("Changed elsewhere meanwhile")
    expect(option(other, "customers")).to_be_checked()
    assert Answer.objects.get().value == "own_team"
    other.get_by_role("button", name="Keep what I entered").click()
    other.wait_for_url(re.compile("questions/(?!tenant_trust)"))
    assert Answer.objects.get().value == "customers"


def test_the_back_button_shows_what_is_stored(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))
    option(page, "own_team").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("questions/(?!tenant_trust)"))

    page.go_back()

    expect(option(page, "own_team")).to_be_checked()
    option(page, "customers").check()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_role("status")).not_to_contain_text("elsewhere")


def test_a_double_click_starts_at_most_what_was_asked_for(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))
    option(page, "own_team").check()

    page.get_by_role("button", name="Continue").dblclick()
    page.wait_for_url(re.compile("questions/(?!tenant_trust)"))

    assert Answer.objects.get().revision == 1


def test_all_questions_on_one_page_save_and_open_each_other(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(reverse("all-questions", args=[assessment.code]))
    gated = page.locator('[data-question="cloud_instances"]')
    hosting = page.locator('[data-question="hosting"]')

    option(hosting, "own_hosts").check()
    expect(gated).to_be_hidden()
    option(hosting, "public_cloud").check()
    expect(gated).to_be_visible()
    with page.expect_response(lambda response: response.request.method == "POST"):
        option(gated, "vm_instances").check()

    assert {answer.question: answer.value for answer in Answer.objects.all()} == {
        "hosting": "public_cloud",
        "cloud_instances": "vm_instances",
    }


def test_priorities_show_their_effect_while_they_move(mine, client):
    assessment = start(client, scenario="ecommerce")
    page = mine.new_page()
    page.goto(reverse("priorities-points", args=[assessment.code]))
    share = page.locator('[data-share="isolation"]')
    before = share.inner_text()

    page.get_by_role("slider", name="Isolation strength").fill("100")

    expect(share).not_to_have_text(before)
    expect(page.get_by_role("heading", name="How it would stand")).to_be_visible()
    assert Assessment.objects.get().weights is None


def test_a_server_that_is_gone_is_said_and_nothing_typed_is_lost(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))
    mine.set_offline(True)

    option(page, "own_team").check()

    expect(page.get_by_role("status")).to_contain_text("the server cannot be reached")
    mine.set_offline(False)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("questions/(?!tenant_trust)"))
    assert Answer.objects.get().value == "own_team"


def test_without_cookies_the_first_form_says_so(new_context, db):
    context = new_context()
    page = context.new_page()
    page.goto("/")
    context.clear_cookies()

    page.get_by_label("Name of the workload").fill("Payroll")
    page.get_by_role("button", name="Start the assessment").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Cookies are needed here")
    expect(page.get_by_text("Payroll")).to_be_visible()


def test_the_language_changes_in_the_middle_and_no_answer_is_lost(mine, client):
    assessment = start(client)
    page = mine.new_page()
    page.goto(question_path(assessment, "tenant_trust"))
    option(page, "own_team").check()
    expect(page.get_by_role("status")).to_contain_text("Saved.")

    page.get_by_role("button", name="中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(option(page, "own_team")).to_be_checked()
