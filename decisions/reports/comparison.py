"""Assessments side by side: what differs in what was said, and what that did to the result."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Evaluation
from decisions.models import Assessment, Workload
from decisions.reports.drawings import ranking
from decisions.reports.report import AnswerRow, Named, Report, percent
from decisions.services.wording import in_language, listed, source_of_weights
from scenarios.schema import DecisionModel

LETTERS = "ABCD"
MOST_COMPARED = len(LETTERS)
TENTHS = 3  # decimals: cells are whole tenths of a point


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessment says in a row, and what kind of saying it is: the user's own, assumed, open."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class InputRow:
    label: str
    cells: tuple[Said, ...]  # one for each assessment


@dataclass(frozen=True, slots=True)
class InputGroup:
    label: str
    rows: tuple[InputRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreCell:
    score: float
    cases: int  # of 100 in which it comes first
    eligible: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    platform: Named
    cells: tuple[ScoreCell | None, ...]


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    platform: Named
    cells: tuple[tuple[str, ...], ...]  # the reasons; none: it fits


@dataclass(frozen=True, slots=True)
class Argument:
    """One reason for the leader, or against it."""

    points: float
    text: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    criterion: str
    cells: tuple[Argument | None, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    criterion: str
    cells: tuple[float, ...]  # one for each platform


@dataclass(frozen=True, slots=True)
class Differences:
    """What each criterion adds to the difference of the scores between the first assessment and another."""

    first: "Side"
    other: "Side"
    platforms: tuple[Named, ...]
    rows: tuple[DifferenceRow, ...]
    total: tuple[float, ...]  # of the scores as shown; the rows add up to it


@dataclass(frozen=True)
class Side:
    """One of the assessments that are compared."""

    letter: str
    assessment: Assessment
    evaluation: Evaluation
    document: DecisionModel
    language: str

    @cached_property
    def report(self) -> Report:
        return Report.of(self.evaluation, self.document)

    @cached_property
    def picture(self) -> SafeString:
        return ranking(self.report.ranking)

    @cached_property
    def answers(self) -> dict[str, AnswerRow]:
        return {row.question.key: row for row in self.report.answers}

    @cached_property
    def scores(self) -> dict[str, ScoreCell]:
        return {row.platform.key: ScoreCell(row.score, row.cases, row.eligible) for row in self.report.ranking}

    @cached_property
    def points(self) -> dict[str, dict[str, float]]:
        """What each criterion adds, as shown, by criterion and platform."""
        return {
            row.criterion.key: {cell.platform.key: cell.points for cell in row.cells} for row in self.report.criteria
        }

    @cached_property
    def arguments(self) -> dict[str, Argument]:
        """All reasons by criterion: each criterion speaks either for the leader or against it."""
        reasons = self.evaluation.reasons
        return {
            reason.criterion: Argument(reason.points, reason.text) for reason in (*reasons.in_favour, *reasons.against)
        }

    @property
    def conditions(self) -> dict[str, str]:
        """What a condition is about, by key."""
        return {
            rule.key: in_language(rule.confirm or rule.because, self.language)
            for rule in self.document.constraints
            if rule.effect == "condition"
        }

    @property
    def criteria(self) -> dict[str, str]:
        return {row.criterion.key: row.criterion.label for row in self.report.criteria}

    @property
    def workloads(self) -> list[Workload]:
        return list(self.assessment.workloads.all())


@dataclass(frozen=True)
class Comparison:
    """Two to four assessments, the first of which the others are measured against."""

    sides: tuple[Side, ...]

    @classmethod
    def of(cls, entries: Iterable[tuple[Assessment, Evaluation, DecisionModel]]) -> "Comparison":
        language = get_language() or "en"
        return cls(tuple(Side(letter, *entry, language) for letter, entry in zip(LETTERS, entries, strict=False)))

    # what was said

    @cached_property
    def inputs(self) -> tuple[InputGroup, ...]:
        groups = (
            InputGroup(_("Starting point"), tuple(differing(self.starting_points()))),
            InputGroup(_("Answers"), tuple(differing(self.answers()))),
            InputGroup(_("Weights in use"), tuple(differing(self.weights()))),
            InputGroup(_("Confirmed conditions"), tuple(differing(self.conditions()))),
        )
        return tuple(group for group in groups if group.rows)

    def starting_points(self) -> Iterator[InputRow]:
        sayings: tuple[tuple[str, Callable[[Side], Said]], ...] = (
            (_("Decision model"), said_of_model),
            (_("Scenario"), said_of_scenario),
            (_("Weights come from"), said_of_weights),
            (_("Workloads"), said_of_workloads),
        )
        for label, say in sayings:
            yield InputRow(label, tuple(say(side) for side in self.sides))

    def answers(self) -> Iterator[InputRow]:
        for key, label in self.questions.items():
            yield InputRow(label, tuple(said_of_answer(side.answers.get(key)) for side in self.sides))

    @cached_property
    def questions(self) -> dict[str, str]:
        return united({key: row.question.label for key, row in side.answers.items()} for side in self.sides)

    @cached_property
    def same_but_assumed(self) -> int:
        """How many answers are the same, the user's own in one assessment and assumed in another."""
        return sum(
            len({cell.text for cell in row.cells}) == 1 and len({cell.kind for cell in row.cells}) > 1
            for row in self.answers()
        )

    def weights(self) -> Iterator[InputRow]:
        for key, label in self.criteria.items():
            yield InputRow(label, tuple(said_of_weight(side, key) for side in self.sides))

    @cached_property
    def criteria(self) -> dict[str, str]:
        return united(side.criteria for side in self.sides)

    def conditions(self) -> Iterator[InputRow]:
        for key, label in united(side.conditions for side in self.sides).items():
            yield InputRow(label, tuple(said_of_condition(side, key) for side in self.sides))

    @property
    def have_workloads(self) -> bool:
        return any(side.workloads for side in self.sides)

    # what became of it

    @property
    def headline(self) -> str:
        """Say whether they come to the same."""
        leaders = [side.report.leader for side in self.sides]
        if all(leader is not None and leader == leaders[0] for leader in leaders):
            return ngettext("Both put %(platform)s first.", "All %(n)s put %(platform)s first.", len(leaders) - 1) % {
                "n": len(leaders),
                "platform": leaders[0].label if leaders[0] else "",
            }
        outcomes = [
            leader.label if leader else side.report.verdict_text
            for leader, side in zip(leaders, self.sides, strict=True)
        ]
        if len(set(outcomes)) == 1:
            return _("They come to the same: %(outcome)s.") % {"outcome": outcomes[0]}
        return _("They come to different results: %(outcomes)s.") % {
            "outcomes": _("; ").join(
                _("%(letter)s %(outcome)s") % {"letter": side.letter, "outcome": outcome}
                for side, outcome in zip(self.sides, outcomes, strict=True)
            )
        }

    @cached_property
    def platforms(self) -> dict[str, Named]:
        """All compared platforms, in the order of the first ranking."""
        found: dict[str, Named] = {}
        for side in self.sides:
            for platform in side.report.platforms:
                found.setdefault(platform.key, platform)
        return found

    @cached_property
    def scores(self) -> tuple[ScoreRow, ...]:
        return tuple(
            ScoreRow(platform, tuple(side.scores.get(key) for side in self.sides))
            for key, platform in self.platforms.items()
        )

    @cached_property
    def exclusions(self) -> tuple[ExclusionRow, ...]:
        rows = (
            ExclusionRow(
                platform,
                tuple(
                    tuple(excluded.because for excluded in side.report.excluded if excluded.platform.key == key)
                    for side in self.sides
                ),
            )
            for key, platform in self.platforms.items()
        )
        return tuple(row for row in rows if any(row.cells))

    @cached_property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """The criteria that argue otherwise in one of them: with other words, or for the other side."""
        rows = (
            ReasonRow(label, tuple(side.arguments.get(key) for side in self.sides))
            for key, label in self.criteria.items()
        )
        return tuple(row for row in rows if len({kind_of(cell) for cell in row.cells}) > 1)

    @cached_property
    def differences(self) -> tuple[Differences, ...]:
        first, *others = self.sides
        return tuple(self.difference(first, other) for other in others)

    def difference(self, first: Side, other: Side) -> Differences:
        platforms = tuple(
            platform for key, platform in self.platforms.items() if key in first.scores and key in other.scores
        )
        rows = tuple(
            DifferenceRow(label, tuple(gained(first, other, key, platform.key) for platform in platforms))
            for key, label in united((first.criteria, other.criteria)).items()
        )
        total = tuple(round(sum(row.cells[place] for row in rows), TENTHS) + 0.0 for place in range(len(platforms)))
        return Differences(first, other, platforms, rows, total)


