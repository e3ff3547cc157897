"""The shape of a decision model as its author writes it.

A decision model is one document, spread over YAML files in `scenarios/library/<key>/`. What stands here
refuses a document that could mislead somebody: pydantic checks each part, `DecisionModel` checks that the
parts agree. `library.py` reads the files and says in which of them a fault stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Version = Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}\.\d+$")]
Stars = Annotated[float, Field(ge=1, le=5)]
Shift = Annotated[float, Field(ge=-4, le=4)]  # stars
Points = Annotated[float, Field(ge=-10, le=10)]  # importance
Chance = Annotated[float, Field(gt=0, le=1)]
Share = Annotated[float, Field(gt=0, le=1)]

Language = Literal["en", "zh-hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-hans")
CHANCES_ADD_UP = 1e-6  # equal chances such as thirds are written with a few digits


class Part(BaseModel):
    """A part of a document: nothing unknown in it, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


class Bilingual(Part):
    """A text that a user sees, in both languages."""

    en: Text
    zh_hans: Text = Field(alias="zh-hans")


class Criterion(Part):
    """What is judged."""

    key: Key
    label: Bilingual
    meaning: Bilingual  # one sentence: what a high rating means
    kind: Literal["core", "practical"]
    points: Annotated[float, Field(gt=0, le=10)]  # importance before any scenario or answer


class FactKind(Part):
    """A property that every platform has, such as its cold start."""

    key: Key
    label: Bilingual
    unit: str | None = None  # of `number`, such as ms or MB
    kind: Literal["number", "flag", "text"]


class PlatformFact(Part):
    """One platform's entry for one kind of fact."""

    text: Bilingual
    number: float | None = None
    flag: bool | None = None
    evidence: tuple[Key, ...] = ()


class Platform(Part):
    """An alternative: a way to run a workload."""

    key: Key
    label: Bilingual  # "VMs (VMware)"
    short: Bilingual  # "VMs": for chart axes and table heads
    summary: Bilingual  # what it is, in one or two sentences
    role: Literal["core", "extended"]
    like: Key | None = None  # the core platform whose option effects it inherits
    facts: dict[Key, PlatformFact] = {}

    @model_validator(mode="after")
    def extended_ones_are_like_a_core_one(self) -> Self:
        if (self.role == "extended") != (self.like is not None):
            raise ValueError(f"platform {self.key}: exactly the extended platforms name the core one they are like")
        return self


class Rating(Part):
    """How well a platform does on a criterion, in stars, as an interval."""

    platform: Key
    criterion: Key
    low: Stars
    typical: Stars
    high: Stars
    basis: Literal["judgement", "measured"]
    article_stars: Stars | None = None  # the article's own, where it has one
    rationale: Bilingual
    evidence: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def stars_are_in_order(self) -> Self:
        if not self.low <= self.typical <= self.high:
            raise ValueError(f"rating {self.platform}/{self.criterion}: low, typical, high must not fall")
        return self


class Source(Part):
    """Where a piece of evidence was published; titles stay in their own language."""

    title: Text
    authors: str | None = None
    venue: str | None = None
    url: str | None = None


class Interval(Part):
    """A figure from low to high; either end may be open."""

    low: float | None = None
    typical: float | None = None
    high: float | None = None
    unit: Bilingual | None = None

    @model_validator(mode="after")
    def ends_are_in_order(self) -> Self:
        known = [number for number in (self.low, self.typical, self.high) if number is not None]
        if known != sorted(known):
            raise ValueError("low, typical, high must not fall")
        return self


