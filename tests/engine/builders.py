"""Builders of decision models and problems, with defaults that make a test say only what it is about."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from decisions.engine import (
    AnswerIn,
    CapacityUsed,
    Measurement,
    Method,
    Model,
    Problem,
    Problems,
    Question,
    Rule,
    StartTime,
    UsefulMemory,
)
from decisions.engine.methods.value_functions import PiecewiseLinear

THREE = ("vmware", "docker", "hybrid")


def a_question(
    key: str,
    *,
    options: int = 2,
    alternatives: int = 3,
    criteria: int = 2,
    effects: Mapping[tuple[int, int, int], float] | None = None,
    importance: Mapping[tuple[int, int], float] | None = None,
    declares: Iterable[int] | None = None,
    chances: Sequence[float] | None = None,
    **more,
) -> Question:
    """Effects by (option, alternative, criterion), importance by (option, criterion)."""
    effects, importance = effects or {}, importance or {}
    shifts, points = np.zeros((options, alternatives, criteria)), np.zeros((options, criteria))
    for place, stars in effects.items():
        shifts[place] = stars
    for place, added in importance.items():
        points[place] = added
    declared = {criterion for _, _, criterion in effects} if declares is None else set(declares)
    return Question(
        key=key,
        nature="need" if importance else "fact",
        options=tuple(f"option_{option}" for option in range(options)),
        chances=np.full(options, 1 / options) if chances is None else np.array(chances, float),
        effects=shifts,
        importance=points,
        declares=np.isin(np.arange(criteria), list(declared)),
        **more,
    )


def a_rule(key: str, effect: str, alternatives: Iterable[int], *when, of: int = 3, unless=None) -> Rule:
    """A rule over `of` alternatives; when: (question, options) pairs."""
    return Rule(
        key,
        effect,
        np.isin(np.arange(of), list(alternatives)),
        tuple(AnswerIn(question, frozenset(options)) for question, options in when),
        None if unless is None else AnswerIn(unless[0], frozenset(unless[1])),
    )


def a_model(
    stars,
    *,
    spread: float = 0.0,
    points: Sequence[float] | None = None,
    questions: Sequence[Question] = (),
    rules: Sequence[Rule] = (),
    alternatives: Sequence[str] | None = None,
    core: Sequence[bool] | None = None,
    criteria: Sequence[str] | None = None,
    **method,
) -> Model:
    """Typical stars (alternatives, criteria), each as uncertain by `spread` stars as the scale allows."""
    typical = np.array(stars, float)
    count, judged = typical.shape
    names = THREE if count == len(THREE) else tuple(f"alternative_{place}" for place in range(count))
    return Model(
        alternatives=tuple(alternatives or names),
        core=np.ones(count, bool) if core is None else np.array(core, bool),
        criteria=tuple(criteria or (f"criterion_{place}" for place in range(judged))),
        ratings=np.stack([np.maximum(typical - spread, 1), typical, np.minimum(typical + spread, 5)], axis=-1),
        points=np.ones(judged) if points is None else np.array(points, float),
        questions=tuple(questions),
        rules=tuple(rules),
        method=Method(**{"seed": 7, "cases": 256, **method}),
    )


def one(model: Model, **problem) -> Problems:
    return Problems.of(model, [Problem(**problem)])


def a_random_model(seed: int, *, alternatives: int = 4, criteria: int = 3, questions: int = 7, **method) -> Model:
    """A model with needs and facts, single and multiple choice, gates, rules of every effect, perhaps measurements."""
    random = np.random.default_rng(seed)
    made: list[Question] = []
    for place in range(questions):
        multiple, need = place % 3 == 2, place % 2 == 0
        options = int(random.integers(2, 5))
        declared = random.random(criteria) < 0.7
        effects = random.integers(-4, 5, (options, alternatives, criteria)) / 2 * declared
        gate = None
        if place >= 4 and random.random() < 0.7:
            gate = AnswerIn(int(random.integers(0, 4)), frozenset({1}))
        made.append(
            Question(
                key=f"question_{place}",
                nature="need" if need else "fact",
                options=tuple(f"option_{option}" for option in range(options)),
                chances=random.random(options) if multiple else random.dirichlet(np.ones(options)),
                effects=np.zeros_like(effects) if need else effects,
                importance=random.integers(-2, 4, (options, criteria)) * (1.0 if need else 0.0),
                declares=declared & (not need),
                share=float(random.choice([1.0, 0.5, 0.3])),
                multiple=multiple,
                none=0 if multiple else None,
                strictest=multiple and bool(random.random() < 0.5),
                gate=gate,
                default=None if gate is None else 0,
            )
        )
    rules = [
        Rule(
            key=f"rule_{place}",
            effect=("exclude", "condition", "exclude", "warning")[place % 4],
            alternatives=random.random(alternatives) < 0.4,
            when=tuple(
                AnswerIn(int(question), frozenset({int(random.integers(len(made[question].options)))}))
                for question in random.choice(questions, size=1 + place % 2, replace=False)
            ),
            unless=AnswerIn(int(random.integers(questions)), frozenset({1})) if place % 3 == 1 else None,
        )
        for place in range(6 if questions else 0)
    ]
    typical = random.uniform(1.5, 4.5, (alternatives, criteria))
    spread = random.uniform(0, 0.5, (alternatives, criteria))
    return Model(
        alternatives=tuple(f"alternative_{place}" for place in range(alternatives)),
        core=np.arange(alternatives) < max(1, alternatives - 1),
        criteria=tuple(f"criterion_{place}" for place in range(criteria)),
        ratings=np.stack([typical - spread, typical, typical + spread], axis=-1),
        points=random.integers(1, 4, criteria).astype(float),
        questions=tuple(made),
        rules=tuple(rules),
        method=Method(**{"seed": seed, "cases": 128, **method}),
        measurements=random_measurements(seed, alternatives) if seed % 2 and questions > 3 and criteria > 1 else (),
    )


def random_measurements(seed: int, alternatives: int) -> tuple[Measurement, ...]:
    """Memory and start time in place of stars, a line and a drive that limit; not for every alternative.

    The line's number measures another criterion too, that of the drive is one of memory's.
    """
    random = np.random.default_rng(seed)

    def rising(low: float, high: float) -> np.ndarray:
        return np.sort(random.uniform(low, high, (alternatives, 3)), axis=-1)

    own = random.random(alternatives) < 0.5
    memory = UsefulMemory(rising(100, 1000), rising(0, 0.1), np.where(own[:, None], 0.0, rising(2_000, 50_000)))
    rated = random.random((2, alternatives)) < 0.8
    worth_memory = PiecewiseLinear((20.0, 60.0, 95.0), (0.0, 0.5, 1.0))
    worth_time = PiecewiseLinear((1.0, 100.0, 1000.0), (1.0, 0.5, 0.0))
    start, limited = StartTime(rising(100, 60_000)), random.random((2, alternatives)) < 0.8
    line, drive = (CapacityUsed(rising(1, 2_000), rising(0.05, 1)) for _ in range(2))
    return (
        Measurement("line", 0, (3,), line, worth_time, limited[0], limits=True),
        Measurement("memory", 0, (1, 0), memory, worth_memory, rated[0]),
        Measurement("start", 1, (3,), start, worth_time, rated[1]),
        Measurement("drive", 0, (0,), drive, worth_time, limited[1], limits=True),
    )


def a_random_problem(model: Model, random: np.random.Generator, *, openness: float = 0.4) -> Problem:
    answers = {}
    for place, question in enumerate(model.questions):
        if random.random() < openness:
            continue
        if random.random() < 0.1:
            answers[place] = "not_applicable"
        elif question.multiple:
            chosen = tuple(int(option) for option in np.flatnonzero(random.random(len(question.options)) < 0.5))
            answers[place] = tuple(option for option in chosen if option != question.none) or (question.none,)
        else:
            answers[place] = (int(random.integers(len(question.options))),)
    compared = random.random(len(model.alternatives)) < 0.7
    return Problem(
        answers=answers,
        points=random.integers(0, 5, len(model.criteria)).astype(float),
        weights=random.random(len(model.criteria)) if random.random() < 0.3 else None,
        compared=compared if random.random() < 0.5 and compared.any() else None,
        confirmed=frozenset(int(rule) for rule in np.flatnonzero(random.random(len(model.rules)) < 0.3)),
        numbers={
            place: float(random.choice([0.0, 3.0, 700.0]))
            for place in model.numbered
            if place in answers and random.random() < 0.8
        },
    )
