"""Weights as an order, by steps from worst to best, in pairs."""

from html import unescape

import pytest
from django.urls import reverse

from decisions.documents.request import WEIGHTING
from decisions.models import Assessment
from decisions.services.assessments import set_weighting
from tests.builders.assessments import send_answer, start
from tests.builders.weighting import CRITERIA, compared, ranked, swings

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, scenario="finance")


def send(client, assessment, way, action="save", **fields):
    """Send the form of a way as it was opened at the revision given, else as it is opened now."""
    revision = Assessment.objects.get(pk=assessment.pk).revision
    path = reverse(f"priorities-{way}", args=[assessment.code])
    return client.post(path, {"revision": revision, "action": action, **fields})


def stored(assessment):
    return Assessment.objects.get(pk=assessment.pk).statement


def statement(way):
    return WEIGHTING.validate_python(way)


def words(response):
    return unescape(response.content.decode())


def shares(response):
    return {row.criterion.key: row.weight for row in response.context["report"].criteria}


# order ----------------------------------------------------------------------------------------------------------------


def test_an_order_is_stored_with_those_that_matter_alike_together(client, assessment):
    ranks = {"rank.compliance": "1", "rank.isolation": "2", "rank.cost": "2", "rank.continuity": "8"}

    response = send(client, assessment, "order", **ranks)

    assert (response.status_code, response["Location"]) == (303, reverse("check-answers", args=[assessment.code]))
    assert stored(assessment) == statement(ranked("compliance", ["isolation", "cost"], "continuity"))


def test_an_order_may_be_made_into_one_set_of_weights(client, assessment):
    send(client, assessment, "order", **{"rank.cost": "1", "rank.isolation": "2", "scheme": "rank_sum"})

    assert stored(assessment) == statement(ranked("cost", "isolation", scheme="rank_sum"))


def test_the_page_begins_with_the_order_of_the_weights_as_they_are(client, assessment):
    response = client.get(reverse("priorities-order", args=[assessment.code]))

    values = {field.criterion.key: field.value for field in response.context["form"].fields}
    assert (values["isolation"], values["cost"]) == ("1", "8")
    assert values["compliance"] == values["continuity"] == "2"
    assert stored(assessment) is None


def test_the_effect_of_an_order_is_shown_without_storing_it(client, assessment):
    response = send(client, assessment, "order", action="try", **{"rank.cost": "1"})

    assert shares(response)["cost"] == 1
    assert "Nothing is stored yet." in words(response)
    assert stored(assessment) is None


def test_an_order_of_nothing_is_refused(client, assessment):
    response = send(client, assessment, "order")

    assert response.status_code == 422
    assert "Give at least one criterion a rank." in words(response)


def test_a_rank_that_there_is_not_is_refused(client, assessment):
    response = send(client, assessment, "order", **{"rank.cost": "9", "rank.isolation": "1"})

    assert response.status_code == 422
    assert "Cost and licences: choose one of the ranks." in words(response)
    assert '<a href="#rank.cost">' in words(response)
    assert stored(assessment) is None


# steps from worst to best ---------------------------------------------------------------------------------------------


def test_steps_are_stored_as_numbers_or_ranges(client, assessment):
    fields = {
        "low.isolation": "100",
        "low.cost": "20",
        "high.cost": "60",
        "low.compliance": "50",
        "high.compliance": "",
    }

    response = send(client, assessment, "swings", **fields)

    assert response.status_code == 303
    left_out = dict.fromkeys(CRITERIA, 0.0)
    assert stored(assessment) == statement(swings(**left_out | {"isolation": 100, "cost": [20, 60], "compliance": 50}))


def test_steps_begin_with_the_weights_as_they_are_against_the_largest(client, assessment):
    response = client.get(reverse("priorities-swings", args=[assessment.code]))

    values = {each.criterion.key: each.low.value for each in response.context["form"].ranges}
    assert values["isolation"] == "100"
    assert 0 < int(values["cost"]) < 50