class Evidence(Part):
    """A published figure or statement."""

    key: Key
    metric: Key  # what is measured or stated: cold_start_ms, vendor_support …
    label: Bilingual  # what was found, in one sentence, figure included
    platforms: tuple[Key, ...] = ()
    figure: Interval | None = None
    article_figure: Interval | None = None  # the article's own figure for the same quantity
    conditions: Bilingual
    year: Annotated[int, Field(ge=1970, le=2100)]
    source: Source
    confidence: Literal["A", "B", "C"]  # A measured, peer-reviewed or preprint; B vendor or authority; C practitioner
    verified: bool  # the figure or statement itself was seen in the source
    basis: Literal["seen", "computed", "interpreted", "memory", "no_number"]
    note: Bilingual | None = None


class AnswerIn(Part):
    """Holds when the question's answer is, or contains, one of these options."""

    question: Key
    options: Annotated[tuple[Key, ...], Field(min_length=1)] = Field(alias="in")


class Option(Part):
    """One possible answer."""

    key: Key
    label: Bilingual
    hint: Bilingual | None = None
    chance: Chance | None = None  # of being the answer while the question is open; all or none of a question's options
    below: float | None = None  # questions with a measure: this option holds for numbers below this; the last has none
    none: bool = False  # multiple choice: chosen alone ("none of these")
    effects: dict[Key, dict[Key, Shift]] = {}  # criterion -> platform -> stars
    importance: dict[Key, Points] = {}  # criterion -> points
    because: Bilingual | None = None  # one sentence: why this answer has this effect

    @model_validator(mode="after")
    def an_effect_has_a_reason(self) -> Self:
        if (self.effects or self.importance) and self.because is None:
            raise ValueError(f"option {self.key}: an effect needs a reason (because)")
        if any(not platforms for platforms in self.effects.values()):
            raise ValueError(f"option {self.key}: an effect that names no platform")
        return self


class Measure(Part):
    """A question that may be answered with a number; the options are its bands, rising."""

    unit: Bilingual
    name: Key  # seconds, instances, mebibytes


class Question(Part):
    """One question of the questionnaire."""

    key: Key
    section: Key
    label: Bilingual  # its short name in tables
    text: Bilingual
    hint: Bilingual | None = None
    why: Bilingual  # why we ask
    changes: Bilingual  # what this changes
    nature: Literal["need", "fact", "context"]
    kind: Literal["single", "multiple"]
    criteria: tuple[Key, ...] = ()  # facts: the criteria whose ratings it shifts, whichever option is taken
    share: Share = 1.0
    strictest: bool = False  # several chosen options: the lowest shift, the highest importance, instead of the mean
    may_be_unsure: bool = True
    shown_if: AnswerIn | None = None
    default: Key | None = None  # what holds while the question is not shown
    measure: Measure | None = None
    chances_because: Bilingual | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def needs_and_facts_are_kept_apart(self) -> Self:
        for option in self.options:
            if option.effects and self.nature != "fact":
                raise ValueError(f"question {self.key}, option {option.key}: only a fact shifts ratings")
            if option.importance and self.nature != "need":
                raise ValueError(f"question {self.key}, option {option.key}: only a need adds importance")
            for criterion in option.effects:
                if criterion not in self.criteria:
                    raise ValueError(
                        f"question {self.key}, option {option.key}: shifts {criterion}, which criteria does not name"
                    )
        if self.nature != "fact" and self.criteria:
            raise ValueError(f"question {self.key}: only a fact declares criteria")
        return self

    @model_validator(mode="after")
    def options_agree(self) -> Self:
        refuse_twins(f"question {self.key}: option", (option.key for option in self.options))
        chances = [option.chance for option in self.options]
        if any(chance is None for chance in chances) and any(chance is not None for chance in chances):
            raise ValueError(f"question {self.key}: give every option a chance, or none")
        if chances[0] is not None:
            if self.chances_because is None:
                raise ValueError(f"question {self.key}: stated chances need a reason (chances_because)")
            total = sum(chance or 0 for chance in chances)
            if self.kind == "single" and abs(total - 1) > CHANCES_ADD_UP:
                raise ValueError(f"question {self.key}: the chances add up to {total:g}, not to 1")
        if self.kind == "single" and any(option.none for option in self.options):
            raise ValueError(f"question {self.key}: only multiple choice has an option that stands for none")
        if self.kind == "multiple" and sum(option.none for option in self.options) != 1:
            raise ValueError(f"question {self.key}: multiple choice needs exactly one option that stands for none")
        if self.kind == "single" and self.strictest:
            raise ValueError(f"question {self.key}: only multiple choice can take the strictest")
        return self

    @model_validator(mode="after")
    def a_hidden_question_has_a_default(self) -> Self:
        if (self.shown_if is None) != (self.default is None):
            raise ValueError(f"question {self.key}: shown_if and default go together")
        if self.default is not None and self.default not in self.option_keys:
            raise ValueError(f"question {self.key}: default {self.default} is not one of its options")
        return self

    @model_validator(mode="after")
    def bands_rise(self) -> Self:
        bounds = [option.below for option in self.options]
        if self.measure is None:
            if any(bound is not None for bound in bounds):
                raise ValueError(f"question {self.key}: below needs a measure")
            return self
        given = [bound for bound in bounds[:-1] if bound is not None]
        if len(given) != len(bounds) - 1 or bounds[-1] is not None or given != sorted(set(given)):
            raise ValueError(f"question {self.key}: every option but the last needs a rising bound (below)")
        return self

    @property
    def option_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)


