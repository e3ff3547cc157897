"""What a frozen recommendation came to, and what it would come to with the newest version of its decision model."""

from dataclasses import dataclass
from typing import cast

from django.utils.translation import get_language

from decisions.documents import evaluation as found
from decisions.models import Recommendation
from decisions.reports.changes import Outcome
from decisions.reports.report import Named, verdict_text
from decisions.services.assessments import compiled_for
from decisions.services.replay import Drift
from decisions.services.wording import hundredths, in_language
from scenarios.schema import DecisionModel


@dataclass(frozen=True, slots=True)
class DriftRow:
    """Both results of one record side by side."""

    recommendation: Recommendation
    before: Outcome
    version: str  # the newest
    after: Outcome | None  # none: the newest version does not understand the answers
    because: str

    @classmethod
    def of(cls, drift: Drift) -> "DriftRow":
        evaluation = drift.evaluation
        newest = compiled_for(drift.newest).document
        return cls(
            recommendation=drift.recommendation,
            before=outcome_of(drift.recommendation),
            version=drift.version,
            after=outcome(evaluation.verdict, evaluation.platform, evaluation.confidence, newest)
            if evaluation is not None
            else None,
            because=drift.because,
        )


def outcome_of(recommendation: Recommendation) -> Outcome:
    """Say what a record came to from its columns, without its document."""
    document = compiled_for(recommendation.decision_model).document
    verdict = cast(found.Verdict, recommendation.verdict)  # a record's, which pydantic checked
    return outcome(verdict, recommendation.platform or None, recommendation.confidence, document)


def outcome(verdict: found.Verdict, platform: str | None, confidence: float, document: DecisionModel) -> Outcome:
    language = get_language() or "en"
    named = next(
        (
            Named(part.key, in_language(part.label, language), in_language(part.short, language))
            for part in document.platforms
            if part.key == platform
        ),
        None,
    )
    return Outcome(verdict_text=verdict_text(verdict), platform=named, cases=hundredths(confidence))
