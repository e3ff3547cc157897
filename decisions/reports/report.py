"""Everything that any page, print or file shows of one evaluation, in the active language.

The evaluation says what the engine found, in keys and numbers; the decision model knows what those are called and
what they rest on. A report puts both together once, so that page, print, picture and table cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import floor
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.documents import evaluation as found
from decisions.documents.evaluation import Evaluation
from decisions.reports.robustness import Robustness
from decisions.reports.sources import EvidenceEntry, Reference, References
from decisions.reports.weighting import Weighing
from decisions.services.measures import measures_for
from decisions.services.wording import (
    basis,
    hundredths,
    in_language,
    listed,
    of_100_cases,
    source_of_weights,
    with_unit,
)
from scenarios.schema import Bilingual, DecisionModel, Measurement, Rating

TENTHS = 1000  # of a point on the scale from 0 to 100: the precision that pages show
MOST_REASONS = 3
NEAREST = 3  # tipping points and questions on the first screen
SECOND_LAYER = ("cost", "operations")  # where hybrid pays for being two layers


@dataclass(frozen=True, slots=True)
class Named:
    """A platform, criterion, question or scenario by key, with what it is called."""

    key: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class RankingRow:
    platform: Named
    rank: int
    score: float  # 0..1, as all scores and shares here
    low: float | None  # none where every case excludes it
    high: float | None
    eligible: bool
    first: float  # share of the cases in which it comes first
    cases: int  # the same as a count out of 100; over all rows and `none_left` they add up to 100
    acceptability: tuple[float, ...]  # share of the cases by rank
    pairwise: tuple[float | None, ...]  # share of the cases in which it beats each compared platform


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """What one answer adds to a cell."""

    text: str  # question and answer
    points: float
    open: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One platform on one criterion: what it adds to the score, and why."""

    platform: Named
    points: float  # cells of a platform add up to its score as shown
    base: float
    answers: tuple[AnswerShare, ...]
    limit: float  # the limit of the scale; base + answers + limit = points
    stars: float
    low: float
    high: float
    measured: bool  # by the workload's own numbers instead of by its rating
    basis: str  # in brackets: measured or judgement
    article: str  # what the article gives it
    rationale: str
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One platform's figure beside the rating that it stands for."""

    platform: Named
    figure: found.MeasuredPlatform | None  # none: nothing is published of it, and its stars stand
    decides: Literal["figure", "rating", ""]  # the lowest of the criterion's figures, and its rating if all only limit
    instead_of: float  # typical stars of its rating


@dataclass(frozen=True, slots=True)
class MeasuredBy:
    """A figure that rates a criterion, or limits its rating."""

    key: str
    label: str
    unit: str
    meaning: str
    numbers: str  # "Number of instances 60 instances, Size of an instance 512 MB"
    limits: bool
    rows: tuple[MeasuredRow, ...]
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class MeasuredCriterion:
    """A criterion that the workload's own numbers rate, by one figure or by several."""

    criterion: Named
    figures: tuple[MeasuredBy, ...]

    @property
    def only_limited(self) -> bool:
        """Whether no figure stands for the rating, which then stands beside them."""
        return all(figure.limits for figure in self.figures)

    @property
    def several(self) -> bool:
        """Whether it takes a mark to tell what decides."""
        return len(self.figures) > 1 or self.only_limited


@dataclass(frozen=True, slots=True)
class Measurable:
    """A figure that would rate a criterion, or limit its stars, if these questions had numbers for answers."""

    criterion: Named
    label: str  # "Useful memory"
    questions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ImportanceShare:
    source: str
    points: float


@dataclass(frozen=True, slots=True)
class CriterionRow:
    number: int
    criterion: Named
    meaning: str
    weight: float
    importance: tuple[ImportanceShare, ...]
    cells: tuple[Cell, ...]  # in the order of the ranking
    central_weights: tuple[float, ...]  # the typical weight in the cases that each platform wins


