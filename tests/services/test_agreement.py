"""Five methods side by side, and what turns an order."""

import inspect

import numpy as np
import pytest
from django.utils import translation

from decisions.documents.request import EvaluationRequest
from decisions.engine.methods.agreement import METHODS, RELATIVE, methods
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.vikor import vikor
from decisions.services.agreement import PREFERENCE, VARIANTS, Checked, agreement, compared, reversals, reversed_by
from decisions.services.evaluate import evaluate, evaluate_many

PLATFORMS = ("VMs", "Containers", "Hybrid")
CRITERIA = ("isolation", "efficiency")


def judged(values, weights, platforms=PLATFORMS):
    values, weights = np.array(values, float), np.array(weights, float)
    checked = compared(values, weights, PREFERENCE) if len(values) else None
    return agreement(checked, platforms[: len(values)], CRITERIA)


def orders_by_method(values, weights):
    return dict(zip(METHODS, compared(values, weights, PREFERENCE).order.tolist(), strict=True))


def test_where_one_is_best_at_everything_and_one_worst_all_five_agree():
    found = judged([[0.5, 0.5], [0.1, 0.2], [0.9, 0.9]], [0.6, 0.4])

    assert found.all_agree
    assert found.sentence == "All five methods give the same order: Hybrid, VMs, Containers."


def test_a_weak_side_that_a_sum_forgives_is_named():
    """0.6 * 1 + 0.4 * 0.1 = 0.64 beats 0.6 everywhere; the product of stars, 3.0 against 3.4, does not forgive 0.1."""
    values, weights = np.array([[1.0, 0.1], [0.6, 0.6]]), np.array([0.6, 0.4])

    found = judged(values, weights)

    assert orders_by_method(values, weights)["weighted_sum"] == [0, 1]
    assert orders_by_method(values, weights)["weighted_product"] == [1, 0]
    assert not found.all_agree
    assert "Weighted product" in found.sentence
    assert found.sentence.endswith("what speaks most for Containers is “efficiency”.")


def test_places_behind_the_first_may_differ():
    values, weights = np.array([[1.0, 1.0], [0.9, 0.1], [0.55, 0.55]]), np.array([0.6, 0.4])

    found = judged(values, weights)

    assert {tuple(order[:1]) for order in orders_by_method(values, weights).values()} == {(0,)}
    assert not found.all_agree
    assert found.sentence.startswith("All five methods put VMs first;")


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_have_no_order(count):
    found = judged(np.ones((count, 2)), [0.5, 0.5])

    assert found.all_agree
    assert found.sentence == "Fewer than two platforms fit: there is no order to check."


def test_it_speaks_chinese():
    with translation.override("zh-hans"):
        assert judged([[0.5, 0.5], [0.1, 0.2]], [0.6, 0.4]).sentence == "五种方法给出的排序一致：VMs、Containers。"


@pytest.mark.parametrize("seed", range(30))
def test_neither_sum_nor_product_asks_which_platforms_stand_beside_one(seed):
    random = np.random.default_rng(seed)
    values, weights = random.random((4, 5)), random.dirichlet(np.ones(5))
    several = methods(PREFERENCE)

    for name in set(METHODS) - set(RELATIVE):
        np.testing.assert_allclose(several[name](values[1:], weights), several[name](values, weights)[1:], rtol=1e-12)


def test_the_others_do_turn_somewhere_and_say_how():
    seen = set()
    for seed in range(60):
        random = np.random.default_rng(seed)
        values, weights = random.random((4, 5)), random.dirichlet(np.ones(5))
        orders = orders_by_method(values, weights)
        several = compared(values, weights, PREFERENCE)
        checked = Checked(np.arange(4), several, None, None, reversed_by(several, values, weights))
        for each in reversals(checked, "abcd"):
            ours = ["abcd"[place] for place in orders[each.method]]
            assert each.before == [key for key in ours if each.change == "cloned" or key != each.platform]
            seen.add((each.method, each.change))
            assert sorted(each.before) == sorted(each.after)
            assert each.before != each.after
            assert (each.platform in each.before) == (each.change == "cloned")

    assert seen >= {("topsis", "cloned"), ("vikor", "removed")}


@pytest.mark.parametrize("seed", range(30))
def test_who_is_best_at_everything_comes_first_by_every_method(seed):
    random = np.random.default_rng(seed)
    values = random.uniform(0, 0.6, (3, 4))
    values[1] = values.max(axis=0) + 0.3

    orders = orders_by_method(values, random.dirichlet(np.ones(4)))

    assert {order[0] for order in orders.values()} == {1}
    assert set(orders) == set(METHODS)


