"""The scores as they stand, beside every page of the journey."""

from django.utils.translation import get_language

from decisions.documents.evaluation import AnyEvaluation, Evaluation
from decisions.documents.faults import DecisionError
from decisions.documents.request import Language
from decisions.models import Assessment
from decisions.reports.report import Report
from decisions.services.assessments import compiled_for
from decisions.services.evaluate import evaluate


def language_in_use() -> Language:
    return "zh-hans" if get_language() == "zh-hans" else "en"


def full(evaluation: AnyEvaluation | DecisionError) -> Evaluation:
    """Return an evaluation that was asked for in full; what is stored was checked when it was stored."""
    if isinstance(evaluation, DecisionError):
        raise evaluation
    if not isinstance(evaluation, Evaluation):
        raise TypeError("The request did not ask for everything.")
    return evaluation


def report_of(assessment: Assessment) -> Report:
    """Evaluate the answers as they stand, in the active language."""
    row = assessment.decision_model
    evaluation = evaluate(assessment.request(language_in_use(), with_workloads=False), version=row.version)
    return Report.of(full(evaluation), compiled_for(row).document)
