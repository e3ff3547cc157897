"""Look-up tables of a model: one row for each way in which a question can enter a sum."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.model import AnswerIn, Model, Question, to_grain
from decisions.engine.problems import NOT_APPLICABLE, OPEN, choices, outcome_of

MODELS_KEPT = 32

# How an `AnswerIn` stands in a problem. From DRAWN on it hangs on open answers, and each case decides.
NO, YES, DRAWN, DRAWN_WHILE_SHOWN, WHILE_SHOWN, WHILE_HIDDEN = range(6)

# Whether a question is on the path.
HIDDEN, SHOWN, PERHAPS_SHOWN = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class OutcomeTable:
    """What each outcome of a question does. See `outcome_of`."""

    chances: FloatArray  # (outcomes,): adding up to 1
    numbers: FloatArray  # (outcomes, alternatives * criteria + criteria): share times effect, then importance; grains


@dataclass(frozen=True, eq=False, slots=True)
class Tables:
    """A model's constants, in the shapes that the sums need.

    `rows` holds, for each question, its outcomes and their mean by chance, and if it is gated the same again mixed with
    its default by the chance that it is shown. Row 0 is empty.
    """

    outcomes: tuple[OutcomeTable, ...]  # of each question
    counts: IntArray  # (questions,): number of outcomes
    chances: FloatArray  # flat: the chance of each outcome of each question
    first_chance: IntArray  # (questions,)
    rows: FloatArray  # (rows, alternatives * criteria + criteria): steps of GRAIN
    first_row: IntArray  # (questions,)
    default: IntArray  # (questions,): outcome while hidden; -1 when always shown
    gate: IntArray  # (questions,): the test that shows it; -1 when always shown
    is_gate: BoolArray  # (questions,): others are shown or not by its answer
    gate_chance: FloatArray  # (questions,): of being shown, while its gate is open
    shares: FloatArray  # (questions, criteria): share where it declares the criterion; steps of GRAIN
    tests: tuple[AnswerIn, ...]  # every distinct answer that a gate or a rule looks for
    test_question: IntArray  # (tests,)
    members: tuple[BoolArray, ...]  # of each test: (outcomes,) that satisfy it
    standings: IntArray  # flat: for each test its outcomes' standing, then that of NOT_APPLICABLE, then of OPEN
    first_standing: IntArray  # (tests,)
    when: FloatArray  # (tests, rules): 1 where the rule demands it
    unless: FloatArray  # (tests, rules): 1 where it lifts the rule
    concerns: FloatArray  # (rules, alternatives)
    excludes: BoolArray  # (rules,)
    conditions: BoolArray  # (rules,)
    matters: BoolArray  # (questions,): some answer to it can change a rating, a weight or a rule


@lru_cache(maxsize=MODELS_KEPT)
def tables(model: Model) -> Tables:
    """Work out a model's tables, once."""
    outcomes = tuple(_outcome_table(question) for question in model.questions)
    counts = np.array([len(table.chances) for table in outcomes], int)
    tests, members = _tests(model, outcomes)
    test_of = {answer: position for position, answer in enumerate(tests)}
    gate = [-1 if each.gate is None else test_of[each.gate] for each in model.questions]
    gate_chance = [1.0 if test < 0 else float(outcomes[tests[test].question].chances @ members[test]) for test in gate]
    default = [-1 if each.default is None else outcome_of(each, (each.default,)) for each in model.questions]
    rows, first_row = _rows(model, outcomes, gate_chance, default)
    standings = [np.concatenate([member.astype(np.int8), [NO, DRAWN]]) for member in members]
    demanded = np.zeros((2, len(tests), len(model.rules)), np.float32)
    for position, rule in enumerate(model.rules):
        demanded[0, [test_of[answer] for answer in rule.when], position] = 1
        if rule.unless is not None:
            demanded[1, test_of[rule.unless], position] = 1
    concerns = np.array([rule.alternatives for rule in model.rules], np.float32)
    return Tables(
        outcomes=outcomes,
        counts=counts,
        chances=np.concatenate([np.zeros(0), *(each.chances for each in outcomes)]),
        first_chance=np.cumsum(counts) - counts,
        rows=rows,
        first_row=np.array(first_row, int),
        default=np.array(default, int),
        gate=np.array(gate, int),
        is_gate=np.isin(np.arange(len(gate)), [tests[test].question for test in gate if test >= 0]),
        gate_chance=np.array(gate_chance, float),
        shares=to_grain(
            np.array([each.share * each.declares for each in model.questions], float).reshape(-1, len(model.criteria))
        ),
        tests=tests,
        test_question=np.array([test.question for test in tests], int),
        members=members,
        standings=np.concatenate([np.zeros(0, np.int8), *standings]).astype(np.int8),
        first_standing=np.cumsum([0, *(len(each) for each in standings)])[:-1].astype(int),
        when=demanded[0],
        unless=demanded[1],
        concerns=concerns.reshape(-1, len(model.alternatives)),
        excludes=np.array([rule.effect == "exclude" for rule in model.rules], bool),
        conditions=np.array([rule.effect == "condition" for rule in model.rules], bool),
        matters=_matters(model, outcomes, tests, gate),
    )


