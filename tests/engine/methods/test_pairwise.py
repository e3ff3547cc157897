import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from decisions.engine.additive import competition_ranks, weighted_sum
from decisions.engine.methods.pairwise import (
    RANDOM_INDEX,
    completed,
    consistency,
    contradictions,
    is_linked,
    priorities,
    scatter,
)
from tests.engine.methods.published import Published

METHODS = ["eigenvector", "geometric_mean"]
NAN = np.nan


def from_above(*rows):
    """Fill a matrix from the comparisons above its diagonal."""
    things = len(rows) + 1
    matrix = np.eye(things)
    for row, above in enumerate(rows):
        matrix[row, row + 1 :] = above
        matrix[row + 1 :, row] = 1 / np.array(above)
    return matrix


def test_it_works():
    matrix = from_above([2.0, 4.0], [2.0])

    for method in METHODS:
        assert priorities(matrix, method) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert consistency(matrix).ratio == pytest.approx(0, abs=1e-12)


def test_the_leader_example_of_the_encyclopaedia():
    case = Published("ahp_leader")
    table = {int(things): index for things, index in case.params["random_index"].items()}
    criteria, alternatives = np.array(case.params["criteria_matrix"]), np.array(case.params["alternative_matrices"])

    scores = weighted_sum(priorities(alternatives).T, priorities(criteria))

    case.agrees(
        scores=scores,
        ranks=competition_ranks(scores),
        criteria_priorities=priorities(criteria),
        consistency_ratio=consistency(criteria, table).ratio,
        child_consistency_ratios_first_two=consistency(alternatives, table).ratio[:2],
    )
    assert consistency(criteria, "saaty_2008").ratio == consistency(criteria, table).ratio


@pytest.mark.parametrize("method", METHODS)
def test_gluc_compares_three_things_without_contradiction(method):
    case = Published("ahp_consistent_3x3")

    case.agrees(
        priorities=priorities(case.measures, method), consistency_ratio=consistency(case.measures, "saaty_1980").ratio
    )


def test_saaty_2008_compares_seven_drinks():
    """Saaty (2008), Int. J. Services Sciences 1(1), 83-98: coffee, wine, tea, beer, soda, milk, water."""
    drinks = from_above(
        [9.0, 5.0, 2.0, 1.0, 1.0, 1 / 2],
        [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 1.0, 1 / 3],
        [2.0, 1 / 2],
        [1 / 3],
    )

    assert priorities(drinks) == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=0.0006)
    assert consistency(drinks, "saaty_2008").ratio == pytest.approx(0.022, abs=0.0006)


def test_bozoki_fulop_and_ronyai_2010_complete_four_things():
    """Mathematical and Computer Modelling 52(1-2), 318-333; figures from the tests of AHPy."""
    known = from_above([1.0, 5.0, 2.0], [3.0, 4.0], [NAN])

    assert completed(known)[2, 3] == pytest.approx(0.730297106886979, abs=1e-6)
    assert priorities(known) == pytest.approx([0.3738, 0.392, 0.0985, 0.1357], abs=0.00006)


def test_bozoki_fulop_and_ronyai_2010_complete_eight_things():
    known = from_above(
        [5.0, 3.0, 7.0, 6.0, 6.0, 1 / 3, 1 / 4],
        [NAN, 5.0, NAN, 3.0, NAN, 1 / 7],
        [NAN, 3.0, NAN, 6.0, NAN],
        [NAN, 1 / 4, NAN, 1 / 8],
        [NAN, 1 / 5, NAN],
        [NAN, 1 / 6],
        [NAN],
    )

    filled = completed(known)

    published = {
        (1, 2): 0.3300187, (1, 4): 1.7197409, (1, 6): 0.4663515, (2, 3): 9.9205127, (2, 5): 4.8524864,
        (2, 7): 0.5696073, (3, 4): 0.5252768, (3, 6): 0.1424438, (4, 5): 0.9311974, (4, 7): 0.1093083,
        (5, 6): 0.2912121, (6, 7): 0.4030899,
    }  # fmt: skip
    assert [filled[pair] for pair in published] == pytest.approx(list(published.values()), rel=2e-4)


