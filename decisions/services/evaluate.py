"""Evaluate requests: one, or thousands at once. The same request gives the same document."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np

from decisions import engine
from decisions.documents.evaluation import AnyEvaluation
from decisions.documents.faults import DecisionError
from decisions.documents.request import Detail, EvaluationRequest
from decisions.services.compile import compiled
from decisions.services.describe import describe
from decisions.services.placement import placed
from decisions.services.understand import Understood, understand, understand_workloads

DETAIL: dict[Detail, engine.Detail] = {
    "verdict": engine.Detail.VERDICT,
    "summary": engine.Detail.SUMMARY,
    "full": engine.Detail.FULL,
}


def evaluate(request: EvaluationRequest, *, version: str | None = None) -> AnyEvaluation:
    """Evaluate what is known of one workload with the current version of the decision model, or the one named.

    Raises
    ------
    DecisionError
        With every fault of the request.
    """
    answer = evaluate_many([request], version=version)[0]
    if isinstance(answer, DecisionError):
        raise answer
    return answer


def evaluate_many(
    requests: Sequence[EvaluationRequest], *, version: str | None = None, versions: Sequence[str] | None = None
) -> list[AnyEvaluation | DecisionError]:
    """Evaluate requests together, each as if it stood alone; a faulty one is answered with its error.

    All with the current version of their decision model, or with the one named, or each with its own of `versions`.
    """
    if versions is not None and len(versions) != len(requests):
        raise ValueError("there must be one version for each request")
    answers: list[AnyEvaluation | DecisionError | None] = [None] * len(requests)
    models = cache(compiled)  # thousands of requests ask for the current version once
    batches: dict[tuple[str, int, Detail], list[tuple[int, Understood]]] = defaultdict(list)
    for position, request in enumerate(requests):
        try:
            understood = understand(request, models(request.model, versions[position] if versions else version))
        except DecisionError as fault:
            answers[position] = fault
        else:
            batches[understood.model.digest, understood.seed, request.detail].append((position, understood))
    for (_digest, seed, detail), batch in batches.items():
        evaluated = evaluate_batch([understood for _, understood in batch], seed, detail)
        for (position, _understood), evaluation in zip(batch, evaluated, strict=True):
            answers[position] = evaluation
    return [answer for answer in answers if answer is not None]


def evaluate_batch(batch: Sequence[Understood], seed: int, detail: Detail) -> list[AnyEvaluation]:
    """Evaluate requests of the same decision model, seed and detail in one run of the engine.

    Their workloads run along, each right after the whole that it belongs to.
    """
    rows = [row for whole in batch for row in (whole, *understand_workloads(whole))]
    arrays, several = batch[0].model.arrays, len(rows) > len(batch)
    problems = engine.Problems.of(arrays, [problem(understood) for understood in rows])
    evaluations = engine.evaluate(arrays, problems, seed=seed, detail=DETAIL[detail])
    needs_reasons = detail == "full" or (detail == "summary" and several)  # a layout says why workloads part
    explanations = engine.explain(arrays, problems, evaluations) if needs_reasons else None
    described = describe(rows, evaluations, explanations)
    return placed(batch, rows, described, evaluations, explanations) if several else described


def problem(understood: Understood) -> engine.Problem:
    answers: dict[int, engine.Answer] = {}
    for index, answer in understood.reading.answers.items():
        if answer.state == "answered":
            answers[index] = answer.chosen
        elif answer.state == "does_not_apply":
            answers[index] = "not_applicable"
    numbers = {
        index: answer.number for index, answer in understood.reading.answers.items() if answer.number is not None
    }
    compared = np.zeros(len(understood.model.platforms), bool)
    compared[list(understood.compared)] = True
    said = understood.stated
    return engine.Problem(
        answers=answers,
        points=understood.points,
        weights=said.weights if said is not None and said.region is None else None,
        region=said.region if said is not None else None,
        spread=said.spread if said is not None else None,
        compared=compared,
        confirmed=frozenset(understood.confirmed),
        informed=understood.informed,
        numbers=numbers,
    )
