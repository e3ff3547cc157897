"""What the engine says of one set of answers: the document behind every page, file and API answer.

Scores, weights and shares lie between 0 and 1 and are rounded to four decimals before they stand here.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from decisions.documents.request import Certainty, Detail, Document, Language, WhyNot

Verdict = Literal[
    "recommended", "recommended_with_conditions", "too_close_to_call", "no_option_fits", "not_enough_known"
]
State = Literal["answered", "assumed", "unsure", "does_not_apply", "missing"]


class Provenance(Document):
    model: str
    model_version: str
    model_digest: str  # sha256:…
    engine: str
    seed: int
    cases: int
    input_digest: str  # sha256:… of the request as understood


class Ranked(Document):
    """One compared platform, the best first; excluded ones last."""

    platform: str
    rank: int
    score: float
    low: float | None  # 5 % of the cases that do not exclude it score lower; none where every case excludes it
    high: float | None  # 5 % of them score higher
    eligible: bool
    rank_acceptability: list[float]  # share of the cases in which it comes first, second …


class Beside(Document):
    """A platform that was not compared: its score stands beside, outside confidence and verdict."""

    platform: str
    score: float
    eligible: bool


class Excluded(Document):
    platform: str
    constraint: str
    question: str
    answer: str
    because: str
    evidence: list[str]


class Condition(Document):
    """A rule that holds a platform to something, or an open question that could still exclude it."""

    platform: str
    constraint: str
    because: str
    confirm: str  # what has to be shown or done
    confirmed: bool
    note: str
    question: str
    evidence: list[str]
    open_question: bool  # true: it is not known yet whether the rule applies


class Warned(Document):
    code: str
    message: str


class TippingPoint(Document):
    """At this weight of one criterion, others rescaled, another platform leads."""

    criterion: str
    weight: float  # now
    at: float
    platform: str


class AskNext(Document):
    question: str
    chance_of_change: float  # of another leader, or none, once it is answered
    at_stake: float  # the leader's score between the best and the worst option


class Given(Document):
    """How the evaluation read one question."""

    question: str
    state: State
    value: list[str]  # chosen options; empty unless answered or assumed
    source: Literal["own", "scenario", "default", "none"]
    certainty: Certainty | None
    does_not_apply: WhyNot | None
    note: str
    number: float | None = None  # what was answered, where it is a number; `value` is its band


class AnswerPart(Document):
    """What one question adds to a contribution."""

    question: str
    points: float
    open: bool


class Part(Document):
    """What one criterion adds to one platform's score, taken apart: base + answers + limit = total."""

    base: float
    answers: list[AnswerPart]
    limit: float  # the limit of the scale
    total: float
    stars: float  # the rating after shifts, 1 to 5
    low: float  # stars
    high: float  # stars
    measured: bool = False  # the base is a figure of the workload's own, not the platform's stars


class MeasuredPlatform(Document):
    """One platform's figure, and what it is worth before other answers move it."""

    low: float  # in the unit of the measurement
    typical: float
    high: float
    stars_low: float
    stars: float
    stars_high: float
    instead_of: float  # the typical stars of the platform's rating


class GivenNumber(Document):
    question: str
    number: float


class MeasuredCriterion(Document):
    """A criterion that the workload's own numbers rate instead of stars; they add nothing else to it."""

    measurement: str
    criterion: str
    label: str  # what is measured
    unit: str
    numbers: list[GivenNumber]
    platforms: dict[str, MeasuredPlatform]  # a platform without published figures is not there: its stars stand
    evidence: list[str]


class ImportanceSource(Document):
    """Who gave a criterion its importance, in points."""

    source: Literal["model", "scenario", "question", "own"]
    question: str | None
    points: float


class Reason(Document):
    """One argument for or against the leader, strongest first."""

    criterion: str
    question: str | None  # the answer that stands behind it most; None: the platform's own rating
    points: float  # of the score, against the best rival; below 0 when it speaks against the leader
    text: str  # why that answer has its effect; where no answer stands behind it, the rationale
    rationale: str  # of the leader's rating


class Reasons(Document):
    in_favour: list[Reason]
    against: list[Reason]


class Counts(Document):
    """How much of the questionnaire is known, over the questions that are shown."""

    own: int
    assumed: int
    open: int
    does_not_apply: int
    shown: int


class WeightChange(Document):
    """The nearest weights at which another platform leads."""

    to: dict[str, float]  # by criterion, adding up to 1
    distance: float  # sum of the differences to the weights as they are
    platform: str  # who leads then


