import config


def test_it_says_where_everything_is(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {
        "name": "Berth",
        "version": config.__version__,
        "links": {
            "models": "/api/v1/models/",
            "scenarios": "/api/v1/scenarios/",
            "own_scenarios": "/api/v1/scenarios/own/",
            "evaluations": "/api/v1/evaluations/",
            "batch": "/api/v1/evaluations/batch/",
            "assessments": "/api/v1/assessments/",
            "recommendations": "/api/v1/recommendations/",
            "shares": "/api/v1/shares/",
            "openapi": "/api/v1/openapi.json",
            "docs": "/api/v1/docs/",
        },
    }


def test_every_link_leads_somewhere(client):
    links = client.get("/api/v1/").json()["links"]

    assert {client.options(link).status_code for link in links.values()} == {204}
