"""Either/or: which of two improvements matters more, one question at a time, until the leader cannot change."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from decisions.documents.evaluation import EitherOr
from decisions.documents.faults import DecisionError
from decisions.documents.request import TradeOffAnswer, TradeOffs
from decisions.engine import LEAST_STARS, MOST_STARS
from decisions.services.changes import Stale
from decisions.web.answering import revision
from decisions.web.owner import SeeOther
from decisions.web.weighting.fields import label_of, written
from decisions.web.weighting.weighable import Weighable
from scenarios.schema import Criterion

QUESTION = "#question"  # where the page goes on after an answer


@dataclass(frozen=True, slots=True)
class Improvement:
    """One side of a question: a criterion that rises from its worst rating."""

    choice: str  # what the button sends
    criterion: Criterion
    stars: str  # up to which

    @property
    def text(self) -> str:
        words = {"criterion": label_of(self.criterion), "stars": self.stars}
        return _("“%(criterion)s” from 1 star to %(stars)s") % words


@dataclass(frozen=True, slots=True)
class Given:
    """A question that was answered."""

    number: int
    partly: Improvement
    wholly: Improvement
    choice: str

    @property
    def text(self) -> str:
        words = {"partly": self.partly.text, "wholly": self.wholly.text}
        if self.choice == "equal":
            return _("%(partly)s matters as much as %(wholly)s") % words
        if self.choice == "wholly":
            words = {"partly": words["wholly"], "wholly": words["partly"]}
        return _("%(partly)s rather than %(wholly)s") % words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def either_or(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    weighable = Weighable.find(request, code, number)
    so_far = answers_of(weighable)
    if request.method != "POST":
        return page(request, weighable, so_far)
    if request.POST.get("answered") == str(len(so_far)):  # else the form was sent twice, or from another tab
        try:
            take(request.POST, weighable, so_far)
        except Stale:
            messages.warning(
                request, _("Your answer was not stored: the priorities were changed elsewhere while the page was open.")
            )
        except DecisionError as refused:  # nothing that this page asks
            return page(request, weighable, so_far, str(refused))
    return SeeOther(weighable.url("either-or") + QUESTION)


def take(posted: QueryDict, weighable: Weighable, so_far: list[TradeOffAnswer]) -> None:
    """Store the answer that was sent, or take back the one before it."""
    seen = revision(posted.get("revision", ""))
    if posted.get("action") == "undo":
        if so_far:
            store(weighable, so_far[:-1], seen)
    elif (answer := sent(posted)) is not None:
        store(weighable, [*so_far, answer], seen)


def answers_of(weighable: Weighable) -> list[TradeOffAnswer]:
    said = weighable.statement
    return list(said.answers) if isinstance(said, TradeOffs) else []


def store(weighable: Weighable, answers: list[TradeOffAnswer], seen: int) -> None:
    weighable.store(TradeOffs(method="trade_offs", answers=answers), seen)


def sent(posted: QueryDict) -> TradeOffAnswer | None:
    """Read which question was answered, and how; None: the form was not one of ours."""
    fields: dict[str, object] = {name: posted.get(name, "") for name in ("partly", "wholly", "choice")}
    try:
        return TradeOffAnswer.model_validate({**fields, "share": float(posted.get("share", ""))})
    except (ValueError, ValidationError):
        return None


def page(request: HttpRequest, weighable: Weighable, so_far: list[TradeOffAnswer], error: str = "") -> HttpResponse:
    report = weighable.report(TradeOffs(method="trade_offs", answers=so_far))
    context = {
        "weighable": weighable,
        "assessment": weighable.assessment,
        "report": report,
        "sides": sides(weighable, report.weighing.question),
        "question": report.weighing.question,
        "share": str(report.weighing.question.share) if report.weighing.question is not None else "",
        "given": [given(weighable, number, answer) for number, answer in enumerate(so_far, start=1)],
        "errors": [("question", error)] if error else [],
        "is_tried": not isinstance(weighable.statement, TradeOffs),
        "action": weighable.url("either-or"),
    }
    return render(request, "decisions/weighting/either_or.html", context, status=422 if error else 200)


def sides(weighable: Weighable, asked: EitherOr | TradeOffAnswer | None) -> tuple[Improvement, ...]:
    """Return both sides of a question, in the order of the criteria, so that neither kind stands first by habit."""
    if asked is None:
        return ()
    criteria = {criterion.key: criterion for criterion in weighable.document.criteria}
    part = written(LEAST_STARS + (MOST_STARS - LEAST_STARS) * asked.share)
    both = (
        Improvement("partly", criteria[asked.partly], part),
        Improvement("wholly", criteria[asked.wholly], written(MOST_STARS)),
    )
    order = list(criteria)
    return tuple(sorted(both, key=lambda side: order.index(side.criterion.key)))


def given(weighable: Weighable, number: int, answer: TradeOffAnswer) -> Given:
    by_choice = {side.choice: side for side in sides(weighable, answer)}
    return Given(number, by_choice["partly"], by_choice["wholly"], answer.choice)
