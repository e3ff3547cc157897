"""The cases: drawn, excluded, counted, one as in a batch, and as the plain reading of the method has them."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import AnswerIn, Detail, Problem, Problems, evaluate
from decisions.engine.cases import winners
from decisions.engine.central import appraise
from decisions.engine.confidence import situation_of
from decisions.engine.draws import draws, laid_points
from decisions.engine.tables import tables
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, a_rule, one
from tests.engine.plain import every_way, likely_options, scores_of_cases

seeds = st.integers(0, 10_000)


def who_wins(model, problem: Problem, *, seed: int = 3, cases: int = 128) -> np.ndarray:
    """The winner of each case, by its index in the model."""
    problems = Problems.of(model, [problem])
    compared = tuple(np.flatnonzero(problems.compared[0]).tolist())
    drawn = draws(model, seed, cases, compared)
    found = winners(tables(model), drawn, situation_of(model, problems, appraise(model, problems), drawn))[0]
    return np.where(found < 0, -1, np.array(compared)[found])


def test_it_works():
    model = a_model([[5, 1], [1, 5], [3, 3]], spread=0.5)

    found = evaluate(model, one(model, points=np.array([3.0, 1.0])))

    assert found.leader[0] == 0
    assert found.firsts[0].sum() == 256
    assert found.confidence[0] == found.firsts[0, 0] / 256 > 0.9


def test_without_any_spread_every_case_is_the_central_one():
    model = a_model([[5, 1], [1, 5], [4, 4]], spread_scenario=0.0)

    found = evaluate(model, one(model))

    assert found.firsts[0].tolist() == [0, 0, 256]
    assert found.acceptability.ranks[0].tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]  # equals: in the model's order
    assert found.acceptability.wins[0].tolist() == [[0, 1, 0], [0, 0, 0], [1, 1, 0]]
    assert found.acceptability.central_weights[0, 2].tolist() == [0.5, 0.5]
    assert not found.acceptability.central_weights[0, :2].any()


def test_an_answer_counts_in_the_cases_in_which_its_question_is_shown_and_its_default_in_the_others():
    """The first has 3 stars: 5 by default, 1 by the answer. The second has 4, and the third nothing to win with."""
    instances = a_question(
        "instances", options=3, effects={(1, 0, 0): 2.0, (2, 0, 0): -2.0}, gate=AnswerIn(0, frozenset({1})), default=1
    )
    model = a_model([[3, 1], [4, 1], [1, 1]], points=[1, 0], questions=[a_question("hosting"), instances])
    half, shown = Problem(answers={1: (2,)}), Problem(answers={0: (1,), 1: (2,)})

    firsts = evaluate(model, Problems.of(model, [half, shown])).firsts

    assert firsts.tolist() == [[128, 128, 0], [0, 256, 0]]  # the gate of the first is open, and drawn evenly


@settings(max_examples=25)
@given(seeds)
def test_every_case_comes_out_as_in_the_plain_reading_of_the_method(seed):
    model = a_random_model(seed)
    problem = a_random_problem(model, np.random.default_rng(seed))

    scores = scores_of_cases(model, problem, seed=3, cases=64)

    best = scores.max(axis=-1)
    rivals = np.isfinite(scores) & (scores < best[:, None])
    margin = np.subtract(best[:, None], scores, where=rivals, out=np.ones_like(scores)).min(axis=-1)
    clear = margin > 1e-3  # the engine rounds to steps of 1/4096
    expected = np.where(np.isfinite(best), scores.argmax(axis=-1), -1)
    assert np.array_equal(who_wins(model, problem, cases=64)[clear], expected[clear])
    assert clear.mean() > 0.9


@settings(max_examples=40)
@given(seeds)
def test_a_problem_comes_out_the_same_to_the_last_bit_alone_and_in_a_batch(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    batch = [a_random_problem(model, random) for _ in range(37)]

    together = evaluate(model, Problems.of(model, batch))

    for place in (0, 17, 36):
        assert_same(together, evaluate(model, Problems.of(model, [batch[place]])), place)


def assert_same(together, alone, place: int) -> None:
    for each in fields(together):
        one_of_many, single = getattr(together, each.name), getattr(alone, each.name)
        if is_dataclass(one_of_many):
            assert_same(one_of_many, single, place)
        elif isinstance(one_of_many, np.ndarray):
            assert np.array_equal(one_of_many[place], single[0]), each.name


@pytest.mark.parametrize("openness", [0.0, 0.3, 0.9])
def test_more_problems_than_one_chunk_holds_come_out_as_each_alone(openness):
    model, random = a_random_model(11, alternatives=3, cases=1024), np.random.default_rng(11)
    batch = [a_random_problem(model, random, openness=openness) for _ in range(150)]

    together = evaluate(model, Problems.of(model, batch), detail=Detail.SUMMARY)

    for place in (0, 31, 32, 149):
        assert_same(together, evaluate(model, Problems.of(model, [batch[place]]), detail=Detail.SUMMARY), place)


@settings(max_examples=30)
@given(seeds)
def test_less_detail_changes_nothing_of_what_is_said(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problems = Problems.of(model, [a_random_problem(model, random, openness=0.6) for _ in range(9)])

    full, brief = evaluate(model, problems), evaluate(model, problems, detail=Detail.VERDICT)

    assert brief.acceptability is None
    assert brief.outlook is None
    for each in fields(brief):
        if isinstance(said := getattr(brief, each.name), np.ndarray):
            assert np.array_equal(said, getattr(full, each.name)), each.name


@settings(max_examples=40)
@given(seeds)
def test_answering_a_question_leaves_the_cases_that_drew_that_answer_as_they_were(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problem = a_random_problem(model, random, openness=0.7)
    still_open = [place for place in range(len(model.questions)) if place not in problem.answers]

    before = who_wins(model, problem)

    for place in still_open:
        drawn = laid_points(model, 3, 128).outcomes[place]
        for outcome, (_, options) in enumerate(likely_options(model.questions[place])):
            after = who_wins(model, replace(problem, answers={**problem.answers, place: options}))
            assert np.array_equal(before[drawn == outcome], after[drawn == outcome])


@settings(max_examples=30)
@given(seeds)
def test_the_largest_first_rank_share_never_falls_by_an_answer_on_average_by_enumeration(seed):
    model, random = a_random_model(seed, questions=4), np.random.default_rng(seed)
    problem = replace(a_random_problem(model, random, openness=0.8), compared=None)
    ways = every_way(model, problem)
    leaders = appraise(model, Problems.of(model, [replace(problem, answers=answers) for _, answers in ways])).leader
    first = np.zeros((len(ways), len(model.alternatives) + 1))
    first[np.arange(len(ways)), leaders] = [chance for chance, _ in ways]

    largest = first[:, :-1].sum(axis=0).max()

    for place in range(len(model.questions)):
        taken = np.array([hash(answers[place]) for _, answers in ways])
        grouped = [first[taken == one, :-1].sum(axis=0).max() for one in np.unique(taken)]
        assert sum(grouped) >= largest - 1e-12


@settings(max_examples=15)
@given(seeds)
def test_sampled_first_places_agree_with_enumerated_ones(seed):
    """With only answers drawn: share of each alternative by enumeration, within 4 standard errors of the cases."""
    model, random = a_random_model(seed, questions=4, cases=4096), np.random.default_rng(seed)
    certain = replace(
        model,
        measurements=(),  # what is measured is an interval too
        ratings=np.repeat(model.ratings[..., 1:2], 3, axis=-1),
        method=replace(model.method, spread_scenario=0.0, spread_direct=0.0),
    )
    problem = replace(a_random_problem(certain, random, openness=0.8), compared=None)
    ways = every_way(certain, problem)
    answered = Problems.of(certain, [replace(problem, answers=answers) for _, answers in ways])
    leaders, chances = appraise(certain, answered).leader, np.array([chance for chance, _ in ways])

    found = evaluate(certain, Problems.of(certain, [problem]), detail=Detail.VERDICT)

    for alternative in range(len(certain.alternatives)):
        share = chances[leaders == alternative].sum()
        error = np.sqrt(max(share * (1 - share), 0) / 4096)
        assert abs(found.firsts[0, alternative] / 4096 - share) <= 4 * error + 2 / 4096
    assert abs(found.nothing_left[0] / 4096 - chances[leaders < 0].sum()) <= 4 * np.sqrt(0.25 / 4096)


@settings(max_examples=15)
@given(seeds)
def test_the_largest_first_rank_share_never_falls_by_an_answer_within_sampling_error(seed):
    model, random = a_random_model(seed, cases=1024), np.random.default_rng(seed)
    problem = a_random_problem(model, random, openness=0.6)

    def largest(answers) -> float:
        again = Problems.of(model, [replace(problem, answers=answers)])
        return float(evaluate(model, again, detail=Detail.VERDICT).firsts.max() / 1024)

    now = largest(problem.answers)

    for place, question in enumerate(model.questions):
        if place not in problem.answers:
            after = sum(
                chance * largest({**problem.answers, place: options}) for chance, options in likely_options(question)
            )
            assert after >= now - 4 * np.sqrt(0.25 / 1024)


def test_what_is_excluded_wins_no_case_and_is_counted_when_nothing_is_left():
    rules = [a_rule("no_vm", "exclude", [0], (0, [1])), a_rule("nothing", "exclude", [0, 1, 2], (1, [1]))]
    questions = [a_question("kernel"), a_question("network", chances=[0.75, 0.25])]
    model = a_model([[5, 5], [3, 3], [1, 1]], questions=questions, rules=rules)

    found = evaluate(model, one(model, answers={0: (1,)}))

    assert found.firsts[0].tolist() == [0, 192, 0]
    assert found.nothing_left[0] == 64
    assert found.confidence[0] == 0.75
    assert found.acceptability.ranks[0].tolist() == [[0, 0, 0], [0.75, 0, 0], [0, 0.75, 0]]
    assert found.acceptability.wins[0].tolist() == [[0, 0, 0], [0.75, 0, 0.75], [0.75, 0, 0]]


def test_a_gated_question_is_drawn_only_in_the_cases_that_show_it():
    always_better = {(1, 2, 0): 4.0}
    questions = [
        a_question("hosting", chances=[0.5, 0.5]),
        a_question("instances", effects=always_better, gate=AnswerIn(0, frozenset({1})), default=0),
    ]
    model = a_model([[3, 3], [3, 3], [2.5, 2.5]], questions=questions, spread_scenario=0.0)

    both_open = evaluate(model, one(model))
    answered = evaluate(model, one(model, answers={1: (1,)}))
    hidden = evaluate(model, one(model, answers={0: (0,), 1: (1,)}))
    shown = evaluate(model, one(model, answers={0: (1,), 1: (1,)}))

    assert abs(both_open.firsts[0, 2] / 256 - 0.25) < 0.05
    assert answered.firsts[0, 2] == 128
    assert hidden.firsts[0, 2] == 0
    assert shown.firsts[0, 2] == 256


def test_all_weights_spread_and_zero_stays_zero():
    model = a_model([[5, 1], [1, 5], [3, 3]])

    found = evaluate(model, one(model, weights=np.array([1.0, 0.0])))

    assert found.firsts[0].tolist() == [256, 0, 0]
    assert found.acceptability.central_weights[0, 0].tolist() == [1, 0]


def test_more_spread_of_the_weights_means_less_confidence():
    model = a_model([[5, 2], [2, 5], [1, 1]], cases=1024)
    points = np.array([1.2, 1.0])

    narrow, wide = (evaluate(model, one(model, points=points, spread=spread)).confidence[0] for spread in (0.05, 1.0))

    assert narrow > 0.95
    assert wide < 0.7


def test_nothing_is_random_without_a_seed_and_another_seed_is_another_sample():
    model = a_model([[4, 2], [2, 4], [3, 3]], spread=1.0)
    problems = one(model)

    first, again, other = (evaluate(model, problems, seed=seed) for seed in (1, 1, 2))

    assert np.array_equal(first.acceptability.ranks, again.acceptability.ranks)
    assert not np.array_equal(first.acceptability.ranks, other.acceptability.ranks)


def test_the_number_of_cases_is_a_power_of_two():
    model = a_model([[4, 2], [2, 4], [3, 3]])

    with pytest.raises(ValueError, match="power of two"):
        evaluate(model, one(model), cases=1000)
