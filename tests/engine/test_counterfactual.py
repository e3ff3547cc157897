"""What would have to be different: by hand, against a linear program, and against trying everything."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from decisions.engine import NOT_APPLICABLE, OPEN, AnswerIn, Problem, Problems
from decisions.engine.central import appraise
from decisions.engine.counterfactual import (
    options_of,
    smallest_answer_change,
    smallest_conflict,
    smallest_weight_change,
)
from decisions.engine.problems import choices, outcome_of
from decisions.engine.tables import HIDDEN
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, a_rule, one
from tests.engine.plain import options_of as options_read_aloud
from tests.engine.test_article import CRITERIA, STARS

STEPS = 10_000


def leader_of(values, weights):
    return int(np.round(values @ weights, 10).argmax())


def random_problem(seed):
    random = np.random.default_rng(seed)
    alternatives, criteria = int(random.integers(2, 5)), int(random.integers(2, 6))
    values = random.integers(0, 9, (alternatives, criteria)) / 8
    weights = random.multinomial(STEPS, random.dirichlet(np.ones(criteria))) / STEPS
    return values, weights, random.random(alternatives) < 0.8


def least_distance(values, weights, leader, rival):
    """The linear program: increases and decreases of each weight, adding up to nothing, that level the two."""
    gain, count = values[rival] - values[leader], len(weights)
    found = linprog(
        np.ones(2 * count),
        A_ub=[np.concatenate([-gain, gain])],
        b_ub=[gain @ weights],
        A_eq=[np.concatenate([np.ones(count), -np.ones(count)])],
        b_eq=[0],
        bounds=[(0, None)] * count + [(0, weight) for weight in weights],
    )
    return found.fun if found.status == 0 else np.inf


# weights ---------------------------------------------------------------------------------------------------------


def test_weight_moves_from_where_the_rival_loses_most_to_where_it_gains_most():
    values = np.array([[[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]]])

    found = smallest_weight_change(values, np.array([[0.6, 0.2, 0.2]]), np.ones((1, 2), bool), np.array([0]))

    assert found.weights[0] == pytest.approx([0.4, 0.2, 0.4])
    assert found.distance[0] == pytest.approx(0.4)
    assert found.alternative[0] == 1


def test_in_the_article_hybrid_takes_the_lead_at_two_thirds():
    """VMs lead while isolation, portability and compliance weigh more than two thirds; 0.8 of the weight is theirs."""
    values = (np.array(STARS, float)[None] - 1) / 4
    weights = np.array([[0.4, 0.1, 0.3, 0.1, 0.1]])

    found = smallest_weight_change(values, weights, np.ones((1, 3), bool), np.array([0]))

    assert CRITERIA[1] == "efficiency"
    assert found.distance[0] == pytest.approx(2 * (0.8 - 2 / 3))
    assert found.alternative[0] == 2


def test_no_weights_bring_a_rival_that_is_nowhere_better():
    values = np.array([[[0.8, 0.5], [0.8, 0.4]]])

    found = smallest_weight_change(values, np.array([[0.5, 0.5]]), np.ones((1, 2), bool), np.array([0]), steps=STEPS)

    assert found.alternative[0] == -1
    assert found.distance[0] == np.inf
    assert found.weights[0].tolist() == [0.5, 0.5]


def test_nobody_overtakes_where_nobody_leads():
    values = np.array([[[0.8, 0.5], [0.8, 0.9]]])

    found = smallest_weight_change(values, np.array([[0.5, 0.5]]), np.zeros((1, 2), bool), np.array([-1]))

    assert found.alternative[0] == -1


@given(st.integers(0, 2**32 - 1))
def test_its_distance_is_that_of_the_linear_program(seed):
    values, weights, eligible = random_problem(seed)
    leader = int(np.where(eligible, np.round(values @ weights, 10), -1).argmax())
    eligible[leader] = True

    found = smallest_weight_change(values[None], weights[None], eligible[None], np.array([leader]))

    rivals = [rival for rival in np.flatnonzero(eligible) if rival != leader and np.any(values[rival] > values[leader])]
    least = min((least_distance(values, weights, leader, rival) for rival in rivals), default=np.inf)
    assert found.distance[0] == pytest.approx(least, abs=1e-9)
    assert np.abs(found.weights[0] - weights).sum() == pytest.approx(least if rivals else 0, abs=1e-9)


@given(st.integers(0, 2**32 - 1))
def test_in_steps_the_other_one_really_leads_and_one_step_less_does_not_do(seed):
    values, weights, eligible = random_problem(seed)
    eligible[leader_of(values, weights)] = True
    leader = leader_of(values, weights)
    values = np.where(eligible[:, None], values, 0)

    shown = smallest_weight_change(values[None], weights[None], eligible[None], np.array([leader]), steps=STEPS)

    exact = smallest_weight_change(values[None], weights[None], eligible[None], np.array([leader]))
    assert (shown.alternative[0] >= 0) == (exact.alternative[0] >= 0)
    if shown.alternative[0] >= 0:
        steps = np.round(shown.weights[0] * STEPS)
        assert shown.weights[0] == pytest.approx(steps / STEPS, abs=1e-12)
        assert steps.sum() == STEPS
        assert leader_of(values, steps / STEPS) == shown.alternative[0] != leader
        assert np.abs(shown.weights[0] - weights).sum() == pytest.approx(shown.distance[0], abs=1e-9)
        assert exact.distance[0] <= shown.distance[0] + 1e-9 <= exact.distance[0] + 2 / STEPS + 1e-6


@pytest.mark.parametrize("epsilon", [1e-6, 1e-3])
@given(seed=st.integers(0, 2**32 - 1))
def test_the_leader_stays_before_the_tie_and_falls_behind_it(epsilon, seed):
    values, weights, _ = random_problem(seed)
    leader = leader_of(values, weights)
    found = smallest_weight_change(values[None], weights[None], np.ones((1, len(values)), bool), np.array([leader]))
    rival, way = found.alternative[0], found.weights[0] - weights
    if rival < 0 or not way.any():
        return

    before, behind = ((values[leader] - values[rival]) @ (weights + part * way) for part in (1 - epsilon, 1 + epsilon))

    assert before > 0 > behind


def test_a_problem_comes_out_the_same_alone_and_in_a_batch():
    random = np.random.default_rng(3)
    values, weights = random.random((50, 3, 5)), random.dirichlet(np.ones(5), 50)
    eligible, leader = np.ones((50, 3), bool), np.einsum("pac,pc->pa", values, weights).argmax(axis=-1)

    together = smallest_weight_change(values, weights, eligible, leader)

    for row in range(50):
        part = slice(row, row + 1)
        alone = smallest_weight_change(values[part], weights[part], eligible[part], leader[part])
        assert np.array_equal(alone.weights[0], together.weights[row])
        assert alone.distance[0] == together.distance[row]


# answers ---------------------------------------------------------------------------------------------------------


def change(model, problem, *, preferred=None, **more):
    preferred = np.ones(len(model.questions), bool) if preferred is None else preferred
    return smallest_answer_change(model, problem, preferred=preferred, **more)


def test_one_answer_that_shifts_a_rating_brings_another_leader():
    """4.0 against 3.5 stars: only the third option takes more than half a star."""
    question = a_question("packaging", options=3, effects={(1, 0, 0): -0.25, (2, 0, 0): -1.0})
    model = a_model([[4, 3], [3.5, 3], [1, 1]], questions=[question])

    found = change(model, one(model, answers={0: (0,)}))

    assert found is not None
    assert found.answers == ((0, 2),)
    assert found.alternative == 1


def test_an_open_question_is_no_answer_to_change():
    question = a_question("packaging", options=3, effects={(1, 0, 0): -0.25, (2, 0, 0): -1.0})
    model = a_model([[4, 3], [3.5, 3], [1, 1]], questions=[question])

    assert change(model, one(model)) is None


def test_two_answers_are_needed_where_one_is_not_enough():
    questions = [a_question(f"part_{place}", effects={(1, 0, 0): -0.6}) for place in range(3)]
    model = a_model([[4, 3], [3.65, 3], [1, 1]], questions=questions)  # a shift is a third of its effect

    found = change(model, one(model, answers={0: (0,), 1: (0,), 2: (0,)}))

    assert found is not None
    assert found.answers == ((0, 1), (1, 1))


def test_no_answers_up_to_three_where_the_lead_is_too_large():
    questions = [a_question(f"part_{place}", effects={(1, 0, 0): -0.5}) for place in range(5)]
    model = a_model([[5, 3], [4.6, 3], [1, 1]], questions=questions)

    assert change(model, one(model, answers=dict.fromkeys(range(5), (0,)))) is None
    assert change(model, one(model, answers=dict.fromkeys(range(5), (0,)), compared=np.array([1, 0, 0], bool))) is None


def test_importance_moves_the_lead_too():
    need = a_question("release_rate", importance={(1, 1): 3.0})
    model = a_model([[5, 2], [2, 4], [1, 1]], questions=[need])

    found = change(model, one(model, answers={0: (0,)}))

    assert found is not None
    assert (found.answers, found.alternative) == (((0, 1),), 1)
    given_weights = one(model, answers={0: (0,)}, weights=np.array([1.0, 1.0]))
    assert change(model, given_weights) is None  # weights that are given replace what answers add


def test_an_answer_that_excludes_the_leader_brings_the_next_one():
    model = a_model(
        [[5, 5], [4, 4], [3, 3]],
        questions=[a_question("kernel"), a_question("support")],
        rules=[a_rule("own_kernel", "exclude", [0], (0, [1]))],
    )

    found = change(model, one(model, answers={0: (0,), 1: (0,)}))

    assert found is not None
    assert (found.answers, found.alternative) == (((0, 1),), 1)


def test_what_is_excluded_leads_only_once_its_exclusion_is_lifted():
    model = a_model(
        [[3, 3], [5, 5], [1, 1]],
        questions=[a_question("kernel"), a_question("support")],
        rules=[a_rule("own_kernel", "exclude", [1], (0, [1])), a_rule("certified", "exclude", [1], (1, [1]))],
    )

    found = change(model, one(model, answers={0: (1,), 1: (1,)}))

    assert found is not None
    assert (found.answers, found.alternative) == (((0, 0), (1, 0)), 1)


def test_own_answers_go_before_assumed_ones_and_the_larger_gain_before_the_smaller():
    questions = [a_question(f"part_{place}", effects={(1, 0, 0): -gain}) for place, gain in enumerate((3, 1.5, 2))]
    model = a_model([[4, 3], [3.7, 3], [1, 1]], questions=questions)
    problem = one(model, answers={0: (0,), 1: (0,), 2: (0,)})

    every_own = change(model, problem)
    first_assumed = change(model, problem, preferred=np.array([False, True, True]))

    assert every_own is not None
    assert every_own.answers == ((0, 1),)
    assert first_assumed is not None
    assert first_assumed.answers == ((2, 1),)


def test_of_a_gate_with_what_it_shows_and_two_others_the_larger_gain_goes_first():
    """The second is a star behind; a shift is a third of its effect. The gate with its question brings 1.5, two 1.2."""
    questions = [
        a_question("has_state"),
        a_question("where_state", effects={(1, 1, 0): 4.5}, gate=AnswerIn(0, frozenset({1})), default=0),
        a_question("part_1", effects={(1, 1, 0): 1.8}),
        a_question("part_2", effects={(1, 1, 0): 1.8}),
    ]
    model = a_model([[4, 3], [3, 3], [1, 1]], questions=questions)

    found = change(model, one(model, answers=dict.fromkeys(range(4), (0,))))

    assert found is not None
    assert found.answers == ((0, 1), (1, 1))


def test_importance_that_two_answers_take_away_is_taken_away_once():
    """Points 2, 3 and 1, differences -1/2, 1 and -1/4; each answer takes 2 and 1.5, and none falls below nothing."""
    less = {(1, 0): -2.0, (1, 1): -1.5}
    questions = [a_question(f"need_{place}", criteria=3, importance=less) for place in range(2)]
    model = a_model([[3, 5, 3], [5, 1, 4], [1, 1, 1]], points=[2, 3, 1], questions=questions)

    found = change(model, one(model, answers={0: (0,), 1: (0,)}, compared=np.array([True, True, False])))

    assert found is not None
    assert (found.answers, found.alternative) == (((0, 1), (1, 1)), 1)


def test_a_gate_is_changed_together_with_what_it_shows():
    """Hidden, the second question counts as its default; shown, as the answer given to it, which may change, too."""
    gate = a_question("has_state")
    gated = a_question(
        "where_state",
        options=3,
        effects={(2, 0, 0): -2.0},
        gate=a_rule("unused", "warning", [0], (0, [1])).when[0],
        default=0,
    )
    model = a_model([[4, 3], [3, 3], [1, 1]], questions=[gate, gated])

    brought = change(model, one(model, answers={0: (0,), 1: (2,)}))
    along = change(model, one(model, answers={0: (0,), 1: (1,)}))

    assert brought is not None
    assert brought.answers == ((0, 1),)
    assert along is not None
    assert along.answers == ((0, 1), (1, 2))


def test_with_nobody_left_it_is_the_fewest_answers_that_leave_somebody():
    model = a_model(
        [[3, 3], [5, 5], [1, 1]],
        questions=[a_question("kernel"), a_question("support")],
        rules=[a_rule("one", "exclude", [0, 1, 2], (0, [1])), a_rule("other", "exclude", [1, 2], (1, [1]))],
    )
    problem = one(model, answers={0: (1,), 1: (1,)})

    found = change(model, problem)

    assert found is not None
    assert (found.answers, found.alternative) == (((0, 0),), 0)


@pytest.mark.parametrize("seed", range(40))
def test_numbers_of_answers_and_their_options_are_two_ways_of_saying_the_same(seed):
    for question in a_random_model(seed).questions:
        outcomes = range(1 << len(choices(question))) if question.multiple else range(len(question.options))
        for outcome in outcomes:
            assert options_of(question, outcome) == options_read_aloud(question, outcome)
            assert outcome_of(question, options_of(question, outcome)) == outcome


def other_outcomes(question, outcome):
    """Every other option; of multiple choice, one option more or less, or none."""
    if not question.multiple:
        return [option for option in range(len(question.options)) if option != outcome]
    chosen = {option for bit, option in enumerate(choices(question)) if outcome >> bit & 1}
    ways = [chosen ^ {option} for option in choices(question)] + [set()]
    return sorted({sum(1 << choices(question).index(option) for option in way) for way in ways} - {outcome})


def leader_after(model, problem, answers):
    """The leader with these answers, or None where one of them is not asked then, or was not answered."""
    varied = problem.take(np.zeros(1, int))
    for question, outcome in answers:
        varied.outcomes[0, question] = outcome
    after = appraise(model, varied)
    if any(after.known.path[0, question] == HIDDEN for question, _ in answers):
        return None
    return int(after.leader[0])


def by_trying_everything(model, problem, size):
    """All sets of so many changes that bring another leader; what a criterion is measured by stays."""
    appraisal = appraise(model, problem)
    now = int(appraisal.leader[0])
    measuring = [model.measurements[place] for place in np.flatnonzero(appraisal.measured.applies[0])]
    counted = {question for each in measuring for question in each.inputs}
    answered = [
        question
        for question in range(len(model.questions))
        if problem.outcomes[0, question] >= 0 and question not in counted
    ]
    for questions in combinations(answered, size):
        ways = [other_outcomes(model.questions[each], int(problem.outcomes[0, each])) for each in questions]
        for outcomes in product(*ways):
            answers = tuple(zip(questions, outcomes, strict=True))
            after = leader_after(model, problem, answers)
            if after is not None and after >= 0 and after != now:
                yield answers, after


@pytest.mark.parametrize("seed", range(60))
def test_nothing_smaller_does_it_and_nothing_is_overlooked(seed):
    random = np.random.default_rng(seed)
    model = a_random_model(seed, questions=6 + seed % 3)
    problem = Problems.of(model, [a_random_problem(model, random, openness=0.1)])

    found = change(model, problem)

    expected = {}
    for size in (1, 2, 3):
        expected = dict(by_trying_everything(model, problem, size))
        if expected:
            break
    if found is None:
        assert not expected
    else:
        assert len(found.answers) == size
        assert expected[found.answers] == found.alternative


def test_the_random_models_need_one_two_three_answers_or_more():
    sizes = set()
    for seed in range(60):
        model = a_random_model(seed, questions=6 + seed % 3)
        problem = Problems.of(model, [a_random_problem(model, np.random.default_rng(seed), openness=0.1)])
        found = change(model, problem)
        sizes.add(len(found.answers) if found is not None else 0)

    assert sizes >= {0, 1, 2}


@pytest.mark.parametrize("seed", range(30))
def test_far_ahead_it_takes_three_answers_and_the_bound_overlooks_none(seed):
    """Facts and needs of small effect, and a lead that takes most of three of them."""
    random = np.random.default_rng(seed)
    questions = [
        a_question(
            f"part_{place}",
            options=3,
            criteria=3,
            declares=range(3) if place % 2 else (),
            effects={(o, a, c): random.integers(-4, 5) / 4 for o in range(3) for a in range(3) for c in range(3)}
            if place % 2
            else None,
            importance=None if place % 2 else {(o, c): random.integers(-1, 3) for o in range(3) for c in range(3)},
        )
        for place in range(7)
    ]
    model = a_model(random.uniform(1, 5, (3, 3)), questions=questions)
    problem = one(model, answers={place: (int(random.integers(3)),) for place in range(7)})

    found = change(model, problem)

    sizes = [size for size in (1, 2, 3) if any(by_trying_everything(model, problem, size))]
    assert (len(found.answers) if found is not None else None) == (sizes[0] if sizes else None)


@pytest.mark.parametrize("seed", range(40))
def test_no_change_brings_a_leader_that_the_changed_answers_exclude(seed):
    model = a_random_model(seed)
    problem = Problems.of(model, [a_random_problem(model, np.random.default_rng(seed), openness=0.2)])

    found = change(model, problem)

    if found is not None:
        varied = problem.take(np.zeros(1, int))
        for question, outcome in found.answers:
            varied.outcomes[0, question] = outcome
        assert appraise(model, varied).eligible[0, found.alternative]


# conflicts -------------------------------------------------------------------------------------------------------


def conflict(model, problem, *, preferred=None):
    preferred = np.ones(len(model.questions), bool) if preferred is None else preferred
    return smallest_conflict(model, problem, preferred=preferred)


def test_two_answers_that_each_exclude_somebody_are_in_conflict():
    """The first is free again once one rule is gone; the others only when both are."""
    model = a_model(
        [[3, 3], [5, 5], [1, 1]],
        questions=[a_question("kernel"), a_question("support"), a_question("host")],
        rules=[
            a_rule("containers", "exclude", [1, 2], (0, [1])),
            a_rule("machines", "exclude", [0], (1, [1]), (2, [1])),
            a_rule("certified", "exclude", [1, 2], (1, [1])),
        ],
    )
    problem = one(model, answers={0: (1,), 1: (1,), 2: (1,)})

    assert conflict(model, problem) == (1,)
    assert conflict(model, problem, preferred=np.array([True, False, True])) == (2,)


def test_a_conflict_behind_a_hidden_question_is_laid_at_its_gate():
    gate = a_question("has_state")
    gated = a_question("where", gate=a_rule("unused", "warning", [0], (0, [1])).when[0], default=0)
    model = a_model(
        [[3, 3], [5, 5], [1, 1]], questions=[gate, gated], rules=[a_rule("all", "exclude", [0, 1, 2], (1, [0]))]
    )

    assert conflict(model, one(model, answers={0: (0,)})) == (0,)


@pytest.mark.parametrize("seed", range(60))
def test_opening_what_is_in_conflict_leaves_somebody_and_opening_fewer_does_not(seed):
    model = a_random_model(seed, alternatives=2)
    problem = Problems.of(model, [a_random_problem(model, np.random.default_rng(seed), openness=0.0)])
    if appraise(model, problem).eligible.any():
        everybody = a_rule("nobody", "exclude", [0, 1], (0, list(range(len(model.questions[0].options)))), of=2)
        model = a_model(
            model.ratings[..., 1], questions=model.questions, rules=[*model.rules, everybody], core=model.core
        )
        problem = Problems.of(model, [Problem(answers=answers_of(model, problem))])
    if appraise(model, problem).eligible.any():  # the question that would exclude everybody does not apply
        return

    found = conflict(model, problem)

    def left_after(opened):
        varied = problem.take(np.zeros(1, int))
        varied.outcomes[0, list(opened)] = OPEN
        return bool(appraise(model, varied).eligible.any())

    answered = [each for each in range(len(model.questions)) if problem.outcomes[0, each] >= 0]
    sizes = [size for size in range(1, 6) if any(left_after(some) for some in combinations(answered, size))]
    assert len(found) == (sizes[0] if sizes else 0)
    assert not sizes or left_after(found)


def answers_of(model, problem):
    outcomes = problem.outcomes[0]
    return {
        place: "not_applicable" if outcomes[place] == NOT_APPLICABLE else options_of(question, int(outcomes[place]))
        for place, question in enumerate(model.questions)
        if outcomes[place] != OPEN
    }
