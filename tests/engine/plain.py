"""The method read aloud, for the engine to match: one problem, one case, one question at a time."""

import numpy as np
from scipy.special import ndtri

from decisions.engine import Model, Problem
from decisions.engine.draws import laid_points
from decisions.engine.sampling import inverse_triangular


def options_of(question, outcome: int) -> tuple[int, ...]:
    """The options that an outcome stands for."""
    if not question.multiple:
        return (outcome,)
    others = [option for option in range(len(question.options)) if option != question.none]
    chosen = tuple(option for bit, option in enumerate(others) if outcome >> bit & 1)
    return chosen or (() if question.none is None else (question.none,))


def holds(answer, taken) -> bool:
    options = taken[answer.question]
    return options != "not_applicable" and bool(answer.options & set(options))


def everything_answered(model: Model, problem: Problem, drawn) -> dict:
    """What each question stands at in one case: options, or not_applicable."""
    own = {place: problem.answers.get(place, drawn[place]) for place in range(len(model.questions))}
    taken = dict(own)
    for place, question in enumerate(model.questions):
        if question.gate is not None and own[place] != "not_applicable" and not holds(question.gate, own):
            taken[place] = (question.default,)
    return taken


def measurements_of(model: Model, problem: Problem) -> list:
    """The measurements for which the problem has all numbers, each above 0."""
    return [
        each
        for each in model.measurements
        if all(isinstance(problem.answers.get(question), tuple) for question in each.inputs)
        and all(problem.numbers.get(question, 0) > 0 for question in each.inputs)
    ]


def ratings_of(model: Model, problem: Problem) -> np.ndarray:
    """Low, typical and high stars (alternatives, criteria, 3), those of measured criteria by the problem's numbers."""
    ratings = model.ratings.copy()
    given = measurements_of(model, problem)
    for each in [*(each for each in given if not each.limits), *(each for each in given if each.limits)]:
        values = each.values(np.array([[problem.numbers[question] for question in each.inputs]]))[0]
        for alternative in np.flatnonzero(each.rated):
            place, stars = (alternative, each.criterion), 1 + 4 * values[alternative]
            ratings[place] = np.minimum(ratings[place], stars) if each.limits else stars
    return ratings


def shift_and_points(model: Model, problem: Problem, taken) -> tuple[np.ndarray, np.ndarray]:
    measured_by = {(question, each.criterion) for each in measurements_of(model, problem) for question in each.inputs}
    shape = len(model.alternatives), len(model.criteria)
    total, shares = np.zeros(shape), np.zeros(shape[1])
    points = np.array(model.points if problem.points is None else problem.points, float)
    for place, question in enumerate(model.questions):
        if taken[place] == "not_applicable":
            continue
        options = list(taken[place])
        adds = np.array([(place, criterion) not in measured_by for criterion in range(shape[1])])
        if options:
            combine = np.min if question.strictest else np.mean
            total += question.share * combine(question.effects[options], axis=0) * adds
            points += (np.max if question.strictest else np.mean)(question.importance[options], axis=0) * adds
        shares += question.share * question.declares * adds
    shift = np.divide(total, shares, out=np.zeros(shape), where=shares > 0)
    if problem.weights is not None:
        points = np.array(problem.weights, float)
    return shift, np.maximum(points, 0)


def excluded(model: Model, taken) -> np.ndarray:
    out = np.zeros(len(model.alternatives), bool)
    for rule in model.rules:
        fires = all(holds(answer, taken) for answer in rule.when)
        if rule.effect == "exclude" and fires and not (rule.unless is not None and holds(rule.unless, taken)):
            out |= rule.alternatives
    return out


def scores_of_cases(model: Model, problem: Problem, *, seed: int, cases: int) -> np.ndarray:
    """Scores (cases, alternatives), -inf where excluded or not compared."""
    laid = laid_points(model, seed, cases)
    compared = model.core if problem.compared is None else problem.compared
    spread = model.method.spread_scenario if problem.weights is None else model.method.spread_direct
    found = np.empty((cases, len(model.alternatives)))
    for case in range(cases):
        drawn = {
            place: options_of(question, int(laid.outcomes[place, case]))
            for place, question in enumerate(model.questions)
        }
        taken = everything_answered(model, problem, drawn)
        shift, points = shift_and_points(model, problem, taken)
        low, typical, high = np.moveaxis(ratings_of(model, problem), -1, 0)
        stars = np.clip(inverse_triangular(laid.ratings[:, :, case], low, typical, high) + shift, 1, 5)
        weights = (points if points.any() else np.ones_like(points)) * np.exp(spread * ndtri(laid.weights[:, case]))
        scores = (stars - 1) / 4 @ (weights / weights.sum())
        found[case] = np.where(compared & ~excluded(model, taken), scores, -np.inf)
    return found


def every_way(model: Model, problem: Problem):
    """Every combination of answers to open questions, with its chance, as fully answered problems."""
    ways = [(1.0, dict(problem.answers))]
    for place, question in enumerate(model.questions):
        if place in problem.answers:
            continue
        ways = [
            (chance * likely, {**answers, place: options})
            for chance, answers in ways
            for likely, options in likely_options(question)
        ]
    return ways


def likely_options(question) -> list[tuple[float, tuple[int, ...]]]:
    if not question.multiple:
        return [(float(chance), (option,)) for option, chance in enumerate(question.chances)]
    others = [option for option in range(len(question.options)) if option != question.none]
    found = []
    for outcome in range(1 << len(others)):
        bits = [outcome >> bit & 1 for bit in range(len(others))]
        chance = np.prod(
            [question.chances[o] if bit else 1 - question.chances[o] for o, bit in zip(others, bits, strict=True)]
        )
        found.append((float(chance), options_of(question, outcome)))
    return found
