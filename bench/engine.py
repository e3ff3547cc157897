"""How fast the engine is, against bare NumPy on the same shapes."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from bench.figure import Figure, race
from decisions.engine import (
    AnswerIn,
    Detail,
    FloatArray,
    Method,
    Model,
    Problem,
    Problems,
    Question,
    Rule,
    evaluate,
    smaa,
    uniform_weights,
)

PROBLEMS, CASES = 10_000, 1_024
ALTERNATIVES, CRITERIA, QUESTIONS = 3, 8, 26
CHUNKS = (4, 8, 16, 32, 64)  # problems that a floor works on at a time; the fastest counts
DRAWS, SMAA_SHAPE = 100_000, (8, 12)


def figures() -> Iterator[Figure]:
    model = a_model()
    floors = [partial(floor_of_confidence, *given_cases(chunk)) for chunk in CHUNKS]
    for open_questions, bar in ((0, 2.2), (10, 8.0)):
        problems = some_problems(model, open_questions)
        work = partial(evaluate, model, problems, detail=Detail.VERDICT)
        work()  # lays the points, which every later evaluation of the seed finds laid
        name = f"{PROBLEMS} problems of {ALTERNATIVES}x{CRITERIA}, {CASES} cases each, {open_questions} open questions"
        yield Figure(name, *race(work, floors, rounds=3), bar)
    values, weights = np.random.default_rng(4).random(SMAA_SHAPE), uniform_weights(DRAWS, SMAA_SHAPE[1], seed=4)
    sorting = [partial(floor_of_smaa, values, weights, chunk) for chunk in (2_048, 4_096, 8_192)]
    name = f"SMAA, {DRAWS} given weights, {SMAA_SHAPE[0]}x{SMAA_SHAPE[1]}: ranks, pairs, central weights"
    yield Figure(name, *race(partial(smaa, values, weights), sorting, rounds=15), 1.0)


def floor_of_confidence(values: FloatArray, weights: FloatArray) -> None:
    """Score every case and find its winner, values and weights given: no drawing, no shifts, no rules, no counting."""
    for _ in range(PROBLEMS // len(values)):
        np.einsum("bkmc,bkc->bkm", values, weights).argmax(axis=-1)


def given_cases(chunk: int) -> tuple[FloatArray, FloatArray]:
    random = np.random.default_rng(chunk)
    return random.random((chunk, CASES, ALTERNATIVES, CRITERIA)), random.random((chunk, CASES, CRITERIA))


def floor_of_smaa(values: FloatArray, weights: FloatArray, chunk: int) -> None:
    """Sort the scores of every weight, count places and add up the weights of the winners; no pairs."""
    alternatives = len(values)
    places, central = np.zeros(alternatives**2), np.zeros(values.shape)
    for start in range(0, len(weights), chunk):
        part = weights[start : start + chunk]
        order = np.argsort(-(part @ values.T), axis=1)
        cells = order * alternatives + np.arange(alternatives)
        places += np.bincount(cells.ravel(), minlength=alternatives**2)
        first = np.zeros((alternatives, len(part)))
        first[order[:, 0], np.arange(len(part))] = 1
        central += first @ part


def a_model() -> Model:
    """A model of the standard one's size: needs and facts, two gated, three with several choices, twenty rules."""
    random = np.random.default_rng(2026)
    typical = random.uniform(1.5, 4.5, (ALTERNATIVES, CRITERIA))
    return Model(
        alternatives=tuple(f"alternative_{place}" for place in range(ALTERNATIVES)),
        core=np.ones(ALTERNATIVES, bool),
        criteria=tuple(f"criterion_{place}" for place in range(CRITERIA)),
        ratings=np.stack([typical - 0.5, typical, typical + 0.5], axis=-1),
        points=np.ones(CRITERIA),
        questions=tuple(a_question(random, place) for place in range(QUESTIONS)),
        rules=tuple(a_rule(random, place) for place in range(20)),
        method=Method(seed=7, cases=CASES),
    )


def a_question(random: np.random.Generator, place: int) -> Question:
    is_need, is_multiple, is_gated = place % 3 == 0, place in (5, 11, 20), place in (7, 8)
    options = 6 if is_multiple else 4
    declares = np.isin(np.arange(CRITERIA), random.choice(CRITERIA, 3, replace=False)) & (not is_need)
    effects = random.integers(-2, 3, (options, ALTERNATIVES, CRITERIA)) * declares
    importance = random.integers(0, 3, (options, CRITERIA)) * (random.random(CRITERIA) < 0.4) * is_need
    return Question(
        key=f"question_{place}",
        nature="need" if is_need else "fact",
        options=tuple(f"option_{option}" for option in range(options)),
        chances=np.full(options, 1 / options),
        effects=effects.astype(float),
        importance=importance.astype(float),
        declares=declares,
        multiple=is_multiple,
        none=0 if is_multiple else None,
        gate=AnswerIn(0, frozenset({1, 2})) if is_gated else None,
        default=0 if is_gated else None,
    )


def a_rule(random: np.random.Generator, place: int) -> Rule:
    concerned = np.arange(ALTERNATIVES) == random.integers(ALTERNATIVES)
    when = (AnswerIn(int(random.integers(QUESTIONS)), frozenset({3})),)
    return Rule(f"rule_{place}", ("exclude", "condition", "warning")[place % 3], concerned, when)


def some_problems(model: Model, open_questions: int) -> Problems:
    """Problems of which each leaves other questions open."""
    random = np.random.default_rng(open_questions)
    return Problems.of(model, [a_problem(model, random, open_questions) for _ in range(PROBLEMS)])


def a_problem(model: Model, random: np.random.Generator, open_questions: int) -> Problem:
    left_open = set(random.choice(QUESTIONS, open_questions, replace=False).tolist())
    answers = {
        place: (1, 3) if question.multiple else (int(random.integers(4)),)
        for place, question in enumerate(model.questions)
        if place not in left_open
    }
    return Problem(answers=answers, points=random.integers(1, 5, CRITERIA).astype(float), informed=True)
