"""What the questions that are still open could change, and whether one may stop asking."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.central import Appraisal, appraise, appraise_sums, split
from decisions.engine.confidence import count
from decisions.engine.model import Model
from decisions.engine.problems import Problems
from decisions.engine.tables import Standing, mixed_row, standing_of_tests, tables

VARIANTS_AT_A_TIME = 4_096


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """What the open questions could still change."""

    chance_of_change: FloatArray  # (problems, questions): of another leader, or none, once answered; not open: 0
    at_stake: FloatArray  # (problems, questions, alternatives): score between its best and its worst option; 0..1
    unsettled: FloatArray  # (problems,): share of the cases, only open answers drawn, in which the leader is not first
    settled: BoolArray  # (problems,): no single answer changes the leader, and all together seldom do


def outlook(
    model: Model, problems: Problems, appraisal: Appraisal, open_questions: BoolArray, *, seed: int, cases: int
) -> Outlook:
    """Look at what the open questions could change, one at a time and all together.

    Parameters
    ----------
    open_questions : (problems, questions)
        The open questions that can change something.
    seed, cases : int
        Of the cases in which all of them are drawn.
    """
    chance_of_change, at_stake = answers_tried(model, problems, appraisal, open_questions)
    unsettled = share_unsettled(model, problems, appraisal, open_questions, seed=seed, cases=cases)
    settled = ~chance_of_change.any(axis=-1) & (unsettled < model.method.most_unsettled)
    return Outlook(chance_of_change, at_stake, unsettled, settled)


def is_settled(
    model: Model, problems: Problems, appraisal: Appraisal, open_questions: BoolArray, *, seed: int, cases: int
) -> BoolArray:
    """Tell which problems are settled, trying single answers only where all together do not tell: (problems,)."""
    unsettled = share_unsettled(model, problems, appraisal, open_questions, seed=seed, cases=cases)
    settled: BoolArray = unsettled < model.method.most_unsettled
    left = np.flatnonzero(settled)
    chance_of_change, _ = answers_tried(model, problems.take(left), appraisal.take(left), open_questions[left])
    settled[left] = ~chance_of_change.any(axis=-1)
    return settled


def next_first(
    chance_of_change: FloatArray, at_stake: FloatArray, leader: IntArray, open_questions: BoolArray
) -> IntArray:
    """Order questions by what to ask next: the open ones by their chance of change, then by the leader's stake.

    Parameters
    ----------
    chance_of_change, at_stake, open_questions : (problems, questions[, alternatives])
        See `answers_tried`.
    leader : (problems,)
        -1 for none, where nothing is at stake for it.

    Returns
    -------
    (problems, questions)
        Indices of questions, the open ones first; equals in the order of the model.
    """
    of_leader = np.take_along_axis(at_stake, np.maximum(leader, 0)[:, None, None], axis=-1)[..., 0]
    stakes = np.where(leader[:, None] >= 0, of_leader, 0.0)
    order: IntArray = np.lexsort((-stakes, -chance_of_change, ~open_questions), axis=-1)
    return order


def share_unsettled(
    model: Model, problems: Problems, appraisal: Appraisal, open_questions: BoolArray, *, seed: int, cases: int
) -> FloatArray:
    """Draw all open answers, leave all else central, and count the cases that the leader does not win: (problems,).

    Without a leader, those in which there is one.
    """
    unsettled = np.zeros(len(problems))
    asking = np.flatnonzero(open_questions.any(axis=-1))
    part = problems.take(asking), appraisal.take(asking)
    counts = count(model, *part, seed=seed, cases=cases, places=False, only_answers=True)
    leader = appraisal.leader[asking]
    as_now = np.where(leader < 0, counts.nothing_left, counts.firsts[np.arange(len(asking)), leader])
    unsettled[asking] = (cases - as_now) / cases
    return unsettled


def answers_tried(
    model: Model, problems: Problems, appraisal: Appraisal, open_questions: BoolArray
) -> tuple[FloatArray, FloatArray]:
    r"""Try every answer to every open question, the other open questions at their mean.

    Parameters
    ----------
    open_questions : (problems, questions)
        The questions to try.

    Returns
    -------
    chance_of_change : (problems, questions)
        Chance that the answer brings another leader by score, or none.
    at_stake : (problems, questions, alternatives)
        Score between the best and the worst answer.

    Notes
    -----
    :math:`P(q) = \sum_o p_o [l_{q=o} \ne l]`, with the leader :math:`l` and the chance :math:`p_o` of option :math:`o`.
    Two answers that change the leader only together are seen by the cases alone.
    """
    table, alternatives = tables(model), len(model.alternatives)
    problem, question = np.nonzero(open_questions)  # pairs
    counts = table.counts[question]
    first = np.cumsum(counts) - counts  # of each pair, among the outcomes of all pairs
    pair = np.repeat(np.arange(len(counts)), counts)
    outcome = np.arange(len(pair)) - first[pair]
    changed, scores = np.zeros(len(pair)), np.zeros((len(pair), alternatives))
    by_gate = table.is_gate[question][pair]
    for answer, variants in ((_answer_gate, np.flatnonzero(by_gate)), (_answer, np.flatnonzero(~by_gate))):
        for start in range(0, len(variants), VARIANTS_AT_A_TIME):
            part = variants[start : start + VARIANTS_AT_A_TIME]
            of_problem = problem[pair[part]]
            answered = answer(model, problems, appraisal, of_problem, question[pair[part]], outcome[part])
            changed[part] = answered.leader != appraisal.leader[of_problem]
            scores[part] = answered.scores
    chance_of_change, at_stake = np.zeros(open_questions.shape), np.zeros((*open_questions.shape, alternatives))
    if len(pair):
        chances = table.chances[table.first_chance[question][pair] + outcome]
        chance_of_change[problem, question] = np.bincount(pair, changed * chances)
        at_stake[problem, question] = np.maximum.reduceat(scores, first) - np.minimum.reduceat(scores, first)
    return chance_of_change, at_stake


def _answer_gate(
    model: Model, problems: Problems, appraisal: Appraisal, problem: IntArray, question: IntArray, outcome: IntArray
) -> Appraisal:
    """Answer one open question in each of these problems, with all that follows."""
    varied = problems.take(problem)  # a copy
    varied.outcomes[np.arange(len(problem)), question] = outcome
    return appraise(model, varied)


def _answer(
    model: Model, problems: Problems, appraisal: Appraisal, problem: IntArray, question: IntArray, outcome: IntArray
) -> Appraisal:
    """Answer one open question in each of these problems, where it shows and hides no other.

    Only the row of that question changes, and sums of rows are exact, so that the new sum is the old one plus the
    difference.
    """
    table, known = tables(model), appraisal.known
    path, variants = known.path[problem], np.arange(len(problem))
    outcomes = known.outcomes[problem]
    outcomes[variants, question] = outcome
    on_path = path[variants, question]
    added = table.rows[mixed_row(table, question, outcome, on_path)]
    shifts, importance = split(model, added - table.rows[mixed_row(table, question, table.counts[question], on_path)])
    return appraise_sums(
        model,
        problems.take(problem),
        Standing(outcomes, path, standing_of_tests(table, outcomes, path)),
        appraisal.measured.take(problem),
        appraisal.shifts[problem] + shifts,
        appraisal.importance[problem] + importance,
        appraisal.per_share[problem],
    )
