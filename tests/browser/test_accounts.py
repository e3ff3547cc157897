"""An account in real browsers: made, entered from two of them, left everywhere; with and without script."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from decisions.services.mail import wait_until_sent
from tests.browser.test_accessibility import AXE, RULES
from tests.browser.test_journey import begin
from tests.builders.accounts import ADDRESS, PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def open_browser(request, new_context):
    return lambda: new_context(java_script_enabled=request.param).new_page()


def sign_up(page):
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make an account").click()
    page.wait_for_url("**/sign-up/**")  # the page before has such fields too
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator("summary", has_text=ADDRESS)).to_be_visible()


def sign_in(page, password=PASSWORD):
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_it_works(open_browser, transactional_db):
    first, second = open_browser(), open_browser()
    begin(first, "Payroll", "Traditional enterprise ERP")
    assessment = first.url
    sign_up(first)
    expect(first).to_have_url(assessment)
    expect(first.get_by_role("status")).to_contain_text("now belongs to your account")

    begin(second, "Shop", "E-commerce with sales peaks")
    second.goto(assessment)
    expect(second.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    sign_in(second)
    expect(second.get_by_role("link", name="Shop", exact=True)).to_be_visible()
    second.get_by_role("link", name="Payroll", exact=True).click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Payroll")

    second.locator("summary", has_text=ADDRESS).click()
    second.get_by_role("link", name="Your account").click()
    second.get_by_role("link", name="Where you are signed in").click()
    expect(second.get_by_role("main").get_by_role("listitem")).to_have_count(2)
    second.get_by_role("button", name="Sign out everywhere").click()
    expect(second.get_by_role("status")).to_have_text("You are signed out everywhere.")
    for page in (first, second):
        page.goto(assessment)
        expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")


def test_a_forgotten_password_is_set_anew(open_browser, transactional_db):
    page = open_browser()
    page.goto("/")
    sign_up(page)
    reader = open_browser()
    reader.goto("/account/sign-in/")
    reader.get_by_role("link", name="Forgotten your password?").click()
    reader.wait_for_url("**/reset/")
    reader.get_by_label("E-mail address").fill(ADDRESS)
    reader.get_by_role("button", name="Send the mail").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look at your mail")
    wait_until_sent()

    reader.goto(re.search(r"http\S+", mail.outbox[0].body)[0])
    expect(reader).not_to_have_url(re.compile(r"/reset/\w+/\w{6}-"))
    reader.get_by_label("New password").fill("twelve ships in the harbour")
    reader.get_by_role("button", name="Set it and sign in").click()

    expect(reader.get_by_role("status")).to_contain_text("Your password is set, and you are signed in.")
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_password_is_shown_on_demand(page, db):
    page.goto("/account/sign-in/")
    field = page.get_by_label("Password", exact=True)
    field.fill(PASSWORD)

    page.get_by_role("button", name="Show password").click()

    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value(PASSWORD)


def make_token(page):
    page.goto("/account/tokens/")
    page.get_by_label("What is it for?").fill("CI")
    page.get_by_role("button", name="Make the token").click()
    return page.get_by_label("Copy it now. It will not be shown again.")


def test_a_token_is_copied_when_it_is_made(new_context, transactional_db):
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/")
    sign_up(page)
    secret = make_token(page).input_value()

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    checked = AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert checked.response["violations"] == []
    page.get_by_role("button", name="Revoke CI").click()
    expect(page.get_by_role("status")).to_have_text("The token works no longer.")


def test_without_script_it_is_copied_by_hand(new_context, transactional_db):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    sign_up(page)

    expect(make_token(page)).to_have_value(re.compile("^berth_[0-9a-f]{64}$"))
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_a_scenario_is_kept_taken_out_brought_in_and_begun_with(open_browser, transactional_db, tmp_path):
    page = open_browser()
    begin(page, "Payroll", "Traditional enterprise ERP")
    sign_up(page)
    page.get_by_role("link", name="Save as my scenario").click()
    page.get_by_role("button", name="Save the scenario").click()
    expect(page.get_by_role("status")).to_have_text("“Payroll” is now one of your scenarios.")

    with page.expect_download() as download:
        page.get_by_role("link", name="YAML Payroll").click()
    download.value.save_as(tmp_path / "payroll.yaml")
    page.get_by_label("File").set_input_files(tmp_path / "payroll.yaml")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("link", name="Rename Payroll")).to_have_count(2)

    page.get_by_role("link", name="Start Payroll").first.click()
    page.get_by_label("Name of the workload").fill("Payroll north")
    page.get_by_role("button", name="Start the assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payroll north")
