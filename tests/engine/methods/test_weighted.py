import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine import additive
from decisions.engine.additive import competition_ranks
from decisions.engine.methods.weighted import weighted_product, weighted_sum
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled


def test_it_works():
    measures = np.array([[10.0, 200.0], [30.0, 100.0], [20.0, 100.0]])

    scores = weighted_sum(measures, np.array([3.0, 1.0]), np.array([True, False]))

    np.testing.assert_allclose(scores, [0.75 * 0 + 0.25 * 0, 0.75 * 1 + 0.25 * 1, 0.75 * 0.5 + 0.25 * 1])


def test_triantaphyllou_2000_has_two_first_places():
    case = Published("wsm_four_criteria_tie")

    scores = weighted_sum(case.measures, case.weights, case.maximise, normalisation="none")

    case.agrees(scores=scores, ranks=competition_ranks(scores))


def test_pymcdm_divides_by_the_sum_and_takes_reciprocals_of_costs():
    case = Published("wsm_pymcdm_sum_norm")

    scores = weighted_sum(case.measures, case.weights, case.maximise, normalisation="sum") * case.weights.sum()

    case.agrees(scores=scores, ranks=competition_ranks(scores))


def test_kracka_2010_ranks_heating_losses():
    """Kracka, Brauers and Zavadskas (2010), Engineering Economics 21(4), 352-359; figures from scikit-criteria."""
    losses = np.array(
        [
            [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
            [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
            [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
            [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
            [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610],
            [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
        ]
    )
    maximise = np.array([False, False, False, False, True, False, True])

    scores = weighted_sum(losses, np.full(7, 20.0), maximise, normalisation="sum")

    published = [0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701]
    np.testing.assert_allclose(scores, published, rtol=0, atol=1e-7)


def test_the_weighted_product_of_the_encyclopaedia_ranks_the_first_first():
    """The example of the article "Weighted product model"; logarithms from scikit-criteria."""
    measures = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])

    scores = weighted_product(measures, np.array([20.0, 15, 40, 25]), normalisation="sum")

    np.testing.assert_allclose(np.log10(scores), [-0.50128589, -0.50448471, -0.52947246], rtol=0, atol=1e-7)


def test_a_batch_gives_each_problem_what_it_gets_alone():
    generator = np.random.default_rng(1)
    measures, weights = generator.uniform(1, 10, (3, 70, 4, 9)), generator.uniform(0, 1, (3, 70, 9))
    maximise = np.arange(9) % 2 == 0

    for method in (weighted_sum, weighted_product):
        batch = method(measures, weights, maximise)

        assert batch.shape == (3, 70, 4)
        alone = [[method(measures[i, j], weights[i, j], maximise) for j in range(70)] for i in range(3)]
        assert np.array_equal(batch, alone)


def test_measures_and_weights_share_their_leading_axes():
    measures, weights = np.array([[4.0, 1.0], [1.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])

    scores = weighted_sum(measures, weights)

    assert scores.tolist() == [[1, 0], [0, 1], [0.5, 0.5]]


def test_no_problem_at_all_gives_no_score():
    assert weighted_sum(np.zeros((0, 3, 2)), np.zeros((0, 2))).shape == (0, 3)


def test_values_on_a_scale_of_their_own_score_as_in_the_recommendation():
    values, weights = np.array([[1.0, 0.0, 0.3], [0.5, 0.5, 0.9]]), np.array([0.75, 0.125, 0.125])

    scores = weighted_sum(values, weights, normalisation="none")

    assert np.array_equal(scores, additive.weighted_sum(values, weights))


def test_a_criterion_on_which_all_are_equal_gives_nothing_to_anyone():
    assert weighted_sum(np.array([[7.0, 1.0], [7.0, 3.0]]), np.array([0.5, 0.5])).tolist() == [0, 0.5]


def test_one_alternative_alone_is_neither_better_nor_worse():
    assert weighted_sum(np.array([[7.0, 1.0]]), np.array([0.5, 0.5])).tolist() == [0]
    assert weighted_product(np.array([[4.0, 9.0]]), np.array([0.5, 0.5])) == pytest.approx([6])


def test_weights_that_are_all_zero_count_alike():
    measures = np.array([[1.0, 4.0], [3.0, 2.0]])

    assert weighted_sum(measures, np.zeros(2)).tolist() == weighted_sum(measures, np.ones(2)).tolist()


def test_zero_makes_a_product_zero_only_where_it_has_weight():
    measures = np.array([[0.0, 4.0], [1.0, 4.0]])

    assert weighted_product(measures, np.array([1.0, 1.0])).tolist() == [0, 2]
    assert weighted_product(measures, np.array([0.0, 1.0])) == pytest.approx([4, 4])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"measures": np.array([[1.0, np.nan], [1.0, 2.0]])}, "alternative 0 on criterion 1 is missing or infinite"),
        ({"measures": np.array([[1.0, 2.0], [np.inf, 2.0]])}, "alternative 1 on criterion 0 is missing or infinite"),
        ({"measures": np.array([[1e200, 2.0], [1.0, 2.0]])}, "so large"),
        ({"measures": np.zeros((0, 2))}, "at least one of each"),
        ({"measures": np.zeros(2)}, "at least one of each"),
        ({"weights": np.array([1.0, -1.0])}, "not negative"),
        ({"weights": np.array([1.0, np.nan])}, "not negative"),
        ({"weights": np.array([[1.0, 1.0], [1.0, np.inf]])}, "not negative"),
        ({"weights": np.ones(3)}, "2 criteria were measured"),
        ({"maximise": np.ones(3, bool)}, "one for each of 2 criteria"),
    ],
)
def test_what_makes_no_sense_is_refused(change, sentence):
    decision = {"measures": np.array([[1.0, 2.0], [3.0, 4.0]]), "weights": np.ones(2), "maximise": None} | change

    with pytest.raises(ValueError, match=sentence):
        weighted_sum(**decision)