@pytest.mark.django_db
def test_an_evaluation_says_what_the_other_methods_say():
    found = evaluate(EvaluationRequest(scenario="finance"))

    orders = [found.cross_checks.topsis, found.cross_checks.vikor, found.cross_checks.promethee_ii]
    for order in (*orders, found.cross_checks.weighted_product):
        assert sorted(order) == sorted(row.platform for row in found.ranking if row.eligible)
    assert found.agreement.all_agree == (
        {tuple(order) for order in orders} == {tuple(row.platform for row in found.ranking)}
    )


@pytest.mark.django_db
def test_within_the_stated_weights_the_leader_and_the_order_stay():
    """One weight moves almost to each end of its interval, and a little beyond; the others keep their proportions."""
    found = evaluate(EvaluationRequest(scenario="finance"))
    ours = [row.platform for row in found.ranking]

    def order_at(criterion, weight):
        rest = 1 - found.weights[criterion]
        weights = {key: share * (1 - weight) / rest for key, share in found.weights.items()} | {criterion: weight}
        return [row.platform for row in evaluate(EvaluationRequest(scenario="finance", weights=weights)).ranking]

    for criterion, stable in found.robustness.stability.items():
        assert stable.leader[0] <= stable.order[0] <= found.weights[criterion] <= stable.order[1] <= stable.leader[1]
        for end, inwards in ((0, 0.003), (1, -0.003)):
            assert order_at(criterion, stable.order[end] + inwards) == ours
            assert order_at(criterion, stable.leader[end] + inwards)[0] == ours[0]
            if 0 < stable.order[end] < 1:
                assert order_at(criterion, stable.order[end] - inwards) != ours
            if 0 < stable.leader[end] < 1:
                assert order_at(criterion, stable.leader[end] - inwards)[0] != ours[0]


@pytest.mark.django_db
def test_together_each_is_checked_as_if_it_were_alone():
    """With all platforms left, with two, with one and with none: the same figures, alone and together."""
    requests = [
        EvaluationRequest(scenario="finance"),
        EvaluationRequest(scenario="finance", answers={"vendor_support": "vm_any"}),
        EvaluationRequest(scenario="ecommerce", platforms=["vmware"]),
        EvaluationRequest(scenario="ecommerce", platforms=["vmware", "hybrid"]),
        EvaluationRequest(scenario="erp", answers={"kernel_need": "mixed_os"}),
        EvaluationRequest(answers={"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"}),
        EvaluationRequest(scenario="edge_iot", answers={"release_rate": "unsure"}),
    ]

    together = evaluate_many(requests)

    alone = [evaluate(request) for request in requests]
    assert [each.model_dump_json() for each in together] == [each.model_dump_json() for each in alone]
    assert {len(each.cross_checks.topsis) for each in alone} == {0, 1, 2, 3}


@pytest.mark.django_db
@pytest.mark.parametrize("scenario", ["finance", "erp", "ecommerce"])
def test_the_figures_of_each_method_agree_with_its_order(scenario):
    found = evaluate(EvaluationRequest(scenario=scenario))

    checks, figures = found.cross_checks, found.cross_checks.figures
    assert checks.topsis == by_figure({key: -closeness for key, closeness in figures.topsis.items()}, found)
    assert checks.vikor == by_figure({key: regrets.index for key, regrets in figures.vikor.items()}, found)
    assert checks.promethee_ii == by_figure({key: -flows.net for key, flows in figures.promethee.items()}, found)
    assert checks.weighted_product == by_figure({key: -each for key, each in figures.weighted_product.items()}, found)
    assert checks.vikor[0] in figures.compromise
    for flows in figures.promethee.values():
        assert flows.net == pytest.approx(flows.positive - flows.negative, abs=1.6e-4)  # each rounded
    pairs = figures.promethee_i
    count = len(figures.topsis)
    assert len(pairs.preferred) + len(pairs.indifferent) + len(pairs.incomparable) == count * (count - 1) // 2


def by_figure(figures, evaluation):
    """Order by a figure, the lowest first; equals as the decision model lists them."""
    model_order = ["vmware", "docker", "hybrid"]
    fit = [row.platform for row in evaluation.ranking if row.eligible]
    return sorted(sorted(fit, key=model_order.index), key=lambda key: figures[key])


@pytest.mark.django_db
def test_where_nothing_fits_the_methods_have_no_figures():
    answers = {"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"}

    checks = evaluate(EvaluationRequest(answers=answers)).cross_checks

    assert checks.figures is None
    assert checks.variants == VARIANTS


def test_the_variants_are_those_that_are_worked_with():
    """VIKOR weighs both regrets equally and PROMETHEE divides by the number of rivals, unless told otherwise."""
    assert inspect.signature(vikor).parameters["strategy"].default == 0.5
    assert inspect.signature(promethee).parameters["scaling"].default == "n_minus_1"
    assert inspect.signature(topsis).parameters["normalisation"].default == "vector"