@dataclass(frozen=True, slots=True)
class Reason:
    text: str
    rationale: str
    points: float
    criterion: Named
    answer: str  # the question and answer that stand behind it most; empty: the platform's own rating
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class LayerPrice:
    """What the second layer costs hybrid on one criterion."""

    criterion: Named
    before: float  # the rating that the rationale tells of, in stars
    stars: float  # after answers
    best_rival: Named
    rival_stars: float
    rationale: str
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far leader and rival are apart on one criterion."""

    criterion: Named
    leader: float
    rival: float
    points: float


@dataclass(frozen=True, slots=True)
class Crossing:
    at: float
    platform: Named


@dataclass(frozen=True, slots=True)
class TippingRow:
    """How far the weight of one criterion may move, others rescaled, before another platform leads."""

    criterion: Named
    weight: float
    below: Crossing | None
    above: Crossing | None

    @property
    def distance(self) -> float:
        return min((abs(crossing.at - self.weight) for crossing in self.crossings), default=1.0)

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return tuple(crossing for crossing in (self.below, self.above) if crossing)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    question: Named
    text: str
    why: str
    chance: float  # of another leader, or none, once it is answered
    at_stake: float  # the leader's score between the best and the worst option


@dataclass(frozen=True, slots=True)
class Exclusion:
    platform: Named
    because: str
    question: Named
    answer: str
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    key: str
    platform: Named
    on_leader: bool
    because: str
    confirm: str
    confirmed: bool
    note: str
    question: Named | None
    open_question: bool
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Hardening:
    """A measure for this leader and these answers."""

    key: str
    label: str
    description: str
    tools: str
    required: bool
    from_article: bool
    called_for_by: tuple[str, ...]  # question and answer; none: by the platform alone
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class BlueprintLayer:
    number: int
    label: str
    role: str
    gives: str
    from_article: bool
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class BesideRow:
    platform: Named
    summary: str
    like: str
    score: float
    eligible: bool


@dataclass(frozen=True, slots=True)
class Watched:
    label: str
    claim: str
    status: str
    ring: str
    ring_text: str
    as_of: date
    from_article: bool
    evidence: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and how the evaluation read it."""

    section: str
    question: Named
    asked: bool  # on the path that the other answers open
    answer: str
    state: found.State
    state_text: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class Provenance:
    model: str
    model_label: str
    version: str
    draft: bool  # other content may yet stand under this version
    digest: str
    engine: str
    seed: int
    cases: int
    input_digest: str


@dataclass(frozen=True)  # no slots: the list of evidence is put into words where it is shown, which most pages do not
class Report:
    """One evaluation, ready to be shown."""

    verdict: found.Verdict
    verdict_text: str
    summary: str
    known: str  # how many answers are own, assumed and open
    scenario: Named | None
    leader: Named | None  # of the verdict; none where the verdict names nobody
    rivals: tuple[Named, ...]  # too close to tell apart from the leader
    rival: Named | None  # whom the reasons are measured against
    cases: str  # "comes first in 93 of 100 cases …"
    leader_cases: str  # the same as a sentence about the leader; empty where the verdict names nobody
    confidence: float
    settled: bool
    hanging: float  # by how much open questions can move the leader's score
    none_left: float
    none_left_cases: int
    counts: found.Counts
    platforms: tuple[Named, ...]  # compared, in the order of the ranking
    standard_error: float  # the largest of the shares by rank; 0 in records that have none
    confidence_factors: tuple[float, ...]  # in the order of the ranking; empty in records that have none
    ranking: tuple[RankingRow, ...]
    criteria: tuple[CriterionRow, ...]
    measured: tuple[MeasuredCriterion, ...]
    measurable: tuple[Measurable, ...]
    in_favour: tuple[Reason, ...]
    against: tuple[Reason, ...]
    differences: tuple[Difference, ...]  # to the rival, the largest first
    layer_price: tuple[LayerPrice, ...]
    tipping_points: tuple[TippingRow, ...]  # every criterion, the nearest crossing first
    would_change: tuple[str, ...]  # sentences
    weighing: Weighing
    robustness: Robustness
    ask_next: tuple[OpenQuestion, ...]
    excluded: tuple[Exclusion, ...]
    conditions: tuple[Condition, ...]
    warnings: tuple[str, ...]
    hardening: tuple[Hardening, ...]
    blueprint: tuple[BlueprintLayer, ...]
    beside: tuple[BesideRow, ...]
    watch_list: tuple[Watched, ...]
    answers: tuple[AnswerRow, ...]
    references: References = field(repr=False, compare=False)  # what the report cites
    provenance: Provenance

    @classmethod
    def of(cls, evaluation: Evaluation, document: DecisionModel) -> "Report":
        return Composition(evaluation, document, get_language() or "en").report()

    @cached_property
    def evidence(self) -> tuple[EvidenceEntry, ...]:
        return self.references.entries()

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.on_leader and not condition.confirmed)

    @property
    def unverified(self) -> int:
        return sum(not entry.verified for entry in self.evidence)


