"""The source article's star matrix: its winner depends on one number, which makes it an oracle."""

import numpy as np
import pytest

from decisions.engine import Detail, Problem, Problems, evaluate, explain
from decisions.engine.additive import values_of, weighted_sum
from tests.engine.builders import a_model

CRITERIA = ("isolation", "efficiency", "portability", "deployment_speed", "compliance")
STARS = [[5, 2, 5, 2, 5], [2, 5, 2, 5, 2], [4, 4, 4, 4, 4]]  # section 5 of the article: VMs, containers, hybrid
HARD = [0, 2, 4]  # the criteria on which the VM has five stars and the container two


@pytest.fixture
def article():
    return a_model(STARS, criteria=CRITERIA, cases=64)


def test_the_winner_depends_on_one_number_only(article):
    """VMs above two thirds of the weight on isolation, portability and compliance, containers below one third."""
    weights = np.random.default_rng(2026).dirichlet(np.ones(5), size=10_000)
    hard = weights[:, HARD].sum(axis=-1)
    clear = (np.abs(hard - 2 / 3) > 1e-9) & (np.abs(hard - 1 / 3) > 1e-9)
    expected = np.select([hard > 2 / 3, hard < 1 / 3], [0, 1], 2)

    found = evaluate(article, Problems.of(article, [Problem(weights=each) for each in weights]), detail=Detail.VERDICT)

    assert clear.all()
    assert np.array_equal(found.leader, expected)
    assert set(expected) == {0, 1, 2}
    assert np.array_equal(weighted_sum(values_of(np.array(STARS, float)), weights).argmax(axis=-1), expected)


def test_its_tipping_points_lie_where_that_number_is_a_third_or_two_thirds(article):
    problems = Problems.of(article, [Problem(weights=np.array([0.4, 0.1, 0.3, 0.1, 0.1]))])
    found = evaluate(article, problems)

    tipping = explain(article, problems, found).tipping_points

    assert found.leader[0] == 0
    speed = tipping.above[0, 3]
    assert tipping.above_rival[0, 3] == 2
    assert (1 - speed) * 0.8 / 0.9 == pytest.approx(2 / 3)
