import pytest

from tests.builders.http import problem


def test_it_lists_the_scenarios_of_the_standard_model(client, shipped):
    answer = client.get("/api/v1/scenarios/")

    assert answer.status_code == 200
    assert answer.json() == {
        "items": [scenario.model_dump(mode="json", by_alias=True) for scenario in shipped["standard"].scenarios],
        "next": None,
    }


def test_it_lists_those_of_another_model(client, shipped):
    answer = client.get("/api/v1/scenarios/?model=article")

    assert [entry["key"] for entry in answer.json()["items"]] == [entry.key for entry in shipped["article"].scenarios]


def test_it_gives_one_scenario(client, shipped):
    answer = client.get("/api/v1/scenarios/erp/?model=article")

    assert answer.json() == shipped["article"].scenarios[0].model_dump(mode="json", by_alias=True)
    assert client.get("/api/v1/scenarios/erp/").json()["answers"]  # of the standard model


def test_once_read_scenarios_cost_one_query(client, django_assert_num_queries):
    client.get("/api/v1/scenarios/")

    with django_assert_num_queries(1):
        client.get("/api/v1/scenarios/")
    with django_assert_num_queries(1):
        client.get("/api/v1/scenarios/erp/")


def test_scenarios_change_only_with_their_model(client):
    first = client.get("/api/v1/scenarios/?model=article")

    again = client.get("/api/v1/scenarios/?model=article", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_an_unknown_scenario_is_not_found(client):
    answer = client.get("/api/v1/scenarios/devops/?model=article")

    assert answer.status_code == 404
    assert answer.json() == problem(
        "not_found",
        404,
        "There is nothing at this address",
        "The decision model article has no scenario devops.",
    )


@pytest.mark.parametrize("path", ["/api/v1/scenarios/", "/api/v1/scenarios/erp/"])
@pytest.mark.parametrize("key", ["nope", "", "a b", "x" * 300, "%00"])
def test_an_unknown_model_in_the_query_is_refused_by_name(client, path, key):
    answer = client.get(f"{path}?model={key}")

    named = key.replace("%00", "\x00")
    error = {"parameter": "model", "code": "unknown_model", "message": f"There is no decision model {named}."}
    assert answer.status_code == 422
    assert answer.json() == problem(
        "not_understood", 422, "The request is well formed, but cannot be answered", errors=(error,)
    )
