import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.preference import gaussian, level, linear, u_shape, usual, v_shape
from decisions.engine.methods.promethee import (
    PAIRS_UP_TO,
    flows_from_indices,
    preference_indices,
    promethee,
    promethee_i,
    promethee_ii,
)
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled

FUNCTIONS = [usual(), u_shape(1.0), v_shape(3.0), level(1.0, 4.0), linear(1.0, 4.0), gaussian(2.0)]
functions = st.sampled_from(FUNCTIONS)


def test_it_works():
    flows = promethee(np.array([[10.0], [8.0], [4.0]]), np.ones(1), linear(0.0, 4.0))

    # differences 2, 6 and 4 give preferences 1/2, 1 and 1, shared among two rivals
    np.testing.assert_allclose(flows.positive, [1.5 / 2, 1 / 2, 0])
    np.testing.assert_allclose(flows.negative, [0, 0.5 / 2, 2 / 2])
    np.testing.assert_allclose(flows.net, [0.75, 0.25, -1])
    assert promethee_ii(flows).tolist() == [1, 2, 3]


def test_zhao_2013_puts_the_third_first():
    case = Published("promethee_zhao2013")

    flows = promethee(case.measures, case.weights, usual(), case.maximise)

    case.agrees(net_flow=flows.net, ranks=promethee_ii(flows))


def test_the_flows_of_published_indices():
    case = Published("promethee_flows_from_indices")

    positive, negative = flows_from_indices(case.measures)

    case.agrees(positive_flow=positive, negative_flow=negative)


@pytest.mark.parametrize(
    ("function", "preferences"),
    [  # at differences of -1, 0, 1, 2, 4 and 5
        (usual(), [0, 0, 1, 1, 1, 1]),
        (u_shape(2.0), [0, 0, 0, 0, 1, 1]),
        (v_shape(4.0), [0, 0, 0.25, 0.5, 1, 1]),
        (level(1.0, 4.0), [0, 0, 0, 0.5, 0.5, 1]),
        (linear(1.0, 5.0), [0, 0, 0, 0.25, 0.75, 1]),
        (gaussian(2.0), [0, 0, *(1 - np.exp(-np.array([1, 4, 16, 25]) / 8))]),
        (v_shape(0.0), [0, 0, 1, 1, 1, 1]),
        (linear(2.0, 2.0), [0, 0, 0, 0, 1, 1]),
    ],
    ids=lambda argument: getattr(argument, "kind", ""),
)
def test_a_preference_function_follows_its_definition(function, preferences):
    np.testing.assert_allclose(function(np.array([-1.0, 0, 1, 2, 4, 5])), preferences, atol=1e-15)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: u_shape(-1.0), "below 0"),
        (lambda: v_shape(np.inf), "not finite"),
        (lambda: linear(3.0, 1.0), "exceeds"),
        (lambda: level(3.0, np.nan), "not finite"),
        (lambda: gaussian(0.0), "not above 0"),
        (lambda: promethee(np.ones((3, 2)), np.ones(2), [usual()]), "one for each of 2 criteria"),
        (lambda: promethee(np.ones(2), np.ones(2), usual()), "at least one of each"),
        (lambda: promethee(np.array([[1.0, np.nan]]), np.ones(2), usual()), "interval"),
        (lambda: flows_from_indices(np.ones((2, 3))), "indices"),
        (lambda: flows_from_indices(np.full((2, 2), np.nan)), "missing"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.kind)
def test_sorting_many_alternatives_gives_what_comparing_all_pairs_gives(function):
    generator = np.random.default_rng(4)
    measures, weights = generator.integers(0, 40, (3, 2 * PAIRS_UP_TO, 4)) / 4, generator.uniform(0, 1, (3, 4))
    maximise = np.array([True, False, True, True])

    flows = promethee(measures, weights, function, maximise)

    positive, negative = flows_from_indices(preference_indices(measures, weights, function, maximise))
    np.testing.assert_allclose(flows.positive, positive, atol=1e-12)
    np.testing.assert_allclose(flows.negative, negative, atol=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.kind)
@pytest.mark.parametrize("alternatives", [3, 2 * PAIRS_UP_TO])
def test_a_batch_gives_each_problem_what_it_gets_alone(function, alternatives):
    generator = np.random.default_rng(5)
    measures, weights = generator.uniform(1, 10, (20, alternatives, 9)), generator.uniform(0, 1, (20, 9))

    batch = promethee(measures, weights, function)

    alone = [promethee(*each, function) for each in zip(measures, weights, strict=True)]
    assert np.array_equal(batch.net, [each.net for each in alone])
    assert np.array_equal(batch.unicriterion, [each.unicriterion for each in alone])


