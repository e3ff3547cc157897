"""How long it takes to say everything about one assessment.

What counts is a time that nobody notices, so the bars are milliseconds: each figure names its own, and its bar is those
milliseconds over the floor. The floor is the verdict alone, of the same request in the same run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bench.figure import Figure, race, seconds
from bench.site import set_up

if TYPE_CHECKING:
    from decisions.documents.request import EvaluationRequest

WHOLE, SEARCH, ASK_NEXT = 0.030, 0.015, 0.005  # seconds
ROUNDS = 25
TRIED = 40  # problems among which those are looked for whose leader no one or two answers change
OPEN_QUESTIONS = 10


def figures() -> Iterator[Figure]:
    set_up()
    yield whole_evaluation("full evaluation of the slowest scenario", slowest(scenario_requests()))
    yield searching_in_vain()
    yield asking_next()


def scenario_requests() -> list["EvaluationRequest"]:
    from decisions.documents.request import EvaluationRequest
    from scenarios import services

    return [EvaluationRequest(scenario=entry.key) for entry in services.document("standard").scenarios]


def slowest(requests: Sequence["EvaluationRequest"]) -> "EvaluationRequest":
    from decisions.services.evaluate import evaluate

    def best_of_three(request: "EvaluationRequest") -> float:
        return min(seconds(partial(evaluate, request)) for _ in range(3))

    return max(requests, key=best_of_three)


def whole_evaluation(name: str, request: "EvaluationRequest") -> Figure:
    from decisions.services.evaluate import evaluate

    verdict = request.model_copy(update={"detail": "verdict"})
    ours, floor = race(partial(evaluate, request), [partial(evaluate, verdict)], rounds=ROUNDS)
    return Figure(f"{name}: {WHOLE * 1e3:.0f} ms", ours, floor, WHOLE / floor)


def searching_in_vain() -> Figure:
    """Time the search for answers that change the leader where one or two do not, and perhaps no three.

    No rule excludes, so that answers can only add up.
    """
    from bench import engine as bench_engine
    from decisions.engine import Detail, Problem, Problems, evaluate
    from decisions.engine.counterfactual import smallest_answer_change

    model = replace(bench_engine.a_model(), rules=())
    random, preferred = np.random.default_rng(7), np.ones(bench_engine.QUESTIONS, bool)

    def search(problem: Problems) -> int:
        found = smallest_answer_change(model, problem, preferred=preferred)
        return len(found.answers) if found is not None else 0

    answered = [
        {place: (int(random.integers(1, len(question.options))),) for place, question in enumerate(model.questions)}
        for _ in range(TRIED)
    ]
    problems = [Problems.of(model, [Problem(answers=answers)]) for answers in answered]
    in_vain = [problem for problem in problems if search(problem) in (0, 3)]
    slowest_of = max(in_vain, key=lambda problem: min(seconds(partial(search, problem)) for _ in range(3)))
    verdict = partial(evaluate, model, slowest_of, detail=Detail.VERDICT)
    ours, floor = race(partial(search, slowest_of), [verdict], rounds=ROUNDS)
    name = f"smallest change of {bench_engine.QUESTIONS} answers where two do not suffice"
    return Figure(f"{name}: {SEARCH * 1e3:.0f} ms", ours, floor, SEARCH / floor)


def asking_next() -> Figure:
    """Time what open questions could change, one at a time and all together."""
    from decisions.engine import Detail, Problem, Problems, evaluate
    from decisions.engine.central import appraise
    from decisions.engine.outlook import outlook
    from decisions.services.compile import compiled

    compiled_model = compiled("standard")
    model = compiled_model.arrays
    brought = compiled_model.scenario_answers["finance"]
    answers = {question: answer.chosen for question, answer in list(brought.items())[OPEN_QUESTIONS:]}
    problems = Problems.of(model, [Problem(answers=answers)])
    asked, appraisal = evaluate(model, problems).open_questions, appraise(model, problems)
    method = model.method
    ours, floor = race(
        partial(outlook, model, problems, appraisal, asked, seed=method.seed, cases=method.cases),
        [partial(evaluate, model, problems, detail=Detail.VERDICT)],
        rounds=ROUNDS,
    )
    return Figure(
        f"ask next, {int(asked.sum())} open questions: {ASK_NEXT * 1e3:.0f} ms", ours, floor, ASK_NEXT / floor
    )
