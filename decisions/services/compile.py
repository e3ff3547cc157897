"""Turn a published decision model into the engine's arrays and the look-up tables of reading.

Once per digest and process: a published version never changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _

from decisions import engine
from decisions.documents.faults import Fault, UnknownModel
from decisions.engine.methods.value_functions import PiecewiseLinear
from decisions.services.reading import QuestionTable, ReadAnswer
from scenarios import schema
from scenarios import services as catalogue
from scenarios.models import DecisionModel

PER_CENT = 100
MODELS_KEPT = 8  # versions in use at a time, per process
EQUAL_CHANCE_OF_MULTIPLE = 0.5  # of each option but "none", where the model states no chances


@dataclass(frozen=True, eq=False, slots=True)
class CompiledModel:
    """A decision model ready for evaluation."""

    document: schema.DecisionModel
    digest: str
    arrays: engine.Model
    questions: dict[str, QuestionTable]
    platforms: dict[str, int]
    core: tuple[int, ...]
    criteria: dict[str, int]
    conditions: dict[str, int]  # the rules that may be confirmed
    scenario_answers: dict[str, dict[int, ReadAnswer]]
    scenario_points: dict[str, engine.FloatArray]
    scenario_workloads: dict[str, dict[str, dict[int, ReadAnswer]]]  # scenario -> workload -> what it answers otherwise


def compiled(key: str, version: str | None = None) -> CompiledModel:
    """Return a published decision model ready for evaluation, the current version where none is named."""
    identity = DecisionModel.objects.identity(key, version)
    if identity is None:
        message = _("There is no decision model %(model)s.") % {"model": key}
        raise UnknownModel(Fault("/model", "unknown_model", message))
    return compiled_row(*identity)


@lru_cache(maxsize=MODELS_KEPT)
def compiled_row(key: str, version: str, digest: str) -> CompiledModel:
    """Keep what never changes: the digest stands for the content."""
    return compile_document(catalogue.document_of(DecisionModel(key=key, version=version, digest=digest)), digest)


def compile_document(document: schema.DecisionModel, digest: str) -> CompiledModel:
    indices = Indices.of(document)
    arrays = engine.Model(
        alternatives=tuple(indices.platforms),
        core=np.array([platform.role == "core" for platform in document.platforms]),
        criteria=tuple(indices.criteria),
        ratings=ratings(document, indices),
        points=np.array([criterion.points for criterion in document.criteria]),
        questions=tuple(question(entry, document, indices) for entry in document.questions),
        rules=tuple(rule(entry, document, indices) for entry in document.constraints),
        method=method(document.method),
        measurements=tuple(measurement(entry, indices) for entry in document.measurements),
    )
    tables = {entry.key: question_table(entry, indices) for entry in document.questions}
    return CompiledModel(
        document=document,
        digest=digest,
        arrays=arrays,
        questions=tables,
        platforms=indices.platforms,
        core=tuple(index for index, platform in enumerate(document.platforms) if platform.role == "core"),
        criteria=indices.criteria,
        conditions={
            entry.key: index for index, entry in enumerate(document.constraints) if entry.effect == "condition"
        },
        scenario_answers={entry.key: scenario_answers(entry.answers, tables) for entry in document.scenarios},
        scenario_points={
            entry.key: np.array([entry.importance.get(criterion, 0.0) for criterion in indices.criteria])
            for entry in document.scenarios
        },
        scenario_workloads={
            entry.key: {workload.key: scenario_answers(workload.answers, tables) for workload in entry.workloads}
            for entry in document.scenarios
        },
    )


@dataclass(frozen=True, slots=True)
class Indices:
    """Where each key stands in the arrays."""

    platforms: dict[str, int]
    criteria: dict[str, int]
    questions: dict[str, int]
    options: dict[str, dict[str, int]]  # by question

    @classmethod
    def of(cls, document: schema.DecisionModel) -> "Indices":
        return cls(
            platforms=numbered(entry.key for entry in document.platforms),
            criteria=numbered(entry.key for entry in document.criteria),
            questions=numbered(entry.key for entry in document.questions),
            options={entry.key: numbered(option.key for option in entry.options) for entry in document.questions},
        )

    def answer(self, answer: schema.AnswerIn) -> engine.AnswerIn:
        options = self.options[answer.question]
        return engine.AnswerIn(self.questions[answer.question], frozenset(options[key] for key in answer.options))


def numbered(keys: Iterable[str]) -> dict[str, int]:
    return {key: index for index, key in enumerate(keys)}


def ratings(document: schema.DecisionModel, indices: Indices) -> engine.FloatArray:
    """Return stars as (alternatives, criteria, 3): low, typical, high."""
    stars = np.empty((len(indices.platforms), len(indices.criteria), 3))
    for entry in document.ratings:
        stars[indices.platforms[entry.platform], indices.criteria[entry.criterion]] = (
            entry.low,
            entry.typical,
            entry.high,
        )
    return stars


def question(entry: schema.Question, document: schema.DecisionModel, indices: Indices) -> engine.Question:
    effects = np.zeros((len(entry.options), len(indices.platforms), len(indices.criteria)))
    importance = np.zeros((len(entry.options), len(indices.criteria)))
    for index, option in enumerate(entry.options):
        for criterion, shifts in option.effects.items():
            for platform in document.platforms:
                # an extended platform inherits from the one that it is like, unless the option names it
                inherited = shifts.get(platform.like, 0.0) if platform.like is not None else 0.0
                stars = shifts.get(platform.key, inherited)
                effects[index, indices.platforms[platform.key], indices.criteria[criterion]] = stars
        for criterion, points in option.importance.items():
            importance[index, indices.criteria[criterion]] = points
    none = next((index for index, option in enumerate(entry.options) if option.none), None)
    return engine.Question(
        key=entry.key,
        nature=entry.nature,
        options=tuple(indices.options[entry.key]),
        chances=chances(entry),
        effects=effects,
        importance=importance,
        declares=np.array([criterion in entry.criteria for criterion in indices.criteria]),
        share=entry.share,
        multiple=entry.kind == "multiple",
        none=none,
        strictest=entry.strictest,
        gate=indices.answer(entry.shown_if) if entry.shown_if is not None else None,
        default=indices.options[entry.key][entry.default] if entry.default is not None else None,
    )


def chances(entry: schema.Question) -> engine.FloatArray:
    stated = [option.chance for option in entry.options]
    if None not in stated:
        return np.array(stated, dtype=float)
    if entry.kind == "multiple":
        return np.array([0.0 if option.none else EQUAL_CHANCE_OF_MULTIPLE for option in entry.options])
    return np.full(len(stated), 1 / len(stated))


def rule(entry: schema.Constraint, document: schema.DecisionModel, indices: Indices) -> engine.Rule:
    concerned = [platform.key in entry.platforms or has_fact(platform, entry.fact) for platform in document.platforms]
    return engine.Rule(
        key=entry.key,
        effect=entry.effect,
        alternatives=np.array(concerned),
        when=tuple(indices.answer(answer) for answer in entry.when),
        unless=indices.answer(entry.unless) if entry.unless is not None else None,
    )


def has_fact(platform: schema.Platform, test: schema.FactTest | None) -> bool:
    if test is None:
        return False
    fact = platform.facts[test.fact]
    if test.above is not None:
        return fact.number is not None and fact.number > test.above
    return fact.flag is test.is_flag


def measurement(entry: schema.Measurement, indices: Indices) -> engine.Measurement:
    def figures(quantity: str) -> engine.FloatArray:
        """Return low, typical and high of each platform: (alternatives, 3); 1 where nothing is known, never used."""
        found = np.ones((len(indices.platforms), 3))
        for platform in entry.platforms:
            figure = entry.figure(platform, quantity)
            found[indices.platforms[platform]] = figure.low, figure.typical, figure.high
        return found

    formula: engine.Formula
    match entry.formula:
        case "useful_memory":
            formula = engine.UsefulMemory(figures("guest"), figures("share") / PER_CENT, figures("span"))
        case "start_time":
            formula = engine.StartTime(figures("start"))
        case "network_use":
            formula = engine.CapacityUsed(figures("line"), figures("passed") / PER_CENT)
        case "disk_use":
            formula = engine.CapacityUsed(figures("drive"), figures("passed") / PER_CENT)
    return engine.Measurement(
        key=entry.key,
        criterion=indices.criteria[entry.criterion],
        inputs=tuple(indices.questions[entry.inputs[role]] for role in schema.FORMULAS[entry.formula].inputs),
        formula=formula,
        value=PiecewiseLinear(
            tuple(anchor.at for anchor in entry.anchors), tuple(anchor.value for anchor in entry.anchors)
        ),
        rated=np.isin(list(indices.platforms), entry.platforms),
        limits=entry.limits,
    )


def method(entry: schema.Method) -> engine.Method:
    return engine.Method(
        seed=entry.seed,
        cases=entry.cases,
        least_confidence=entry.least_confidence.number,
        least_lead=entry.least_lead.number,
        most_open=entry.most_open.number,
        most_unsettled=entry.most_unsettled.number,
        spread_exact=entry.spread_exact.number,
        spread_direct=entry.spread_direct.number,
        spread_scenario=entry.spread_scenario.number,
    )


def question_table(entry: schema.Question, indices: Indices) -> QuestionTable:
    options = indices.options[entry.key]
    return QuestionTable(
        key=entry.key,
        index=indices.questions[entry.key],
        options=options,
        multiple=entry.kind == "multiple",
        none=next((options[option.key] for option in entry.options if option.none), None),
        may_be_unsure=entry.may_be_unsure,
        bounds=tuple(option.below for option in entry.options if option.below is not None),
        measured=entry.measure is not None,
        gate=indices.answer(entry.shown_if) if entry.shown_if is not None else None,
        default=options[entry.default] if entry.default is not None else None,
    )


def scenario_answers(answers: dict[str, schema.AnswerValue], tables: dict[str, QuestionTable]) -> dict[int, ReadAnswer]:
    brought = {}
    for key, answer in answers.items():
        table = tables[key]
        keys = (answer,) if isinstance(answer, str) else answer
        chosen = tuple(sorted(table.options[option] for option in keys))
        brought[table.index] = ReadAnswer("answered", chosen, source="scenario")
    return brought
