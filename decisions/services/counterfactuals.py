"""What would have to be different for another platform to lead: said in keys, with weights as they are shown."""

from collections.abc import Mapping

import numpy as np

from decisions import engine
from decisions.documents.evaluation import AnswerChange, Counterfactuals, InConflict, WeightChange
from decisions.engine.counterfactual import (
    options_of,
    smallest_answer_change,
    smallest_conflict,
    smallest_weight_change,
)
from decisions.services.reading import ReadAnswer
from decisions.services.understand import Understood


def counterfactuals(
    understood: Understood, evaluations: engine.Evaluations, row: int, shown_weights: Mapping[str, float], steps: int
) -> Counterfactuals:
    """Find the smallest changes after which another platform leads by score; if nothing fits, what is in conflict.

    Parameters
    ----------
    shown_weights
        By criterion, whole numbers of steps that add up to 1: what the changed weights are measured against.
    """
    arrays, nobody = understood.model.arrays, int(evaluations.leader[row]) < 0
    problem, own = as_given(understood)
    change = smallest_answer_change(arrays, problem, preferred=own)
    conflict = smallest_conflict(arrays, problem, preferred=own) if nobody else ()
    outcomes = problem.outcomes[0]

    def options(question: int, outcome: int) -> list[str]:
        entry = arrays.questions[question]
        return [entry.options[option] for option in options_of(entry, outcome)]

    return Counterfactuals(
        weights=weight_change(understood, evaluations, row, shown_weights, steps),
        answers=[
            AnswerChange(
                question=arrays.questions[question].key,
                before=options(question, int(outcomes[question])),
                to=options(question, outcome),
                platform=arrays.alternatives[change.alternative],
            )
            for question, outcome in change.answers
        ]
        if change is not None
        else [],
        conflict=[
            InConflict(question=arrays.questions[question].key, answer=options(question, int(outcomes[question])))
            for question in conflict
        ],
    )


def weight_change(
    understood: Understood, evaluations: engine.Evaluations, row: int, shown_weights: Mapping[str, float], steps: int
) -> WeightChange | None:
    """Change the weights as shown, in whole steps, so that they may be sent back as they stand here."""
    part, arrays = slice(row, row + 1), understood.model.arrays
    found = smallest_weight_change(
        evaluations.values[part],
        np.array([[shown_weights[criterion] for criterion in arrays.criteria]]),
        evaluations.eligible[part],
        evaluations.leader[part],
        steps=steps,
    )
    if found.alternative[0] < 0:
        return None
    digits = len(str(steps)) - 1
    weights = [round(float(weight), digits) for weight in found.weights[0]]
    return WeightChange(
        to=dict(zip(arrays.criteria, weights, strict=True)),
        distance=round(float(found.distance[0]), digits),
        platform=arrays.alternatives[int(found.alternative[0])],
    )


def as_given(understood: Understood) -> tuple[engine.Problems, engine.BoolArray]:
    """Gather the answers as they were given, those of hidden questions too, and tell which are the user's own.

    Another answer may show a question that is hidden now. It then counts as it was answered, by the user or by the
    scenario; the default that holds meanwhile is the engine's to set.
    """
    model = understood.model
    answers: dict[int, engine.Answer] = {}
    numbers: dict[int, float] = {}
    own = np.zeros(len(model.arrays.questions), bool)
    for question, standing in understood.reading.answers.items():
        answer: ReadAnswer | None = standing
        if standing.source == "default":
            answer = understood.reading.covered.get(question)
        if answer is None:
            continue
        if answer.state == "answered":
            answers[question] = answer.chosen
            own[question] = answer.source == "own"
            if answer.number is not None:
                numbers[question] = answer.number
        elif answer.state == "does_not_apply":  # hidden, it counts as its default all the same
            answers[question] = standing.chosen if standing.source == "default" else "not_applicable"
    weights = understood.stated.weights if understood.stated is not None else None
    problem = engine.Problem(
        answers=answers,
        points=understood.points,
        weights=weights,
        compared=compared(understood),
        numbers=numbers,
    )
    return engine.Problems.of(model.arrays, [problem]), own


def compared(understood: Understood) -> engine.BoolArray:
    among = np.zeros(len(understood.model.platforms), bool)
    among[list(understood.compared)] = True
    return among