class FactTest(Part):
    """Picks platforms by one of their facts."""

    fact: Key
    above: float | None = None
    is_flag: bool | None = None

    @model_validator(mode="after")
    def one_test(self) -> Self:
        if (self.above is None) == (self.is_flag is None):
            raise ValueError(f"fact test on {self.fact}: give either above or is_flag")
        return self


class Constraint(Part):
    """A hard rule. It excludes, puts a condition on, or warns; it never becomes points.

    It concerns the platforms that it names, and those that its fact test picks.
    """

    key: Key
    effect: Literal["exclude", "condition", "warning"]
    platforms: tuple[Key, ...] = ()
    fact: FactTest | None = None
    when: Annotated[tuple[AnswerIn, ...], Field(min_length=1)]  # all must hold
    unless: AnswerIn | None = None
    because: Bilingual
    confirm: Bilingual | None = None  # conditions: what has to be shown or done
    evidence: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def it_concerns_somebody(self) -> Self:
        if not self.platforms and self.fact is None:
            raise ValueError(f"constraint {self.key}: names no platform and tests no fact")
        if (self.effect == "condition") != (self.confirm is not None):
            raise ValueError(f"constraint {self.key}: exactly conditions say what to confirm")
        return self


class Contradiction(Part):
    """Answers that do not go together, shown before the result."""

    key: Key
    when: Annotated[tuple[AnswerIn, ...], Field(min_length=2)]  # all must hold
    severity: Literal["conflict", "unusual"]
    message: Bilingual


class Section(Part):
    """A group of questions on the task list."""

    key: Key
    label: Bilingual
    intro: Bilingual


AnswerValue = Key | tuple[Key, ...]


class ScenarioProfile(Part):
    """A typical situation, the answers it usually brings and what matters in it."""

    key: Key
    label: Bilingual
    summary: Bilingual
    origin: Literal["article", "berth"]
    expected: Key | None = None  # the platform that the article recommends
    importance: dict[Key, Annotated[float, Field(ge=0, le=10)]]
    answers: dict[Key, AnswerValue] = {}

    @model_validator(mode="after")
    def something_matters(self) -> Self:
        if not any(self.importance.values()):
            raise ValueError(f"scenario {self.key} gives no criterion any importance")
        return self


class Countermeasure(Part):
    """A hardening measure, with the platforms and answers that call for it."""

    key: Key
    label: Bilingual
    description: Bilingual
    tools: tuple[str, ...] = ()
    origin: Literal["article", "berth"]
    platforms: Annotated[tuple[Key, ...], Field(min_length=1)]
    when: tuple[AnswerIn, ...] = ()  # any; none: always
    urgency: Literal["required", "advised"]
    evidence: tuple[Key, ...] = ()


