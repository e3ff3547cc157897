"""How weights are given, as a planning tool says it."""

import pytest

from tests.builders.http import at, not_understood, post_batch, post_evaluation
from tests.builders.weighting import CRITERIA, EVERY_WAY, chosen, compared, ranked, swings


def refusal(client, weighting):
    answer = post_evaluation(client, scenario="finance", weighting=weighting)
    assert answer.status_code == 422
    return answer.json()


def test_it_works(client):
    answer = post_evaluation(client, scenario="finance", weighting=ranked("compliance", ["isolation", "cost"]))

    body = answer.json()
    assert answer.status_code == 200
    assert body["weights"]["isolation"] == pytest.approx(body["weights"]["cost"], abs=1e-4)
    weighting = body["weighting"]
    assert weighting.pop("range").keys() == set(CRITERIA)
    assert weighting == {
        "method": "rank_order",
        "variant": "ordinal",
        "text": "The criteria were put in order. All weights that keep it count alike; shown is their middle.",
        "spread": None,
        "consistency_ratio": None,
        "random_index": None,
        "inconsistent": [],
        "settled": None,
        "possible": [],
        "next": None,
        "reason": "",
    }


@pytest.mark.parametrize("way", EVERY_WAY)
def test_every_way_is_understood_in_every_detail(client, way):
    for detail in ("verdict", "summary", "full"):
        body = post_evaluation(client, scenario="finance", weighting=EVERY_WAY[way], detail=detail).json()

        assert ("weights" in body, "weighting" in body) == (detail != "verdict", detail == "full")


def test_the_next_question_is_answered_by_sending_it_back(client):
    answers = []
    while (asked := ask(client, answers)["next"]) is not None:
        assert asked.pop("text").startswith("Which improvement matters more")
        answers.append({**asked, "choice": "wholly"})

    said = ask(client, answers)
    assert answers
    assert said["settled"]
    assert len(said["possible"]) == 1
    assert said["reason"].endswith("you may stop here.")


def ask(client, answers):
    weighting = {"method": "trade_offs", "answers": answers}
    return post_evaluation(client, scenario="microservices", weighting=weighting).json()["weighting"]


def test_the_summary_warns_of_comparisons_that_contradict_each_other(client):
    circle = compared(("isolation", "cost", 9), ("cost", "compliance", 9), ("compliance", "isolation", 9))

    warnings = post_evaluation(client, scenario="finance", weighting=circle, detail="summary").json()["warnings"]

    assert {
        "code": "inconsistent_comparisons",
        "message": "The comparisons of criteria contradict each other: consistency ratio 6.84.",
    } in warnings


@pytest.mark.parametrize(
    ("weighting", "error"),
    [
        ({}, at("/weighting/method", "missing", "method is missing.")),
        (
            {"method": "oracle"},
            at(
                "/weighting/method",
                "unknown_choice",
                "method must be one of: direct, rank_order, swing, pairwise, trade_offs.",
            ),
        ),
        ("roc", at("/weighting", "wrong_type", "weighting must be an object.")),
        ({"method": "rank_order"}, at("/weighting/order", "missing", "order is missing.")),
        (ranked(), at("/weighting/order", "too_few", "order must have an entry.")),
        (ranked("cost", []), at("/weighting/order/1", "too_few", "order[1] must have an entry.")),
        (
            ranked("cost", scheme="zipf"),
            at("/weighting/scheme", "unknown_choice", "scheme must be one of: ordinal, roc, rank_sum, reciprocal."),
        ),
        (
            {"method": "direct", "points": {"cost": -1}},
            at("/weighting/points/cost", "out_of_range", "cost must be at least 0."),
        ),
        ({"method": "swing"}, at("/weighting", "points_or_order", "Give either points or order.")),
        (swings(cost=[1, 2, 3]), at("/weighting/points/cost", "too_many", "cost may have 2 entries.")),
        (
            compared(("cost", "isolation", 10)),
            at("/weighting/comparisons/0/ratio", "out_of_range", "ratio may be at most 9."),
        ),
        (
            chosen(("cost", 0, "isolation", "partly")),
            at("/weighting/answers/0/share", "out_of_range", "share must be at least 0.01."),
        ),
        (
            chosen(("cost", 0.5, "isolation", "both")),
            at("/weighting/answers/0/choice", "unknown_choice", "choice must be one of: partly, wholly, equal."),
        ),
        (
            chosen(
                ("cost", 1, "isolation", "partly"),
                ("cost", 0.5, "isolation", "partly"),
                ("cost", 1, "isolation", "equal"),
            ),
            at("/weighting/answers/2", "choices_contradict", "This answer contradicts those before it."),
        ),
        (
            ranked("cost", "cost"),
            at("/weighting/order/1", "criterion_twice", "cost is named twice."),
        ),
    ],
)
def test_what_is_not_understood_is_named_with_its_place(client, weighting, error):
    assert refusal(client, weighting) == not_understood(error)


def test_both_at_once_are_refused(client):
    answer = post_evaluation(client, weights={"cost": 1}, weighting=ranked("cost"))

    assert answer.json() == not_understood(at("/weighting", "weights_twice", "Give weights or weighting, not both."))


def test_workloads_have_their_own_ways(client):
    body = post_evaluation(
        client,
        scenario="finance",
        weighting=ranked("isolation"),
        workloads=[{"name": "core"}, {"name": "reports", "weighting": ranked("cost")}],
    ).json()

    placed = [placement["evaluation"]["weights"] for placement in body["placements"]]
    assert (placed[0]["isolation"], placed[1]["cost"]) == (1, 1)


def test_an_item_of_a_batch_gets_what_it_alone_would_have_got(client):
    items = [{"scenario": "finance", "weighting": weighting} for weighting in EVERY_WAY.values()]

    answered = post_batch(client, *items).json()["items"]

    for item, answer in zip(items, answered, strict=True):
        assert answer["evaluation"] == post_evaluation(client, **item, detail="verdict").json()


def test_a_batch_has_room_for_the_same_comparisons_again_and_again_but_not_for_too_many_different_ones(client):
    def pairs(count):
        return [
            {"scenario": "erp", "weighting": compared(("cost", "isolation", 1 + number / 100))}
            for number in range(count)
        ]

    assert post_batch(client, *pairs(1) * 150).status_code == 200
    assert post_batch(client, *pairs(100)).status_code == 200
    assert post_batch(client, *pairs(101)).json() == not_understood(
        at(
            "/items",
            "too_many_weightings",
            "At most 100 different comparisons in pairs or either/or answers may stand in a batch.",
        )
    )