@dataclass(frozen=True, slots=True)
class Brief:
    """The little of a report that a workload is shown with, beside dozens of others. It cites nothing."""

    verdict: found.Verdict
    verdict_text: str
    summary: str
    leader: Named | None
    rival: Named | None
    cases: str
    ranking: tuple[RankingRow, ...]
    excluded: tuple[Exclusion, ...]
    in_favour: tuple[Reason, ...]
    against: tuple[Reason, ...]

    @classmethod
    def of(cls, evaluation: Evaluation, document: DecisionModel) -> "Brief":
        return Composition(evaluation, document, get_language() or "en").brief()


class Composition:
    """Looks up what an evaluation names, and puts the report together."""

    def __init__(self, evaluation: Evaluation, document: DecisionModel, language: str) -> None:
        self.evaluation = evaluation
        self.document = document
        self.language = language
        self.references = References(document, language)
        in_brackets = _("(%(words)s)")
        self.basis_of_rating = {
            "measured": in_brackets % {"words": _("measured")},
            "judgement": in_brackets % {"words": _("judgement")},
            "numbers": in_brackets % {"words": _("measured by your numbers")},
        }
        self.stars_of_article = _("The article: %(stars)s ★.")
        self.answer_texts: dict[str, str] = {}  # by question; many cells name the same answer
        self.question_texts: dict[str, str] = {}  # the same with the question before it
        self.state_texts: dict[tuple[str, str], str] = {}
        self.leader_key = evaluation.platform or ""  # none: no plan, no blueprint
        self.compared = tuple(self.platforms[ranked.platform] for ranked in evaluation.ranking)

    def report(self) -> Report:
        evaluation = self.evaluation
        criteria = self.criterion_rows()  # cites first: its references have the lowest numbers
        tipping_points = self.tipping_rows()
        ask_next = self.open_questions()
        return Report(
            verdict=evaluation.verdict,
            verdict_text=verdict_text(evaluation.verdict),
            summary=evaluation.summary,
            known=basis(evaluation.counts).strip(),
            scenario=self.scenarios.get(evaluation.scenario or ""),
            leader=self.leader,
            rivals=tuple(self.platforms[key] for key in evaluation.close_rivals),
            rival=self.platforms[evaluation.rival] if evaluation.rival else None,
            cases=of_100_cases(evaluation.confidence, evaluation.counts),
            leader_cases=comes_first(self.leader, evaluation),
            confidence=evaluation.confidence,
            settled=evaluation.settled,
            hanging=evaluation.hanging,
            none_left=evaluation.none_left,
            none_left_cases=self.cases_of_100[-1],
            counts=evaluation.counts,
            platforms=self.compared,
            standard_error=max((max(errors) for errors in evaluation.standard_errors.values()), default=0.0),
            confidence_factors=tuple(
                evaluation.confidence_factors[key]
                for ranked in evaluation.ranking
                if (key := ranked.platform) in evaluation.confidence_factors
            ),
            ranking=self.ranking_rows(),
            criteria=criteria,
            measured=self.measured_criteria(),
            measurable=self.measurable_criteria(),
            in_favour=self.reasons(evaluation.reasons.in_favour[:MOST_REASONS], criteria),
            against=self.reasons(evaluation.reasons.against[:MOST_REASONS], criteria),
            differences=self.differences(criteria),
            layer_price=self.layer_price(criteria),
            tipping_points=tipping_points,
            would_change=self.would_change(tipping_points, ask_next),
            weighing=Weighing.of(self),
            robustness=Robustness.of(self),
            ask_next=ask_next,
            excluded=self.exclusions(),
            conditions=self.conditions(),
            warnings=tuple(warning.message for warning in evaluation.warnings),
            hardening=self.hardening(),
            blueprint=self.blueprint(),
            beside=self.beside(),
            watch_list=self.watch_list(),
            answers=self.answer_rows(),
            references=self.references,
            provenance=self.provenance(),
        )

    def brief(self) -> Brief:
        evaluation = self.evaluation
        return Brief(
            verdict=evaluation.verdict,
            verdict_text=verdict_text(evaluation.verdict),
            summary=evaluation.summary,
            leader=self.leader,
            rival=self.platforms[evaluation.rival] if evaluation.rival else None,
            cases=of_100_cases(evaluation.confidence, evaluation.counts),
            ranking=self.ranking_rows(),
            excluded=self.exclusions(),
            in_favour=self.reasons(evaluation.reasons.in_favour[:MOST_REASONS], ()),
            against=self.reasons(evaluation.reasons.against[:MOST_REASONS], ()),
        )

    # names

    def say(self, text: Bilingual | None) -> str:
        return in_language(text, self.language) if text else ""

    def named(self, key: str, label: Bilingual, short: Bilingual | None = None) -> Named:
        return Named(key, self.say(label), self.say(short or label))

    @cached_property
    def platforms(self) -> dict[str, Named]:
        return {part.key: self.named(part.key, part.label, part.short) for part in self.document.platforms}

    @property
    def leader(self) -> Named | None:
        return self.platforms[self.leader_key] if self.leader_key else None

    @cached_property
    def criteria(self) -> dict[str, Named]:
        return {part.key: self.named(part.key, part.label) for part in self.document.criteria}

    @cached_property
    def scenarios(self) -> dict[str, Named]:
        return {part.key: self.named(part.key, part.label) for part in self.document.scenarios}

    @cached_property
    def questions(self) -> dict[str, Named]:
        return {part.key: self.named(part.key, part.label) for part in self.document.questions}

    @cached_property
    def options(self) -> dict[str, dict[str, str]]:
        return {
            question.key: {option.key: self.say(option.label) for option in question.options}
            for question in self.document.questions
        }

    @cached_property
    def given(self) -> dict[str, found.Given]:
        return {given.question: given for given in self.evaluation.answers}

    def answer_text(self, question: str) -> str:
        """Say what holds for a question: the options, or why there is none."""
        if question not in self.answer_texts:
            self.answer_texts[question] = self.say_answer(question)
        return self.answer_texts[question]

    def state_text(self, given: found.Given) -> str:
        key = given.state, given.source
        if key not in self.state_texts:
            self.state_texts[key] = state_text(given)
        return self.state_texts[key]

    def say_answer(self, question: str) -> str:
        given = self.given.get(question)
        if given is None or given.state == "missing":
            return _("not answered")
        if given.state == "unsure":
            return _("not sure")
        if given.state == "does_not_apply":
            return _("does not apply")
        if given.number is not None:
            words = {"number": self.number_text(question, given.number), "band": self.options[question][given.value[0]]}
            return _("%(number)s (%(band)s)") % words
        return listed([self.options[question][key] for key in given.value])

    def number_text(self, question: str, number: float) -> str:
        unit = next(
            (part.measure.unit for part in self.document.questions if part.key == question and part.measure), None
        )
        return with_unit(number, self.say(unit))

    def question_and_answer(self, question: str) -> str:
        if question not in self.question_texts:
            words = {"question": self.questions[question].label, "answer": self.answer_text(question)}
            self.question_texts[question] = _("%(question)s: %(answer)s") % words
        return self.question_texts[question]

    def calling_answer(self, question: str, options: Sequence[str]) -> str:
        """Say a question and those of its chosen options that call for something; the others do not."""
        if len(options) == len(self.given[question].value):
            return self.question_and_answer(question)
        words = {
            "question": self.questions[question].label,
            "answer": listed([self.options[question][key] for key in options]),
        }
        return _("%(question)s: %(answer)s") % words

    def short_answer(self, question: str) -> str:
        """Say question and answer, or the question alone where the answer is a list."""
        given = self.given.get(question)
        several = given is not None and len(given.value) > 1
        return self.questions[question].label if several else self.question_and_answer(question)

    # ranking

    @cached_property
    def cases_of_100(self) -> list[int]:
        return cases_of_100(self.evaluation)

    def ranking_rows(self) -> tuple[RankingRow, ...]:
        winning = self.evaluation.pairwise_winning
        return tuple(
            RankingRow(
                platform=self.platforms[ranked.platform],
                rank=ranked.rank,
                score=ranked.score,
                low=ranked.low,
                high=ranked.high,
                eligible=ranked.eligible,
                first=first_rank(ranked),
                cases=cases,
                acceptability=tuple(ranked.rank_acceptability),
                pairwise=tuple(
                    None if rival.key == ranked.platform else winning[ranked.platform][rival.key]
                    for rival in self.compared
                ),
            )
            for ranked, cases in zip(self.evaluation.ranking, self.cases_of_100, strict=False)
        )

    # why

    def criterion_rows(self) -> tuple[CriterionRow, ...]:
        shown = {ranked.platform: self.shown_points(ranked) for ranked in self.evaluation.ranking}
        return tuple(
            CriterionRow(
                number=position + 1,
                criterion=self.criteria[criterion.key],
                meaning=self.say(criterion.meaning),
                weight=self.evaluation.weights[criterion.key],
                importance=self.importance(criterion.key),
                cells=tuple(
                    self.cell(platform, criterion.key, shown[platform.key][position]) for platform in self.compared
                ),
                central_weights=tuple(
                    self.evaluation.central_weights[platform.key][criterion.key] for platform in self.compared
                ),
            )
            for position, criterion in enumerate(self.document.criteria)
        )

    def shown_points(self, ranked: found.Ranked) -> list[int]:
        """Return what each criterion adds, in tenths of a point, adding up to the score as shown."""
        of_criterion = self.evaluation.contributions[ranked.platform]
        return adding_up(
            [of_criterion[criterion.key] for criterion in self.document.criteria], tenths_shown(ranked.score)
        )

    def cell(self, platform: Named, criterion: str, tenths: int) -> Cell:
        part = self.evaluation.parts[platform.key][criterion]
        points = [part.base, *(answer.points for answer in part.answers), part.limit]
        base, *answers, limit = (share / TENTHS for share in adding_up(points, tenths))
        rating, entry = self.ratings[platform.key, criterion], self.deciding(platform.key, criterion)
        return Cell(
            platform=platform,
            points=tenths / TENTHS,
            base=base,
            answers=tuple(
                AnswerShare(
                    text=self.question_and_answer(answer.question),
                    points=shown,
                    open=answer.open,
                )
                for answer, shown in zip(part.answers, answers, strict=True)
            ),
            limit=limit,
            stars=part.stars,
            low=part.low,
            high=part.high,
            measured=part.measured,
            basis=self.basis_of_rating["numbers" if entry else rating.basis],
            article=self.stars_of_article % {"stars": f"{rating.article_stars:g}"} if rating.article_stars else "",
            rationale=self.measured_text(entry, platform.key) if entry else self.say(rating.rationale),
            evidence=self.references.cite(self.evidence_of_figures(entry, platform.key) if entry else rating.evidence),
        )

    # what is measured

    def measured_criteria(self) -> tuple[MeasuredCriterion, ...]:
        return tuple(
            MeasuredCriterion(
                criterion=self.criteria[criterion],
                figures=tuple(
                    self.measured_by(entry) for entry in self.evaluation.measurements if entry.criterion == criterion
                ),
            )
            for criterion in dict.fromkeys(entry.criterion for entry in self.evaluation.measurements)
        )

    def measured_by(self, entry: found.MeasuredCriterion) -> MeasuredBy:
        measurement = self.measurements[entry.measurement]
        return MeasuredBy(
            key=entry.measurement,
            label=entry.label,
            unit=entry.unit,
            meaning=self.say(measurement.meaning),
            numbers=listed(
                [
                    _("%(question)s: %(answer)s")
                    % {
                        "question": self.questions[given.question].label,
                        "answer": self.number_text(given.question, given.number),
                    }
                    for given in entry.numbers
                ]
            ),
            limits=measurement.limits,
            rows=tuple(
                MeasuredRow(
                    platform=platform,
                    figure=entry.platforms.get(platform.key),
                    decides=self.what_decides(platform.key, entry),
                    instead_of=self.ratings[platform.key, entry.criterion].typical,
                )
                for platform in self.compared
            ),
            evidence=self.references.cite(entry.evidence),
        )

    def deciding(self, platform: str, criterion: str) -> found.MeasuredCriterion | None:
        """Find the figure that a platform's rating comes from, if one does: of its figures the lowest."""
        if not self.evaluation.parts[platform][criterion].measured:
            return None
        given = [
            entry
            for entry in self.evaluation.measurements
            if entry.criterion == criterion and platform in entry.platforms
        ]
        return min(
            given, key=lambda entry: (entry.platforms[platform].stars, self.measurements[entry.measurement].limits)
        )

    def what_decides(self, platform: str, entry: found.MeasuredCriterion) -> Literal["figure", "rating", ""]:
        deciding = self.deciding(platform, entry.criterion)
        if deciding is None:
            return "rating"
        return "figure" if deciding is entry else ""

    def measurable_criteria(self) -> tuple[Measurable, ...]:
        given = {entry.measurement for entry in self.evaluation.measurements}
        return tuple(
            Measurable(
                criterion=self.criteria[part.criterion],
                label=self.say(part.label),
                questions=tuple(self.questions[question] for question in part.inputs.values()),
            )
            for part in self.document.measurements
            if part.key not in given
        )

    def measured_text(self, entry: found.MeasuredCriterion, platform: str) -> str:
        """Say the figure, what it is worth, and the rating that it stands for."""
        figure = entry.platforms[platform]
        sentence = _(
            "%(measure)s: %(typical)s %(unit)s (%(low)s to %(high)s), worth %(stars)s ★. It stands for a rating of"
            " %(rating)s ★."
        )
        return sentence % {
            "measure": entry.label,
            "unit": entry.unit,
            "typical": f"{figure.typical:,.1f}",
            "low": f"{figure.low:,.1f}",
            "high": f"{figure.high:,.1f}",
            "stars": f"{figure.stars:.1f}",
            "rating": f"{figure.instead_of:.1f}",
        }

    def evidence_of_figures(self, entry: found.MeasuredCriterion, platform: str) -> tuple[str, ...]:
        figures = self.measurements[entry.measurement].figures
        cited = (figure.evidence for figure in figures if figure.platform == platform)
        return tuple(dict.fromkeys(key for keys in cited for key in keys))

    @cached_property
    def measurements(self) -> dict[str, Measurement]:
        return {part.key: part for part in self.document.measurements}

    # what it rests on otherwise

    @cached_property
    def ratings(self) -> dict[tuple[str, str], Rating]:
        return {(rating.platform, rating.criterion): rating for rating in self.document.ratings}

    def importance(self, criterion: str) -> tuple[ImportanceShare, ...]:
        return tuple(
            ImportanceShare(self.source_text(source), source.points)
            for source in self.evaluation.importance.get(criterion, [])
        )

    def source_text(self, source: found.ImportanceSource) -> str:
        if source.source == "own":
            return source_of_weights(self.evaluation.weighting.method)
        if source.source == "scenario":
            scenario = self.scenarios[self.evaluation.scenario or ""]
            return _("scenario “%(scenario)s”") % {"scenario": scenario.label}
        if source.question:
            return self.question_and_answer(source.question)
        return _("starting importance of the decision model")

    def reasons(self, reasons: Sequence[found.Reason], rows: Sequence[CriterionRow]) -> tuple[Reason, ...]:
        evidence = {row.criterion.key: row.cells[0].evidence for row in rows}
        return tuple(
            Reason(
                text=reason.text,
                rationale=reason.rationale,
                points=reason.points,
                criterion=self.criteria[reason.criterion],
                answer=self.short_answer(reason.question) if reason.question else "",
                evidence=evidence.get(reason.criterion, ()),
            )
            for reason in reasons
        )

    def differences(self, rows: Sequence[CriterionRow]) -> tuple[Difference, ...]:
        """Set the leader against its rival, criterion by criterion."""
        keys = [platform.key for platform in self.compared]
        if self.evaluation.rival is None or self.evaluation.rival not in keys:
            return ()
        rival = keys.index(self.evaluation.rival)
        differences = [
            Difference(
                criterion=row.criterion,
                leader=row.cells[0].points,
                rival=row.cells[rival].points,
                points=row.cells[0].points - row.cells[rival].points,
            )
            for row in rows
        ]
        return tuple(sorted(differences, key=lambda difference: -abs(difference.points)))

    def layer_price(self, rows: Sequence[CriterionRow]) -> tuple[LayerPrice, ...]:
        """Say what the second layer costs, where hybrid leads."""
        if self.leader_key != "hybrid":
            return ()
        return tuple(
            LayerPrice(
                criterion=row.criterion,
                before=self.ratings[self.leader_key, row.criterion.key].typical,
                stars=row.cells[0].stars,
                best_rival=best.platform,
                rival_stars=best.stars,
                rationale=row.cells[0].rationale,
                evidence=row.cells[0].evidence,
            )
            for row in rows
            if row.criterion.key in SECOND_LAYER and len(row.cells) > 1
            for best in [max(row.cells[1:], key=lambda cell: cell.stars)]
        )

    # how sure

    def tipping_rows(self) -> tuple[TippingRow, ...]:
        weights = self.evaluation.weights
        crossings: dict[str, dict[bool, Crossing]] = {}
        for point in self.evaluation.tipping_points:
            crossing = Crossing(point.at, self.platforms[point.platform])
            crossings.setdefault(point.criterion, {})[point.at > point.weight] = crossing
        rows = [
            TippingRow(
                criterion=self.criteria[criterion.key],
                weight=weights[criterion.key],
                below=crossings.get(criterion.key, {}).get(False),
                above=crossings.get(criterion.key, {}).get(True),
            )
            for criterion in self.document.criteria
        ]
        return tuple(sorted(rows, key=lambda row: row.distance))

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        written = {question.key: question for question in self.document.questions}
        return tuple(
            OpenQuestion(
                question=self.questions[asked.question],
                text=self.say(written[asked.question].text),
                why=self.say(written[asked.question].why),
                chance=asked.chance_of_change,
                at_stake=asked.at_stake,
            )
            for asked in self.evaluation.ask_next
        )

    def would_change(self, rows: Sequence[TippingRow], ask_next: Sequence[OpenQuestion]) -> tuple[str, ...]:
        """Say the nearest changes that give another leader."""
        sentences = []
        for row in rows[:NEAREST]:
            for crossing in sorted(row.crossings, key=lambda crossing: abs(crossing.at - row.weight))[:1]:
                words = {
                    "criterion": row.criterion.label,
                    "platform": crossing.platform.label,
                    "now": percent(row.weight),
                    "at": percent(crossing.at),
                }
                if crossing.at > row.weight:
                    sentences.append(
                        _("%(platform)s leads once “%(criterion)s” weighs %(at)s %% or more; it is %(now)s %% now.")
                        % words
                    )
                else:
                    sentences.append(
                        _("%(platform)s leads once “%(criterion)s” weighs %(at)s %% or less; it is %(now)s %% now.")
                        % words
                    )
        for asked in ask_next[:NEAREST]:
            if asked.chance > 0:
                sentences.append(
                    _("“%(question)s” is open: %(chance)s %% of its possible answers would give another leader.")
                    % {"question": asked.question.label, "chance": percent(asked.chance)}
                )
        return tuple(sentences)

    # rules

    def exclusions(self) -> tuple[Exclusion, ...]:
        return tuple(
            Exclusion(
                platform=self.platforms[excluded.platform],
                because=excluded.because,
                question=self.questions[excluded.question],
                answer=self.answer_text(excluded.question),
                evidence=self.references.cite(excluded.evidence),
            )
            for excluded in self.evaluation.excluded
        )

    def conditions(self) -> tuple[Condition, ...]:
        conditions = [
            Condition(
                key=condition.constraint,
                platform=self.platforms[condition.platform],
                on_leader=condition.platform == self.evaluation.platform,
                because=condition.because,
                confirm=condition.confirm,
                confirmed=condition.confirmed,
                note=condition.note,
                question=self.questions.get(condition.question),
                open_question=condition.open_question,
                evidence=self.references.cite(condition.evidence),
            )
            for condition in self.evaluation.conditions
        ]
        return tuple(sorted(conditions, key=lambda condition: (not condition.on_leader, condition.confirmed)))

    # what to do with it

    def hardening(self) -> tuple[Hardening, ...]:
        """Return the measures that this leader and these answers call for, the required ones first."""
        return tuple(
            Hardening(
                key=measure.countermeasure.key,
                label=self.say(measure.countermeasure.label),
                description=self.say(measure.countermeasure.description),
                tools=", ".join(measure.countermeasure.tools),
                required=measure.required,
                from_article=measure.countermeasure.origin == "article",
                called_for_by=tuple(self.calling_answer(*answer) for answer in measure.answers),
                evidence=self.references.cite(measure.countermeasure.evidence),
            )
            for measure in measures_for(self.evaluation, self.document)
        )

    def blueprint(self) -> tuple[BlueprintLayer, ...]:
        layers = sorted(
            (layer for layer in self.document.layers if self.leader_key in layer.platforms),
            key=lambda layer: layer.order,
        )
        return tuple(
            BlueprintLayer(
                number=number,
                label=self.say(layer.label),
                role=self.say(layer.role),
                gives=self.say(layer.gives),
                from_article=layer.origin == "article",
                evidence=self.references.cite(layer.evidence),
            )
            for number, layer in enumerate(layers, start=1)
        )

    def beside(self) -> tuple[BesideRow, ...]:
        written = {platform.key: platform for platform in self.document.platforms}
        rows = [
            BesideRow(
                platform=self.platforms[beside.platform],
                summary=self.say(written[beside.platform].summary),
                like=self.platforms[like].short if (like := written[beside.platform].like) else "",
                score=beside.score,
                eligible=beside.eligible,
            )
            for beside in self.evaluation.beside
        ]
        return tuple(sorted(rows, key=lambda row: (not row.eligible, -row.score)))

    def watch_list(self) -> tuple[Watched, ...]:
        return tuple(
            Watched(
                label=self.say(trend.label),
                claim=self.say(trend.claim),
                status=self.say(trend.status),
                ring=trend.ring,
                ring_text=ring_text(trend.ring),
                as_of=trend.as_of,
                from_article=trend.origin == "article",
                evidence=self.references.cite(trend.evidence),
            )
            for trend in self.document.trends
        )

    def answer_rows(self) -> tuple[AnswerRow, ...]:
        sections = {section.key: self.say(section.label) for section in self.document.sections}
        return tuple(
            AnswerRow(
                section=sections[question.section],
                question=self.questions[question.key],
                asked=given.source != "default",
                answer=self.answer_text(question.key),
                state=given.state,
                state_text=self.state_text(given),
                certainty=certainty_text(given.certainty),
                note=given.note,
            )
            for question in self.document.questions
            if (given := self.given.get(question.key)) is not None
        )

    def provenance(self) -> Provenance:
        stated = self.evaluation.provenance
        return Provenance(
            model=stated.model,
            model_label=self.say(self.document.label),
            version=stated.model_version,
            draft=self.document.draft,
            digest=stated.model_digest,
            engine=stated.engine,
            seed=stated.seed,
            cases=stated.cases,
            input_digest=stated.input_digest,
        )


