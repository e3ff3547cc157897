"""A scenario of one's own: what an assessment may begin with, beside the scenarios of the decision models."""

from typing import Annotated, Any

from pydantic import Field

from decisions.documents.request import (
    DEFAULT_MODEL,
    MOST_ANSWERS,
    MOST_WORKLOADS,
    Answer,
    Document,
    EvaluationRequest,
    Importance,
    Key,
    Name,
    Weighting,
    Workload,
)


class ScenarioContents(Document):
    """Answers, weights and workloads to begin with again and again. What is not there is as the base scenario has it.

    Confirmed conditions are no part of it: they hold for one system, and each one has to show that it meets them.
    """

    label: Name
    model: Key = DEFAULT_MODEL
    scenario: Key | None = None  # of the decision model, on which it rests
    answers: Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)] = {}  # None takes back what the base brings
    weights: Annotated[dict[Key, Importance], Field(min_length=1, max_length=MOST_ANSWERS)] | None = None
    weighting: Weighting | None = None
    workloads: Annotated[list[Workload], Field(max_length=MOST_WORKLOADS)] | None = None  # None: those of the base

    def request(self) -> EvaluationRequest:
        """Return what an evaluation would be asked, so that it is understood by the same rules."""
        return EvaluationRequest(
            model=self.model,
            scenario=self.scenario,
            answers=self.answers,
            weights=self.weights,
            weighting=self.weighting,
            workloads=self.workloads or [],
        )


class OwnScenario(ScenarioContents):
    """Contents under a key that is their account's own."""

    key: Key


def written(scenario: OwnScenario) -> dict[str, Any]:
    """Write a scenario as JSON or YAML has it: what names it first, then all that is not as usual."""
    named = {"key": scenario.key, "label": scenario.label, "model": scenario.model}
    return {**named, **scenario.model_dump(exclude=set(named), exclude_defaults=True)}