class Layer(Part):
    """A layer of the blueprint, from the outermost (order 1) inwards."""

    key: Key
    order: Annotated[int, Field(ge=1, le=20)]
    label: Bilingual
    role: Bilingual  # resource pooling
    gives: Bilingual  # what this layer contributes
    platforms: Annotated[tuple[Key, ...], Field(min_length=1)]  # whose blueprint has it
    origin: Literal["article", "berth"]
    evidence: tuple[Key, ...] = ()


class Trend(Part):
    """An entry of the watch list."""

    key: Key
    label: Bilingual
    claim: Bilingual  # what is promised
    status: Bilingual  # what can be said of it today
    ring: Literal["adopt", "trial", "assess", "hold"]
    as_of: date
    platforms: tuple[Key, ...] = ()
    origin: Literal["article", "berth"]
    evidence: tuple[Key, ...] = ()


class Correction(Part):
    """Where an article fact is outdated, imprecise or wrong."""

    key: Key
    severity: Literal[
        "outdated",
        "wrong",
        "misleading",
        "inconsistent",
        "optimistic",
        "methodological",
        "ambiguous",
        "imprecise",
        "omission",
    ]
    text: Bilingual
    evidence: tuple[Key, ...] = ()


class ArticleFact(Part):
    """One statement of the source article, and what it became here."""

    key: Key
    section: Annotated[int, Field(ge=0, le=6)]  # 0: about the article itself
    paths: Annotated[tuple[str, ...], Field(min_length=1)]  # the leaves of the fact base that it covers
    statement: Bilingual  # in our own words, with the article's numbers
    use: Bilingual  # what Berth uses it for
    corrections: tuple[Correction, ...] = ()
    evidence: tuple[Key, ...] = ()
    criteria: tuple[Key, ...] = ()
    platforms: tuple[Key, ...] = ()
    scenarios: tuple[Key, ...] = ()
    layers: tuple[Key, ...] = ()
    countermeasures: tuple[Key, ...] = ()
    trends: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def it_became_something(self) -> Self:
        if not (
            self.evidence
            or self.criteria
            or self.platforms
            or self.scenarios
            or self.layers
            or self.countermeasures
            or self.trends
            or self.section == 0
        ):
            raise ValueError(f"article fact {self.key} is linked to nothing")
        return self


class Threshold(Part):
    """A number of the method, with the reason for it."""

    number: float
    because: Bilingual


class Method(Part):
    """The numbers of the method; they live in the model so that a result can be traced to them."""

    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]
    cases: Annotated[int, Field(ge=64, le=65536)]
    least_confidence: Threshold  # below: too close to call
    least_lead: Threshold  # score, 0..1; below: too close to call
    most_open: Threshold  # share of shown questions; above: not enough known
    most_unsettled: Threshold  # share of cases; below: settled
    spread_exact: Threshold  # sigma of the log weights, by how they were given
    spread_direct: Threshold
    spread_scenario: Threshold

    @model_validator(mode="after")
    def cases_are_a_power_of_two(self) -> Self:
        if self.cases & (self.cases - 1):
            raise ValueError("cases: a Sobol set is balanced only for a power of two")
        return self