def adding_up(parts: Sequence[float], whole: int, units: int = TENTHS) -> list[int]:
    """Round parts to whole units so that they add up to the whole: the largest remainders are rounded up.

    >>> adding_up([0.3333, 0.3333, 0.3334], 100, units=100)
    [33, 33, 34]
    """
    scaled = [part * units for part in parts]
    shares = [floor(share + 1e-9) for share in scaled]
    by_remainder = sorted(range(len(parts)), key=lambda position: shares[position] - scaled[position])
    for position in by_remainder[: whole - sum(shares)]:
        shares[position] += 1
    return shares


def tenths_shown(score: float) -> int:
    """Return a score in tenths of a point, rounded as it is written on pages.

    >>> tenths_shown(0.8712)
    871
    """
    return round(float(f"{score * 100:.1f}") * 10)


def comes_first(leader: Named | None, evaluation: found.SummaryEvaluation) -> str:
    """Say in a sentence how often the leader comes first; nothing where the verdict names nobody."""
    if leader is None:
        return ""
    return _("%(platform)s %(comes_first)s.") % {
        "platform": leader.short,
        "comes_first": of_100_cases(evaluation.confidence, evaluation.counts),
    }


def cases_of_100(evaluation: found.SummaryEvaluation) -> list[int]:
    """Count of 100 cases by who comes first, in the order of the ranking; the last: nobody is left."""
    shares = [first_rank(ranked) for ranked in evaluation.ranking] + [evaluation.none_left]
    leader = hundredths(shares[0])  # as the summary says it
    return [leader, *adding_up(shares[1:], 100 - leader, 100)]


