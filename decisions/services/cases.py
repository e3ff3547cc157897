"""Sample workloads whose outcome is known: read them, evaluate them and count the hits.

Cases that were published elsewhere are described in neutral fields; one table (`cases/mapping.yaml`) turns those into
answers, the same way for all of them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from decisions.documents.evaluation import Ranked, SummaryEvaluation, Verdict
from decisions.documents.faults import DecisionError
from decisions.documents.request import DEFAULT_MODEL, Answer, EvaluationRequest, Key
from decisions.services.evaluate import evaluate_many
from scenarios import schema

Outcome = Literal["hit", "partial", "miss"]
WORTH: dict[Outcome, float] = {"hit": 1.0, "partial": 0.5, "miss": 0.0}
VERDICTS = frozenset(get_args(Verdict))
FIRST_TWO = 2

FieldValue: TypeAlias = str | float | list[str]
MappedAnswers: TypeAlias = dict[Key, Key | list[Key]]


class CaseFault(Exception):
    """A file of cases cannot be used; the message says why."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Case(Entry):
    """A workload and what it should come to: a platform, or a verdict where no platform is right."""

    id: Key
    title: str = ""
    model: Key = DEFAULT_MODEL
    scenario: Key | None = None
    answers: dict[Key, Answer]
    expected: Key
    acceptable: list[Key] = []  # counts half
    rivals: list[Key] = []  # with too_close_to_call: between whom


class CaseFile(Entry):
    cases: Annotated[list[Case], Field(min_length=1)]


class Reported(Entry):
    """A platform choice that somebody published, in neutral fields."""

    id: Key
    organisation: str
    year: int
    workload: str
    fields: dict[Key, FieldValue]
    inferred: list[Key]  # fields that were read between the lines
    reported: str
    because: str
    expected: Key
    acceptable: list[Key]
    debatable: bool
    source: dict[Literal["title", "url"], str]
    basis: Literal["seen", "implied"]


class ReportedFile(Entry):
    cases: list[Reported]


class Band(Entry):
    """The answers that a number brings which lies below the bound and in no band before."""

    below: float | None = None
    answers: MappedAnswers


FieldTable: TypeAlias = dict[str, MappedAnswers] | list[Band]
MappingTable: TypeAlias = dict[Key, FieldTable]

CASE_FILE: TypeAdapter[CaseFile] = TypeAdapter(CaseFile)
REPORTED_FILE: TypeAdapter[ReportedFile] = TypeAdapter(ReportedFile)
MAPPING_FILE: TypeAdapter[MappingTable] = TypeAdapter(MappingTable)

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one case."""

    case: Case
    outcome: Outcome
    evaluation: SummaryEvaluation

    @property
    def first_two(self) -> Sequence[Ranked]:
        return self.evaluation.ranking[:FIRST_TWO]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases were hit."""

    hits: int
    partials: int
    misses: int

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> "Tally":
        outcomes = [judgement.outcome for judgement in judgements]
        return cls(outcomes.count("hit"), outcomes.count("partial"), outcomes.count("miss"))

    @property
    def cases(self) -> int:
        return self.hits + self.partials + self.misses

    @property
    def share(self) -> float:
        """The share of the cases that came out right, a partial counted half."""
        return (self.hits * WORTH["hit"] + self.partials * WORTH["partial"]) / self.cases


def read_cases(path: Path) -> list[Case]:
    return read_entries(path, CASE_FILE).cases


def read_reported(path: Path) -> list[Reported]:
    return read_entries(path, REPORTED_FILE).cases


def read_mapping(path: Path) -> MappingTable:
    return read_entries(path, MAPPING_FILE)


def read_entries(path: Path, shape: TypeAdapter[Shape]) -> Shape:
    try:
        return shape.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except OSError as refused:
        raise CaseFault(f"{path}: {refused.strerror}") from refused
    except yaml.YAMLError as refused:
        raise CaseFault(f"{path}: this is not YAML: {refused}") from refused
    except ValidationError as refused:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in refused.errors())
        raise CaseFault(f"{path}: {'; '.join(faults)}") from refused


