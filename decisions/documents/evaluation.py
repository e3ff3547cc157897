"""What the engine says of one set of answers: the document behind every page, file and API answer.

Scores, weights and shares lie between 0 and 1 and are rounded to four decimals before they stand here.
"""

from typing import Literal

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
    low: float  # 5 % of the cases score lower
    high: float  # 5 % of the cases score higher
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


class Evaluation(SummaryEvaluation):
    """`detail=full`: everything."""

    settled: bool  # no open question changes the leader any more
    language: Language
    scenario: str | None
    rival: str | None  # whom the leader's reasons are measured against
    contributions: dict[str, dict[str, float]]  # platform -> criterion -> share of the score
    parts: dict[str, dict[str, Part]]  # platform -> criterion
    importance: dict[str, list[ImportanceSource]]  # criterion
    reasons: Reasons
    pairwise_winning: dict[str, dict[str, float]]  # platform -> rival -> share of cases
    central_weights: dict[str, dict[str, float]]  # platform -> criterion: the typical weights of the cases it wins
    none_left: float  # share of the cases in which every platform is excluded
    hanging: float  # of the leader's score: open questions all at their best against all at their worst
    tipping_points: list[TippingPoint]
    ask_next: list[AskNext]
    answers: list[Given]
    counts: Counts
    beside: list[Beside]


AnyEvaluation = Evaluation | SummaryEvaluation | VerdictEvaluation
EVALUATION_OF: dict[Detail, type[AnyEvaluation]] = {
    "verdict": VerdictEvaluation,
    "summary": SummaryEvaluation,
    "full": Evaluation,
}
