"""The little that is shown of an evaluation beside another one: who leads, how surely, and the scores."""

from dataclasses import dataclass

from django.utils.translation import get_language

from decisions.documents.evaluation import SummaryEvaluation, Verdict
from decisions.reports.report import Named, cases_of_100, comes_first, verdict_text
from decisions.services.wording import in_language
from scenarios.schema import DecisionModel


@dataclass(frozen=True, slots=True)
class Score:
    platform: Named
    score: float
    cases: int  # of 100, in which it comes first
    eligible: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    verdict_text: str
    leader: Named | None
    leader_cases: str  # a sentence; empty where the verdict names nobody
    scores: tuple[Score, ...]  # in the order of the ranking

    @classmethod
    def of(cls, evaluation: SummaryEvaluation, document: DecisionModel) -> "Outcome":
        language = get_language() or "en"
        platforms = {
            part.key: Named(
                part.key, in_language(part.label, language), in_language(part.short or part.label, language)
            )
            for part in document.platforms
        }
        leader = platforms[evaluation.platform] if evaluation.platform else None
        return cls(
            verdict=evaluation.verdict,
            verdict_text=verdict_text(evaluation.verdict),
            leader=leader,
            leader_cases=comes_first(leader, evaluation),
            scores=tuple(
                Score(platforms[ranked.platform], ranked.score, cases, ranked.eligible)
                for ranked, cases in zip(evaluation.ranking, cases_of_100(evaluation), strict=False)
            ),
        )
