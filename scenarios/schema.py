"""The shape of a decision model as its author writes it.

A decision model is one document, spread over YAML files in `scenarios/library/<key>/`. What stands here
refuses a document that could mislead somebody: pydantic checks each part, `DecisionModel` checks that the
parts agree. `library.py` reads the files and says in which of them a fault stands.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=64)]
Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$",  # line breaks, but no other control character
    ),
]
Version = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{3}\.(1[0-2]|[1-9])\.(0|[1-9]\d{0,3})$")]
Number = Annotated[
    float, AfterValidator(lambda number: number + 0.0)
]  # no minus zero: it equals zero and is written otherwise
Stars = Annotated[Number, Field(ge=1, le=5)]
Shift = Annotated[Number, Field(ge=-4, le=4)]  # stars
Points = Annotated[Number, Field(ge=-10, le=10)]  # importance
Chance = Annotated[Number, Field(gt=0, le=1)]
Share = Annotated[Number, Field(gt=0, le=1)]

Language = Literal["en", "zh-hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-hans")
OWN = "own"  # beside the keys of scenarios in an address
CHANCES_ADD_UP = 1e-6  # equal chances such as thirds are written with a few digits
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
QUOTED_CHINESE = 0.1  # share of an English text: room for a term such as 等保 in a sentence, not for a sentence
NAME_OR_UNIT = re.compile(r"\S*[A-Z0-9]\S*|\S{1,3}")  # Firecracker, gVisor, 99.9, ms, %


Path = tuple[str | int, ...]  # into the document: ("ratings", 3, "low")


class Fault(NamedTuple):
    """Why a document is refused, and where in it the reason stands."""

    path: Path
    sentence: str


class Part(BaseModel):
    """A part of a document: nothing unknown in it, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


class Bilingual(Part):
    """A text that a user sees, in both languages.

    Only names and units (Firecracker, SEV-SNP, ms) may stand in Latin letters in the Chinese text: a product is
    called there what its maker calls it, whereas a sentence or an ordinary word in them was never translated.
    """

    en: Text
    zh_hans: Text = Field(alias="zh-hans")

    @model_validator(mode="after")
    def each_text_is_in_its_language(self) -> Self:
        if FULL_WIDTH.search(self.en) or len(CHINESE.findall(self.en)) > QUOTED_CHINESE * len(self.en):
            raise ValueError(f"the English text is partly Chinese: {self.en}")
        written_in_chinese = CHINESE.search(self.zh_hans) or FULL_WIDTH.search(self.zh_hans)
        if not written_in_chinese and not all(NAME_OR_UNIT.fullmatch(word) for word in self.zh_hans.split()):
            raise ValueError(f"the Chinese text is not Chinese: {self.zh_hans}")
        return self


class Criterion(Part):
    """What is judged."""

    key: Key
    label: Bilingual
    meaning: Bilingual  # one sentence: what a high rating means
    kind: Literal["core", "practical"]
    points: Annotated[Number, Field(gt=0, le=10)]  # importance before any scenario or answer


class FactKind(Part):
    """A property that every platform has, such as its cold start."""

    key: Key
    label: Bilingual
    unit: Text | None = None  # of `number`, such as ms or MB
    kind: Literal["number", "flag", "text"]


class PlatformFact(Part):
    """One platform's entry for one kind of fact."""

    text: Bilingual
    number: Number | None = None
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
    authors: Text | None = None
    venue: Text | None = None
    url: Text | None = None


class Interval(Part):
    """A figure from low to high; either end may be open."""

    low: Number | None = None
    typical: Number | None = None
    high: Number | None = None
    unit: Bilingual | None = None

    @model_validator(mode="after")
    def ends_are_in_order(self) -> Self:
        known = [number for number in (self.low, self.typical, self.high) if number is not None]
        if not known:
            raise ValueError("a figure needs at least one of low, typical, high")
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
    below: Number | None = None  # questions with a measure: this option holds for numbers below this; the last has none
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
    above: Number | None = None
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


class Ingredients(NamedTuple):
    """What a formula needs."""

    inputs: dict[str, str]  # role -> the measure of the question that plays it
    quantities: tuple[str, ...]  # of each platform
    above_zero: tuple[str, ...] = ()  # of them: what is divided by


