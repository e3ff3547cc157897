"""Which hardening measures a leader and the answers call for."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.documents.evaluation import Evaluation
from scenarios.schema import Countermeasure, DecisionModel


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, and by question the chosen options that call for it; none: the platform alone does."""

    countermeasure: Countermeasure
    answers: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def required(self) -> bool:
        return self.countermeasure.urgency == "required"


def measures_for(evaluation: Evaluation, document: DecisionModel) -> list[Measure]:
    """Return the measures for the leader of an evaluation, the required ones first."""
    return sorted(called_for(evaluation, document), key=lambda measure: not measure.required)


def called_for(evaluation: Evaluation, document: DecisionModel) -> Iterator[Measure]:
    chosen = {given.question: given.value for given in evaluation.answers}
    for measure in document.countermeasures:
        if evaluation.platform not in measure.platforms:
            continue
        calling = (
            (answer.question, tuple(option for option in chosen.get(answer.question, ()) if option in answer.options))
            for answer in measure.when
        )
        holding = tuple((question, options) for question, options in calling if options)
        if holding or not measure.when:
            yield Measure(measure, holding)
