"""Either/or questions, one at a time, until nobody can overtake the leader."""

from html import unescape

import pytest
from django.urls import reverse

from decisions.documents.request import WEIGHTING, TradeOffs
from decisions.models import Assessment
from decisions.services.assessments import set_weighting
from tests.builders.assessments import start
from tests.builders.weighting import chosen, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, scenario="microservices")


def address(assessment):
    return reverse("priorities-either-or", args=[assessment.code])


def show(client, assessment):
    return client.get(address(assessment))


def answer(client, assessment, choice="partly", **fields):
    """Answer the question that the page asks, as its form does."""
    shown = show(client, assessment).context
    asked = shown["question"]
    sent = {
        "revision": shown["assessment"].revision,
        "answered": len(shown["given"]),
        "partly": asked.partly,
        "share": shown["share"],
        "wholly": asked.wholly,
    }
    return client.post(address(assessment), {**sent, "choice": choice, **fields})


def stored(assessment):
    return Assessment.objects.get(pk=assessment.pk).statement


def words(response):
    return unescape(response.content.decode())


def test_it_works(client, assessment):
    response = answer(client, assessment)

    assert (response.status_code, response["Location"]) == (303, address(assessment) + "#question")
    assert len(stored(assessment).answers) == 1
    page = words(show(client, assessment))
    assert "1 answer so far." in page
    assert "rather than" in page


def test_before_the_first_answer_nothing_is_stored(client, assessment):
    page = words(show(client, assessment))

    assert "Which improvement matters more to you?" in page
    assert "How it would stand" in page
    assert stored(assessment) is None


def test_it_ends_when_no_answer_can_change_the_leader(client, assessment):
    asked = 0
    while show(client, assessment).context["question"] is not None:
        answer(client, assessment, choice="wholly")
        asked += 1

    page = words(show(client, assessment))
    assert 1 <= asked < 28
    assert "You may stop here" in page
    assert "no platform can overtake" in page
    assert show(client, assessment).context["report"].weighing.settled


def test_that_both_matter_alike_is_an_answer(client, assessment):
    answer(client, assessment, choice="equal")

    assert stored(assessment).answers[0].choice == "equal"
    assert "matters as much as" in words(show(client, assessment))


def test_the_last_answer_can_be_taken_back(client, assessment):
    answer(client, assessment)
    first = stored(assessment)
    answer(client, assessment)

    client.post(address(assessment), {"revision": "2", "answered": "2", "action": "undo"})

    assert stored(assessment) == first


def test_the_same_form_sent_twice_counts_once(client, assessment):
    asked = show(client, assessment).context["question"]
    sent = {
        "revision": "0",
        "answered": "0",
        "partly": asked.partly,
        "share": str(asked.share),
        "wholly": asked.wholly,
        "choice": "partly",
    }

    for _ in range(2):
        assert client.post(address(assessment), sent).status_code == 303

    assert len(stored(assessment).answers) == 1


def test_it_replaces_what_was_given_in_another_way_with_the_first_answer(client, assessment):
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(ranked("cost")))

    show(client, assessment)
    assert stored(assessment).method == "rank_order"
    answer(client, assessment)

    assert isinstance(stored(assessment), TradeOffs)


def test_an_answer_to_what_is_no_longer_asked_is_not_stored(client, assessment):
    answer(client, assessment)
    client.post(address(assessment), {"revision": "1", "answered": "1", "action": "undo"})
    answer(client, assessment, choice="wholly")

    response = answer(client, assessment, choice="equal", revision=1)  # opened when the first answer stood

    assert response.status_code == 303
    assert [each.choice for each in stored(assessment).answers] == ["wholly"]
    assert "Your answer was not stored" in words(show(client, assessment))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"answered": "0"},
        {"answered": "0", "partly": "cost", "share": "much", "wholly": "isolation", "choice": "partly"},
        {"answered": "0", "partly": "cost", "share": "nan", "wholly": "isolation", "choice": "partly"},
        {"answered": "0", "partly": "cost", "share": "2", "wholly": "isolation", "choice": "partly"},
        {"answered": "0", "partly": "cost", "share": "0.5", "wholly": "isolation", "choice": "both"},
        {"answered": "0", "action": "undo"},
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing(client, assessment, sent):
    assert client.post(address(assessment), sent).status_code == 303
    assert stored(assessment) is None


def test_a_contradiction_is_refused_with_a_sentence(client, assessment):
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(chosen(("cost", 0.5, "isolation", "partly"))))

    sent = {"answered": "1", "partly": "cost", "share": "1.0", "wholly": "isolation", "choice": "wholly"}
    response = client.post(address(assessment), {"revision": "1", **sent})

    assert response.status_code == 422
    assert "This answer contradicts those before it." in words(response)
    assert len(stored(assessment).answers) == 1


def test_where_one_platform_fits_there_is_nothing_to_ask(client):
    page = words(show(client, start(client, scenario="erp")))

    assert "You may stop here" in page
    assert "Only VMs (VMware) fits, whatever the weights" in page
