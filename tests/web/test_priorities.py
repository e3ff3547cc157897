"""The page on which a way to give weights is chosen, of an assessment and of a workload."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from decisions.documents.request import WEIGHTING
from decisions.models import Assessment
from decisions.services.assessments import set_weighting
from tests.builders.assessments import start
from tests.builders.weighting import EVERY_WAY, ranked

pytestmark = pytest.mark.django_db

WAYS = ("points", "order", "swings", "pairs", "either-or")
MOST_QUERIES = 12


@pytest.fixture
def assessment(client):
    return start(client, scenario="finance")


def address(assessment, way=""):
    return reverse(f"priorities-{way}" if way else "priorities", args=[assessment.code])


def words(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


def give(row, way):
    set_weighting(of=row, statement=WEIGHTING.validate_python(way))


def test_it_works(client, assessment):
    page = words(client.get(address(assessment)))

    for way in WAYS:
        assert f'href="{address(assessment, way)}"' in page
    assert "The weights are the importance that the scenario and the answers give." in page
    assert "Skip: leave it to scenario and answers" in page


@pytest.mark.parametrize(
    ("way", "page"),
    [
        ("direct", "points"), ("ordinal", "order"), ("roc", "order"), ("swing order", "order"),
        ("swing ranges", "swings"), ("pairs", "pairs"), ("choices", "either-or"),
    ],
)  # fmt: skip
def test_the_way_in_use_is_marked(client, assessment, way, page):
    give(assessment, EVERY_WAY[way])

    choices = client.get(address(assessment)).context["choices"]

    assert [choice.url for choice in choices if choice.in_use] == [address(assessment, page)]


def test_what_was_given_can_be_taken_back(client, assessment):
    give(assessment, EVERY_WAY["pairs"])

    response = client.post(address(assessment), {"action": "reset", "revision": "1"})

    assert (response.status_code, response["Location"]) == (303, address(assessment))
    assert Assessment.objects.get(pk=assessment.pk).statement is None


def test_what_the_page_did_not_show_is_not_taken_back(client, assessment):
    give(assessment, ranked("cost"))
    give(assessment, EVERY_WAY["pairs"])

    response = client.post(address(assessment), {"action": "reset", "revision": "1"}, follow=True)

    assert "Nothing was taken back" in words(response)
    assert Assessment.objects.get(pk=assessment.pk).statement == WEIGHTING.validate_python(EVERY_WAY["pairs"])


def test_nothing_else_can_be_sent_there(client, assessment):
    give(assessment, EVERY_WAY["pairs"])

    assert client.post(address(assessment), {"weight.cost": "5"}).status_code == 303
    assert Assessment.objects.get(pk=assessment.pk).statement == WEIGHTING.validate_python(EVERY_WAY["pairs"])


@pytest.mark.parametrize("way", EVERY_WAY)
@pytest.mark.parametrize("page", ["", *WAYS])
def test_every_page_shows_whatever_was_given(client, assessment, way, page):
    give(assessment, EVERY_WAY[way])

    assert "<h1" in words(client.get(address(assessment, page)))


@pytest.mark.parametrize("page", ["", *WAYS])
def test_it_costs_the_same_few_queries(client, assessment, page, django_assert_max_num_queries):
    client.get(address(assessment, page))

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address(assessment, page))


@pytest.mark.parametrize("page", ["", *WAYS])
def test_another_browser_sees_and_changes_nothing(client, assessment, page):
    stranger = Client()

    assert stranger.get(address(assessment, page)).status_code == 404
    assert stranger.post(address(assessment, page), {"action": "reset", "answered": "0"}).status_code == 404


@pytest.mark.parametrize("page", ["", *WAYS])
def test_a_decision_model_with_fewer_criteria_has_the_same_pages(client, page):
    assert "<h1" in words(client.get(address(start(client, scenario="erp", model="article"), page)))


def test_the_task_list_and_the_check_say_that_priorities_are_ones_own(client, assessment):
    give(assessment, ranked("cost"))

    assert "Set by you" in words(client.get(reverse("assessment", args=[assessment.code])))
    assert "Set by you." in words(client.get(reverse("check-answers", args=[assessment.code])))


# of a workload --------------------------------------------------------------------------------------------------------


@pytest.fixture
def workload(assessment):
    return assessment.workloads.get(position=0)


def workload_address(workload, way=""):
    name = f"workload-priorities-{way}" if way else "workload-priorities"
    return reverse(name, args=[workload.assessment.code, workload.pk])


def test_a_workload_inherits_until_it_is_given_its_own(client, assessment, workload):
    give(assessment, ranked("compliance"))

    before = words(client.get(workload_address(workload)))
    response = client.post(workload_address(workload, "points"), {"weight.cost": "100"})
    after = words(client.get(workload_address(workload)))

    assert "So far this workload inherits the priorities of the whole." in before
    assert (response.status_code, response["Location"]) == (
        303,
        reverse("workload", args=[assessment.code, workload.pk]),
    )
    assert "At present this decides: points set by you." in after
    workload.refresh_from_db()
    assert workload.weights["cost"] == 100
    assert Assessment.objects.get(pk=assessment.pk).statement == WEIGHTING.validate_python(ranked("compliance"))


def test_a_workload_can_inherit_again(client, workload):
    give(workload, ranked("cost"))

    client.post(workload_address(workload), {"action": "reset", "revision": "1"})

    workload.refresh_from_db()
    assert workload.statement is None


@pytest.mark.parametrize("page", ["", *WAYS])
def test_every_page_is_there_for_a_workload_too(client, workload, page):
    assert workload.name in words(client.get(workload_address(workload, page)))
    assert client.get(workload_address(workload, page).replace(f"/{workload.pk}/", "/999999/")).status_code == 404


def test_a_workload_s_page_says_whose_priorities_it_has(client, assessment, workload):
    address = reverse("workload", args=[assessment.code, workload.pk])

    before = words(client.get(address))
    give(workload, ranked("cost"))
    after = words(client.get(address))

    assert "Those of the whole." in before
    assert "Its own: your order of the criteria." in after
    assert workload_address(workload) in after


def test_weights_of_its_own_move_the_workload_alone(client, assessment, workload):
    other = assessment.workloads.get(position=1)
    give(workload, ranked("deployment_speed"))

    shown = {row.criterion.key: row.weight for row in client.get(workload_address(workload)).context["report"].criteria}
    beside = {row.criterion.key: row.weight for row in client.get(workload_address(other)).context["report"].criteria}

    assert shown["deployment_speed"] == 1
    assert beside["deployment_speed"] < 0.5