class AnswerChange(Document):
    """One of the answers after which another platform leads; all of them are needed."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    question: str
    before: list[str] = Field(alias="from")
    to: list[str]
    platform: str  # who leads then


class InConflict(Document):
    """One of the answers that together leave no platform."""

    question: str
    answer: list[str]


class Counterfactuals(Document):
    """The smallest changes after which another platform leads by score."""

    weights: WeightChange | None  # null: no weights give another leader
    answers: list[AnswerChange]  # empty: no change of up to three answers does
    conflict: list[InConflict]  # the fewest answers which, were they open, would leave a platform; empty: one is left


class Regrets(Document):
    """What VIKOR says of a platform; less is better."""

    group: float  # S, 0..1
    worst: float  # R, 0..1
    index: float  # Q, 0..1


class Flows(Document):
    """What PROMETHEE says of a platform."""

    positive: float  # by how much it is preferred to the others, 0..1
    negative: float  # by how much the others are preferred to it, 0..1
    net: float


class PartialOrder(Document):
    """PROMETHEE I: what both flows say of the pairs."""

    preferred: list[list[str]]  # pairs, the better one first
    indifferent: list[list[str]]
    incomparable: list[list[str]]  # one has the better positive, the other the better negative flow


class MethodFigures(Document):
    """What the other methods say in numbers, each in its own unit, of the platforms that fit."""

    topsis: dict[str, float]  # closeness to the best, 0..1
    vikor: dict[str, Regrets]
    compromise: list[str]  # of VIKOR; one alone is well enough ahead, and ahead by one of both regrets
    promethee: dict[str, Flows]
    promethee_i: PartialOrder
    weighted_product: dict[str, float]  # stars, 1 to 5


class CrossChecks(Document):
    """How other methods order the platforms that fit, the best first."""

    topsis: list[str]
    vikor: list[str]
    promethee_ii: list[str]
    weighted_product: list[str]
    variants: dict[str, str] = {}  # which of its published variants a method is
    figures: MethodFigures | None = None  # none where nothing fits, and in records frozen before there were any


class Agreement(Document):
    """Whether these and the weighted sum give the same order."""

    all_agree: bool
    sentence: str


class Stability(Document):
    """Within which weights of one criterion, the others keeping their proportions, something stays as it is."""

    leader: list[float]  # two: from, to
    order: list[float]  # two: from, to; of all platforms that fit


class Reversal(Document):
    """A platform more or less turns the order of the others."""

    method: Literal["weighted_sum", "topsis", "vikor", "promethee_ii", "weighted_product"]
    change: Literal["removed", "cloned"]
    platform: str
    before: list[str]
    after: list[str]


class Robustness(Document):
    stability: dict[str, Stability]  # by criterion; empty where nothing fits
    reversals: list[Reversal]
    any_weights: dict[str, float] = {}  # share of all weights under which each leads; empty with more than three


class InconsistentComparison(Document):
    """A comparison of two criteria that the others contradict, the worst first."""

    a: str
    b: str
    ratio: float  # as given
    implied: float  # by all other comparisons
    suggested: float  # the nearest to it on the scale from 1/9 to 9
    consistency_ratio: float  # of the others, without this one


class EitherOr(Document):
    """The question which of two improvements matters more, all else being equal."""

    partly: str  # the criterion that improves from its worst by a share of the way to its best
    share: float
    wholly: str  # the criterion that improves from its worst to its best
    text: str


class Weighting(Document):
    """How the weights came about, and how far they may be off."""

    method: Literal["importance", "direct", "rank_order", "swing", "pairwise", "trade_offs"]
    variant: (
        Literal[
            "ordinal", "roc", "rank_sum", "reciprocal", "exact", "interval", "order", "eigenvector", "geometric_mean"
        ]
        | None
    )  # of the method; null: it has none
    text: str
    spread: float | None  # of the logarithm of each weight, as a standard deviation; null: all that agree count alike
    range: dict[str, list[float]]  # by criterion: the weights that 5 % of the cases undercut, and that 5 % exceed
    consistency_ratio: float | None  # pairwise: up to 0.1 is accepted
    random_index: Literal["saaty_1980", "saaty_2008", "alonso_lamata_2006"] | None  # the table that it goes by
    inconsistent: list[InconsistentComparison]  # pairwise: the worst three
    settled: bool | None  # trade_offs: no answer can change any more who comes first
    possible: list[str]  # trade_offs: the platforms that can still come first
    next: EitherOr | None  # trade_offs: what to ask next; null: one may stop
    reason: str  # trade_offs: why to go on, or to stop


class VerdictEvaluation(Document):
    """`detail=verdict`."""

    verdict: Verdict
    platform: str | None
    close_rivals: list[str]
    confidence: float
    provenance: Provenance


class SummaryEvaluation(VerdictEvaluation):
    """`detail=summary`."""

    summary: str
    ranking: list[Ranked]
    weights: dict[str, float]
    excluded: list[Excluded]
    conditions: list[Condition]
    warnings: list[Warned]
    counts: Counts
    none_left: float  # share of the cases in which every platform is excluded


class Evaluation(SummaryEvaluation):
    """`detail=full`: everything."""

    settled: bool  # no open question changes the leader any more
    language: Language
    scenario: str | None
    rival: str | None  # whom the leader's reasons are measured against
    contributions: dict[str, dict[str, float]]  # platform -> criterion -> share of the score
    parts: dict[str, dict[str, Part]]  # platform -> criterion
    importance: dict[str, list[ImportanceSource]]  # criterion
    weighting: Weighting
    reasons: Reasons
    pairwise_winning: dict[str, dict[str, float]]  # platform -> rival -> share of cases
    central_weights: dict[str, dict[str, float]]  # platform -> criterion: the typical weights of the cases it wins
    hanging: float  # of the leader's score: open questions all at their best against all at their worst
    tipping_points: list[TippingPoint]
    ask_next: list[AskNext]
    answers: list[Given]
    beside: list[Beside]
    counterfactuals: Counterfactuals
    cross_checks: CrossChecks
    agreement: Agreement
    robustness: Robustness
    measurements: list[MeasuredCriterion] = []  # empty in records that were frozen before there were any
    standard_errors: dict[str, list[float]] = {}  # platform -> of each of its rank acceptabilities; the same
    confidence_factors: dict[str, float] = {}  # platform -> share of the cases won with its central weights; the same


class Placement(Document):
    """One workload and what is said of it, in the detail that was asked for."""

    workload: str
    evaluation: Evaluation | SummaryEvaluation | VerdictEvaluation


Kind = Literal["virtual_machines", "containers_on_hosts", "containers_in_virtual_machines", "other"]


class Substrate(Document):
    """What some of the workloads run on."""

    platform: str
    kind: Kind
    beside: list[str]  # other platforms of the layout that run on the same hypervisor
    label: str
    workloads: list[str]


class Boundary(Document):
    """What stands between workloads that are placed differently, and why they are."""

    platforms: list[str]  # two
    workloads: list[list[str]]  # of the one platform, of the other
    kind: Literal["virtual_machine", "physical_host"]
    label: str
    criterion: str | None  # that decides; null where a rule does
    constraint: str | None
    question: str | None  # whose different answers stand behind it most
    because: str


class SharedCondition(Document):
    """A condition, with all the workloads whose place depends on it."""

    constraint: str
    platform: str
    because: str
    confirm: str
    confirmed: bool
    open_question: bool
    workloads: list[str]


class Undecided(Document):
    """A workload that has no place yet."""

    workload: str
    verdict: Verdict
    platforms: list[str]  # that it is too close to call between
    because: str


class Layout(Document):
    """Where the workloads of a whole go together."""

    summary: str
    substrates: list[Substrate]
    boundaries: list[Boundary]
    conditions: list[SharedCondition]
    undecided: list[Undecided]


class PlacedVerdict(VerdictEvaluation):
    """`detail=verdict` of a request with workloads."""

    placements: list[Placement]


class PlacedSummary(SummaryEvaluation):
    """`detail=summary` of a request with workloads."""

    placements: list[Placement]
    layout: Layout


class PlacedEvaluation(Evaluation):
    """`detail=full` of a request with workloads."""

    placements: list[Placement]
    layout: Layout


AnyEvaluation = Evaluation | SummaryEvaluation | VerdictEvaluation  # and what is placed, which is one of them
AnyPlaced = PlacedEvaluation | PlacedSummary | PlacedVerdict
EVALUATION_OF: dict[Detail, type[AnyEvaluation]] = {
    "verdict": VerdictEvaluation,
    "summary": SummaryEvaluation,
    "full": Evaluation,
}