def differing(rows: Iterable[InputRow]) -> Iterator[InputRow]:
    return (row for row in rows if len({cell.text for cell in row.cells}) > 1)


def united(mappings: Iterable[dict[str, str]]) -> dict[str, str]:
    """Put mappings together, each key where it first stands, with what is first said of it."""
    found: dict[str, str] = {}
    for mapping in mappings:
        for key, label in mapping.items():
            found.setdefault(key, label)
    return found


def said_of_model(side: Side) -> Said:
    stated = side.report.provenance
    return Said(_("%(model)s, version %(version)s") % {"model": stated.model_label, "version": stated.version})


def said_of_scenario(side: Side) -> Said:
    return Said(side.report.scenario.label if side.report.scenario else _("none"))


def said_of_weights(side: Side) -> Said:
    return Said(source_of_weights(side.evaluation.weighting.method))


def said_of_workloads(side: Side) -> Said:
    names = [
        ngettext("%(name)s (%(n)s answer of its own)", "%(name)s (%(n)s answers of its own)", len(workload.answers))
        % {"name": workload.name, "n": len(workload.answers)}
        if workload.answers
        else workload.name
        for workload in side.workloads
    ]
    return Said(listed(names) or _("none"))


def said_of_answer(row: AnswerRow | None) -> Said:
    if row is None:
        return Said(_("not asked by this decision model"))
    return Said(row.answer, row.state_text)


def said_of_weight(side: Side, criterion: str) -> Said:
    weight = side.evaluation.weights.get(criterion)
    return Said("–" if weight is None else _("%(n)s %%") % {"n": percent(weight)})


def said_of_condition(side: Side, condition: str) -> Said:
    note = side.assessment.confirmed_conditions.get(condition)
    if note is None:
        return Said(_("not confirmed"))
    return Said(_("confirmed: %(note)s") % {"note": note} if note else _("confirmed"))


def kind_of(argument: Argument | None) -> tuple[bool, str] | None:
    return None if argument is None else (argument.points > 0, argument.text)


def gained(first: Side, other: Side, criterion: str, platform: str) -> float:
    """Return how much more a criterion adds in the other one; nothing where a decision model does not have it."""
    after, before = (side.points.get(criterion, {}).get(platform, 0.0) for side in (other, first))
    return round(after - before, TENTHS) + 0.0