def test_stored_steps_are_shown_as_they_were_given(client, assessment):
    set_weighting(of=assessment, statement=statement(swings(isolation=100, cost=[20, 60.5])))

    response = client.get(reverse("priorities-swings", args=[assessment.code]))

    ends = {each.criterion.key: (each.low.value, each.high.value) for each in response.context["form"].ranges}
    assert (ends["isolation"], ends["cost"], ends["continuity"]) == (("100", ""), ("20", "60.5"), ("0", ""))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"low.cost": "many"}, "Cost and licences: write a number from 0 to 100, such as 25."),
        ({"low.cost": "1", "high.cost": "101"}, "Cost and licences: write a number from 0 to 100, such as 25."),
        (
            {"low.cost": "50", "high.cost": "20"},
            "Cost and licences: the range goes from the smaller to the larger number.",
        ),
        ({}, "Give the step that you would take first one number, which no other number exceeds."),
        (
            {"low.cost": "50", "low.isolation": "20", "high.isolation": "60"},
            "Give the step that you would take first one number, which no other number exceeds.",
        ),
        (
            {"low.cost": "50", "high.cost": "80"},
            "Give the step that you would take first one number, which no other number exceeds.",
        ),
    ],
)
def test_steps_that_cannot_be_meant_are_refused_and_shown_again(client, assessment, fields, sentence):
    response = send(client, assessment, "swings", **fields)

    assert response.status_code == 422
    assert sentence in words(response)
    for typed in fields.values():
        assert f'value="{typed}"' in words(response)
    assert stored(assessment) is None


# pairs ----------------------------------------------------------------------------------------------------------------


def test_comparisons_are_stored_and_one_comes_back_to_them(client, assessment):
    response = send(client, assessment, "pairs", **{"pair.isolation.cost": "5", "pair.isolation.compliance": "1/3"})

    assert (response.status_code, response["Location"]) == (303, reverse("priorities-pairs", args=[assessment.code]))
    assert stored(assessment) == statement(compared(("isolation", "compliance", 1 / 3), ("isolation", "cost", 5)))
    page = words(client.get(response["Location"]))
    assert "Your comparisons are stored." in page
    assert "Consistency ratio 0.00 by the random index of Saaty (2008)" in page


def test_the_method_of_the_pairs_can_be_chosen(client, assessment):
    fields = {"pair.isolation.cost": "5", "variant": "geometric_mean", "random_index": "saaty_1980"}

    send(client, assessment, "pairs", **fields)

    assert (stored(assessment).variant, stored(assessment).random_index) == ("geometric_mean", "saaty_1980")


CIRCLE = {"pair.isolation.cost": "9", "pair.compliance.cost": "1/9", "pair.isolation.compliance": "1/9"}


def test_contradictions_are_named_with_what_would_agree(client, assessment):
    response = send(client, assessment, "pairs", action="try", **CIRCLE)

    page = words(response)
    assert "Consistency ratio 6.84" in page
    assert page.count("The others agree better if") == 3
    assert stored(assessment) is None


def test_a_suggestion_is_tried_by_its_button_and_stored_by_saving(client, assessment):
    tried = send(client, assessment, "pairs", action="try", **CIRCLE)
    instead = tried.context["clashes"][0][1]

    response = client.post(reverse("priorities-pairs", args=[assessment.code]), {**CIRCLE, "instead": instead})

    name, _, value = instead.partition("=")
    assert response.context["is_tried"]
    assert {pair.name: pair.value for pair in response.context["form"].pairs}[name] == value
    before, after = (each.context["report"].weighing.consistency_ratio for each in (tried, response))
    assert after < before
    assert stored(assessment) is None


