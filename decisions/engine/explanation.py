"""Why the scores are what they are: parts that add up, and where the leader would change."""

from dataclasses import dataclass

from decisions.engine.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False, slots=True)
class TippingPoints:
    """Within which weights of one criterion, the others keeping their proportions, the leader stays first.

    A limit without a rival is the end of the scale: 0 or 1. At a limit with a rival the two are level.
    """

    below: FloatArray  # (problems, criteria)
    below_rival: IntArray  # (problems, criteria): who leads under it; -1 none
    above: FloatArray  # (problems, criteria)
    above_rival: IntArray  # (problems, criteria): who leads over it; -1 none


@dataclass(frozen=True, eq=False, slots=True)
class Explanations:
    """Scores and importance taken apart. base + sum of parts + limit is the contribution of a criterion."""

    base: FloatArray  # (problems, alternatives, criteria): the typical rating, weighted
    parts: FloatArray  # (problems, questions, alternatives, criteria): what each answer adds, open ones by their mean
    limit: FloatArray  # (problems, alternatives, criteria): what the ends of the scale take or give back
    contributions: FloatArray  # (problems, alternatives, criteria): weight times value; they add up to the score
    importance_base: FloatArray  # (problems, criteria): points before answers, or the weights given
    importance_parts: FloatArray  # (problems, questions, criteria): points that each answer adds
    importance_limit: FloatArray  # (problems, criteria): points added so that none is below 0
    tipping_points: TippingPoints
