"""How an assessment stands to the last recommendation that was frozen of it."""

from dataclasses import dataclass

from decisions.documents.record import Record
from decisions.documents.request import Language
from decisions.models import Assessment, Recommendation, SignOff
from decisions.reports.changes import Changed, Changes, Frozen
from decisions.reports.record import SignOffRow, signed
from decisions.services.assessments import compiled_for
from decisions.services.recommendations import as_it_stands, is_the_same
from scenarios.models import DecisionModel


@dataclass(frozen=True, slots=True)
class Standing:
    """The last record, what was said of it, and what was changed since."""

    last: Recommendation | None  # without its document; none: nothing was frozen yet
    signoff: SignOffRow | None  # the last
    is_frozen: bool  # nothing was changed since
    changes: tuple[Changed, ...]  # that show; what was changed and changed back does not

    @classmethod
    def of(cls, assessment: Assessment, language: Language) -> "Standing":
        """Ask for the last record, and evaluate the assessment where it was changed since."""
        last = Recommendation.objects.last_of(assessment)
        if last is None:
            return cls(None, None, is_frozen=False, changes=())
        signoff = next((signed(entry) for entry in reversed(last.signoffs.all())), None)
        if is_the_same(last, assessment):
            return cls(last, signoff, is_frozen=True, changes=())
        now = as_it_stands(assessment, last, language)
        changes = Changes.between(
            side(last.record, last.decision_model, language), side(now, assessment.decision_model, language)
        )
        return cls(last, signoff, is_frozen=False, changes=changes.said)

    @property
    def next_number(self) -> int:
        return self.last.number + 1 if self.last is not None else 1

    @property
    def was_returned(self) -> bool:
        return self.signoff is not None and self.signoff.decision == SignOff.Decision.RETURNED


def side(record: Record, model: DecisionModel, language: Language) -> Frozen:
    return Frozen(record, record.evaluations[language], compiled_for(model).document, language)
