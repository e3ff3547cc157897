"""Several workloads in one request: each evaluated, and laid out together."""

from tests.builders.http import at, not_understood, post_batch, post_evaluation

CORE = {"name": "Trading core", "scenario_workload": "trading_core"}
RISK = {"name": "Risk control", "scenario_workload": "risk_control"}


def test_it_works(client):
    answer = post_evaluation(client, scenario="finance", detail="summary", workloads=[CORE, RISK])

    assert answer.status_code == 200
    body = answer.json()
    assert [placement["evaluation"]["platform"] for placement in body["placements"]] == ["vmware", "hybrid"]
    assert [substrate["workloads"] for substrate in body["layout"]["substrates"]] == [
        ["Trading core"],
        ["Risk control"],
    ]
    assert body["layout"]["boundaries"][0]["kind"] == "virtual_machine"


def test_without_workloads_the_answer_has_no_placements(client):
    body = post_evaluation(client, scenario="finance").json()

    assert not {"placements", "layout"} & body.keys()


def test_a_verdict_has_placements_and_no_layout(client):
    body = post_evaluation(client, scenario="finance", detail="verdict", workloads=[CORE]).json()

    assert "layout" not in body
    assert set(body["placements"][0]["evaluation"]) == {
        "verdict", "platform", "close_rivals", "confidence", "provenance",
    }  # fmt: skip


def test_an_item_of_a_batch_has_them_too(client):
    items = post_batch(client, {"scenario": "finance", "workloads": [CORE, RISK]}, {"scenario": "erp"}).json()["items"]

    placements = items[0]["evaluation"]["placements"]
    assert [placement["evaluation"]["platform"] for placement in placements] == ["vmware", "hybrid"]
    assert "placements" not in items[1]["evaluation"]


def test_every_fault_of_a_workload_is_named_with_its_place(client):
    answer = post_evaluation(
        client,
        scenario="finance",
        workloads=[CORE, {"name": "Trading core", "answers": {"release_rate": "hourly"}, "weights": {"beauty": 1}}],
    )

    assert answer.status_code == 422
    assert answer.json() == not_understood(
        at("/workloads/1/name", "workload_twice", "There are two workloads called “Trading core”."),
        at("/workloads/1/answers/release_rate", "unknown_option", "release_rate has no option hourly."),
        at("/workloads/1/weights/beauty", "unknown_criterion", "There is no criterion beauty."),
    )


def test_the_shape_of_a_workload_is_checked_like_any_other(client):
    answer = post_evaluation(client, workloads=[{"answers": {}, "colour": "red"}])

    assert answer.status_code == 422
    found = {(error["pointer"], error["code"]) for error in answer.json()["errors"]}
    assert found == {("/workloads/0/name", "missing"), ("/workloads/0/colour", "unknown_field")}
