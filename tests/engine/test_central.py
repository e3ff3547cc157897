"""The central view: exclude, rate, weigh, score, with open questions at their mean."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import AnswerIn, Detail, Measurement, Model, Problem, Problems, Question, Rule, evaluate
from decisions.engine.central import appraise
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, a_rule, one
from tests.engine.plain import every_way, excluded, options_of, ratings_of, shift_and_points

FLAT = [[3, 3], [3, 3], [3, 3]]
seeds = st.integers(0, 10_000)


def stars(model: Model, **problem) -> np.ndarray:
    """Stars on the first criterion, before the scale ends them."""
    return appraise(model, one(model, **problem)).stars[0, :, 0]


def test_it_works():
    model = a_model([[5, 1], [1, 5], [4, 4]], points=[3, 1])

    found = evaluate(model, one(model))

    assert found.weights[0].tolist() == [0.75, 0.25]
    assert found.values[0].tolist() == [[1, 0], [0, 1], [0.75, 0.75]]
    assert found.scores[0].tolist() == [0.75, 0.25, 0.75]
    assert found.order[0].tolist() == [0, 2, 1]


def test_a_shift_is_the_mean_over_all_questions_that_declare_the_criterion():
    """Shares 1, 0.5 and 0.5, effects 2, 1 and none: (2 + 0.5) / 2 stars."""
    questions = [
        a_question("first", effects={(1, 0, 0): 2.0}),
        a_question("second", effects={(1, 0, 0): 1.0}, share=0.5),
        a_question("without_an_entry", declares=[0], share=0.5),
        a_question("other_criterion", effects={(1, 0, 1): 4.0}),
    ]
    model = a_model(FLAT, questions=questions)

    assert stars(model, answers={0: (1,), 1: (1,), 2: (1,), 3: (1,)}).tolist() == [4.25, 3, 3]


def test_what_does_not_apply_leaves_the_mean():
    questions = [a_question("first", effects={(1, 0, 0): 2.0}), a_question("second", declares=[0])]
    model = a_model(FLAT, questions=questions)

    assert stars(model, answers={0: (1,), 1: (0,)})[0] == 4
    assert stars(model, answers={0: (1,), 1: "not_applicable"})[0] == 5
    assert stars(model, answers={0: "not_applicable", 1: "not_applicable"})[0] == 3


def test_several_options_count_with_their_mean_or_with_the_lowest():
    """One option brings 2 and -1 stars, the other none."""
    many = {"options": 3, "effects": {(1, 0, 0): 2.0, (1, 1, 0): -1.0}, "multiple": True, "none": 0}
    mean, strictest = (
        a_model(FLAT, questions=[a_question("many", strictest=strictest, **many)]) for strictest in (False, True)
    )

    assert stars(mean, answers={0: (1, 2)}).tolist() == [4, 2.5, 3]
    assert stars(strictest, answers={0: (1, 2)}).tolist() == [3, 2, 3]
    assert stars(strictest, answers={0: (0,)}).tolist() == [3, 3, 3]


def test_importance_adds_up_and_the_strictest_takes_the_highest():
    """Points 1 and 1; one need adds 2 to the first, the other takes the higher of 1 and 3 for the second."""
    questions = [
        a_question("need", importance={(1, 0): 2}),
        a_question("regime", options=3, importance={(1, 1): 1, (2, 1): 3}, multiple=True, none=0, strictest=True),
    ]
    model = a_model(FLAT, questions=questions)

    assert evaluate(model, one(model, answers={0: (1,), 1: (1, 2)})).weights[0].tolist() == [3 / 7, 4 / 7]


def test_several_options_of_a_need_add_the_mean_of_their_importance():
    """Points 1 and 1; of the two options one adds 2 to the first criterion, the other 4: the mean is 3."""
    need = a_question("need", options=3, importance={(1, 0): 2, (2, 0): 4}, multiple=True, none=0)
    model = a_model(FLAT, questions=[need])

    assert evaluate(model, one(model, answers={0: (1, 2)})).weights[0].tolist() == [4 / 5, 1 / 5]
    assert evaluate(model, one(model, answers={0: (1,)})).weights[0].tolist() == [3 / 4, 1 / 4]


def test_a_rule_holds_where_one_of_several_options_is_among_its_answers():
    many = a_question("many", options=4, multiple=True, none=0)
    rule = a_rule("rule", "exclude", [0], (0, (1, 2)))
    model = a_model(FLAT, questions=[many], rules=[rule])

    def excluded(*options):
        return bool(evaluate(model, one(model, answers={0: options})).excluded[0, 0])

    assert [excluded(1), excluded(2), excluded(1, 3), excluded(3), excluded(0)] == [True, True, True, False, False]


def test_importance_does_not_fall_below_nothing():
    questions = [a_question("relief", importance={(1, 0): -5})]
    model = a_model(FLAT, questions=questions)

    found = evaluate(model, one(model, answers={0: (1,)}))

    assert found.weights[0].tolist() == [0, 1]
    assert not found.weights_were_all_zero[0]


def test_when_nothing_has_importance_all_weigh_alike_in_every_case_and_it_says_so():
    questions = [a_question("relief", importance={(1, 0): -5, (1, 1): -5})]
    model = a_model([[5, 2], [2, 4], [1, 1]], questions=questions, spread_scenario=0.0)

    found = evaluate(model, one(model, answers={0: (1,)}))

    assert found.weights[0].tolist() == [0.5, 0.5]
    assert found.weights_were_all_zero.tolist() == [True]
    assert found.firsts[0].tolist() == [256, 0, 0]


def test_weights_that_the_user_sets_replace_points_and_answers_add_none():
    questions = [a_question("need", importance={(1, 0): 9})]
    model = a_model(FLAT, questions=questions, points=[5, 1])

    for answers in ({0: (1,)}, {}):
        found = evaluate(model, one(model, answers=answers, weights=np.array([1.0, 3.0])))
        assert found.weights[0].tolist() == [0.25, 0.75]
        assert abs(found.acceptability.central_weights[0, 0, 0] - 0.25) < 0.02


def test_an_open_question_counts_with_the_mean_of_its_options_by_chance():
    questions = [a_question("open", chances=[0.75, 0.25], effects={(1, 0, 0): 2.0})]

    assert stars(a_model(FLAT, questions=questions)).tolist() == [3.5, 3, 3]


def test_an_open_multiple_choice_counts_with_the_mean_over_all_that_may_be_chosen():
    """Two options of 2 and 0 stars, drawn with chances 1/2 each: none 0, the first 2, the second 0, both 1."""
    question = a_question("many", options=3, chances=[0, 0.5, 0.5], effects={(1, 0, 0): 2.0}, multiple=True, none=0)

    assert stars(a_model(FLAT, questions=[question]))[0] == 3 + (0 + 2 + 0 + 1) / 4


def test_a_hidden_question_takes_its_default_and_applies():
    questions = [
        a_question("hosting"),
        a_question("instances", options=3, effects={(1, 0, 0): 2.0, (2, 0, 0): -2.0},
                   gate=AnswerIn(0, frozenset({1})), default=1),
        a_question("beside", declares=[0]),
    ]  # fmt: skip
    model = a_model(FLAT, questions=questions)
    beside = {2: (0,)}

    assert stars(model, answers={0: (0,), 1: (2,), **beside})[0] == 4  # its answer does not count
    assert stars(model, answers={0: (0,), **beside})[0] == 4
    assert stars(model, answers={0: (1,), 1: (2,), **beside})[0] == 2
    assert stars(model, answers={0: (1,), **beside})[0] == 3  # open: mean of 0, 2 and -2
    assert stars(model, answers={1: (2,), **beside})[0] == 3  # half shown: mean of -2 and the default's 2
    assert stars(model, answers=beside)[0] == 3.5
    assert stars(model, answers={0: (0,), 1: "not_applicable", **beside})[0] == 3


def test_the_scale_ends_at_one_and_five_stars():
    questions = [a_question("extreme", effects={(1, 0, 0): 4.0, (1, 1, 0): -4.0})]
    model = a_model(FLAT, questions=questions)

    assert appraise(model, one(model, answers={0: (1,)})).values[0, :, 0].tolist() == [1, 0, 0.5]


def test_those_not_compared_are_scored_and_stand_last():
    model = a_model([[3, 3], [2, 2], [5, 5]], core=[True, True, False])

    found = evaluate(model, one(model))

    assert found.leader[0] == 0
    assert found.scores[0].tolist() == [0.5, 0.25, 1]
    assert found.order[0].tolist() == [0, 1, 2]
    assert found.firsts[0].tolist() == [256, 0, 0]
    assert found.acceptability.ranks[0, 2].tolist() == [0, 0, 0]


def test_a_rule_needs_all_of_its_answers():
    questions = [a_question("kernel"), a_question("privilege")]
    model = a_model(FLAT, questions=questions, rules=[a_rule("both", "exclude", [1], (0, [1]), (1, [1]))])

    def is_excluded(**answers) -> bool:
        return bool(evaluate(model, one(model, **answers), detail=Detail.VERDICT).excluded[0, 1])

    assert is_excluded(answers={0: (1,), 1: (1,)})
    assert not is_excluded(answers={0: (1,), 1: (0,)})
    assert not is_excluded(answers={0: (1,)})
    assert not is_excluded(answers={0: (1,), 1: "not_applicable"})


@settings(max_examples=40)
@given(seeds)
def test_everything_answered_comes_out_as_in_the_plain_reading_of_the_method(seed):
    model = a_random_model(seed)
    problem = a_random_problem(model, np.random.default_rng(seed), openness=0.0)
    taken = {
        place: answer if answer == "not_applicable" else options_of(question, sum(outcome_bits(question, answer)))
        for place, (question, answer) in enumerate(zip(model.questions, problem.answers.values(), strict=True))
    }
    for place, question in enumerate(model.questions):
        gate = question.gate
        if gate is not None and taken[place] != "not_applicable":
            shown = taken[gate.question] != "not_applicable" and gate.options & set(taken[gate.question])
            taken[place] = taken[place] if shown else (question.default,)
    shift, points = shift_and_points(model, problem, taken)
    weights = points / points.sum() if points.any() else np.full(len(points), 1 / len(points))
    values = (np.clip(ratings_of(model, problem)[..., 1] + shift, 1, 5) - 1) / 4

    found = evaluate(model, Problems.of(model, [problem]))

    assert found.weights[0] == pytest.approx(weights, abs=1e-3)  # effects and points are kept in steps of 1/4096
    assert found.scores[0] == pytest.approx(values @ weights, abs=1e-3)
    assert np.array_equal(found.excluded[0], excluded(model, taken))


def outcome_bits(question: Question, answer: tuple[int, ...]) -> list[int]:
    if not question.multiple:
        return list(answer)
    others = [option for option in range(len(question.options)) if option != question.none]
    return [1 << others.index(option) for option in answer if option != question.none]


@settings(max_examples=30)
@given(seeds)
def test_open_questions_enter_with_their_mean_over_every_way_to_answer(seed):
    """Means of sums are sums of means, gates included; the ends of the scale and of importance come after."""
    model = a_random_model(seed, questions=6)
    problem = a_random_problem(model, np.random.default_rng(seed), openness=0.5)
    ways = every_way(model, problem)
    answered = [replace(problem, answers=answers) for _, answers in ways]
    chances = np.array([chance for chance, _ in ways])

    found, each = appraise(model, Problems.of(model, [problem])), appraise(model, Problems.of(model, answered))

    assert found.stars[0] == pytest.approx(np.einsum("w,wac->ac", chances, each.stars), abs=3e-3)
    assert found.points[0] == pytest.approx(chances @ each.points, abs=3e-3)


@settings(max_examples=30)
@given(seeds)
def test_the_order_of_alternatives_criteria_and_questions_does_not_matter(seed):
    """But for ties, which the order of the alternatives decides, and which the scale's ends bring about."""
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problem = a_random_problem(model, random)
    alternatives, criteria, questions = (
        random.permutation(len(each)) for each in (model.alternatives, model.criteria, model.questions)
    )

    shuffled = shuffle(model, alternatives, criteria, questions)
    moved = {int(old): new for new, old in enumerate(questions)}
    again = replace(
        problem,
        answers={moved[place]: answer for place, answer in problem.answers.items()},
        numbers={moved[place]: number for place, number in problem.numbers.items()},
        points=problem.points[criteria],
        weights=None if problem.weights is None else problem.weights[criteria],
        compared=None if problem.compared is None else problem.compared[alternatives],
    )
    here = evaluate(model, Problems.of(model, [problem]))
    there = evaluate(shuffled, Problems.of(shuffled, [again]))

    assert there.scores[0] == pytest.approx(here.scores[0, alternatives], abs=1e-12)
    assert there.weights[0] == pytest.approx(here.weights[0, criteria], abs=1e-12)
    assert np.array_equal(there.eligible[0], here.eligible[0, alternatives])
    assert there.nothing_left[0] == here.nothing_left[0]
    assert there.firsts[0].sum() == here.firsts[0].sum()
    assert there.open_share[0] == here.open_share[0]