def test_the_tables_of_random_indices_estimate_the_same():
    """Each drew other matrices; the largest they differ by is that of twelve things, 1.48 against 1.54."""
    tables = list(RANDOM_INDEX.values())

    for things in zip(*tables, strict=True):
        assert max(things) - min(things) <= 0.065


@pytest.mark.parametrize(
    ("table", "within"), [("saaty_2008", 0.03), ("alonso_lamata_2006", 0.03), ("saaty_1980", 0.07)]
)
def test_a_random_index_is_the_mean_of_random_comparisons(table, within):
    generator = np.random.default_rng(6)
    for things in (3, 4, 5, 7):
        scale = np.array([*range(1, 10), *(1 / each for each in range(2, 10))])
        above = np.triu(generator.choice(scale, (4000, things, things)), 1)
        matrices = above + np.eye(things)
        lower = np.tril_indices(things, -1)
        matrices[:, lower[0], lower[1]] = 1 / matrices[:, lower[1], lower[0]]

        drawn = consistency(matrices, table).index.mean()

        assert drawn == pytest.approx(RANDOM_INDEX[table][things - 3], abs=within)


def test_the_comparison_that_contradicts_all_others_comes_first():
    importance = np.array([8.0, 4.0, 2.0, 1.0])
    matrix = importance[:, None] / importance
    matrix[1, 3], matrix[3, 1] = 1 / 5, 5.0

    worst, *others = contradictions(matrix)

    assert (worst.first, worst.second, worst.given) == (1, 3, pytest.approx(1 / 5))
    assert worst.implied == pytest.approx(4)
    assert worst.ratio_without == pytest.approx(0, abs=1e-9)
    assert len(others) == 5
    assert all(other.ratio_without > 0.1 for other in others)


def test_comparisons_that_nothing_else_bears_on_contradict_nothing():
    assert contradictions(from_above([2.0, NAN], [3.0])) == []


def test_one_or_two_things_cannot_contradict_each_other():
    assert priorities(np.ones((1, 1))).tolist() == [1]
    assert consistency(np.ones((1, 1))).ratio == 0
    assert priorities(from_above([3.0])) == pytest.approx([0.75, 0.25])
    assert consistency(from_above([3.0])).ratio == 0


def test_a_batch_gives_each_matrix_what_it_gets_alone():
    one, other = from_above([1.0, 5.0, 2.0], [3.0, 4.0], [NAN]), from_above([2.0, NAN, 2.0], [NAN, 9.0], [1.0])
    both = np.array([[one, other]])

    for method in METHODS:
        assert np.array_equal(priorities(both, method)[0], [priorities(one, method), priorities(other, method)])
        assert np.array_equal(completed(both, method)[0], [completed(one, method), completed(other, method)])
    assert np.array_equal(consistency(both).ratio[0], [consistency(one).ratio, consistency(other).ratio])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (np.ones((2, 3)), "things, things"),
        (np.array([[1.0, -2.0], [-0.5, 1.0]]), "above 0"),
        (np.array([[1.0, np.inf], [0.0, 1.0]]), "above 0"),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "reciprocal"),
        (np.array([[1.0, 2.0], [NAN, 1.0]]), "reciprocal"),
        (np.array([[2.0, 2.0], [0.5, 1.0]]), "reciprocal"),
        (from_above([2.0, NAN, NAN], [NAN, NAN], [3.0]), "do not link"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        priorities(wrong)


def test_a_table_that_does_not_go_as_far_is_refused():
    with pytest.raises(ValueError, match="does not hold 16 things"):
        consistency(np.ones((16, 16)))


@st.composite
def comparisons(draw, gaps=True):
    things = draw(st.integers(2, 6))
    scale = st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1 / 2, 1.0, 2.0, 3.0, 5.0, 9.0])
    rows = [draw(st.lists(scale, min_size=count, max_size=count)) for count in range(things - 1, 0, -1)]
    for row in rows if gaps else []:
        for column in range(1, len(row)):  # each thing stays compared with the next
            row[column] = draw(st.sampled_from([row[column], NAN]))
    return from_above(*rows)


