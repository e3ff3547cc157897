"""What the questions that are still open could change, and whether one may stop asking."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.central import Appraisal, appraise
from decisions.engine.confidence import count
from decisions.engine.model import Model
from decisions.engine.problems import Problems
from decisions.engine.tables import tables

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
    unsettled = np.zeros(len(problems))
    asking = np.flatnonzero(open_questions.any(axis=-1) & (appraisal.leader >= 0))
    if len(asking):
        counts = count(
            model,
            problems.take(asking),
            appraisal.take(asking),
            seed=seed,
            cases=cases,
            places=False,
            only_answers=True,
        )
        firsts = counts.firsts[np.arange(len(asking)), appraisal.leader[asking]]
        unsettled[asking] = (cases - firsts) / cases
    settled = ~chance_of_change.any(axis=-1) & (unsettled < model.method.most_unsettled)
    return Outlook(chance_of_change, at_stake, unsettled, settled)


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
    for start in range(0, len(pair), VARIANTS_AT_A_TIME):
        part = slice(start, start + VARIANTS_AT_A_TIME)
        of_problem = problem[pair[part]]
        varied = problems.take(of_problem)
        varied.outcomes[np.arange(len(varied)), question[pair[part]]] = outcome[part]  # a copy: taken by index
        answered = appraise(model, varied)
        changed[part] = answered.leader != appraisal.leader[of_problem]
        scores[part] = answered.scores
    chance_of_change, at_stake = np.zeros(open_questions.shape), np.zeros((*open_questions.shape, alternatives))
    if len(pair):
        chances = table.chances[table.first_chance[question][pair] + outcome]
        chance_of_change[problem, question] = np.bincount(pair, changed * chances)
        at_stake[problem, question] = np.maximum.reduceat(scores, first) - np.minimum.reduceat(scores, first)
    return chance_of_change, at_stake
