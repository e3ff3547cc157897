"""Whether a leader can be recommended: how close it is, what is open, what it hangs on."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from decisions.engine.additive import SCORE_DIGITS
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.cases import Counts
from decisions.engine.central import Appraisal
from decisions.engine.model import Model
from decisions.engine.problems import NOT_APPLICABLE, OPEN, Problems
from decisions.engine.tables import HIDDEN, tables


class Verdict(IntEnum):
    """The verdicts, in the order in which they are looked for."""

    NO_OPTION_FITS = 0
    NOT_ENOUGH_KNOWN = 1
    TOO_CLOSE_TO_CALL = 2
    RECOMMENDED_WITH_CONDITIONS = 3
    RECOMMENDED = 4

    @property
    def key(self) -> str:
        """Its name in documents: `too_close_to_call`."""
        return self.name.lower()


@dataclass(frozen=True, eq=False, slots=True)
class Openness:
    """What is not known."""

    shown: BoolArray  # (problems, questions): on the path, or perhaps on it
    questions: BoolArray  # (problems, questions): shown, able to change something, and not answered
    share: FloatArray  # (problems,): of the shown questions that can change something and apply


@dataclass(frozen=True, eq=False, slots=True)
class Conditions:
    """What the leader hangs on."""

    unconfirmed: BoolArray  # (problems, rules): conditions on it that hold and that nobody confirmed
    could_exclude: BoolArray  # (problems, rules): open questions may make them exclude it


@dataclass(frozen=True, eq=False, slots=True)
class Race:
    """How far ahead the leader is."""

    lead: FloatArray  # (problems,): its score over the next eligible one's; 1 without a rival, 0 without a leader
    confidence: FloatArray  # (problems,): share of all cases in which it comes first
    outrun: BoolArray  # (problems,): another comes first in more cases
    close_rivals: BoolArray  # (problems, alternatives)


def openness(model: Model, appraisal: Appraisal) -> Openness:
    """Find the open questions that could change a rating, a weight or a rule."""
    known = appraisal.known
    shown = known.path != HIDDEN
    counted = shown & tables(model).matters & (known.outcomes != NOT_APPLICABLE)
    questions = counted & (known.outcomes == OPEN)
    return Openness(shown, questions, questions.sum(axis=-1) / np.maximum(counted.sum(axis=-1), 1))


def conditions(model: Model, problems: Problems, appraisal: Appraisal) -> Conditions:
    """Find the rules that the leader still has to pass."""
    table = tables(model)
    concern = table.concerns.T[appraisal.leader].astype(bool) & (appraisal.leader >= 0)[:, None]
    return Conditions(
        unconfirmed=appraisal.fired & table.conditions & concern & ~problems.confirmed,
        could_exclude=appraisal.could_fire & table.excludes & concern,
    )


def race(model: Model, appraisal: Appraisal, counts: Counts, cases: int) -> Race:
    """Compare the leader with its rivals, by score and by first places.

    Close rivals are those within the least lead, those that come first in more cases, and, when confidence is low, the
    one that comes first most often after the leader.
    """
    leader, method = appraisal.leader, model.method
    has_leader, rows = leader >= 0, np.arange(len(leader))
    is_leader = has_leader[:, None] & (np.arange(len(model.alternatives)) == leader[:, None])
    rivals = appraisal.eligible & ~is_leader
    best_rival = np.where(rivals, appraisal.scores, -np.inf).max(axis=-1)
    lead = np.where(np.isfinite(best_rival), appraisal.scores[rows, leader] - best_rival, 1.0)
    lead = np.where(has_leader, np.round(lead, SCORE_DIGITS), 0.0)
    behind = np.round(appraisal.scores[rows, leader, None] - appraisal.scores, SCORE_DIGITS)
    leader_firsts = np.where(has_leader, counts.firsts[rows, leader], 0)
    rival_firsts = np.where(rivals, counts.firsts, 0)
    confidence: FloatArray = leader_firsts / cases
    low = confidence < method.least_confidence
    runner_up = (np.arange(len(model.alternatives)) == rival_firsts.argmax(axis=-1)[:, None]) & (rival_firsts > 0)
    more_often = rival_firsts > leader_firsts[:, None]
    close = (behind < method.least_lead) | more_often | (low[:, None] & runner_up)
    outrun: BoolArray = np.any(more_often, axis=-1)
    return Race(lead, confidence, outrun, close & rivals & has_leader[:, None])


def verdict(
    model: Model,
    problems: Problems,
    *,
    leader: IntArray,
    openness: Openness,
    settled: BoolArray,
    race: Race,
    conditions: Conditions,
) -> IntArray:
    """Choose the first verdict that applies: (problems,) of `Verdict`."""
    method = model.method
    too_little = ((openness.share > method.most_open) & ~settled) | (~problems.informed & bool(model.questions))
    too_close = (race.confidence < method.least_confidence) | (race.lead < method.least_lead) | race.outrun
    conditional = (conditions.unconfirmed | conditions.could_exclude).any(axis=-1)
    chosen = np.where(conditional, Verdict.RECOMMENDED_WITH_CONDITIONS, Verdict.RECOMMENDED)
    chosen = np.where(too_close, Verdict.TOO_CLOSE_TO_CALL, chosen)
    chosen = np.where(too_little, Verdict.NOT_ENOUGH_KNOWN, chosen)
    return np.where(leader < 0, Verdict.NO_OPTION_FITS, chosen)