def judge_all(cases: Sequence[Case]) -> list[Judgement]:
    """Evaluate the cases together and judge each."""
    requests = [
        EvaluationRequest(model=case.model, scenario=case.scenario, detail="summary", answers=case.answers)
        for case in cases
    ]
    judgements = []
    for case, evaluation in zip(cases, evaluate_many(requests), strict=True):
        if isinstance(evaluation, DecisionError):
            raise CaseFault(f"{case.id}: {evaluation}") from evaluation
        if not isinstance(evaluation, SummaryEvaluation):
            raise TypeError(f"{case.id}: a summary was asked for")
        judgements.append(Judgement(case, outcome_of(case, evaluation), evaluation))
    return judgements


def outcome_of(case: Case, evaluation: SummaryEvaluation) -> Outcome:
    """Judge by the platform that comes first, or by the verdict where that is what the case expects."""
    if case.expected in VERDICTS:
        between = {evaluation.platform, *evaluation.close_rivals}
        met = evaluation.verdict == case.expected and (not case.rivals or between == set(case.rivals))
        return "hit" if met else "miss"
    first = evaluation.ranking[0]
    if not first.eligible:
        return "miss"
    if first.platform == case.expected:
        return "hit"
    return "partial" if first.platform in case.acceptable else "miss"


def map_reported(
    reported: Iterable[Reported], table: MappingTable, document: schema.DecisionModel, *, with_inferred: bool = True
) -> list[Case]:
    """Turn published choices into cases of a decision model."""
    lone_options = {
        question.key: option.key for question in document.questions for option in question.options if option.none
    }
    return [
        Case(
            id=entry.id,
            title=f"{entry.organisation}: {entry.workload}",
            model=document.key,
            answers=dict(
                map_fields(entry.fields, table, lone_options, left_out=() if with_inferred else entry.inferred)
            ),
            expected=entry.expected,
            acceptable=entry.acceptable,
        )
        for entry in reported
    ]


def map_fields(
    fields: Mapping[Key, FieldValue],
    table: MappingTable,
    lone_options: Mapping[Key, Key],
    *,
    left_out: Container[Key] = (),
) -> MappedAnswers:
    """Read fields in the order of the table; a later field overrides an earlier one, lists are joined.

    A list that names something does without the option that stands for nothing (`lone_options`, by question).
    """
    answers: MappedAnswers = {}
    for field, entries in table.items():
        if field in left_out:
            continue
        for brought in answers_of(field, fields[field], entries):
            for question, answer in brought.items():
                if isinstance(answer, str):
                    answers[question] = answer
                    continue
                earlier = answers.get(question, [])
                joined = dict.fromkeys([*(earlier if isinstance(earlier, list) else [earlier]), *answer])
                if len(joined) > 1:
                    joined.pop(lone_options.get(question, ""), None)
                answers[question] = list(joined)
    return answers


def answers_of(field: Key, value: FieldValue, entries: FieldTable) -> list[MappedAnswers]:
    if isinstance(entries, list):
        if isinstance(value, int | float):
            for band in entries:
                if band.below is None or value < band.below:
                    return [band.answers]
        raise CaseFault(f"{field}: no band holds {value}")
    wordings = (value or [""]) if isinstance(value, list) else [value]
    for wording in wordings:
        if wording not in entries:
            raise CaseFault(f"{field}: the table has no entry {wording!r}")
    return [entries[str(wording)] for wording in wordings]


def write_cases(cases: Iterable[Case]) -> str:
    """Write cases as the YAML that `read_cases` reads."""
    entries = [case.model_dump(exclude_defaults=True, exclude={"model"}) | {"model": case.model} for case in cases]
    ordered = [
        {name: entry[name] for name in ("id", "title", "model", "expected", "acceptable", "answers") if name in entry}
        for entry in entries
    ]
    return yaml.safe_dump({"cases": ordered}, allow_unicode=True, sort_keys=False, width=120)
