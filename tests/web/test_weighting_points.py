import pytest
from django.urls import reverse

from decisions.models import Assessment
from tests.builders.assessments import start

pytestmark = pytest.mark.django_db

KEYS = ("isolation", "efficiency", "portability", "deployment_speed", "compliance", "cost", "operations", "continuity")


@pytest.fixture
def assessment(client):
    return start(client, scenario="erp")


def send(client, assessment, action="save", **points):
    fields = {f"weight.{key}": points.get(key, "0") for key in KEYS}
    return client.post(reverse("priorities-points", args=[assessment.code]), {**fields, "action": action})


def stored(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def test_it_works(client, assessment):
    response = send(client, assessment, isolation="30", cost="10")

    assert response.status_code == 303
    assert response["Location"] == reverse("check-answers", args=[assessment.code])
    assert stored(assessment).weights == dict.fromkeys(KEYS, 0.0) | {"isolation": 30.0, "cost": 10.0}


def test_it_starts_from_what_scenario_and_answers_give(client, assessment):
    response = client.get(reverse("priorities-points", args=[assessment.code]))

    fields = response.context["form"].fields
    assert [field.criterion.key for field in fields] == list(KEYS)
    assert sum(int(field.value) for field in fields) == pytest.approx(100, abs=4)
    assert stored(assessment).weights is None


def test_the_effect_is_shown_without_storing_anything(client, assessment):
    response = send(client, assessment, action="try", deployment_speed="100")

    assert response.status_code == 200
    assert "Nothing is stored yet." in response.content.decode()
    shares = {row.criterion.key: row.weight for row in response.context["report"].criteria}
    assert shares["deployment_speed"] == 1
    assert (stored(assessment).weights, stored(assessment).revision) == (None, 0)


def test_the_script_gets_the_effect_alone(client, assessment):
    fields = {"weight.cost": "50", "weight.isolation": "50", "action": "try", "part": "live"}

    page = client.post(reverse("priorities-points", args=[assessment.code]), fields).content.decode()

    assert "<html" not in page
    assert 'data-share-of="cost">50' in page


@pytest.mark.parametrize("typed", ["-1", "101", "1e2", "NaN", "many", "1,5", "9" * 400, "1.234"])
def test_what_is_no_number_of_points_is_refused_and_shown_again(client, assessment, typed):
    response = send(client, assessment, isolation=typed, cost="5")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Isolation strength: write a number from 0 to 100, such as 25." in page
    assert '<a href="#weight.isolation">' in page
    assert f'value="{typed}"' in page
    assert stored(assessment).weights is None


def test_all_zero_is_refused(client, assessment):
    response = send(client, assessment)

    assert response.status_code == 422
    assert "Give at least one criterion more than 0." in response.content.decode()


def test_full_width_digits_are_digits(client, assessment):
    send(client, assessment, cost="５")

    assert stored(assessment).weights["cost"] == 5


def test_the_same_priorities_again_change_nothing(client, assessment):
    send(client, assessment, cost="5")
    send(client, assessment, cost="5")

    assert stored(assessment).revision == 1
