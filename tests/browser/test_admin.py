import pytest

pytestmark = pytest.mark.browser


def test_it_works(page, admin_user):
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()

    page.goto("/admin/")

    assert page.title()
