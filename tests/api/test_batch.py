import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.documents.request import MOST_WORKLOADS
from tests.builders.http import BATCH, at, not_understood, post, post_batch, post_evaluation


def test_every_item_is_answered_in_its_place(client):
    answer = post_batch(
        client,
        {"scenario": "erp"},
        {"scenario": "nope"},
        {"model": "article", "scenario": "ecommerce"},
        {"seed": "7"},
        7,
        {"scenario": "erp", "detail": "summary"},
    )

    assert answer.status_code == 200
    items = answer.json()["items"]
    assert [item["index"] for item in items] == [0, 1, 2, 3, 4, 5]
    assert [item["status"] for item in items] == [200, 422, 200, 422, 422, 200]
    assert items[0]["evaluation"]["platform"] == "vmware"
    assert items[1]["problem"] == not_understood(
        at("/scenario", "unknown_scenario", "The decision model has no scenario nope.")
    )
    assert items[2]["evaluation"]["platform"] == "docker"
    assert items[3]["problem"] == not_understood(at("/seed", "wrong_type", "seed must be a whole number."))
    assert items[4]["problem"] == not_understood(at("", "wrong_type", "The body must be an object."))
    assert "summary" in items[5]["evaluation"]


ITEMS = [
    {"scenario": "erp"},
    {"scenario": "finance", "answers": {"release_rate": "daily", "cold_start": "unsure"}, "seed": 11},
    {"weights": {"isolation": 3, "cost": 1}},
    {"answers": {"release_rate": "hourly"}},
    {"answers": {"hosting": "public_cloud"}, "platforms": ["docker"]},
    {"scenario": "erp", "unknown": 1},
    None,
    {},
]


@given(items=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_item_gets_what_it_alone_would_have_got(client, items):
    answered = post_batch(client, *items).json()["items"]

    for item, answer in zip(items, answered, strict=True):
        alone = (
            post_evaluation(client, **(item | {"detail": "verdict"})) if item is not None else post(client, BATCH, 0)
        )
        assert answer["status"] == alone.status_code
        assert answer.get("evaluation", answer.get("problem")) == alone.json()


def test_detail_is_verdict_unless_an_item_asks_for_more(client):
    items = post_batch(client, {"scenario": "erp"}, {"scenario": "erp", "detail": "full"}).json()["items"]

    assert "summary" not in items[0]["evaluation"]
    assert "contributions" in items[1]["evaluation"]


def test_the_batch_asks_the_database_once_for_each_model(client, django_assert_num_queries):
    post_batch(client, {"scenario": "erp"}, {"model": "article", "scenario": "erp"})

    with django_assert_num_queries(2):
        post_batch(client, *[{"model": model, "scenario": "erp"} for model in ("standard", "article") * 20])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, at("/items", "missing", "items is missing.")),
        ({"items": []}, at("/items", "too_few", "items must have an entry.")),
        ({"items": {}}, at("/items", "wrong_type", "items must be a list.")),
        ({"items": [{}] * 10_001}, at("/items", "too_many", "items may have 10000 entries.")),
        ({"items": [1], "more": 1}, at("/more", "unknown_field", "There is no field more.")),
        ([], at("", "wrong_type", "The body must be an object.")),
        (
            {"items": [{"scenario": "erp", "detail": "full"}] * 101},
            at("/items", "too_many_full", "At most 100 items of a batch may ask for detail full."),
        ),
        (
            {"items": [{"workloads": [{"name": str(n)} for n in range(MOST_WORKLOADS)]}] * 200},
            at("/items", "too_many", "A batch may have 10000 items and workloads together."),
        ),
    ],
)
def test_a_faulty_batch_is_refused_as_a_whole(client, body, error):
    answer = post(client, BATCH, body)

    assert answer.status_code == 422
    assert answer.json() == not_understood(error)


def test_a_batch_may_be_larger_than_one_request(client):
    items = [{"scenario": "erp", "answers": {"release_rate": {"value": "daily", "note": "x" * 2000}}}] * 1_100

    assert post_batch(client, *items).status_code == 200
    assert post_evaluation(client, scenario="erp", x="x" * 2_100_000).status_code == 413