class DecisionModel(Part):
    """One version of criteria, platforms, ratings, evidence, questions and rules."""

    key: Key
    version: Version
    label: Bilingual
    summary: Bilingual
    method: Method
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    facts: tuple[FactKind, ...] = ()
    platforms: Annotated[tuple[Platform, ...], Field(min_length=1)]
    ratings: tuple[Rating, ...]
    evidence: tuple[Evidence, ...] = ()
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    scenarios: tuple[ScenarioProfile, ...] = ()
    countermeasures: tuple[Countermeasure, ...] = ()
    layers: tuple[Layer, ...] = ()
    trends: tuple[Trend, ...] = ()
    article_facts: tuple[ArticleFact, ...] = ()

    @model_validator(mode="after")
    def its_parts_agree(self) -> Self:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        yield from self._twins()
        yield from self._rating_faults()
        yield from self._question_faults()
        yield from self._rule_faults()
        yield from self._scenario_faults()
        yield from self._dangling_links()
        yield from self._unused_evidence()

    def _twins(self) -> Iterator[str]:
        for part, entries in self._keyed_parts():
            for key, count in Counter(entry.key for entry in entries).items():
                if count > 1:
                    yield f"{part}: {key} stands there {count} times"

    def _keyed_parts(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for part in (
            "criteria", "facts", "platforms", "evidence", "sections", "questions", "constraints", "contradictions",
            "scenarios", "countermeasures", "layers", "trends", "article_facts",
        ):  # fmt: skip
            yield part, getattr(self, part)

    def _rating_faults(self) -> Iterator[str]:
        wanted = {(platform.key, criterion.key) for platform in self.platforms for criterion in self.criteria}
        given = Counter((rating.platform, rating.criterion) for rating in self.ratings)
        for pair in sorted(wanted - given.keys()):
            yield f"ratings: {'/'.join(pair)} is missing"
        for pair in sorted(given.keys() - wanted):
            yield f"ratings: {'/'.join(pair)} names an unknown platform or criterion"
        for pair, count in given.items():
            if count > 1:
                yield f"ratings: {'/'.join(pair)} stands there {count} times"
        core = {platform.key for platform in self.platforms if platform.role == "core"}
        kinds = {fact.key: fact for fact in self.facts}
        for platform in self.platforms:
            if platform.like is not None and platform.like not in core:
                yield f"platforms: {platform.key} is like {platform.like}, which is no core platform"
            for key, fact in platform.facts.items():
                kind = kinds.get(key)
                if kind is None:
                    yield f"platforms: {platform.key} has the unknown fact {key}"
                elif (kind.kind == "number") != (fact.number is not None) or (kind.kind == "flag") != (
                    fact.flag is not None
                ):
                    yield f"platforms: {platform.key}, fact {key} must be a {kind.kind}"
            for key in sorted(kinds.keys() - platform.facts.keys()):
                yield f"platforms: {platform.key} lacks the fact {key}"

    def _question_faults(self) -> Iterator[str]:
        criteria = {criterion.key for criterion in self.criteria}
        platforms = {platform.key for platform in self.platforms}
        sections = {section.key for section in self.sections}
        gates: dict[str, Question] = {question.key: question for question in self.questions}
        for question in self.questions:
            if question.section not in sections:
                yield f"questions: {question.key} stands in the unknown section {question.section}"
            yield from unknown(f"questions: {question.key}: criterion", question.criteria, criteria)
            for option in question.options:
                place = f"questions: {question.key}, option {option.key}"
                yield from unknown(f"{place}: criterion", option.importance, criteria)
                for shifts in option.effects.values():
                    yield from unknown(f"{place}: platform", shifts, platforms)
            if question.shown_if is not None:
                gate = gates.get(question.shown_if.question)
                yield from self._answer_faults(f"questions: {question.key}, shown_if", question.shown_if)
                if gate is not None and (gate.shown_if is not None or gate.key == question.key):
                    yield f"questions: {question.key} hangs on {gate.key}, which is itself not always shown"
        used = {question.section for question in self.questions}
        for section in self.sections:
            if section.key not in used:
                yield f"sections: {section.key} has no question"

    def _answer_faults(self, place: str, answer: AnswerIn) -> Iterator[str]:
        question = next((entry for entry in self.questions if entry.key == answer.question), None)
        if question is None:
            yield f"{place}: unknown question {answer.question}"
            return
        yield from unknown(f"{place}: {question.key} has no option", answer.options, question.option_keys)
        if question.kind == "single" and question.option_keys <= set(answer.options):
            yield f"{place}: {question.key} in all of its options is no test"

    def _rule_faults(self) -> Iterator[str]:
        platforms = {platform.key for platform in self.platforms}
        facts = {fact.key for fact in self.facts}
        for constraint in self.constraints:
            place = f"constraints: {constraint.key}"
            yield from unknown(f"{place}: platform", constraint.platforms, platforms)
            if constraint.fact is not None:
                yield from unknown(f"{place}: fact", [constraint.fact.fact], facts)
            for answer in (*constraint.when, *([constraint.unless] if constraint.unless else [])):
                yield from self._answer_faults(place, answer)
        for contradiction in self.contradictions:
            for answer in contradiction.when:
                yield from self._answer_faults(f"contradictions: {contradiction.key}", answer)
        for countermeasure in self.countermeasures:
            yield from unknown(f"countermeasures: {countermeasure.key}: platform", countermeasure.platforms, platforms)
            for answer in countermeasure.when:
                yield from self._answer_faults(f"countermeasures: {countermeasure.key}", answer)
        for part in (*self.layers, *self.trends, *self.evidence):
            yield from unknown(f"{type(part).__name__.lower()} {part.key}: platform", part.platforms, platforms)

    def _scenario_faults(self) -> Iterator[str]:
        criteria = {criterion.key for criterion in self.criteria}
        platforms = {platform.key for platform in self.platforms}
        for scenario in self.scenarios:
            place = f"scenarios: {scenario.key}"
            yield from unknown(f"{place}: criterion", scenario.importance, criteria)
            if scenario.expected is not None:
                yield from unknown(f"{place}: platform", [scenario.expected], platforms)
            for key, answer in scenario.answers.items():
                question = next((entry for entry in self.questions if entry.key == key), None)
                if question is None:
                    yield f"{place}: unknown question {key}"
                    continue
                chosen = (answer,) if isinstance(answer, str) else answer
                yield from unknown(f"{place}: {key} has no option", chosen, question.option_keys)
                if question.kind == "single" and not isinstance(answer, str):
                    yield f"{place}: {key} takes one option"
                if question.kind == "multiple" and isinstance(answer, str):
                    yield f"{place}: {key} takes a list of options"

    def _dangling_links(self) -> Iterator[str]:
        known = {part: {entry.key for entry in entries} for part, entries in self._keyed_parts()}
        for place, keys in self._evidence_links():
            yield from unknown(f"{place}: evidence", keys, known["evidence"])
        for fact in self.article_facts:
            for part in ("criteria", "platforms", "scenarios", "layers", "countermeasures", "trends"):
                yield from unknown(f"article_facts: {fact.key}: {part}", getattr(fact, part), known[part])

    def _evidence_links(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for platform in self.platforms:
            for key, value in platform.facts.items():
                yield f"platforms: {platform.key}, fact {key}", value.evidence
        for rating in self.ratings:
            yield f"ratings: {rating.platform}/{rating.criterion}", rating.evidence
        for part in ("constraints", "countermeasures", "layers", "trends", "article_facts"):
            for entry in getattr(self, part):
                yield f"{part}: {entry.key}", entry.evidence
        for fact in self.article_facts:
            for correction in fact.corrections:
                yield f"article_facts: {fact.key}, correction {correction.key}", correction.evidence

    def _unused_evidence(self) -> Iterator[str]:
        used = {key for _, keys in self._evidence_links() for key in keys}
        for entry in self.evidence:
            if entry.key not in used:
                yield f"evidence: {entry.key} is never used"


def unknown(place: str, keys: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Say of each key that is not known where it stands."""
    known = set(known)
    for key in keys:
        if key not in known:
            yield f"{place} {key} does not exist"


def refuse_twins(place: str, keys: Iterable[str]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise ValueError(f"{place} {key} stands there {count} times")