FORMULAS = {
    "useful_memory": Ingredients({"size": "mebibytes", "count": "instances"}, ("guest", "share", "span")),
    "start_time": Ingredients({"allowed": "seconds"}, ("start",)),
    "network_use": Ingredients({"needed": "megabits_per_second"}, ("line", "passed"), above_zero=("line", "passed")),
    "disk_use": Ingredients({"needed": "operations_per_second"}, ("drive", "passed"), above_zero=("drive", "passed")),
}


class Anchor(Part):
    """A point of a value function: what a measure is worth."""

    at: Number  # in the unit of the measurement
    value: Annotated[Number, Field(ge=0, le=1)]


class MeasuredFigure(Part):
    """What one platform brings into a measurement, as an interval."""

    platform: Key
    quantity: Key  # one of the formula's
    low: Annotated[Number, Field(ge=0)]
    typical: Annotated[Number, Field(ge=0)]
    high: Annotated[Number, Field(ge=0)]
    because: Bilingual
    evidence: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def figures_are_in_order(self) -> Self:
        if not self.low <= self.typical <= self.high:
            raise ValueError(f"figure {self.platform}/{self.quantity}: low, typical, high must not fall")
        return self


class Measurement(Part):
    """A figure that rates a criterion instead of stars, or limits them, where the workload's own numbers are given."""

    key: Key
    criterion: Key
    formula: Literal["useful_memory", "start_time", "network_use", "disk_use"]
    limits: bool = False  # it does not stand for the stars: it only lowers what they, or another figure, give
    label: Bilingual
    unit: Bilingual
    meaning: Bilingual  # what is measured and how it is worked out, in words
    because: Bilingual  # why it may stand for the stars, or lower them
    inputs: dict[Key, Key]  # role in the formula -> question whose number plays it
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=2)]  # the value function, straight between, flat beyond
    anchors_because: Bilingual
    figures: tuple[MeasuredFigure, ...]

    @model_validator(mode="after")
    def the_formula_gets_what_it_needs(self) -> Self:
        needed = FORMULAS[self.formula]
        if set(self.inputs) != set(needed.inputs):
            raise ValueError(f"measurement {self.key}: {self.formula} takes {' and '.join(needed.inputs)}")
        refuse_twins(f"measurement {self.key}: figure", (f"{each.platform}/{each.quantity}" for each in self.figures))
        for platform in self.platforms:
            given = {each.quantity for each in self.figures if each.platform == platform}
            if given != set(needed.quantities):
                quantities = " and ".join(needed.quantities)
                raise ValueError(f"measurement {self.key}: {self.formula} takes {quantities} of {platform}")
        for figure in self.figures:
            if figure.quantity in needed.above_zero and not figure.low > 0:
                raise ValueError(f"figure {figure.platform}/{figure.quantity}: {self.formula} divides by it; it is 0")
        return self

    @model_validator(mode="after")
    def anchors_rise(self) -> Self:
        places = [anchor.at for anchor in self.anchors]
        if places != sorted(set(places)):
            raise ValueError(f"measurement {self.key}: anchors stand at rising measures")
        return self

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that it rates; the others keep their stars."""
        return tuple(dict.fromkeys(figure.platform for figure in self.figures))

    def figure(self, platform: str, quantity: str) -> MeasuredFigure:
        return next(each for each in self.figures if (each.platform, each.quantity) == (platform, quantity))


class Section(Part):
    """A group of questions on the task list."""

    key: Key
    label: Bilingual
    intro: Bilingual


AnswerValue = Key | tuple[Key, ...]


class ScenarioWorkload(Part):
    """A part of a scenario that is placed by itself: what it answers otherwise than the whole."""

    key: Key
    label: Bilingual
    summary: Bilingual
    answers: Annotated[dict[Key, AnswerValue], Field(min_length=1)]


class ScenarioProfile(Part):
    """A typical situation, the answers it usually brings and what matters in it."""

    key: Key
    label: Bilingual
    summary: Bilingual
    origin: Literal["article", "berth"]
    expected: Key | None = None  # the platform that the article recommends
    importance: dict[Key, Annotated[Number, Field(ge=0, le=10)]]
    answers: dict[Key, AnswerValue] = {}
    workloads: tuple[ScenarioWorkload, ...] = ()

    @model_validator(mode="after")
    def its_address_is_free(self) -> Self:
        if self.key == OWN:
            raise ValueError("no scenario can have the key own: an account's own scenarios stand at that address")
        return self

    @model_validator(mode="after")
    def something_matters(self) -> Self:
        if not any(self.importance.values()):
            raise ValueError(f"scenario {self.key} gives no criterion any importance")
        return self

    @model_validator(mode="after")
    def workloads_differ(self) -> Self:
        refuse_twins(f"scenario {self.key}: workload", (workload.key for workload in self.workloads))
        return self


class Countermeasure(Part):
    """A hardening measure, with the platforms and answers that call for it."""

    key: Key
    label: Bilingual
    description: Bilingual
    tools: tuple[Text, ...] = ()
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
    paths: Annotated[tuple[Text, ...], Field(min_length=1)]  # the leaves of the fact base that it covers
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

    number: Number
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
    draft: bool = False  # other content may be published under the same version, as long as nothing uses it
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
    measurements: tuple[Measurement, ...] = ()
    scenarios: tuple[ScenarioProfile, ...] = ()
    countermeasures: tuple[Countermeasure, ...] = ()
    layers: tuple[Layer, ...] = ()
    trends: tuple[Trend, ...] = ()
    article_facts: tuple[ArticleFact, ...] = ()

    @model_validator(mode="after")
    def its_parts_agree(self) -> Self:
        faults = list(self._faults())
        if faults:
            sentences = "; ".join(fault.sentence for fault in faults)
            raise PydanticCustomError("parts_disagree", "{sentences}", {"sentences": sentences, "faults": faults})
        return self

    def _faults(self) -> Iterator[Fault]:
        yield from self._twins()
        yield from self._platform_faults()
        yield from self._rating_faults()
        yield from self._section_faults()
        for position, question in enumerate(self.questions):
            yield from self._question_faults(("questions", position), question)
        yield from self._rule_faults()
        yield from self._measurement_faults()
        for position, scenario in enumerate(self.scenarios):
            yield from self._scenario_faults(("scenarios", position), scenario)
        yield from self._dangling_links()
        yield from self._unused_evidence()

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        return {part: frozenset(entry.key for entry in getattr(self, part)) for part in KEYED_PARTS}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    def _twins(self) -> Iterator[Fault]:
        for part in KEYED_PARTS:
            yield from twins((part,), part, (entry.key for entry in getattr(self, part)))
        yield from twins(("ratings",), "ratings", (f"{rating.platform}/{rating.criterion}" for rating in self.ratings))
        corrections = (correction.key for fact in self.article_facts for correction in fact.corrections)
        yield from twins(("article_facts",), "corrections", corrections)

    def _platform_faults(self) -> Iterator[Fault]:
        core = {platform.key for platform in self.platforms if platform.role == "core"}
        kinds = {fact.key: fact for fact in self.facts}
        for position, platform in enumerate(self.platforms):
            path: Path = ("platforms", position)
            if platform.like is not None and platform.like not in core:
                yield Fault(path, f"platform {platform.key} is like {platform.like}, which is no core platform")
            for key, fact in platform.facts.items():
                kind = kinds.get(key)
                if kind is None:
                    yield Fault((*path, "facts", key), f"platform {platform.key} has the unknown fact {key}")
                elif (kind.kind == "number", kind.kind == "flag") != (fact.number is not None, fact.flag is not None):
                    yield Fault((*path, "facts", key), f"platform {platform.key}: the fact {key} must be a {kind.kind}")
            for key in sorted(kinds.keys() - platform.facts.keys()):
                yield Fault(path, f"platform {platform.key} lacks the fact {key}")

    def _rating_faults(self) -> Iterator[Fault]:
        given = {(rating.platform, rating.criterion) for rating in self.ratings}
        for platform in self.platforms:
            for criterion in self.criteria:
                if (platform.key, criterion.key) not in given:
                    yield Fault(("ratings",), f"rating {platform.key}/{criterion.key} is missing")
        for position, rating in enumerate(self.ratings):
            place = f"rating {rating.platform}/{rating.criterion}"
            yield from self._unknown(("ratings", position), place, "platforms", [rating.platform])
            yield from self._unknown(("ratings", position), place, "criteria", [rating.criterion])

    def _section_faults(self) -> Iterator[Fault]:
        used = {question.section for question in self.questions}
        for position, section in enumerate(self.sections):
            if section.key not in used:
                yield Fault(("sections", position), f"section {section.key} has no question")

    def _question_faults(self, path: Path, question: Question) -> Iterator[Fault]:
        place = f"question {question.key}"
        yield from self._unknown(path, place, "sections", [question.section])
        yield from self._unknown(path, place, "criteria", question.criteria)
        for position, option in enumerate(question.options):
            here = (*path, "options", position)
            yield from self._unknown(here, f"{place}, option {option.key}", "criteria", option.importance)
            for shifts in option.effects.values():
                yield from self._unknown(here, f"{place}, option {option.key}", "platforms", shifts)
        if question.shown_if is not None:
            yield from self._answer_faults((*path, "shown_if"), place, question.shown_if)
            gate = self._questions.get(question.shown_if.question)
            if gate is not None and gate.shown_if is not None:
                sentence = f"{place} may never be reached: {gate.key}, which it hangs on, is not always shown"
                yield Fault((*path, "shown_if"), sentence)

    def _answer_faults(self, path: Path, place: str, answer: AnswerIn) -> Iterator[Fault]:
        question = self._questions.get(answer.question)
        if question is None:
            yield Fault(path, f"{place}: there is no question {answer.question}")
            return
        yield from self._option_faults(path, place, question, answer.options)
        if question.kind == "single" and question.option_keys <= set(answer.options):
            yield Fault(path, f"{place}: {question.key} in all of its options is no test")

    def _option_faults(self, path: Path, place: str, question: Question, options: Iterable[str]) -> Iterator[Fault]:
        for key in options:
            if key not in question.option_keys:
                yield Fault(path, f"{place}: question {question.key} has no option {key}")

    def _rule_faults(self) -> Iterator[Fault]:
        for position, constraint in enumerate(self.constraints):
            path, place = ("constraints", position), f"constraint {constraint.key}"
            yield from self._unknown(path, place, "platforms", constraint.platforms)
            if constraint.fact is not None:
                yield from self._unknown(path, place, "facts", [constraint.fact.fact])
            for answer in (*constraint.when, *([constraint.unless] if constraint.unless else [])):
                yield from self._answer_faults(path, place, answer)
        for part in ("contradictions", "countermeasures"):
            for position, entry in enumerate(getattr(self, part)):
                for answer in entry.when:
                    yield from self._answer_faults((part, position), f"{SINGULAR[part]} {entry.key}", answer)
        for part in ("countermeasures", "layers", "trends", "evidence"):
            for position, entry in enumerate(getattr(self, part)):
                place = f"{SINGULAR[part]} {entry.key}"
                yield from self._unknown((part, position), place, "platforms", entry.platforms)

    def _measurement_faults(self) -> Iterator[Fault]:
        instead_of_stars = (entry.criterion for entry in self.measurements if not entry.limits)
        yield from twins(("measurements",), "criteria measured instead of rated", instead_of_stars)
        for position, entry in enumerate(self.measurements):
            path: Path = ("measurements", position)
            place = f"measurement {entry.key}"
            yield from self._unknown(path, place, "criteria", [entry.criterion])
            yield from self._unknown(path, place, "platforms", entry.platforms)
            for platform in self.platforms:
                if platform.role == "core" and platform.key not in entry.platforms:
                    yield Fault((*path, "figures"), f"{place}: the core platform {platform.key} has no figures")
            for role, measure in FORMULAS[entry.formula].inputs.items():
                yield from self._input_faults((*path, "inputs", role), f"{place}, {role}", entry.inputs[role], measure)

    def _input_faults(self, path: Path, place: str, key: str, measure: str) -> Iterator[Fault]:
        question = self._questions.get(key)
        if question is None:
            yield Fault(path, f"{place}: there is no question {key}")
        elif question.measure is None or question.measure.name != measure:
            yield Fault(path, f"{place}: {key} is not answered in {measure}")
        elif question.kind != "single" or question.shown_if is not None:
            yield Fault(path, f"{place}: {key} must have one answer and always be shown")

    def _scenario_faults(self, path: Path, scenario: ScenarioProfile) -> Iterator[Fault]:
        place = f"scenario {scenario.key}"
        yield from self._unknown((*path, "importance"), place, "criteria", scenario.importance)
        if scenario.expected is not None:
            yield from self._unknown((*path, "expected"), place, "platforms", [scenario.expected])
        yield from self._brought_faults(path, place, scenario.answers)
        for position, workload in enumerate(scenario.workloads):
            here = (*path, "workloads", position)
            yield from self._brought_faults(here, f"{place}, workload {workload.key}", workload.answers)

    def _brought_faults(self, path: Path, place: str, answers: dict[str, AnswerValue]) -> Iterator[Fault]:
        for key, answer in answers.items():
            here = (*path, "answers", key)
            question = self._questions.get(key)
            if question is None:
                yield Fault(here, f"{place}: there is no question {key}")
                continue
            yield from self._option_faults(here, place, question, [answer] if isinstance(answer, str) else answer)
            if (question.kind == "single") != isinstance(answer, str):
                takes = "one option" if question.kind == "single" else "a list of options"
                yield Fault(here, f"{place}: {key} takes {takes}")

    def _dangling_links(self) -> Iterator[Fault]:
        for path, place, keys in self.citations():
            yield from self._unknown(path, place, "evidence", keys)
        for position, fact in enumerate(self.article_facts):
            for part in ("criteria", "platforms", "scenarios", "layers", "countermeasures", "trends"):
                path = ("article_facts", position, part)
                yield from self._unknown(path, f"article fact {fact.key}", part, getattr(fact, part))

    def citations(self) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
        """Say who cites which evidence: where it stands, its name in words, and the keys."""
        for position, platform in enumerate(self.platforms):
            for key, fact in platform.facts.items():
                yield ("platforms", position, "facts", key), f"platform {platform.key}, fact {key}", fact.evidence
        for position, rating in enumerate(self.ratings):
            yield ("ratings", position), f"rating {rating.platform}/{rating.criterion}", rating.evidence
        for position, measurement in enumerate(self.measurements):
            for figure in measurement.figures:
                place = f"measurement {measurement.key}, {figure.platform}, {figure.quantity}"
                yield ("measurements", position), place, figure.evidence
        for part in ("constraints", "countermeasures", "layers", "trends", "article_facts"):
            for position, entry in enumerate(getattr(self, part)):
                yield (part, position), f"{SINGULAR[part]} {entry.key}", entry.evidence
        for position, article_fact in enumerate(self.article_facts):
            for correction in article_fact.corrections:
                yield ("article_facts", position), f"correction {correction.key}", correction.evidence

    def _unused_evidence(self) -> Iterator[Fault]:
        used = {key for _, _, keys in self.citations() for key in keys}
        for position, entry in enumerate(self.evidence):
            if entry.key not in used:
                yield Fault(("evidence", position), f"evidence {entry.key} is never used")

    def _unknown(self, path: Path, place: str, part: str, keys: Iterable[str]) -> Iterator[Fault]:
        for key in keys:
            if key not in self._keys[part]:
                yield Fault(path, f"{place}: there is no {SINGULAR[part]} {key}")


SINGULAR = {
    "criteria": "criterion",
    "facts": "fact",
    "platforms": "platform",
    "evidence": "evidence",
    "sections": "section",
    "questions": "question",
    "constraints": "constraint",
    "contradictions": "contradiction",
    "measurements": "measurement",
    "scenarios": "scenario",
    "countermeasures": "countermeasure",
    "layers": "layer",
    "trends": "trend",
    "article_facts": "article fact",
}
KEYED_PARTS = tuple(SINGULAR)


def twins(path: Path, place: str, keys: Iterable[str]) -> Iterator[Fault]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(path, f"{place}: {key} stands there {count} times")


def refuse_twins(place: str, keys: Iterable[str]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise ValueError(f"{place} {key} stands there {count} times")
