"""What is said of each problem of a batch: order, leader, confidence and verdict."""

from dataclasses import dataclass
from enum import IntEnum

from decisions.engine.arrays import BoolArray, FloatArray, IntArray


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


class Detail(IntEnum):
    """How much to work out."""

    VERDICT = 0
    SUMMARY = 1  # and the acceptability
    FULL = 2  # and the outlook


@dataclass(frozen=True, eq=False, slots=True)
class Acceptability:
    """What the cases say beyond the first place. Shares are of all cases; alternatives not compared have 0."""

    ranks: FloatArray  # (problems, alternatives, ranks): share of the cases in which it takes that place
    wins: FloatArray  # (problems, alternatives, alternatives): share in which the first of the two comes before
    central_weights: FloatArray  # (problems, alternatives, criteria): mean weights where it comes first; else 0


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """What the open questions could still change."""

    chance_of_change: FloatArray  # (problems, questions): of another leader, or none, once answered; answered: 0
    unsettled: FloatArray  # (problems,): share of the cases, open answers drawn and all else central, led by another
    settled: BoolArray  # (problems,): no single answer changes the leader, and all together seldom do
    at_stake: FloatArray  # (problems, questions, alternatives): score between its best and its worst option; 0..1


@dataclass(frozen=True, eq=False, slots=True)
class Evaluations:
    """What is said of each problem; the problem axis always comes first.

    Alternatives that are not compared have values and scores, and stand last in the order; they take no part in
    leader, confidence and verdict.
    """

    values: FloatArray  # (problems, alternatives, criteria): central, 0..1
    weights: FloatArray  # (problems, criteria): central, adding up to 1
    weights_were_all_zero: BoolArray  # (problems,): nothing had importance, so that all weights are equal
    scores: FloatArray  # (problems, alternatives): central, 0..1
    excluded: BoolArray  # (problems, alternatives): by a rule that holds, compared or not
    eligible: BoolArray  # (problems, alternatives): compared and not excluded
    order: IntArray  # (problems, alternatives): eligible by score, then excluded by score, then those not compared
    leader: IntArray  # (problems,): -1 when nothing is eligible
    lead: (
        FloatArray  # (problems,): of the leader's score over the next eligible one; 1 without a rival, 0 without leader
    )
    firsts: IntArray  # (problems, alternatives): number of cases in which it comes first
    nothing_left: IntArray  # (problems,): number of cases in which every compared alternative is excluded
    confidence: FloatArray  # (problems,): share of all cases in which the leader comes first
    close_rivals: BoolArray  # (problems, alternatives)
    fired: BoolArray  # (problems, rules): they hold, by definite answers (answered or assumed)
    could_fire: BoolArray  # (problems, rules): they hold for some answers to open questions
    open_conditions: BoolArray  # (problems, rules): conditions on the leader that hold and that nobody confirmed
    could_exclude_leader: BoolArray  # (problems, rules): open questions may make them exclude the leader
    shown: BoolArray  # (problems, questions): on the path, or perhaps on it
    open_questions: BoolArray  # (problems, questions): shown, able to change something, and not answered
    open_share: FloatArray  # (problems,): of the shown questions that can change something and apply
    verdict: IntArray  # (problems,): see `Verdict`
    cases: int
    seed: int
    acceptability: Acceptability | None  # from Detail.SUMMARY on
    outlook: Outlook | None  # from Detail.FULL on
