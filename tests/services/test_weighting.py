"""How weights are given, from a request to what an evaluation says of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.documents.faults import NotUnderstood
from decisions.documents.request import EvaluationRequest
from decisions.engine.methods.rank_weights import rank_order_centroid
from decisions.services.evaluate import evaluate, evaluate_many
from tests.builders.weighting import CRITERIA, EVERY_WAY, chosen, compared, direct, ranked, swings

pytestmark = pytest.mark.django_db


def ask(weighting, **request):
    return evaluate(EvaluationRequest.model_validate({"scenario": "finance", "weighting": weighting, **request}))


def faults_of(weighting, **request):
    with pytest.raises(NotUnderstood) as refused:
        ask(weighting, **request)
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def named(evaluation, *criteria):
    return [evaluation.weights[criterion] for criterion in criteria]


def test_it_works():
    evaluation = ask(ranked("compliance", "isolation", "cost"))

    # the rank order centroid of three: 11/18, 5/18, 2/18
    assert named(evaluation, "compliance", "isolation", "cost") == [0.6111, 0.2778, 0.1111]
    assert (evaluation.weighting.method, evaluation.weighting.variant) == ("rank_order", "ordinal")
    assert evaluation.weighting.spread is None
    assert [source.source for source in evaluation.importance["cost"]] == ["own"]


def test_criteria_that_matter_alike_weigh_the_same():
    evaluation = ask(ranked("compliance", ["isolation", "continuity"]))

    # the corners: compliance alone, all three alike
    assert evaluation.weights["compliance"] == pytest.approx(2 / 3, abs=1e-4)
    assert named(evaluation, "isolation", "continuity") == pytest.approx([1 / 6, 1 / 6], abs=1e-4)


@pytest.mark.parametrize(
    ("scheme", "first", "last"),
    [("roc", 0.3397, 0.0156), ("rank_sum", 8 / 36, 1 / 36), ("reciprocal", 1 / 2.717857, 1 / 8 / 2.717857)],
)
def test_a_scheme_makes_one_set_of_weights_of_an_order(scheme, first, last):
    evaluation = ask(ranked(*CRITERIA, scheme=scheme))

    assert named(evaluation, "isolation", "continuity") == pytest.approx([first, last], abs=2e-4)
    assert evaluation.weighting.variant == scheme
    assert evaluation.weighting.spread == 0.4  # as widely as those of a scenario: nobody gave the numbers


def test_swings_in_points_are_shares_of_their_sum():
    evaluation = ask(swings(isolation=100, cost=25))

    assert named(evaluation, "isolation", "cost") == [0.8, 0.2]
    assert (evaluation.weighting.variant, evaluation.weighting.spread) == ("exact", 0.1)


def test_the_middle_of_swings_with_a_range_lies_within_it_and_so_do_the_cases():
    evaluation = ask(swings(isolation=100, cost=[0, 100]))

    # the weight of cost is even between 0 and a half
    assert named(evaluation, "isolation", "cost") == [0.75, 0.25]
    assert evaluation.weighting.range["cost"] == pytest.approx([0.025, 0.475], abs=0.002)
    assert (evaluation.weighting.variant, evaluation.weighting.spread) == ("interval", None)


def test_the_order_of_swings_says_as_much_as_an_order():
    order = ["compliance", ["isolation", "cost"]]

    by_swing, by_rank = ask({"method": "swing", "order": order}), ask(ranked(*order))

    assert by_swing.weights == by_rank.weights
    assert by_swing.weighting.range == by_rank.weighting.range
    assert by_swing.weighting.variant == "order"


def test_comparisons_in_pairs_that_agree_give_their_weights():
    evaluation = ask(compared(("isolation", "cost", 6), ("isolation", "compliance", 3), ("compliance", "cost", 2)))

    assert named(evaluation, "isolation", "compliance", "cost") == [0.6667, 0.2222, 0.1111]
    assert evaluation.weighting.consistency_ratio == 0
    assert evaluation.weighting.spread == 0.1  # nothing contradicts, so it is as sure as single comparisons are
    assert evaluation.weighting.inconsistent == []
    assert "inconsistent_comparisons" not in {warning.code for warning in evaluation.warnings}


def test_pairs_that_were_not_compared_are_completed():
    evaluation = ask(compared(("isolation", "compliance", 3), ("compliance", "cost", 2)))

    assert named(evaluation, "isolation", "compliance", "cost") == [0.6667, 0.2222, 0.1111]


def test_saaty_s_example_of_a_house():
    """Saaty (1980), as AHP tools print it: location, price and so on, here by the names of our criteria."""
    rows = {
        ("isolation", "cost"): 5, ("isolation", "compliance"): 3,
        ("cost", "compliance"): 1 / 2,
    }  # fmt: skip

    evaluation = ask(compared(*((*pair, ratio) for pair, ratio in rows.items()), random_index="saaty_1980"))

    # largest eigenvalue 3.0037, consistency index 0.0018, divided by 0.58
    assert named(evaluation, "isolation", "cost", "compliance") == pytest.approx([0.648, 0.122, 0.230], abs=1e-3)
    assert evaluation.weighting.consistency_ratio == pytest.approx(0.0032, abs=1e-4)
    assert evaluation.weighting.random_index == "saaty_1980"


CONTRADICTORY = compared(
    ("isolation", "cost", 2), ("isolation", "compliance", 8), ("isolation", "continuity", 4),
    ("cost", "compliance", 1 / 4), ("cost", "continuity", 2), ("compliance", "continuity", 1 / 2),
)  # fmt: skip


def test_contradictory_comparisons_are_named_with_what_would_agree():
    """All agree that cost is four times as important as compliance, but for that one comparison."""
    evaluation = ask(CONTRADICTORY)

    worst = evaluation.weighting.inconsistent
    assert (worst[0].a, worst[0].b, worst[0].ratio) == ("cost", "compliance", 0.25)
    assert (worst[0].implied, worst[0].suggested) == (4, 4)
    assert worst[0].consistency_ratio == pytest.approx(0, abs=1e-6)
    assert len(worst) == 3
    assert evaluation.weighting.consistency_ratio > 0.1
    assert "inconsistent_comparisons" in {warning.code for warning in evaluation.warnings}


def test_a_comparison_is_named_the_way_round_it_was_made():
    turned = [
        ("compliance", "cost", 4) if pair[:2] == ("cost", "compliance") else pair for pair in pairs_of(CONTRADICTORY)
    ]

    worst = ask(compared(*turned)).weighting.inconsistent[0]

    assert (worst.a, worst.b, worst.ratio, worst.suggested) == ("compliance", "cost", 4, 0.25)


def pairs_of(weighting):
    return [(pair["a"], pair["b"], pair["ratio"]) for pair in weighting["comparisons"]]


def test_taking_a_suggestion_makes_comparisons_agree():
    before = ask(CONTRADICTORY).weighting
    worst = before.inconsistent[0]
    mended = [
        (a, b, worst.suggested if (a, b) == (worst.a, worst.b) else ratio) for a, b, ratio in pairs_of(CONTRADICTORY)
    ]

    after = ask(compared(*mended)).weighting

    assert after.consistency_ratio == pytest.approx(0, abs=1e-6)
    assert after.spread < before.spread


def test_the_variants_of_comparisons_are_named():
    pairs = pairs_of(CONTRADICTORY)
    by_vector, by_means = ask(compared(*pairs)), ask(compared(*pairs, variant="geometric_mean"))

    assert (by_vector.weighting.variant, by_means.weighting.variant) == ("eigenvector", "geometric_mean")
    assert by_vector.weights != by_means.weights
    assert by_vector.weighting.consistency_ratio == by_means.weighting.consistency_ratio


def test_either_or_questions_lead_to_whoever_the_weights_of_the_one_asked_put_first():
    truth = dict(zip(CRITERIA, (0.05, 0.3, 0.05, 0.25, 0.05, 0.2, 0.05, 0.05), strict=True))
    answers = []

    while (evaluation := ask(chosen(*answers), scenario="devops")).weighting.next is not None:
        asked = evaluation.weighting.next
        choice = "partly" if asked.share * truth[asked.partly] >= truth[asked.wholly] else "wholly"
        answers.append((asked.partly, asked.share, asked.wholly, choice))

    by_points = ask(direct(**truth), scenario="devops")
    assert evaluation.weighting.settled
    assert evaluation.weighting.possible == [by_points.ranking[0].platform]
    assert evaluation.ranking[0].platform == by_points.ranking[0].platform
    assert "you may stop here" in evaluation.weighting.reason
    assert 1 <= len(answers) < 28  # to compare every pair takes 28


def test_before_the_first_answer_all_weights_count_alike():
    evaluation = ask(chosen())

    assert set(evaluation.weights.values()) == {0.125}
    assert evaluation.weighting.text.startswith("No either/or question has been answered yet")
    assert set(evaluation.weighting.possible) == {"vmware", "docker", "hybrid"}
    assert "can still overtake it" in evaluation.weighting.reason
    assert evaluation.weighting.next.text.startswith("Which improvement matters more")


def test_where_one_platform_fits_there_is_nothing_to_ask():
    evaluation = ask(chosen(), scenario="erp")

    assert evaluation.weighting.next is None
    assert evaluation.weighting.settled
    assert evaluation.weighting.reason == "Only VMs (VMware) fits, whatever the weights: you may stop here."


def test_where_no_platform_fits_there_is_nothing_to_ask_either():
    evaluation = ask(
        chosen(), scenario="erp", answers={"vendor_support": "container_only", "kernel_need": "windows_gui"}
    )

    assert (evaluation.weighting.next, evaluation.weighting.settled) == (None, True)
    assert evaluation.weighting.reason.startswith("No platform fits")


def test_without_a_statement_weights_come_from_scenario_and_answers():
    weighting = ask(None).weighting

    assert (weighting.method, weighting.variant, weighting.spread) == ("importance", None, 0.4)
    assert all(low <= high for low, high in weighting.range.values())


@pytest.mark.parametrize("way", EVERY_WAY)
def test_what_is_said_of_weights_is_said_in_every_language(way):
    english, chinese = (ask(EVERY_WAY[way], language=language).weighting for language in ("en", "zh-hans"))

    assert english.text != chinese.text
    assert chinese.text.endswith("。")
    assert english.range == chinese.range


@pytest.mark.parametrize("way", EVERY_WAY)
def test_the_weights_lie_within_their_range_and_add_up(way):
    evaluation = ask(EVERY_WAY[way])

    assert round(sum(evaluation.weights.values()), 4) == 1
    for criterion, (low, high) in evaluation.weighting.range.items():
        assert low - 1e-4 <= evaluation.weights[criterion] <= high + 1e-4


@pytest.mark.parametrize("way", EVERY_WAY)
def test_criteria_that_are_not_named_count_nothing_and_are_listed(way):
    evaluation = ask(EVERY_WAY[way])

    left_out = [criterion for criterion, weight in evaluation.weights.items() if not weight]
    codes = {warning.code for warning in evaluation.warnings}
    assert bool(left_out) == ("criteria_left_out" in codes)


def test_points_and_weights_are_the_same_down_to_the_digest():
    short = evaluate(EvaluationRequest(scenario="finance", weights={"cost": 1, "isolation": 3}))
    long = ask(direct(isolation=3, cost=1))

    assert short.model_dump_json() == long.model_dump_json()


@pytest.mark.parametrize("way", [way for way in EVERY_WAY if way != "direct"])
def test_the_digest_covers_how_weights_are_given(way):
    digests = {ask(weighting).provenance.input_digest for weighting in (EVERY_WAY[way], None, direct(cost=1))}

    assert len(digests) == 3


def test_the_digest_does_not_hang_on_the_order_of_names_or_on_what_holds_anyway():
    one = swings(isolation=100, cost=[20, 60])
    other = {"points": {"cost": [20, 60], "isolation": 100}, "method": "swing", "order": None}

    assert ask(one).provenance == ask(other).provenance
    assert ask(ranked("cost")).provenance == ask(ranked("cost", scheme="ordinal")).provenance
    assert ask(ranked("cost", "isolation")).provenance != ask(ranked("isolation", "cost")).provenance


def test_a_batch_says_of_each_what_it_says_of_it_alone():
    requests = [
        EvaluationRequest.model_validate({"scenario": scenario, "weighting": weighting})
        for scenario in ("finance", "ecommerce")
        for weighting in EVERY_WAY.values()
    ]

    together = evaluate_many(requests)

    for request, evaluation in zip(requests, together, strict=True):
        assert evaluation.model_dump_json() == evaluate(request).model_dump_json()


def test_another_seed_draws_other_cases_around_the_same_weights():
    one, other = (ask(EVERY_WAY["choices"], seed=seed) for seed in (1, 2))

    assert one.weights == other.weights
    assert one.weighting.range != other.weighting.range


def test_no_weight_brings_an_excluded_platform_back():
    evaluation = ask(ranked("efficiency", "deployment_speed"), scenario="erp")

    assert evaluation.platform == "vmware"


def test_an_order_alone_is_something_known():
    evaluation = evaluate(EvaluationRequest.model_validate({"model": "article", "weighting": ranked("isolation")}))

    assert evaluation.platform == "vmware"
    assert evaluation.summary.startswith("For the weights given")


# workloads ------------------------------------------------------------------------------------------------------------


def test_a_workload_has_its_own_way_or_inherits_that_of_the_whole():
    request = EvaluationRequest.model_validate(
        {
            "scenario": "finance",
            "weighting": ranked("compliance", "isolation"),
            "workloads": [
                {"name": "as the whole"},
                {"name": "pairs", "weighting": compared(("cost", "isolation", 3))},
                {"name": "points", "weights": {"cost": 1}},
            ],
        }
    )

    placed = [placement.evaluation for placement in evaluate(request).placements]

    assert [each.weighting.method for each in placed] == ["rank_order", "pairwise", "direct"]
    assert [each.weights["cost"] for each in placed] == [0, 0.75, 1]
    alone = request.model_copy(update={"workloads": [], "weights": {"cost": 1.0}, "weighting": None})
    assert placed[2].provenance.input_digest == evaluate(alone).provenance.input_digest


# refused --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weighting", "faults"),
    [
        (direct(beauty=1), [("/weighting/points/beauty", "unknown_criterion")]),
        (direct(cost=0), [("/weighting/points", "weights_all_zero")]),
        (
            ranked("cost", ["beauty", "cost"]),
            [("/weighting/order/1/0", "unknown_criterion"), ("/weighting/order/1/1", "criterion_twice")],
        ),
        ({"method": "swing", "order": ["cost", "cost"]}, [("/weighting/order/1", "criterion_twice")]),
        (swings(beauty=100), [("/weighting/points/beauty", "unknown_criterion")]),
        (swings(cost=[10, 20]), [("/weighting/points", "no_largest_swing")]),
        (swings(cost=0), [("/weighting/points", "no_largest_swing")]),
        (swings(isolation=100, cost=[60, 40]), [("/weighting/points/cost", "range_reversed")]),
        (swings(isolation=100, cost=[60, 140]), [("/weighting/points/cost", "swing_above_largest")]),
        (compared(("cost", "beauty", 2)), [("/weighting/comparisons/0/b", "unknown_criterion")]),
        (compared(("cost", "cost", 2)), [("/weighting/comparisons/0", "same_criterion")]),
        (
            compared(("cost", "isolation", 2), ("isolation", "cost", 2)),
            [("/weighting/comparisons/1", "comparison_twice")],
        ),
        (
            compared(("cost", "isolation", 2), ("compliance", "continuity", 2)),
            [("/weighting/comparisons", "comparisons_not_linked")],
        ),
        (chosen(("cost", 0.5, "beauty", "partly")), [("/weighting/answers/0/wholly", "unknown_criterion")]),
        (chosen(("cost", 0.5, "cost", "partly")), [("/weighting/answers/0", "same_criterion")]),
        (
            chosen(
                ("cost", 0.5, "isolation", "partly"),
                ("cost", 1.0, "isolation", "wholly"),
                ("compliance", 0.5, "isolation", "wholly"),
            ),
            [("/weighting/answers/1", "choices_contradict")],
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(weighting, faults):
    assert faults_of(weighting) == faults
    with pytest.raises(NotUnderstood) as refused:
        evaluate(EvaluationRequest.model_validate({"workloads": [{"name": "core", "weighting": weighting}]}))
    found = [(fault.pointer, fault.code) for fault in refused.value.faults]
    assert found == [("/workloads/0" + place, code) for place, code in faults]


def test_weights_twice_are_refused():
    assert faults_of(ranked("cost"), weights={"cost": 1}) == [("/weighting", "weights_twice")]


# whatever is said -----------------------------------------------------------------------------------------------------

criteria = st.sampled_from(CRITERIA)
steps = st.integers(1, 20).map(lambda step: step / 20)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(criteria, steps, criteria, st.sampled_from(["partly", "wholly", "equal"])).filter(
            lambda answer: answer[0] != answer[2]
        ),
        max_size=12,
    )
)
def test_any_choices_are_understood_or_refused_as_a_contradiction(answers):
    request = EvaluationRequest.model_validate({"scenario": "finance", "weighting": chosen(*answers)})
    evaluation = evaluate_many([request])[0]
    if isinstance(evaluation, NotUnderstood):
        assert {fault.code for fault in evaluation.faults} == {"choices_contradict"}
        return
    slack = 2e-4
    for partly, share, wholly, choice in answers:
        part, whole = share * evaluation.weights[partly], evaluation.weights[wholly]
        if choice in ("partly", "equal"):
            assert part >= whole - slack
        if choice in ("wholly", "equal"):
            assert whole >= part - slack


@settings(max_examples=30, deadline=None)
@given(st.permutations(CRITERIA), st.integers(1, 8))
def test_the_middle_of_any_order_is_its_rank_order_centroid(order, count):
    evaluation = ask(ranked(*order[:count]))

    centroid = rank_order_centroid(np.arange(count))
    assert named(evaluation, *order[:count]) == pytest.approx(centroid.tolist(), abs=1e-4)
