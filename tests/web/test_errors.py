import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.views.defaults import server_error

from decisions.models import Assessment
from tests.builders.assessments import question_path, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def cookieless():
    """A browser that keeps no cookies."""
    return Client(enforce_csrf_checks=True)


def test_without_cookies_the_first_form_says_so_and_keeps_what_was_typed(cookieless):
    cookieless.get("/")
    cookieless.cookies.clear()

    response = cookieless.post("/assessments/", {"title": "Payroll <b>", "scenario": "erp"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "Cookies are needed here" in page
    assert "Payroll &lt;b&gt;" in page
    assert not Assessment.objects.exists()


def test_a_note_typed_after_the_session_ended_is_shown_again(client):
    assessment = start(client)
    client.cookies.clear()

    response = client.post(question_path(assessment, "tenant_trust"), {"answer": "org", "note": "An hour of typing"})

    assert response.status_code == 404
    assert "An hour of typing" in response.content.decode()


def test_what_is_not_there_is_said_in_the_language_of_the_reader(client):
    response = client.get("/assessments/nothing/", headers={"accept-language": "zh-CN"})

    assert response.status_code == 404
    assert "此处没有内容" in response.content.decode()


def test_a_fault_of_ours_has_a_page_of_its_own(rf):
    with translation.override("en"):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    page = response.content.decode()
    assert "This is a fault of Berth" in page
    assert '<a href="/">Start</a><a href="/assessments/">My assessments</a>' in page


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_offered(client, method):
    path = reverse("assessment", args=[start(client).code])

    assert getattr(client, method)(path).status_code == 405


def test_a_get_changes_nothing(client):
    assessment = start(client)

    for name in ("copy", "make-link"):
        assert client.get(reverse(name, args=[assessment.code])).status_code == 405
    assert Assessment.objects.count() == 1
