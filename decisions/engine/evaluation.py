"""What is said of each problem of a batch: order, leader, confidence and verdict."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from decisions.engine import verdict as judging
from decisions.engine.additive import order_by_score
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.cases import Counts
from decisions.engine.central import appraise
from decisions.engine.confidence import confidence_factors, count
from decisions.engine.measured import Measured
from decisions.engine.model import Model
from decisions.engine.outlook import Outlook, is_settled, outlook
from decisions.engine.problems import Problems


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
    low: FloatArray  # (problems, alternatives): score that 5 % of the cases undercut; the central one if all exclude it
    high: FloatArray  # (problems, alternatives): score that 5 % of the cases exceed; likewise


@dataclass(frozen=True, eq=False, slots=True)
class Evaluations:
    """What is said of each problem; the problem axis always comes first.

    Alternatives that are not compared have values and scores, and stand last in the order; they take no part in
    leader, confidence and verdict.
    """

    measured: Measured  # which criteria are rated by the problem's own numbers, and how
    stars: FloatArray  # (problems, alternatives, criteria): typical rating and shift, before the scale ends them
    values: FloatArray  # (problems, alternatives, criteria): central, 0..1
    weights: FloatArray  # (problems, criteria): central, adding up to 1
    weights_were_all_zero: BoolArray  # (problems,): nothing had importance, so that all weights are equal
    scores: FloatArray  # (problems, alternatives): central, 0..1
    excluded: BoolArray  # (problems, alternatives): by a rule that holds, compared or not
    eligible: BoolArray  # (problems, alternatives): compared and not excluded
    order: IntArray  # (problems, alternatives): eligible by score, then excluded by score, then those not compared
    leader: IntArray  # (problems,): -1 when nothing is eligible
    lead: FloatArray  # (problems,): its score over the next eligible one's; 1 without a rival, 0 without a leader
    firsts: IntArray  # (problems, alternatives): number of cases in which it comes first
    nothing_left: IntArray  # (problems,): number of cases in which every compared alternative is excluded
    confidence: FloatArray  # (problems,): share of all cases in which the leader comes first
    close_rivals: BoolArray  # (problems, alternatives)
    fired: BoolArray  # (problems, rules): they hold, unless an open answer turns out to be their exception
    could_fire: BoolArray  # (problems, rules): they hold for some answers to open questions, not for all
    open_conditions: BoolArray  # (problems, rules): conditions on the leader that hold and that nobody confirmed
    could_exclude_leader: BoolArray  # (problems, rules): open questions may make them exclude the leader
    shown: BoolArray  # (problems, questions): on the path, or perhaps on it
    open_questions: BoolArray  # (problems, questions): shown, able to change something, and not answered
    open_share: FloatArray  # (problems,): of the shown questions that can change something and apply
    verdict: IntArray  # (problems,): see `Verdict`
    cases: int
    seed: int
    acceptability: Acceptability | None  # from Detail.SUMMARY on
    weight_spread: FloatArray | None  # (problems, criteria, 2): weights that 5 % of the cases undercut and exceed
    outlook: Outlook | None  # from Detail.FULL on
    confidence_factors: FloatArray | None  # (problems, alternatives): share of the cases won with its central weights


def evaluate(
    model: Model,
    problems: Problems,
    *,
    seed: int | None = None,
    cases: int | None = None,
    detail: Detail = Detail.FULL,
) -> Evaluations:
    """Say which alternative leads in each problem, how surely, and whether it can be recommended.

    Parameters
    ----------
    seed, cases : int
        Of the cases; the model's unless given. The number of cases is a power of two.
    detail : Detail
        How much to work out.

    Raises
    ------
    ValueError
        When the number of cases is no power of two.

    Notes
    -----
    The leader is the eligible alternative with the highest central score. Confidence is the share of all cases, ratings
    drawn from triangular and weights from logistic-normal distributions and open answers by their chances, in which the
    leader comes first: the rank acceptability of SMAA-2 [1]_, over what is not known.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group
       decision making. *Operations Research* 49(3), 444-454.

    Examples
    --------
    Virtual machines isolate well (4 to 5 stars) and start slowly (1 to 3), containers the other way round; isolation
    is three times as important.

    >>> from decisions.engine import Method, Problem, Verdict
    >>> well, badly = [4.0, 5.0, 5.0], [1.0, 2.0, 3.0]
    >>> model = Model(
    ...     alternatives=("vmware", "docker"),
    ...     core=np.array([True, True]),
    ...     criteria=("isolation", "deployment_speed"),
    ...     ratings=np.array([[well, badly], [badly, well]]),
    ...     points=np.array([3.0, 1.0]),
    ...     questions=(),
    ...     rules=(),
    ...     method=Method(seed=7),
    ... )
    >>> found = evaluate(model, Problems.of(model, [Problem()]))
    >>> found.scores
    array([[0.8125, 0.4375]])
    >>> found.leader, found.confidence.round(2), Verdict(found.verdict[0]).key
    (array([0]), array([0.96]), 'recommended')
    """
    seed = model.method.seed if seed is None else seed
    cases = model.method.cases if cases is None else cases
    if cases < 2 or cases & (cases - 1):
        raise ValueError("cases: a Sobol set is balanced only for a power of two")
    appraisal = appraise(model, problems)
    more = {"places": detail >= Detail.SUMMARY, "weight_spread": detail >= Detail.FULL}
    counts = count(model, problems, appraisal, seed=seed, cases=cases, **more)
    openness = judging.openness(model, appraisal)
    conditions = judging.conditions(model, problems, appraisal)
    race = judging.race(model, appraisal, counts, cases)
    acceptability = _acceptability(counts, appraisal.scores, cases) if detail >= Detail.SUMMARY else None
    ahead, settled, factors = None, np.zeros(len(problems), bool), None
    asked = np.flatnonzero(openness.share > model.method.most_open)  # only there the verdict hangs on being settled
    if acceptability is not None and detail >= Detail.FULL:
        factors = confidence_factors(model, problems, acceptability.central_weights, seed=seed, cases=cases)
        ahead = outlook(model, problems, appraisal, openness.questions, seed=seed, cases=cases)
        settled = ahead.settled
    elif len(asked):
        part = (model, problems.take(asked), appraisal.take(asked), openness.questions[asked])
        settled[asked] = is_settled(*part, seed=seed, cases=cases)
    return Evaluations(
        measured=appraisal.measured,
        stars=appraisal.stars,
        values=appraisal.values,
        weights=appraisal.weights,
        weights_were_all_zero=appraisal.weights_were_all_zero,
        scores=appraisal.scores,
        excluded=appraisal.excluded,
        eligible=appraisal.eligible,
        order=order_by_score(appraisal.scores, 2 - appraisal.eligible.astype(int) - problems.compared),
        leader=appraisal.leader,
        lead=race.lead,
        firsts=counts.firsts,
        nothing_left=counts.nothing_left,
        confidence=race.confidence,
        close_rivals=race.close_rivals,
        fired=appraisal.fired,
        could_fire=appraisal.could_fire,
        open_conditions=conditions.unconfirmed,
        could_exclude_leader=conditions.could_exclude,
        shown=openness.shown,
        open_questions=openness.questions,
        open_share=openness.share,
        verdict=judging.verdict(
            model,
            problems,
            leader=appraisal.leader,
            openness=openness,
            settled=settled,
            race=race,
            conditions=conditions,
        ),
        cases=cases,
        seed=seed,
        acceptability=acceptability,
        weight_spread=counts.weight_spread if detail >= Detail.FULL else None,
        outlook=ahead,
        confidence_factors=factors,
    )


def _acceptability(counts: Counts, scores: FloatArray, cases: int) -> Acceptability:
    firsts = np.maximum(counts.firsts, 1)[..., None]
    low, high = np.moveaxis(np.where(np.isfinite(counts.spread), counts.spread, scores[..., None]), -1, 0)
    return Acceptability(counts.ranks / cases, counts.wins / cases, counts.first_weights / firsts, low, high)
