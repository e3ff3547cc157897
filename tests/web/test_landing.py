import pytest

from tests.builders.assessments import start

pytestmark = pytest.mark.django_db


def test_it_works(client):
    response = client.get("/")

    assert response.status_code == 200
    assert response.templates[0].name == "decisions/landing.html"


def test_it_says_what_comes_out_of_each_scenario(client, shipped):
    response = client.get("/")

    leaders = {entry.scenario.key: entry.report.ranking[0].platform.key for entry in response.context["typical"]}
    expected = {scenario.key: scenario.expected for scenario in shipped["standard"].scenarios if scenario.expected}
    assert len(expected) == 4
    assert {key: leaders[key] for key in expected} == expected


def test_a_scenario_named_in_the_address_is_chosen(client):
    page = client.get("/", {"scenario": "finance"}).content.decode()

    assert 'value="finance" checked' in page


def test_it_asks_the_database_for_the_decision_model_alone(client, django_assert_num_queries):
    client.get("/")

    with django_assert_num_queries(1):
        client.get("/")


def test_nobody_needs_a_session_to_read_it(client):
    client.get("/")

    assert "sessionid" not in client.cookies


def test_it_is_said_in_the_language_of_the_browser(client):
    page = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"}).content.decode()

    assert '<html lang="zh-Hans">' in page
    assert "让每个工作负载各得其所" in page


def test_the_language_is_switched_by_a_form_and_stays(client):
    response = client.post("/language/", {"language": "zh-hans", "next": "/assessments/"})

    assert response["Location"] == "/assessments/"
    assert '<html lang="zh-Hans">' in client.get("/").content.decode()


def test_a_started_assessment_keeps_its_answers_when_the_language_changes(client):
    assessment = start(client, scenario="erp")
    client.post("/language/", {"language": "zh-hans", "next": "/"})

    page = client.get(f"/assessments/{assessment.code}/").content.decode()

    assert "传统企业 ERP" in page
