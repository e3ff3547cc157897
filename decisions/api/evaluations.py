"""Answers in, evaluation out: one workload, or thousands in one request. Nothing is stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, RootModel, ValidationError
from pydantic_core import ErrorDetails
from rest_framework.request import Request

from config.http import door
from config.http.problems import ErrorEntry, Problem, ProblemDocument
from config.http.validation import not_understood, refusal, validated
from decisions.api.base import ApiView, json_answer
from decisions.api.documented import OPEN, documented
from decisions.api.errors import refused
from decisions.documents.evaluation import AnyEvaluation, AnyPlaced
from decisions.documents.faults import DecisionError
from decisions.documents.request import Detail, Document, EvaluationRequest, Pairwise, TradeOffs
from decisions.services.evaluate import evaluate, evaluate_many

ONE = door.Limits(bytes=2_000_000, values=20_000)
MANY = door.Limits(bytes=10_000_000, values=1_000_000)
MOST_ITEMS = 10_000
MOST_FULL_ITEMS = 100  # with detail=full: each takes as much as a hundred verdicts

MOST_WEIGHTINGS = 100  # by comparisons or choices: each takes as much as a hundred verdicts

BATCH_WEIGHT = 30  # requests that a batch counts as, however long it is


class BatchItem(EvaluationRequest):
    """One workload of a batch: a request that says less unless it is asked to say more."""

    detail: Detail = "verdict"


class BatchRequest(Document):
    """Many workloads at once."""

    items: Annotated[list[BatchItem], Field(min_length=1, max_length=MOST_ITEMS)]


class EvaluationAnswer(RootModel[AnyEvaluation | AnyPlaced]):
    """An evaluation in the detail that was asked for."""


class EvaluatedItem(Document):
    """An item of a batch that was evaluated."""

    index: int
    status: Literal[HTTPStatus.OK]
    evaluation: AnyEvaluation | AnyPlaced


class RefusedItem(Document):
    """An item of a batch that could not be evaluated, with the problem that it alone would have had."""

    index: int
    status: Literal[HTTPStatus.UNPROCESSABLE_ENTITY]
    problem: ProblemDocument


class BatchAnswer(Document):
    """One entry for each item, in the same order."""

    items: list[EvaluatedItem | RefusedItem]


class EvaluationsView(ApiView):
    @documented(
        "evaluate",
        gettext_lazy("Evaluate one workload"),
        gettext_lazy(
            "Say what is known of a workload, get the recommendation with its reasons. Nothing is stored; the same"
            " request gets the same answer, byte for byte, as long as decision model and engine stay the same."
        ),
        OPEN,
        tag="evaluations",
        request=EvaluationRequest,
        answer=EvaluationAnswer,
    )
    def post(self, request: Request) -> HttpResponseBase:
        asked = validated(door.read(request._request, ONE), EvaluationRequest)
        return json_answer(evaluate(asked).model_dump_json(), Content_Language=asked.language)


class BatchView(ApiView):
    weight = BATCH_WEIGHT

    @documented(
        "evaluate_batch",
        gettext_lazy("Evaluate many workloads"),
        gettext_lazy(
            "Up to 10,000 workloads at once. The answer has one entry for each item, in the order sent: its evaluation,"
            " or the problem that it alone would have had. `detail` is `verdict` unless an item asks for more."
        ),
        OPEN,
        tag="evaluations",
        request=BatchRequest,
        answer=BatchAnswer,
    )
    def post(self, request: Request) -> HttpResponseBase:
        asked, problems = read_items(door.read(request._request, MANY))
        refuse_too_many(asked)
        answers = dict(zip(asked, evaluate_many(list(asked.values())), strict=True))
        items = (
            item_answer(index, problems.get(index) or answers[index]) for index in range(len(asked) + len(problems))
        )
        return json_answer(f'{{"items":[{",".join(items)}]}}')


def read_items(tree: Any) -> tuple[dict[int, EvaluationRequest], dict[int, Problem]]:
    """Read all items in one pass; only when some are faulty, the others are read again without them."""
    try:
        return dict(enumerate(BatchRequest.model_validate(tree).items)), {}
    except ValidationError as fault:
        problems = dict(item_problems(fault.errors(include_url=False, include_input=False), tree))
    sound = (index for index in range(len(tree["items"])) if index not in problems)
    return {index: BatchItem.model_validate(tree["items"][index]) for index in sound}, problems


def item_problems(errors: Sequence[ErrorDetails], tree: Any) -> Iterator[tuple[int, Problem]]:
    """Say of each faulty item what it alone would be told; refuse the batch if it is faulty itself."""
    by_item: dict[int, list[ErrorDetails]] = defaultdict(list)
    of_the_batch = []
    for error in errors:
        match error["loc"]:
            case ("items", int(index), *rest):
                by_item[index].append({**error, "loc": tuple(rest)})
            case _:
                of_the_batch.append(error)
    if of_the_batch:
        raise refusal(of_the_batch, tree)
    for index, of_the_item in by_item.items():
        yield index, refusal(of_the_item, tree["items"][index])


def refuse_too_many(asked: dict[int, EvaluationRequest]) -> None:
    """Each workload within an item is evaluated too, so it counts like an item."""
    if sum(1 + len(item.workloads) for item in asked.values()) > MOST_ITEMS:
        message = _("A batch may have %(most)s items and workloads together.") % {"most": MOST_ITEMS}
        raise not_understood([ErrorEntry(pointer="/items", code="too_many", message=message)])
    if sum(1 + len(item.workloads) for item in asked.values() if item.detail == "full") > MOST_FULL_ITEMS:
        message = _("At most %(most)s items of a batch may ask for detail full.") % {"most": MOST_FULL_ITEMS}
        raise not_understood([ErrorEntry(pointer="/items", code="too_many_full", message=message)])
    if len({key for item in asked.values() for key in slow_weightings(item)}) > MOST_WEIGHTINGS:
        message = _("At most %(most)s different comparisons in pairs or either/or answers may stand in a batch.")
        message %= {"most": MOST_WEIGHTINGS}
        raise not_understood([ErrorEntry(pointer="/items", code="too_many_weightings", message=message)])


def slow_weightings(item: EvaluationRequest) -> Iterator[str]:
    """Return what it takes long to find the weights of; the same again takes no time."""
    for weighting in (item.weighting, *(workload.weighting for workload in item.workloads)):
        if isinstance(weighting, Pairwise | TradeOffs):
            yield weighting.model_dump_json()


def item_answer(index: int, answer: AnyEvaluation | DecisionError | Problem) -> str:
    """Write one item as JSON; put together as text, since the parts are documents that write themselves."""
    if isinstance(answer, DecisionError):
        answer = refused(answer)
    if isinstance(answer, Problem):
        problem = answer.document()
        return f'{{"index":{index},"status":{problem.status},"problem":{problem.model_dump_json(exclude_none=True)}}}'
    return f'{{"index":{index},"status":200,"evaluation":{answer.model_dump_json()}}}'