@settings(max_examples=30)
@given(seeds)
def test_the_order_of_criteria_and_questions_moves_no_case(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problem = replace(a_random_problem(model, random), points=None, weights=None)
    criteria, questions = (random.permutation(len(each)) for each in (model.criteria, model.questions))
    moved = {int(old): new for new, old in enumerate(questions)}

    shuffled = shuffle(model, np.arange(len(model.alternatives)), criteria, questions)
    again = replace(
        problem,
        answers={moved[place]: answer for place, answer in problem.answers.items()},
        numbers={moved[place]: number for place, number in problem.numbers.items()},
    )
    here = evaluate(model, Problems.of(model, [problem]))
    there = evaluate(shuffled, Problems.of(shuffled, [again]))

    assert np.abs(there.firsts[0] - here.firsts[0]).max() <= 1  # two scores that single precision cannot tell apart


@settings(max_examples=30)
@given(seeds)
def test_the_order_of_alternatives_moves_no_case_without_a_tie(seed):
    model = a_random_model(seed, questions=0)
    alternatives = np.random.default_rng(seed).permutation(len(model.alternatives))
    shuffled = shuffle(model, alternatives, np.arange(len(model.criteria)), np.arange(0))

    here, there = (evaluate(each, Problems.of(each, [Problem()])) for each in (model, shuffled))

    assert np.abs(there.firsts[0] - here.firsts[0, alternatives]).max() <= 1


def shuffle(model: Model, alternatives, criteria, questions) -> Model:
    moved = {int(old): new for new, old in enumerate(questions)}

    def answer(each: AnswerIn | None) -> AnswerIn | None:
        return None if each is None else AnswerIn(moved[each.question], each.options)

    def question(each: Question) -> Question:
        return replace(
            each,
            effects=each.effects[:, alternatives][:, :, criteria],
            importance=each.importance[:, criteria],
            declares=each.declares[criteria],
            gate=answer(each.gate),
        )

    def rule(each: Rule) -> Rule:
        return replace(
            each,
            alternatives=each.alternatives[alternatives],
            when=tuple(AnswerIn(moved[one.question], one.options) for one in each.when),
            unless=answer(each.unless),
        )

    def measurement(each: Measurement) -> Measurement:
        figures = {field.name: getattr(each.formula, field.name)[alternatives] for field in fields(each.formula)}
        return replace(
            each,
            criterion=list(criteria).index(each.criterion),
            inputs=tuple(moved[question] for question in each.inputs),
            formula=replace(each.formula, **figures),
            rated=each.rated[alternatives],
        )

    return replace(
        model,
        measurements=tuple(measurement(each) for each in model.measurements),
        alternatives=tuple(model.alternatives[place] for place in alternatives),
        core=model.core[alternatives],
        criteria=tuple(model.criteria[place] for place in criteria),
        ratings=model.ratings[alternatives][:, criteria],
        points=model.points[criteria],
        questions=tuple(question(model.questions[place]) for place in questions),
        rules=tuple(rule(each) for each in model.rules),
    )


@settings(max_examples=30)
@given(seeds)
def test_nothing_is_ever_infinite_or_undefined(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)

    found = evaluate(model, Problems.of(model, [a_random_problem(model, random) for _ in range(8)]))

    for each in (found, found.acceptability, found.outlook):
        for name in each.__slots__:
            if isinstance(said := getattr(each, name), np.ndarray):
                assert np.isfinite(said).all(), name


def test_a_constant_criterion_changes_no_order():
    model = a_model([[5, 3], [2, 3], [4, 3]])

    found = evaluate(model, one(model))

    assert found.order[0].tolist() == [0, 2, 1]
    assert found.firsts[0].tolist() == [256, 0, 0]


def test_a_batch_of_nothing_gives_nothing():
    model = a_random_model(3)

    found = evaluate(model, Problems.of(model, []))

    assert found.scores.shape == (0, 4)
    assert found.verdict.shape == (0,)


def test_a_model_without_questions_or_rules_needs_none():
    model = a_model([[4.0, 1.0]], alternatives=["only"])

    found = evaluate(model, Problems.of(model, [Problem()]))

    assert found.leader.tolist() == [0]
    assert found.open_share.tolist() == [0]


@settings(max_examples=40)
@given(seeds, st.floats(0, 4))
def test_an_option_that_only_helps_never_lowers_the_score(seed, help_in_stars):
    """Within its question: against an option that does nothing for the alternative, all else as it is."""
    model, random = a_random_model(seed), np.random.default_rng(seed)
    shape = (2, len(model.alternatives), len(model.criteria))
    effects = np.zeros(shape)
    effects[1, 0] = help_in_stars
    helps = Question(
        key="helps",
        nature="fact",
        options=("nothing", "helps"),
        chances=np.array([0.5, 0.5]),
        effects=effects,
        importance=np.zeros((2, shape[2])),
        declares=np.ones(shape[2], bool),
    )
    asked = replace(model, questions=(*model.questions, helps))
    problem = a_random_problem(asked, random)
    place = len(model.questions)

    without, with_help = (
        appraise(asked, Problems.of(asked, [replace(problem, answers={**problem.answers, place: (option,)})])).scores[0]
        for option in (0, 1)
    )

    assert with_help[0] >= without[0] - 1e-12
    assert with_help[1:] == pytest.approx(without[1:], abs=1e-12)
