"""A decision model as its pages show it: what rests on which evidence, ratings as pictures, rules in words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decisions.engine import LEAST_STARS, MOST_STARS
from decisions.reports.drawings import Interval, intervals
from decisions.reports.sources import EvidenceEntry, evidence_words, number_text
from decisions.services.wording import in_language, listed, span_of, with_unit
from scenarios.schema import AnswerIn, Bilingual, Constraint, DecisionModel, Rating

UseKind = Literal["platform", "rule", "measurement", "measure", "layer", "trend", "article"]


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a piece of evidence is cited."""

    kind: UseKind
    key: str  # of the platform, rule, measure …
    label: str


@dataclass(frozen=True, slots=True)
class CriterionRatings:
    """All ratings on one criterion, as a picture and as rows."""

    key: str
    label: str
    meaning: str
    ratings: tuple[Rating, ...]
    picture: SafeString


@dataclass(frozen=True, slots=True)
class Test:
    """One answer that a rule looks for, in words."""

    question: str
    label: str
    options: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    key: str
    effect: Literal["exclude", "condition", "warning"]
    effect_text: str
    platforms: str
    fact: str
    when: tuple[Test, ...]
    unless: Test | None
    because: str
    confirm: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasuredFigureRow:
    platform: str
    label: str
    quantity: str
    figure: str
    because: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasurementEntry:
    """A measurement in words: what it is worked out from, what it is worth and what it rests on."""

    key: str
    criterion: str
    label: str
    meaning: str
    because: str
    limits: bool  # it only lowers what the rating, or another figure, gives
    inputs: str
    anchors: tuple[tuple[str, str], ...]  # measure and stars
    anchors_because: str
    rows: tuple[MeasuredFigureRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the article beside one that was found."""

    quantity: str
    entry: EvidenceEntry


class Catalogue:
    """One decision model in one language."""

    def __init__(self, document: DecisionModel, language: str) -> None:
        self.document = document
        self.language = language
        self.words = evidence_words(document, language)
        self.platforms = self.words.platforms
        self.questions = {part.key: part for part in document.questions}
        self.numbers = {entry.key: number for number, entry in enumerate(document.evidence, start=1)}

    def evidence(
        self, *, platform: str = "", confidence: str = "", verified: str = "", words: str = ""
    ) -> list[EvidenceEntry]:
        """Return the evidence that every given filter lets through."""
        wanted = words.casefold().split()
        return [
            entry
            for part in self.document.evidence
            if (not platform or platform in part.platforms)
            and (not confidence or confidence == part.confidence)
            and (not verified or part.verified == (verified == "yes"))
            for entry in [self.words.entry(part.key, self.numbers[part.key])]
            if all(word in searched(entry) for word in wanted)
        ]

    def entry(self, key: str) -> EvidenceEntry | None:
        found = next((part for part in self.document.evidence if part.key == key), None)
        return self.words.entry(key, self.numbers[key]) if found else None

    def compared(self) -> list[Compared]:
        """Set the article's figures beside those that were found, quantity by quantity."""
        rows = [
            Compared(quantity_text(part.metric), self.words.entry(part.key, self.numbers[part.key]))
            for part in self.document.evidence
            if part.article_figure and part.figure
        ]
        order = list(dict.fromkeys(row.quantity for row in rows))
        return sorted(rows, key=lambda row: order.index(row.quantity))

    def uses(self) -> dict[str, list[Use]]:
        """Return what cites each piece of evidence."""
        uses: dict[str, list[Use]] = defaultdict(list)
        for keys, use in self._citations():
            for key in keys:
                if use not in uses[key]:
                    uses[key].append(use)
        return uses

    def _citations(self) -> Iterator[tuple[tuple[str, ...], Use]]:
        document = self.document
        criteria = {part.key: self.say(part.label) for part in document.criteria}
        facts = {part.key: self.say(part.label) for part in document.facts}
        for rating in document.ratings:
            words = {"platform": self.platforms[rating.platform], "criterion": criteria[rating.criterion]}
            label = _("rating of %(platform)s, %(criterion)s") % words
            yield rating.evidence, Use("platform", rating.platform, label)
        for platform in document.platforms:
            for key, fact in platform.facts.items():
                label = _("%(platform)s: %(fact)s") % {"platform": self.platforms[platform.key], "fact": facts[key]}
                yield fact.evidence, Use("platform", platform.key, label)
        for rule in document.constraints:
            yield rule.evidence, Use("rule", rule.key, self.say(rule.because))
        for measurement in document.measurements:
            for figure in measurement.figures:
                words = {"platform": self.platforms[figure.platform], "criterion": self.say(measurement.label)}
                label = _("measurement of %(platform)s, %(criterion)s") % words
                yield figure.evidence, Use("measurement", measurement.key, label)
        for measure in document.countermeasures:
            yield measure.evidence, Use("measure", measure.key, self.say(measure.label))
        for layer in document.layers:
            yield layer.evidence, Use("layer", layer.key, self.say(layer.label))
        for trend in document.trends:
            yield trend.evidence, Use("trend", trend.key, self.say(trend.label))
        for statement in document.article_facts:
            keys = statement.evidence + tuple(key for part in statement.corrections for key in part.evidence)
            yield keys, Use("article", statement.key, self.say(statement.statement))

    def ratings(self) -> list[CriterionRatings]:
        by_criterion: dict[str, list[Rating]] = defaultdict(list)
        for rating in self.document.ratings:
            by_criterion[rating.criterion].append(rating)
        order = list(self.platforms)
        return [
            CriterionRatings(
                key=criterion.key,
                label=self.say(criterion.label),
                meaning=self.say(criterion.meaning),
                ratings=tuple(ratings),
                picture=intervals(
                    [
                        Interval(
                            rating.platform, self.platforms[rating.platform], rating.low, rating.typical, rating.high
                        )
                        for rating in ratings
                    ],
                    _("Ratings on “%(criterion)s”, in stars") % {"criterion": self.say(criterion.label)},
                ),
            )
            for criterion in self.document.criteria
            for ratings in [sorted(by_criterion[criterion.key], key=lambda rating: order.index(rating.platform))]
        ]

    def rules(self) -> list[RuleEntry]:
        return [
            RuleEntry(
                key=rule.key,
                effect=rule.effect,
                effect_text=effect_text(rule.effect),
                platforms=listed([self.platforms[key] for key in rule.platforms]),
                fact=self.fact_test(rule),
                when=tuple(self.test(answer) for answer in rule.when),
                unless=self.test(rule.unless) if rule.unless else None,
                because=self.say(rule.because),
                confirm=self.say(rule.confirm) if rule.confirm else "",
                evidence=rule.evidence,
            )
            for rule in self.document.constraints
        ]

    def measurements(self) -> list[MeasurementEntry]:
        criteria = {part.key: self.say(part.label) for part in self.document.criteria}
        return [
            MeasurementEntry(
                key=entry.key,
                criterion=criteria[entry.criterion],
                label=self.say(entry.label),
                meaning=self.say(entry.meaning),
                because=self.say(entry.because),
                limits=entry.limits,
                inputs=listed([self.say(self.questions[key].label) for key in entry.inputs.values()]),
                anchors=tuple(
                    (
                        with_unit(anchor.at, self.say(entry.unit)),
                        f"{LEAST_STARS + (MOST_STARS - LEAST_STARS) * anchor.value:.1f} ★",
                    )
                    for anchor in entry.anchors
                ),
                anchors_because=self.say(entry.anchors_because),
                rows=tuple(
                    MeasuredFigureRow(
                        platform=figure.platform,
                        label=self.platforms[figure.platform],
                        quantity=quantity_of_platform(figure.quantity),
                        figure=interval_text(figure.low, figure.typical, figure.high),
                        because=self.say(figure.because),
                        evidence=figure.evidence,
                    )
                    for figure in entry.figures
                ),
            )
            for entry in self.document.measurements
        ]

    def fact_test(self, rule: Constraint) -> str:
        """Say whom a rule picks by a fact."""
        if rule.fact is None:
            return ""
        kind = next(part for part in self.document.facts if part.key == rule.fact.fact)
        if rule.fact.above is not None:
            return _("every platform whose “%(fact)s” is above %(number)s") % {
                "fact": self.say(kind.label),
                "number": f"{rule.fact.above:g} {kind.unit or ''}".strip(),
            }
        if rule.fact.is_flag:
            return _("every platform of which holds: %(fact)s") % {"fact": self.say(kind.label)}
        return _("every platform of which does not hold: %(fact)s") % {"fact": self.say(kind.label)}

    def test(self, answer: AnswerIn) -> Test:
        question = self.questions[answer.question]
        labels = {option.key: self.say(option.label) for option in question.options}
        options = [labels[key] for key in answer.options]
        separator = _(" or ")
        return Test(question=question.key, label=self.say(question.label), options=separator.join(options))

    def say(self, text: Bilingual) -> str:
        return in_language(text, self.language)


def searched(entry: EvidenceEntry) -> str:
    return " ".join((entry.key, entry.label, entry.conditions, entry.title, entry.published, entry.note)).casefold()


def effect_text(effect: str) -> str:
    return {"exclude": _("excludes"), "condition": _("puts a condition on"), "warning": _("warns of")}[effect]


def quantity_of_platform(key: str) -> str:
    """Name what a platform brings into a measurement, with its unit."""
    return {
        "guest": _("Operating system, MB"),
        "share": _("Beside each instance, %"),
        "span": _("Machine that shares one operating system, MB; 0: each instance has its own"),
        "start": _("Start, ms"),
        "line": _("Line of the machine, Mbit/s"),
        "drive": _("Drive of the machine, operations per second"),
        "passed": _("Share of it that an instance gets, %"),
    }[key]


def interval_text(low: float, typical: float, high: float) -> str:
    """Write a figure with its range: 600 (400–900); one number where it has none."""
    if low == high:
        return number_text(typical) or "0"
    words = {"typical": number_text(typical), "span": span_of(number_text(low), number_text(high))}
    return _("%(typical)s (%(span)s)") % words


def quantity_text(metric: str) -> str:
    """Name the quantities that the article gives figures for."""
    return {
        "cold_start_ms": _("Cold start"),
        "cold_start_factor": _("Cold start, VM against container"),
        "memory_overhead_ratio": _("Memory, against bare metal"),
        "memory_overhead_mb": _("Memory of a VM or guest system"),
        "cpu_overhead_ratio": _("Processor time, against bare metal"),
        "network_throughput_ratio": _("Network throughput, against bare metal"),
        "network_throughput_gbps": _("Network throughput"),
        "disk_iops_ratio": _("Disk operations, against bare metal"),
        "server_utilisation_percent": _("Utilisation of servers"),
        "namespace_kinds": _("Kinds of namespaces"),
    }.get(metric, metric.replace("_", " "))