def share_of_cases(share: float) -> str:
    """Write a share of the cases in per cent, without the sign; nothing and all are said only where they are exact.

    >>> share_of_cases(0.9717), share_of_cases(0.9961), share_of_cases(0.0029), share_of_cases(0.0)
    ('97', '>99', '<1', '0')
    """
    rounded = round(share * 100)
    if share and not rounded:
        return "<1"
    return ">99" if rounded == 100 and share < 1 else str(rounded)


def first_rank(ranked: found.Ranked) -> float:
    return ranked.rank_acceptability[0] if ranked.rank_acceptability else 0.0


def percent(share: float) -> str:
    """Write a share as a whole number of percent; a crossing between 0 and 1 % keeps its first decimal."""
    return f"{share * 100:.0f}" if share == 0 or share >= 0.095 else f"{share * 100:.1f}"


def verdict_text(verdict: found.Verdict) -> str:
    return {
        "recommended": _("Recommended"),
        "recommended_with_conditions": _("Recommended with conditions"),
        "too_close_to_call": _("Too close to call"),
        "no_option_fits": _("No option fits"),
        "not_enough_known": _("Not enough known"),
    }[verdict]


def ring_text(ring: str) -> str:
    match ring:
        case "adopt":
            return _("Adopt: use it")
        case "trial":
            return _("Trial: try it on one system")
        case "assess":
            return _("Assess: read and wait")
    return _("Hold: do not build on it yet")


def state_text(given: found.Given) -> str:
    if given.state == "answered":
        return _("your answer")
    if given.state == "assumed":
        return _("assumed by the scenario") if given.source == "scenario" else _("assumed by default")
    return _("open") if given.state in ("unsure", "missing") else _("does not apply")


def certainty_text(certainty: str | None) -> str:
    match certainty:
        case None:
            return ""
        case "measured":
            return _("measured")
        case "documented":
            return _("documented")
    return _("estimate")
