from html import unescape

import pytest
from django.urls import reverse

from decisions.models import Assessment

pytestmark = pytest.mark.django_db


def words(client, name="example", **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_works(client):
    page = words(client)

    assert "Example: Financial trading" in page
    assert "every answer is assumed" in page


def test_every_scenario_is_an_example(client, shipped):
    for scenario in shipped["standard"].scenarios:
        assert f"Example: {scenario.label.en}" in words(client, scenario=scenario.key)


def test_the_articles_scenarios_have_the_articles_leaders(client, shipped):
    for scenario in shipped["standard"].scenarios:
        if scenario.expected is None:
            continue
        figures = client.get(reverse("example-figures"), {"scenario": scenario.key}).json()
        assert figures["ranking"]["data"][0]["meta"]["platforms"][0] == scenario.expected


def test_it_never_says_your(client):
    page = words(client, scenario="erp")

    main = page[page.index('class="verdict ') : page.index('class="contents')]
    assert "your workload" not in main.lower()
    assert "what you said" not in main


def test_it_makes_no_assessment_and_no_session(client):
    words(client)

    assert not Assessment.objects.exists()
    assert "sessionid" not in client.cookies


def test_it_offers_nothing_that_only_an_owner_may(client):
    page = words(client, scenario="devops")

    assert "/questions/" not in page
    assert "/conditions/" not in page


def test_it_prints(client):
    assert "Example: Online" in words(client, "example-report", scenario="ecommerce") or "Example: E-commerce" in words(
        client, "example-report", scenario="ecommerce"
    )


def test_an_example_that_is_none_does_not_exist(client):
    assert client.get(reverse("example"), {"scenario": "nonsense"}).status_code == 404