def test_comparisons_from_elsewhere_are_shown_as_they_are(client, assessment):
    """A planning tool may give them the other way round, or between two steps of the scale."""
    set_weighting(of=assessment, statement=statement(compared(("cost", "isolation", 0.2), ("compliance", "cost", 2.5))))

    response = client.get(reverse("priorities-pairs", args=[assessment.code]))

    values = {pair.name: pair.value for pair in response.context["form"].pairs if pair.value}
    assert values == {"pair.isolation.cost": "5", "pair.compliance.cost": "2.5000"}
    assert "Security and compliance: 2.5 times as much" in words(response)
    send(client, assessment, "pairs", **values)
    assert {pair.ratio for pair in stored(assessment).comparisons} == {5, 2.5}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Compare at least two criteria."),
        ({"pair.isolation.cost": "10"}, "Isolation strength and Cost and licences: choose one of the comparisons."),
        ({"pair.isolation.cost": "0.05"}, "Isolation strength and Cost and licences: choose one of the comparisons."),
        (
            {"pair.isolation.cost": "3", "pair.compliance.continuity": "3"},
            "The comparisons fall into groups that nothing links: compare a criterion of one with another's.",
        ),
    ],
)
def test_comparisons_that_come_to_nothing_are_refused(client, assessment, fields, sentence):
    for action in ("save", "try"):
        response = send(client, assessment, "pairs", action=action, **fields)

        assert response.status_code == 422
        assert sentence in words(response)
    assert stored(assessment) is None


def test_the_script_is_told_what_is_missing(client, assessment):
    response = send(client, assessment, "pairs", action="try", part="live")

    assert response.status_code == 422
    assert "<html" not in words(response)
    assert "Compare at least two criteria." in words(response)


# forms that are no longer new -----------------------------------------------------------------------------------------


def test_what_was_set_meanwhile_is_shown_beside_what_was_given(client, assessment):
    set_weighting(of=assessment, statement=statement(ranked("compliance")))

    response = send(client, assessment, "points", revision=0, **{"weight.cost": "60", "weight.compliance": "40"})

    assert response.status_code == 409
    assert [(row.label, row.stored, row.typed) for row in response.context["conflict"].rows] == [
        ("How they were given", "your order of the criteria", "points set by you"),
        ("Security and compliance", "100\xa0%", "40\xa0%"),
        ("Cost and licences", "0\xa0%", "60\xa0%"),
    ]
    assert 'name="weight.cost" type="text" inputmode="decimal" autocomplete="off" value="60"' in words(response)
    assert 'name="revision" value="1"' in words(response)
    assert stored(assessment) == statement(ranked("compliance"))


def test_keeping_what_was_given_stores_it(client, assessment):
    set_weighting(of=assessment, statement=statement(ranked("compliance")))
    refused = send(client, assessment, "order", revision=0, **{"rank.cost": "1"})

    send(client, assessment, "order", revision=refused.context["revision"], **{"rank.cost": "1"})

    assert stored(assessment) == statement(ranked("cost"))


def test_an_answer_given_meanwhile_is_no_conflict(client, assessment):
    send_answer(client, assessment, "release_rate", "daily")

    assert send(client, assessment, "order", revision=0, **{"rank.cost": "1"}).status_code == 303


def test_what_is_tried_does_not_make_the_form_new(client, assessment):
    set_weighting(of=assessment, statement=statement(ranked("compliance")))

    response = send(client, assessment, "order", action="try", revision=0, **{"rank.cost": "1"})

    assert 'name="revision" value="0"' in words(response)


@pytest.mark.parametrize("revision", ["", "-1", "nonsense", "9" * 40])
@pytest.mark.parametrize("way", ["points", "order", "swings", "pairs"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(client, assessment, way, revision):
    set_weighting(of=assessment, statement=statement(ranked("compliance")))
    fields = {"weight.cost": "1", "rank.cost": "1", "low.cost": "100", "pair.isolation.cost": "3"}

    assert send(client, assessment, way, revision=revision, **fields).status_code == 409
    assert stored(assessment) == statement(ranked("compliance"))