def test_a_product_needs_measures_of_which_there_is_a_ratio():
    with pytest.raises(ValueError, match="negative"):
        weighted_product(np.array([[-1.0], [2.0]]), np.ones(1))
    with pytest.raises(ValueError, match="above 0"):
        weighted_product(np.array([[0.0], [2.0]]), np.ones(1), np.array([False]))


@given(decision=decisions(least=1), by=st.integers(0, 9), method=st.sampled_from([weighted_sum, weighted_product]))
def test_worse_is_never_better(decision, by, method):
    measures, weights, maximise = decision
    worse = np.where(maximise, np.maximum(measures[0] - by, 1), measures[0] + by)

    scores = method(np.vstack([measures, worse]), weights, maximise)

    assert scores[-1] <= scores[0] + 1e-12


@given(data=st.data(), decision=decisions(least=1), method=st.sampled_from([weighted_sum, weighted_product]))
def test_the_order_of_criteria_and_alternatives_does_not_matter(data, decision, method):
    measures, weights, maximise = decision
    rows, columns = (data.draw(shuffled(count)) for count in measures.shape)

    scores = method(measures[rows][:, columns], weights[columns], maximise[columns])

    np.testing.assert_allclose(scores, method(measures, weights, maximise)[rows], rtol=1e-12, atol=1e-12)


@given(
    decision=decisions(least=1), factor=st.floats(0.01, 100), method=st.sampled_from([weighted_sum, weighted_product])
)
def test_only_the_proportions_of_weights_count(decision, factor, method):
    scores = method(decision.measures, decision.weights * factor, decision.maximise)

    np.testing.assert_allclose(scores, method(*decision), rtol=1e-12, atol=1e-12)


@given(decision=decisions(least=1), method=st.sampled_from([weighted_sum, weighted_product]))
def test_a_duplicate_scores_the_same_and_moves_nobody(decision, method):
    measures, weights, maximise = decision

    scores = method(np.vstack([measures, measures[:1]]), weights, maximise)

    assert scores[-1] == scores[0]
    np.testing.assert_allclose(scores[:-1], method(*decision), rtol=1e-12, atol=1e-12)
