import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment
from tests.builders.assessments import send, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition(shipped):
    return next(entry.key for entry in shipped["standard"].constraints if entry.effect == "condition")


def confirmed(assessment):
    return Assessment.objects.get(pk=assessment.pk).confirmed_conditions


def test_it_works(client, condition):
    assessment = start(client)

    response = client.post(
        reverse("condition", args=[assessment.code, condition]), {"note": "Ticket 4711\r\nsigned\u200b"}
    )

    assert response.status_code == 303
    assert response["Location"] == reverse("result", args=[assessment.code])
    assert confirmed(assessment) == {condition: "Ticket 4711\nsigned"}


def test_a_confirmation_can_be_withdrawn(client, condition):
    assessment = start(client)
    path = reverse("condition", args=[assessment.code, condition])
    client.post(path, {"note": "Signed"})

    send(client, "condition", assessment, condition, action="withdraw")

    assert confirmed(assessment) == {}


def test_an_unknown_condition_does_not_exist(client):
    assessment = start(client)

    assert client.post(reverse("condition", args=[assessment.code, "nonsense"]), {"note": "x"}).status_code == 404
    assert confirmed(assessment) == {}


def test_another_browser_cannot_confirm(client, condition):
    assessment = start(client)

    assert Client().post(reverse("condition", args=[assessment.code, condition]), {"note": "x"}).status_code == 404
    assert confirmed(assessment) == {}