def _outcome_table(question: Question) -> OutcomeTable:
    """Tabulate the outcomes of a question: its options, or every subset of its choices."""
    effects = to_grain(to_grain(np.array(question.share)) * question.effects)
    if not question.multiple:
        return OutcomeTable(question.chances / question.chances.sum(), _side_by_side(effects, question.importance))
    options = choices(question)
    chosen = (np.arange(1 << len(options))[:, None] >> np.arange(len(options))) & 1 == 1
    chances = np.where(chosen, question.chances[options], 1 - question.chances[options]).prod(axis=-1)
    if question.strictest:
        effects_of = np.where(chosen[:, :, None, None], effects[options], np.inf).min(axis=1, initial=np.inf)
        importance_of = np.where(chosen[:, :, None], question.importance[options], -np.inf).max(axis=1, initial=-np.inf)
    else:
        taken = np.maximum(chosen.sum(axis=-1), 1)
        effects_of = np.einsum("oc,c...->o...", chosen.astype(float), effects[options]) / taken[:, None, None]
        importance_of = chosen.astype(float) @ question.importance[options] / taken[:, None]
    effects_of[0] = 0 if question.none is None else effects[question.none]
    importance_of[0] = 0 if question.none is None else question.importance[question.none]
    return OutcomeTable(chances / chances.sum(), _side_by_side(effects_of, importance_of))


def _side_by_side(effects: FloatArray, importance: FloatArray) -> FloatArray:
    return to_grain(np.concatenate([effects.reshape(len(effects), -1), importance], axis=-1))


def _tests(model: Model, outcomes: tuple[OutcomeTable, ...]) -> tuple[tuple[AnswerIn, ...], tuple[BoolArray, ...]]:
    """List the distinct answers that gates and rules look for, with the outcomes that satisfy each."""
    wanted = [each.gate for each in model.questions if each.gate is not None]
    wanted += [answer for rule in model.rules for answer in (*rule.when, *([rule.unless] if rule.unless else []))]
    tests = tuple(dict.fromkeys(wanted))
    members = []
    for test in tests:
        question, numbers = model.questions[test.question], np.arange(len(outcomes[test.question].chances))
        if question.multiple:
            bits = sum(outcome_of(question, (option,)) for option in test.options)
            members.append((numbers & bits != 0) | ((numbers == 0) & (question.none in test.options)))
        else:
            members.append(np.isin(numbers, list(test.options)))
    return tests, tuple(members)


def _rows(
    model: Model, outcomes: tuple[OutcomeTable, ...], gate_chance: list[float], default: list[int]
) -> tuple[FloatArray, list[int]]:
    width = len(model.alternatives) * len(model.criteria) + len(model.criteria)
    rows, first_row, count = [np.zeros((1, width))], [], 1
    for table, chance, hidden in zip(outcomes, gate_chance, default, strict=True):
        first_row.append(count)
        shown = np.vstack([table.numbers, to_grain(table.chances @ table.numbers)])
        blocks = [shown]
        if hidden >= 0:
            blocks.append(to_grain(chance * shown + (1 - chance) * table.numbers[hidden]))
        rows += blocks
        count += sum(len(block) for block in blocks)
    return np.vstack(rows), first_row