@given(matrix=comparisons(), method=st.sampled_from(METHODS), data=st.data())
def test_the_order_of_things_does_not_matter(matrix, method, data):
    order = data.draw(st.permutations(range(len(matrix))))

    weights = priorities(matrix[np.ix_(order, order)], method)

    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights, priorities(matrix, method)[order], rtol=1e-6)


@given(matrix=comparisons(), method=st.sampled_from(METHODS))
def test_what_is_filled_in_is_reciprocal_and_leaves_the_rest(matrix, method):
    filled, known = completed(matrix, method), ~np.isnan(matrix)

    np.testing.assert_allclose(filled[known], matrix[known], rtol=1e-9)
    np.testing.assert_allclose(filled * filled.T, 1, rtol=1e-9)


@given(matrix=comparisons())
def test_no_completion_contradicts_less(matrix):
    gaps = np.argwhere(np.triu(np.isnan(matrix), 1))

    def contradiction(logarithms):
        filled = matrix.copy()
        filled[gaps[:, 0], gaps[:, 1]], filled[gaps[:, 1], gaps[:, 0]] = np.exp(logarithms), np.exp(-logarithms)
        return float(np.linalg.eigvals(filled).real.max())

    found = consistency(matrix).largest_eigenvalue

    if len(gaps):
        start = np.log(completed(matrix, "geometric_mean")[gaps[:, 0], gaps[:, 1]])
        assert found <= minimize(contradiction, start, method="Nelder-Mead").fun + 1e-9
    else:
        assert found == pytest.approx(contradiction(np.zeros(0)))


@given(weights=st.lists(st.integers(1, 9), min_size=2, max_size=6), method=st.sampled_from(METHODS))
def test_comparisons_without_contradiction_give_back_the_weights(weights, method):
    ratios = np.divide.outer(np.array(weights, float), np.array(weights, float))

    np.testing.assert_allclose(priorities(ratios, method), np.array(weights) / sum(weights), rtol=1e-9)
    assert consistency(ratios).index == pytest.approx(0, abs=1e-9)


def test_scatter_by_hand():
    """Two, two and three: around the circle log 3 is left over, a third of it on each comparison."""
    matrix = from_above([2.0, 2.0], [3.0])

    # one comparison more than needed; the Laplacian of a triangle has 3 twice, so its inverse has a mean of 2/9
    assert scatter(matrix) == pytest.approx(np.sqrt(3 * (np.log(3) / 3) ** 2 * 2 / 9))


def test_nothing_that_checks_another_tells_of_no_scatter():
    chain = np.array([[1.0, 9.0, NAN], [1 / 9, 1.0, 5.0], [NAN, 1 / 5, 1.0]])

    assert scatter(chain) == 0
    assert scatter(from_above([3.0])) == 0


@given(spread=st.floats(0.05, 0.5), seed=st.integers(0, 99))
def test_scatter_is_how_far_weights_are_off(spread, seed):
    """Weights found from comparisons with known errors are off by about what is estimated."""
    random, things = np.random.default_rng(seed), 6
    truth = np.log(random.uniform(1, 5, things))
    errors = np.triu(random.normal(0, spread, (400, things, things)), 1)
    matrices = np.exp(truth[:, None] - truth + errors - np.swapaxes(errors, -1, -2))

    found = np.log(priorities(matrices, "geometric_mean"))

    off = found - found.mean(axis=-1, keepdims=True) - (truth - truth.mean())
    assert np.sqrt((scatter(matrices) ** 2).mean()) == pytest.approx(np.sqrt((off**2).mean()), rel=0.1)


def test_whether_comparisons_link_all_things():
    apart = np.full((4, 4), NAN)
    apart[[0, 1, 2, 3], [1, 0, 3, 2]] = 1.0

    assert is_linked(from_above([2.0, 2.0], [3.0]))
    assert not is_linked(apart)