def test_differences_that_are_rounding_do_not_count():
    measures = np.array([[0.1 + 0.2], [0.3]])
    assert measures[0] != measures[1]

    assert promethee(measures, np.ones(1), usual()).net.tolist() == [0, 0]
    # 0.4 - 0.3 is above 0.1 by rounding alone
    assert promethee(np.array([[0.4], [0.3]]), np.ones(1), u_shape(0.1)).net.tolist() == [0, 0]


def test_where_all_are_equal_nothing_flows():
    flows = promethee(np.full((3, 2), 4.0), np.ones(2), FUNCTIONS[:2])

    assert flows.net.tolist() == [0, 0, 0]
    assert promethee_i(flows).indifferent.all()


def test_one_alternative_alone_has_no_flow():
    assert promethee(np.array([[4.0, 1.0]]), np.ones(2), usual()).net.tolist() == [0]


def test_a_variant_divides_by_all_alternatives_or_not_at_all():
    measures, weights = np.array([[3.0], [2.0], [1.0]]), np.ones(1)

    nets = {each: promethee(measures, weights, usual(), scaling=each).net.tolist() for each in ("n", "none")}

    assert nets == {"n": [2 / 3, 0, -2 / 3], "none": [2, 0, -2]}


def test_the_partial_order_leaves_apart_what_is_good_and_bad_at_once():
    extreme, middling, worse_middling = [9.0, 0.0], [5.0, 5.0], [4.0, 4.0]

    flows = promethee(np.array([extreme, middling, worse_middling]), np.ones(2), linear(2.0, 5.0))
    found = promethee_i(flows)

    np.testing.assert_allclose(flows.positive, [5 / 12, 3 / 12, 2 / 12])
    np.testing.assert_allclose(flows.negative, [5 / 12, 2 / 12, 3 / 12])
    assert np.argwhere(found.preferred).tolist() == [[1, 2]]
    assert np.argwhere(found.incomparable).tolist() == [[0, 1], [0, 2], [1, 0], [2, 0]]
    assert np.argwhere(found.indifferent).tolist() == [[0, 0], [1, 1], [2, 2]]


@given(decision=decisions(), function=functions)
def test_net_flows_add_up_to_zero_and_lie_within_1(decision, function):
    flows = promethee(decision.measures, decision.weights, function, decision.maximise)

    assert flows.net.sum() == pytest.approx(0, abs=1e-9)
    assert np.all(np.abs(flows.net) <= 1 + 1e-12)


@given(decision=decisions(), function=functions)
def test_the_partial_order_never_contradicts_the_complete_one(decision, function):
    flows = promethee(decision.measures, decision.weights, function, decision.maximise)

    found, ranks = promethee_i(flows), promethee_ii(flows)

    assert np.all((ranks[:, None] < ranks[None])[found.preferred])
    each_pair = found.preferred.astype(int) + found.preferred.T + found.indifferent + found.incomparable
    assert np.all(each_pair == 1)


@given(decision=decisions(), by=st.integers(0, 9), function=functions)
def test_worse_never_flows_better(decision, by, function):
    measures, weights, maximise = decision
    worse = np.where(maximise, measures[0] - by, measures[0] + by)

    net = promethee(np.vstack([measures, worse]), weights, function, maximise).net

    assert net[-1] <= net[0] + 1e-12


@given(data=st.data(), decision=decisions(), function=functions)
def test_the_order_of_criteria_and_alternatives_does_not_matter(data, decision, function):
    measures, weights, maximise = decision
    rows, columns = (data.draw(shuffled(count)) for count in measures.shape)

    net = promethee(measures[rows][:, columns], weights[columns], function, maximise[columns]).net

    np.testing.assert_allclose(net, promethee(measures, weights, function, maximise).net[rows], atol=1e-12)


@given(decision=decisions(), factor=st.floats(0.01, 100), function=functions)
def test_only_the_proportions_of_weights_count(decision, factor, function):
    net = promethee(decision.measures, decision.weights * factor, function, decision.maximise).net

    np.testing.assert_allclose(
        net, promethee(decision.measures, decision.weights, function, decision.maximise).net, atol=1e-12
    )
