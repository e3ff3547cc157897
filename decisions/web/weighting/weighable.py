"""Whose criteria are weighed, and what becomes of the scores."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from decisions.documents.evaluation import Evaluation, PlacedEvaluation
from decisions.documents.request import Weighting
from decisions.models import Assessment, Workload
from decisions.reports.report import Report
from decisions.services.assessments import compiled_for, set_weighting
from decisions.services.evaluate import evaluate
from decisions.web.live import full, language_in_use
from decisions.web.owner import own_assessment
from scenarios import schema


@dataclass(frozen=True, slots=True)
class Weighable:
    """An assessment, or one of its workloads."""

    assessment: Assessment
    workload: Workload | None = None

    @classmethod
    def find(cls, request: HttpRequest, code: str, number: int | None) -> Self:
        assessment = own_assessment(request, code)
        if number is None:
            return cls(assessment)
        return cls(assessment, get_object_or_404(assessment.workloads, pk=number))

    @property
    def document(self) -> schema.DecisionModel:
        return compiled_for(self.assessment.decision_model).document

    @property
    def statement(self) -> Weighting | None:
        """What was said of its weights so far."""
        return (self.workload or self.assessment).statement

    @property
    def title(self) -> str:
        return self.workload.name if self.workload is not None else self.assessment.title

    def url(self, way: str = "") -> str:
        """Return the address of the page of a way, or of the page to choose one from."""
        name = f"priorities-{way}" if way else "priorities"
        if self.workload is None:
            return reverse(name, args=[self.assessment.code])
        return reverse(f"workload-{name}", args=[self.assessment.code, self.workload.pk])

    @property
    def back_url(self) -> str:
        """Where one came from: the page of the workload."""
        return reverse("workload", args=[self.assessment.code, self.workload.pk]) if self.workload is not None else ""

    @property
    def next_url(self) -> str:
        """Where one goes on to once the weights are given."""
        return self.back_url or reverse("check-answers", args=[self.assessment.code])

    def report(self, statement: Weighting | None) -> Report:
        """Evaluate it with the answers as they stand and weights given so; nothing is stored."""
        return Report.of(self.evaluation(statement), self.document)

    def evaluation(self, statement: Weighting | None) -> Evaluation:
        said, version = {"weights": None, "weighting": statement}, self.assessment.decision_model.version
        whole = self.assessment.request(language_in_use(), with_workloads=False)
        if self.workload is None:
            return full(evaluate(whole.model_copy(update=said), version=version))
        part = self.workload.given().model_copy(update=said)
        placed = evaluate(whole.model_copy(update={"workloads": [part]}), version=version)
        if not isinstance(placed, PlacedEvaluation):
            raise TypeError("the request named a workload")
        return full(placed.placements[0].evaluation)

    def store(self, statement: Weighting | None, seen: int) -> None:
        """Store what a form says that was opened at a revision."""
        set_weighting(of=self.workload or self.assessment, statement=statement, seen=seen)