def _matters(
    model: Model, outcomes: tuple[OutcomeTable, ...], tests: tuple[AnswerIn, ...], gate: list[int]
) -> BoolArray:
    in_rules = {answer.question for rule in model.rules for answer in rule.when}
    in_rules |= {rule.unless.question for rule in model.rules if rule.unless is not None}
    matters = np.array(
        [bool(np.any(table.numbers)) or position in in_rules for position, table in enumerate(outcomes)], bool
    )
    for position, test in enumerate(gate):  # what shows a question that matters, matters
        if test >= 0 and matters[position]:
            matters[tests[test].question] = True
    return matters


@dataclass(frozen=True, eq=False, slots=True)
class Standing:
    """How each answer stands in each problem, gates considered."""

    outcomes: IntArray  # (problems, questions): outcome, the default's while hidden; OPEN; NOT_APPLICABLE
    path: IntArray  # (problems, questions): HIDDEN, SHOWN or PERHAPS_SHOWN
    tests: IntArray  # (problems, tests): NO, YES, or what the cases decide it by


def standing(table: Tables, answered: IntArray) -> Standing:
    """Find out which questions are on the path, and which answers hold.

    A hidden question takes its default. One that does not apply keeps that, shown or not.
    """
    if not table.tests:
        return Standing(answered, np.full(answered.shape, SHOWN, np.int8), np.zeros((len(answered), 0), np.int8))
    tests = _look_up(table, answered)
    path = np.full(answered.shape, SHOWN, np.int8)
    gated = np.flatnonzero(table.gate >= 0)
    path[:, gated] = np.minimum(tests[:, table.gate[gated]], PERHAPS_SHOWN)
    outcomes = np.where((path == HIDDEN) & (answered != NOT_APPLICABLE), table.default, answered)
    return Standing(outcomes, path, standing_of_tests(table, outcomes, path))


def standing_of_tests(table: Tables, outcomes: IntArray, path: IntArray) -> IntArray:
    """Find out which answers hold: (problems, tests)."""
    tests = _look_up(table, outcomes)
    perhaps = (path[:, table.test_question] == PERHAPS_SHOWN) & (outcomes[:, table.test_question] != NOT_APPLICABLE)
    if not perhaps.any():
        return tests
    hidden = _look_up(table, np.broadcast_to(np.maximum(table.default, 0), outcomes.shape))
    by_gate = np.where(tests == YES, WHILE_SHOWN, WHILE_HIDDEN)
    by_gate = np.where(tests == DRAWN, DRAWN_WHILE_SHOWN, by_gate)
    return np.where(perhaps & (tests != hidden), by_gate, tests).astype(np.int8)


def _look_up(table: Tables, outcomes: IntArray) -> IntArray:
    """Return the standing of each test, gates left aside."""
    outcomes = outcomes[:, table.test_question]
    past_outcomes = np.where(outcomes < 0, table.counts[table.test_question] + (outcomes - NOT_APPLICABLE), outcomes)
    standings: IntArray = table.standings[table.first_standing + past_outcomes]
    return standings


def central_rows(table: Tables, known: Standing) -> IntArray:
    """Choose the row by which each question enters central sums, open ones by their mean: (problems, questions)."""
    past_outcomes = np.where(known.outcomes == OPEN, table.counts, known.outcomes)
    rows = mixed_row(table, np.arange(len(table.counts)), past_outcomes, known.path)
    return np.where(known.outcomes == NOT_APPLICABLE, 0, rows)


def mixed_row(table: Tables, question: IntArray, outcome: IntArray, path: IntArray) -> IntArray:
    """Choose the row of an outcome, mixed with the default where the question is perhaps not shown."""
    rows: IntArray = table.first_row[question] + outcome + (path == PERHAPS_SHOWN) * (table.counts[question] + 1)
    return rows


def certain_rows(table: Tables, known: Standing) -> IntArray:
    """Choose the row of what all cases share: answers, and the default of an answered question perhaps not shown."""
    certain = np.where(known.path == PERHAPS_SHOWN, table.default, known.outcomes)
    return np.where(known.outcomes < 0, 0, table.first_row + certain)
