import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders.records import written_down

pytestmark = pytest.mark.browser

TABLES = [table for table in admin.site._registry if table._meta.app_label in {"scenarios", "decisions"}]


@pytest.fixture
def staff_page(context, admin_client, base_url):
    """A page of somebody who is signed in and may see everything."""
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])
    return context.new_page()


def test_it_works(staff_page):
    staff_page.goto(reverse("admin:scenarios_rating_changelist"))

    expect(staff_page.get_by_role("link", name="vmware").first).to_be_visible()


def test_every_list_and_entry_keeps_the_content_security_policy(staff_page, admin_user):
    written_down(admin_user)
    for table in TABLES:
        name = f"admin:{table._meta.app_label}_{table._meta.model_name}"

        for address in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[table.objects.first().pk])):
            response = staff_page.goto(address)

            assert response.ok, address
            expect(staff_page.locator("#content")).to_be_visible()
