import re
from html import unescape

import pytest

from decisions.services.asking import questions_needed
from decisions.services.compile import compiled

pytestmark = pytest.mark.django_db


def words(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_its_list_of_contents_leads_to_every_step(client):
    page = words(client, "/methods/")

    places = re.findall(r'<li><a href="#([\w-]+)"', page)
    assert places[:5] == ["exclude", "rate", "weigh", "score", "confidence"]
    assert all(f'id="{place}"' in page for place in places)


def test_it_works(client):
    page = words(client, "/methods/")

    assert "How Berth decides" in page
    assert 'id="limits"' in page


def test_its_numbers_are_those_of_the_decision_model(client, shipped):
    page = words(client, "/methods/")

    method = shipped["standard"].method
    for threshold in (method.least_confidence, method.least_lead, method.spread_direct):
        assert threshold.because.en in page


def test_the_limits_have_an_address_of_their_own(client):
    assert "Wine" in words(client, "/limits/")


def test_it_leads_to_every_measurement(client, shipped):
    page, model = words(client, "/methods/"), words(client, "/models/standard/")

    for measurement in shipped["standard"].measurements:
        assert f'href="/models/standard/#measurement-{measurement.key}"' in page
        assert f'id="measurement-{measurement.key}"' in model


def test_it_leads_to_how_many_questions_it_takes(client):
    page = words(client, "/methods/")

    assert 'href="/methods/questions/"' in page
    assert "data-fragment" in page


def test_the_scenarios_stand_with_the_questions_that_each_took(client):
    found = questions_needed(compiled("standard"))

    page, table = (re.sub(r"\s+", " ", words(client, f"/methods/questions/{part}")) for part in ("", "?part=table"))

    for text in (page, table):
        assert f"On average {found.by_ask_next:.1f} of {found.shown:.1f} questions are enough" in text
        for entry in found.scenarios:
            assert entry.scenario.label.en in text
    assert "<h1>" in page
    assert "<h1>" not in table


def test_every_figure_of_robustness_is_explained_with_its_source(client):
    page = re.sub(r"\s+", " ", words(client, "/methods/"))

    for key in ("cases", "five-methods", "reversals", "stability", "weight-change", "answer-change", "any-weights"):
        assert f'id="{key}"' in page
    for source in ("Opricovic", "Brans", "Hwang", "Mareschal", "Rios Insua", "Varsi", "Leskinen", "Triantaphyllou"):
        assert source in page.partition('id="sources"')[2]
