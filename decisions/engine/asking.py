"""How many questions it takes until one may stop asking, for somebody whose answers are known."""

from dataclasses import dataclass, replace

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.central import Appraisal, appraise
from decisions.engine.model import Model
from decisions.engine.outlook import answers_tried, next_first, share_unsettled
from decisions.engine.problems import OPEN, Problems
from decisions.engine.verdict import openness


@dataclass(frozen=True, eq=False, slots=True)
class Asking:
    """What asking came to, for each problem."""

    turn: IntArray  # (problems, questions): in which turn it was asked, from 1; never asked: 0
    settled: BoolArray  # (problems,): whether it ended because no answer could change the leader any more
    leader: IntArray  # (problems,): the leader when it ended; -1 for none

    @property
    def asked(self) -> IntArray:
        """The number of questions asked: (problems,)."""
        asked: IntArray = (self.turn > 0).sum(axis=-1)
        return asked

    def sequence(self, problem: int) -> IntArray:
        """List the questions of one problem in the order in which they were asked."""
        turn = self.turn[problem]
        sequence: IntArray = np.argsort(turn, kind="stable")[len(turn) - int((turn > 0).sum()) :]
        return sequence


def ask_until_settled(
    model: Model, problems: Problems, *, seed: int, cases: int, in_order_of_model: bool = False
) -> Asking:
    """Ask, from nothing known, one question after another until settled or until none is left.

    Parameters
    ----------
    problems : Problems
        With every answer that would be given. A question open there is answered with not sure: it counts as asked
        and stays open.
    seed, cases : int
        Of the cases in which all that is open is drawn.
    in_order_of_model : bool
        Ask the open questions in the order of the model instead of the one most likely to change the leader.

    Notes
    -----
    The order is that of `next_first`, worked out anew after each answer, and the end that of `Outlook.settled`. All
    problems take their turns together.
    """
    known = replace(problems, outcomes=np.full_like(problems.outcomes, OPEN), numbers=np.zeros_like(problems.numbers))
    turn = np.zeros(problems.outcomes.shape, int)
    settled, leader = np.zeros(len(problems), bool), np.full(len(problems), -1)
    asking: IntArray = np.arange(len(problems))
    for number in range(1, len(model.questions) + 2):
        part = known.take(asking)
        appraisal = appraise(model, part)
        leader[asking] = appraisal.leader
        questions = openness(model, appraisal).questions
        chances, at_stake = answers_tried(model, part, appraisal, questions)
        settled[asking] = _settled(model, part, appraisal, questions, chances, seed=seed, cases=cases)
        left = questions & (turn[asking] == 0)
        going_on = ~settled[asking] & left.any(axis=-1)
        if not going_on.any():
            break
        order: IntArray = np.argsort(~left, axis=-1, kind="stable")
        if not in_order_of_model:
            order = next_first(chances, at_stake, appraisal.leader, left)
        asked, asking = order[going_on, 0], asking[going_on]
        turn[asking, asked] = number
        known.outcomes[asking, asked] = problems.outcomes[asking, asked]
        numbers = np.where(turn[:, list(model.numbered)] > 0, problems.numbers, 0.0)
        known = replace(known, numbers=numbers)
    return Asking(turn, settled, leader)


def _settled(
    model: Model,
    problems: Problems,
    appraisal: Appraisal,
    questions: BoolArray,
    chances: FloatArray,
    *,
    seed: int,
    cases: int,
) -> BoolArray:
    """Tell which are settled, drawing cases only where no single answer changes the leader: (problems,)."""
    settled: BoolArray = np.logical_not(chances.any(axis=-1))
    left = np.flatnonzero(settled)
    part = problems.take(left), appraisal.take(left), questions[left]
    settled[left] = share_unsettled(model, *part, seed=seed, cases=cases) < model.method.most_unsettled
    return settled
