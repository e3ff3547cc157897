import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from decisions.engine import smaa, uniform_weights
from decisions.engine.methods.rank_weights import rank_order_centroid
from decisions.engine.methods.volumes import exact_smaa, first_shares
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import shuffled

DRAWS = 20_000


def test_it_works():
    found = exact_smaa(np.array([[1.0, 0.0], [0.0, 0.5]]))

    # the first leads where its weight is above 1/3, the second below
    assert found.ranks == pytest.approx(np.array([[2 / 3, 1 / 3], [1 / 3, 2 / 3]]))
    assert found.wins == pytest.approx(np.array([[0, 2 / 3], [1 / 3, 0]]))
    assert found.central_weights == pytest.approx(np.array([[2 / 3, 1 / 3], [1 / 6, 5 / 6]]))


def test_the_upper_envelope_of_three_lines():
    case = Published("smaa2_exact_two_criteria")

    found = exact_smaa(case.measures)

    case.agrees(first_rank_acceptability=found.ranks[:, 0], central_weights=found.central_weights)
    exact = np.array([[0.8, 0.2], [0.4875, 0.5125], [0.1875, 0.8125]])
    assert found.central_weights == pytest.approx(exact, abs=1e-12)


def test_alternatives_that_are_each_best_in_one_thing_share_the_volume():
    found = exact_smaa(np.eye(3))

    assert found.ranks == pytest.approx(np.full((3, 3), 1 / 3))
    # where the first weight is the largest its mean is that of the rank order centroid
    assert found.central_weights.diagonal() == pytest.approx([rank_order_centroid(np.arange(3))[0]] * 3)


def test_nearly_equal_values_lose_no_digits():
    values = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.5 + 1e-9, 0.5, 0.5 - 1e-9]])

    found = exact_smaa(values)

    assert found.ranks.sum(axis=0) == pytest.approx([1, 1, 1], abs=1e-12)
    assert found.ranks[:2, 0] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_of_equal_alternatives_the_first_comes_first():
    found = exact_smaa(np.array([[0.3, 0.8], [0.1 + 0.2, 0.8]]))

    assert found.ranks.tolist() == [[1, 0], [0, 1]]
    assert found.central_weights.tolist() == [[0.5, 0.5], [0, 0]]


def test_one_alternative_alone_comes_first():
    found = exact_smaa(np.array([[0.3, 0.8, 0.1]]))

    assert found.ranks.tolist() == [[1]]
    assert found.central_weights == pytest.approx(np.full((1, 3), 1 / 3))


def test_one_criterion_alone_decides():
    assert exact_smaa(np.array([[0.3], [0.8], [0.5]])).ranks.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [(np.ones((4, 2)), "up to 3"), (np.ones(3), "at least one of each"), (np.array([[np.nan, 1.0]]), "missing")],
)
def test_what_cannot_be_worked_out_is_refused(values, sentence):
    for work in (exact_smaa, first_shares):
        with pytest.raises(ValueError, match=sentence):
            work(values)


@st.composite
def few_alternatives(draw, criteria=(1, 6)):
    shape = draw(st.integers(1, 3)), draw(st.integers(*criteria))
    return draw(arrays.arrays(float, shape, elements=st.integers(0, 8).map(float))) / 8


@settings(derandomize=True)  # one comparison in sixteen thousand lies outside by chance
@given(values=few_alternatives(), seed=st.integers(0, 2**32))
def test_sampling_agrees_within_4_standard_errors(values, seed):
    exact, sampled = exact_smaa(values), smaa(values, uniform_weights(DRAWS, values.shape[1], seed=seed))

    for name in ("ranks", "wins"):
        share = getattr(exact, name)
        error = np.sqrt(share * (1 - share) / DRAWS)
        assert np.all(np.abs(getattr(sampled, name) - share) <= 4 * error + 1 / DRAWS)
    firsts = exact.ranks[:, :1] * DRAWS
    largest_spread = 0.5  # of numbers between 0 and 1
    apart = np.abs(sampled.central_weights - exact.central_weights)
    assert np.all((apart <= 4 * largest_spread / np.sqrt(np.maximum(firsts, 1))) | (firsts < 30))


@given(values=few_alternatives())
def test_every_weight_puts_somebody_in_every_place(values):
    found = exact_smaa(values)

    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(len(values)), abs=1e-9)
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(len(values)), abs=1e-9)
    assert np.all(found.ranks >= 0)
    off_diagonal = ~np.eye(len(values), dtype=bool)
    assert (found.wins + found.wins.T)[off_diagonal] == pytest.approx(1, abs=1e-9)
    mean_of_all = found.ranks[:, 0] @ found.central_weights
    assert mean_of_all == pytest.approx(np.full(values.shape[1], 1 / values.shape[1]), abs=1e-9)


@given(values=few_alternatives())
def test_the_first_places_alone_are_those_among_all_places(values):
    assert first_shares(values) == pytest.approx(exact_smaa(values).ranks[:, 0], abs=1e-12)


@given(values=few_alternatives(criteria=(4, 4)), others=few_alternatives(criteria=(4, 4)))
def test_many_problems_at_once_come_out_as_each_alone(values, others):
    alike = min(len(values), len(others))
    together = np.array([values[:alike], others[:alike], values[:alike]])

    assert first_shares(together).tolist() == [first_shares(each).tolist() for each in together]


@given(values=few_alternatives(), data=st.data())
def test_the_order_of_criteria_does_not_matter(values, data):
    columns = data.draw(shuffled(values.shape[1]))

    np.testing.assert_allclose(exact_smaa(values[:, columns]).ranks, exact_smaa(values).ranks, atol=1e-12)


@given(values=few_alternatives())
def test_the_dominated_never_comes_first(values):
    found = exact_smaa(np.vstack([values[:2], np.maximum(values[0] - 0.25, 0) * 0.5]))

    below = np.all(np.maximum(values[0] - 0.25, 0) * 0.5 < values[0])
    assert not below or found.ranks[-1, 0] == 0
