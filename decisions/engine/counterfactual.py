"""What would have to be different for another alternative to lead: weights, or answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from decisions.engine.additive import SCORE_DIGITS, normalise, sum_over_criteria, values_of, weighted_sum
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.central import Appraisal, appraise, put_aside, summed
from decisions.engine.measured import typical_ratings
from decisions.engine.model import LEAST_STARS, MOST_STARS, Model, Question, Rule
from decisions.engine.problems import OPEN, Problems, choices, outcome_of
from decisions.engine.tables import HIDDEN, YES, central_rows, standing, tables

CLEAR_LEAD = 1e-9  # of the score: more than the rounding by which leaders are told apart
MOST_CHANGES = 3  # of answers: what takes more is no small change
MOST_IN_CONFLICT = 5  # answers: what takes more is no conflict that one could name
SETS_AT_A_TIME = 4_096  # sets of changes whose scores are worked out together: less than a megabyte a step
SLACK = 1e-9  # relative: what bounds may be off by


@dataclass(frozen=True, eq=False, slots=True)
class WeightChange:
    """The nearest weights at which another alternative leads."""

    weights: FloatArray  # (problems, criteria): as they are where there is none
    distance: FloatArray  # (problems,): sum of the absolute differences; infinite where there is none
    alternative: IntArray  # (problems,): who leads there; -1 none


def smallest_weight_change(
    values: FloatArray, weights: FloatArray, eligible: BoolArray, leader: IntArray, *, steps: int | None = None
) -> WeightChange:
    r"""Find the smallest change of weights, any criteria together, after which another alternative leads.

    Parameters
    ----------
    values : (problems, alternatives, criteria)
        From 0 to 1.
    weights : (problems, criteria)
        Adding up to 1; with `steps`, whole numbers of steps.
    eligible : (problems, alternatives)
        Who can take the lead.
    leader : (problems,)
        Who has it; -1 for nobody.
    steps : int
        Into how many steps the whole weight is divided. Given, the weights found are whole numbers of steps, and the
        other one really leads; left out, they are those at which the two are level.

    Returns
    -------
    WeightChange

    Notes
    -----
    Weight moved from criterion :math:`c` to the one on which rival :math:`j` gains most, :math:`c^*`, closes the lead
    by :math:`g_{c^*} - g_c` for each unit, with :math:`g_c = v_{jc} - v_{lc}`. Taking it from where :math:`g_c` is
    lowest first is the solution of the linear program of the least distance
    :math:`\sum_c |w'_c - w_c|`, which is twice the weight moved. It exists exactly when some criterion favours
    :math:`j`. Of all rivals the nearest one counts. The question is that of the closest competitor [1]_.

    References
    ----------
    .. [1] Rios Insua, D. and French, S. (1991). A framework for sensitivity analysis in discrete multi-objective
       decision-making. *European Journal of Operational Research* 54(2), 176-190.

    Examples
    --------
    The first leads by 0.4; a fifth of the weight has to move.

    >>> values, weights = np.eye(2)[None], np.array([[0.7, 0.3]])
    >>> found = smallest_weight_change(values, weights, np.ones((1, 2), bool), np.array([0]))
    >>> found.weights, found.distance, found.alternative
    (array([[0.5, 0.5]]), array([0.4]), array([1]))
    >>> shown = smallest_weight_change(values, weights, np.ones((1, 2), bool), np.array([0]), steps=100)
    >>> shown.weights
    array([[0.49, 0.51]])
    """
    problems, alternatives, _ = values.shape
    rows = np.arange(problems)
    gains = values - values[rows, leader][:, None]
    best = gains.argmax(axis=-1)
    most = gains.max(axis=-1)
    order = np.argsort(gains, axis=-1, kind="stable")
    held = np.take_along_axis(np.broadcast_to(weights[:, None], gains.shape), order, axis=-1)
    closes = most[..., None] - np.take_along_axis(gains, order, axis=-1)
    lead = -sum_over_criteria(gains * weights[:, None])
    needed = np.maximum(lead, 0) + (CLEAR_LEAD if steps else 0)
    before = np.cumsum(held * closes, axis=-1) - held * closes
    moved = np.clip((needed[..., None] - before) / np.where(closes > 0, closes, 1), 0, held)
    if steps:
        moved = np.minimum(np.ceil(moved * steps - SLACK) / steps, held)
    moved = np.where(closes > 0, moved, 0)
    amount = moved.sum(axis=-1)
    is_rival = eligible & (np.arange(alternatives) != leader[:, None]) & (leader >= 0)[:, None]
    possible = is_rival & (most > (CLEAR_LEAD if steps else 0))
    rival = np.where(possible, amount, np.inf).argmin(axis=-1)
    exists = possible.any(axis=-1)
    changed = weights.copy()
    np.put_along_axis(changed, order[rows, rival], held[rows, rival] - moved[rows, rival], axis=-1)
    changed[rows, best[rows, rival]] += amount[rows, rival]
    if steps:
        changed = np.round(changed * steps) / steps
    ordered = np.where(eligible, np.round(weighted_sum(values, changed), SCORE_DIGITS), -1.0)
    there = ordered.argmax(axis=-1) if steps else rival  # several rivals may overtake the leader in the same step
    return WeightChange(
        weights=np.where(exists[:, None], changed, weights),
        distance=np.where(exists, 2 * amount[rows, rival], np.inf),
        alternative=np.where(exists, there, -1),
    )


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Answers after which another alternative leads."""

    answers: tuple[tuple[int, int], ...]  # question and its new outcome, in the order of the model
    alternative: int  # who leads then


def options_of(question: Question, outcome: int) -> tuple[int, ...]:
    """Return the options that an outcome stands for: the inverse of `outcome_of`."""
    if not question.multiple:
        return (outcome,)
    chosen = tuple(option for bit, option in enumerate(choices(question)) if outcome >> bit & 1)
    return chosen or (() if question.none is None else (question.none,))


def smallest_answer_change(
    model: Model, problem: Problems, *, preferred: BoolArray, most: int = MOST_CHANGES
) -> AnswerChange | None:
    r"""Find the fewest answers that, given otherwise, bring another leader, or a leader where there is none.

    Only questions that are answered and shown are asked again, and only for another option: nothing becomes open. In
    multiple choice one option is added or taken away, or all are, for *none*. An answer that shows other questions
    brings what was answered there; those answers may be changed along with it. A number that a criterion is measured by
    was counted, not chosen: it stays.

    Parameters
    ----------
    problem : Problems
        One problem; the questions that are not shown as they were answered, too.
    preferred : (questions,)
        Of sets of the same size, the one with the fewest other questions is taken, then the one after which the new
        leader is furthest ahead of the old one, then the first in the order of the model.
    most : int
        How many answers at most, up to 3.

    Returns
    -------
    AnswerChange or None
        None when no set of so few answers does it.

    Notes
    -----
    Shifts, points and the number of a rule's unmet demands are sums over questions, so that a set of changes is worked
    out exactly from its members, gates being taken together with what they show. With the lead in points times value
    :math:`L_j = \sum_c p_c d_c`, changes of points :math:`\Delta p` and of differences :math:`\Delta d` give
    :math:`L'_j = L_j + \sum_c \Delta p_c d_c + \sum_c p'_c \Delta d_c`. Each change has a lowest share in both sums,
    over all that up to two others may do to :math:`p'` and to the ends of the scale; sets in which these shares do
    not close the lead are left aside, unless they can exclude the leader. A rival that is excluded is left aside
    unless all the rules that exclude it are broken.
    """
    search = _Search.of(model, problem, preferred, most)
    for size in range(1, most + 1):
        found = search.best_of(list(search.sets(size)))
        if found is not None:
            return found
    return None


@dataclass(frozen=True, eq=False, slots=True)
class _Changes:
    """Single changes of an answer, or of a gate and what it shows; what each does."""

    answers: tuple[tuple[tuple[int, int], ...], ...]  # of each change: question and outcome
    size: IntArray  # (changes,): number of answers
    unwanted: IntArray  # (changes,): of them not preferred
    own: BoolArray  # (changes, questions): asked again
    touched: BoolArray  # (changes, questions): asked again, or shown by one that is
    shifts: FloatArray  # (changes, compared, criteria): stars times share that it adds
    points: FloatArray  # (changes, criteria)
    unmet: IntArray  # (changes, rules): by how many a rule's unmet demands rise

    def take(self, rows: IntArray) -> "_Changes":
        return _Changes(
            answers=tuple(self.answers[row] for row in rows),
            size=self.size[rows],
            unwanted=self.unwanted[rows],
            own=self.own[rows],
            touched=self.touched[rows],
            shifts=self.shifts[rows],
            points=self.points[rows],
            unmet=self.unmet[rows],
        )


def _list_changes(model: Model, problem: Problems, now: Appraisal) -> list[tuple[tuple[int, int], ...]]:
    """List the changes of one answer, and those of a gate together with up to two of the questions that it shows."""
    answered = problem.outcomes[0]
    shown = now.known.path[0] != HIDDEN
    counted = {
        question
        for measurement, applies in zip(model.measurements, now.measured.applies[0], strict=True)
        if applies
        for question in measurement.inputs
    }
    others = {
        question: [outcome for outcome in _others(entry, int(answered[question])) if outcome != answered[question]]
        for question, entry in enumerate(model.questions)
        if answered[question] >= 0 and question not in counted
    }
    gated: dict[int, list[int]] = {}
    for question, entry in enumerate(model.questions):
        if entry.gate is not None and question in others:
            gated.setdefault(entry.gate.question, []).append(question)
    listed: list[tuple[tuple[int, int], ...]] = []
    for question, outcomes in others.items():
        if not shown[question]:
            continue
        for outcome in outcomes:
            listed.append(((question, outcome),))
            taken = set(options_of(model.questions[question], outcome))
            opened = [each for each in gated.get(question, []) if taken & _shown_by(model, each)]
            for one in opened:
                listed += [((question, outcome), (one, other)) for other in others[one]]
            for one, two in combinations(opened, 2):
                listed += [
                    ((question, outcome), (one, first), (two, second))
                    for first in others[one]
                    for second in others[two]
                ]
    return listed


def _unmet(model: Model, tests: IntArray, rules: IntArray) -> IntArray:
    """Count what keeps each rule from holding: demands that are not met, and a met exception: (problems, rules)."""
    table, met = tables(model), (tests == YES).astype(np.float32)
    when, unless = table.when[:, rules], table.unless[:, rules]
    unmet: IntArray = (when.sum(axis=0) - met @ when + met @ unless).astype(np.int16)
    return unmet


def _shown_by(model: Model, question: int) -> frozenset[int]:
    gate = model.questions[question].gate
    return gate.options if gate is not None else frozenset()


def _others(question: Question, outcome: int) -> list[int]:
    """List what a question could be answered with instead."""
    if not question.multiple:
        return list(range(len(question.options)))
    nearby = [outcome ^ (1 << bit) for bit in range(len(choices(question)))]
    if question.none is None:
        return [other for other in nearby if other]  # something has to be chosen
    return nearby if 0 in nearby else [*nearby, outcome_of(question, (question.none,))]


@dataclass(frozen=True, eq=False, slots=True)
class _Search:
    """One problem as it is, and the changes from which sets are made."""

    model: Model
    compared: IntArray
    leader: int  # among the compared; -1 none
    is_given: bool
    ratings: FloatArray  # (compared, criteria): typical stars
    shifts: FloatArray  # (compared, criteria)
    per_share: FloatArray  # (criteria,)
    points: FloatArray  # (criteria,)
    unmet: IntArray  # (rules,): demands that keep a rule from excluding
    concerns: BoolArray  # (rules, compared)
    changes: _Changes
    compatible: BoolArray  # (changes, changes): add up
    most: int

    @classmethod
    def of(cls, model: Model, problem: Problems, preferred: BoolArray, most: int) -> "_Search":
        table, now = tables(model), appraise(model, problem)
        compared = np.flatnonzero(problem.compared[0])
        concerns = table.concerns[:, compared] > 0
        rules = np.flatnonzero(table.excludes & concerns.any(axis=-1))
        listed = [each for each in _list_changes(model, problem, now) if len(each) <= most]
        varied = problem.take(np.zeros(len(listed), int))  # a copy
        own = np.zeros((len(listed), len(model.questions)), bool)
        for row, change in enumerate(listed):
            for question, outcome in change:
                varied.outcomes[row, question] = outcome
                own[row, question] = True
        gate = np.array([-1 if each.gate is None else each.gate.question for each in model.questions], int)
        touched = own | (own[:, gate] & (gate >= 0))
        known = standing(table, varied.outcomes)
        shifts, importance = summed(model, table, central_rows(table, known))
        put_aside(model, known, now.measured.take(np.zeros(len(listed), int)), shifts, importance)
        is_given = bool(problem.is_given[0])
        unmet = _unmet(model, now.known.tests, rules)[0]
        changes = _Changes(
            answers=tuple(listed),
            size=np.array([len(each) for each in listed], int),
            unwanted=(own & ~preferred).sum(axis=-1),
            own=own,
            touched=touched,
            shifts=(shifts - now.shifts)[:, compared],
            points=(importance - now.importance) * (not is_given),
            unmet=_unmet(model, known.tests, rules) - unmet,
        )
        does = changes.shifts.any(axis=(1, 2)) | changes.points.any(axis=1) | changes.unmet.any(axis=1)
        changes = changes.take(np.flatnonzero(does))
        overlap = (changes.own.astype(np.float32) @ changes.touched.T.astype(np.float32)) > 0
        leader = int(now.leader[0])
        return cls(
            model=model,
            compared=compared,
            leader=int(np.flatnonzero(compared == leader)[0]) if leader >= 0 else -1,
            is_given=is_given,
            ratings=typical_ratings(model, now.measured)[0, compared],
            shifts=now.shifts[0, compared],
            per_share=now.per_share[0],
            points=now.points[0],
            unmet=unmet,
            concerns=concerns[rules],
            changes=changes,
            compatible=~(overlap | overlap.T),
            most=most,
        )

    # which sets are worth working out ----------------------------------------------------------------------------

    def sets(self, size: int) -> Iterator[IntArray]:
        """Give the sets of this many answers that may bring another leader: (sets, changes) each."""
        single, sizes = np.arange(len(self.changes.size)), self.changes.size
        bounds = self.bounds(size)
        yield bounds.keep(single[sizes == size][:, None])
        if size >= 2:
            ones = single[sizes == 1]
            yield bounds.keep(self.pairs(bounds, ones, ones, size))
        if size == 3:
            yield bounds.keep(self.pairs(bounds, single[sizes == 2], ones, size))
            yield self.triples(bounds, ones)

    def pairs(self, bounds: "_Bounds", first: IntArray, second: IntArray, size: int) -> IntArray:
        fits = self.compatible[np.ix_(first, second)].copy()
        if first is second:
            fits = np.triu(fits, 1)
        one, other = np.nonzero(fits)
        return np.stack([first[one], second[other]], axis=-1)

    def triples(self, bounds: "_Bounds", ones: IntArray) -> IntArray:
        pairs = bounds.keep(self.pairs(bounds, ones, ones, 2), others=1)
        found = [np.zeros((0, 3), int)]
        step = max(1, SETS_AT_A_TIME * 16 // max(1, len(ones)))
        for start in range(0, len(pairs), step):
            part = pairs[start : start + step]
            fits = self.compatible[part[:, 0][:, None], ones] & self.compatible[part[:, 1][:, None], ones]
            fits &= ones > part[:, 1][:, None]
            fits &= bounds.may_with(part, ones)
            pair, third = np.nonzero(fits)
            found.append(np.concatenate([part[pair], ones[third][:, None]], axis=-1))
        return np.concatenate(found)

    def bounds(self, size: int) -> "_Bounds":
        changes, rivals = self.changes, [each for each in range(len(self.compared)) if each != self.leader]
        fires = self.unmet == 0
        needs, shares = [], []
        for rival in rivals:
            against = fires & self.concerns[:, rival]
            broken = (changes.unmet[:, against] > 0).sum(axis=-1) / max(1, int(against.sum()))
            shares.append(broken)
            needs.append(1.0 if against.any() else 0.0)
        lead, drops = self.drops(rivals, size)
        return _Bounds(
            lift=np.array(shares, float).reshape(len(rivals), len(changes.size)),
            lift_needed=np.array(needs, float),
            drop=drops,
            lead=lead,
            exclude=self.towards_exclusion(),
        )

    def towards_exclusion(self) -> FloatArray:
        """Say how much of what a rule against the leader lacks each change brings: (changes,); without leader 1."""
        if self.leader < 0:
            return np.ones(len(self.changes.size))
        lacking = self.concerns[:, self.leader] & (self.unmet > 0)
        brought = -self.changes.unmet[:, lacking] / self.unmet[lacking]
        most: FloatArray = np.max(brought, axis=-1, initial=0.0)
        return most

    def drops(self, rivals: list[int], size: int) -> tuple[FloatArray, FloatArray]:
        """Bound the lead over each rival, in points times value, and what each change may take from it."""
        changes, count = self.changes, len(self.changes.size)
        if self.leader < 0:
            return np.zeros(len(rivals)), np.zeros((len(rivals), count))
        asked = np.array([answers[0][0] for answers in changes.answers], int)
        low_points, high_points = _reach(self.points, changes.points, asked, size)
        if not np.any(low_points > 0):  # all points may vanish, and weights become equal: no bound
            return np.zeros(len(rivals)), np.zeros((len(rivals), count))
        stars = self.ratings + self.shifts * self.per_share
        shifts = changes.shifts * self.per_share
        low_stars, high_stars = _reach(stars, shifts, asked, size)
        free = (low_stars >= LEAST_STARS) & (high_stars <= MOST_STARS)  # the scale never ends them
        least, most = np.where(free, shifts, np.minimum(shifts, 0)), np.where(free, shifts, np.maximum(shifts, 0))
        values, points = values_of(np.clip(stars, LEAST_STARS, MOST_STARS)), np.maximum(self.points, 0)
        low_points, high_points = np.maximum(low_points, 0), np.maximum(high_points, 0)
        lead, drops = np.zeros(len(rivals)), np.zeros((len(rivals), count))
        for place, rival in enumerate(rivals):
            apart = values[self.leader] - values[rival]
            by_points = changes.points * apart
            by_points = np.where(low_points > 0, by_points, np.minimum(by_points, 0))
            by_stars = (least[:, self.leader] - most[:, rival]) / (MOST_STARS - LEAST_STARS)
            by_stars = np.where(by_stars < 0, by_stars * high_points, by_stars * low_points)
            lead[place] = (points * apart).sum() - SLACK * high_points.sum()
            drops[place] = (by_points + by_stars).sum(axis=-1)
        return lead, drops

    # what they bring ---------------------------------------------------------------------------------------------

    def best_of(self, families: list[IntArray]) -> AnswerChange | None:
        """Work the sets out, and choose among those that bring another leader."""
        best: tuple[tuple[float, ...], IntArray, int] | None = None
        for family in families:
            for start in range(0, len(family), SETS_AT_A_TIME):
                part = family[start : start + SETS_AT_A_TIME]
                leader, ahead = self.outcome(part)
                works = np.flatnonzero((leader >= 0) & (leader != self.leader))
                if not len(works):
                    continue
                unwanted = self.changes.unwanted[part[works]].sum(axis=-1)
                ranked = np.lexsort((-np.round(ahead[works], SCORE_DIGITS), unwanted))
                chosen = works[ranked[0]]
                rank = (float(unwanted[ranked[0]]), -round(float(ahead[chosen]), SCORE_DIGITS))
                if best is None or rank < best[0]:
                    best = rank, part[chosen], int(leader[chosen])
        if best is None:
            return None
        answers = sorted(answer for change in best[1] for answer in self.changes.answers[change])
        return AnswerChange(tuple(answers), int(self.compared[best[2]]))

    def outcome(self, sets: IntArray) -> tuple[IntArray, FloatArray]:
        """Exclude, rate, weigh and score: who leads after each set, and how far ahead of who leads now."""
        changes = self.changes
        unmet = self.unmet + sum(changes.unmet[sets[:, place]] for place in range(sets.shape[1]))
        shifts = self.shifts + sum(changes.shifts[sets[:, place]] for place in range(sets.shape[1]))
        points = self.points + sum(changes.points[sets[:, place]] for place in range(sets.shape[1]))
        eligible = ~((unmet == 0).astype(np.float32) @ self.concerns.astype(np.float32) > 0)
        stars = self.ratings + shifts * self.per_share
        values = values_of(np.clip(stars, LEAST_STARS, MOST_STARS))
        scores = weighted_sum(values, normalise(np.maximum(points, 0))[0])
        ordered = np.where(eligible, np.round(scores, SCORE_DIGITS), -1.0)
        leader = np.where(eligible.any(axis=-1), ordered.argmax(axis=-1), -1)
        gained = scores[np.arange(len(sets)), leader]
        return leader, gained - scores[:, self.leader] if self.leader >= 0 else gained


def _reach(start: FloatArray, changes: FloatArray, asked: IntArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Bound from below and above where up to `size` changes may lead, one for each question, which stand together."""
    firsts = np.flatnonzero(np.diff(asked, prepend=-1))
    lowest = np.sort(np.minimum.reduceat(changes, firsts, axis=0), axis=0)[:size]
    highest = np.sort(np.maximum.reduceat(changes, firsts, axis=0), axis=0)[-size:]
    return start + np.minimum(lowest, 0).sum(axis=0), start + np.maximum(highest, 0).sum(axis=0)


@dataclass(frozen=True, eq=False, slots=True)
class _Bounds:
    """What a set must bring, as sums over its changes: to lift a rival's exclusion, and to outscore or to exclude."""

    lift: FloatArray  # (rivals, changes): share of the rules against the rival that it breaks
    lift_needed: FloatArray  # (rivals,): 1 where it is excluded
    drop: FloatArray  # (rivals, changes): of the lead, at worst
    lead: FloatArray  # (rivals,)
    exclude: FloatArray  # (changes,): of what a rule against the leader lacks, at best

    def keep(self, sets: IntArray, *, others: int = 0) -> IntArray:
        """Keep the sets that may bring another leader, with up to one more change where `others` says so."""
        if not len(sets):
            return sets
        more = others > 0
        lift, drop, exclude = (each.take(sets, axis=-1).sum(axis=-1) for each in (self.lift, self.drop, self.exclude))
        if more:
            lift = lift + self.lift.max(axis=-1, initial=0)[:, None]
            drop = drop + self.drop.min(axis=-1, initial=0)[:, None]
            exclude = exclude + self.exclude.max(initial=0)
        return sets[self.enough(lift.T, drop.T, exclude)]

    def may_with(self, pairs: IntArray, ones: IntArray) -> BoolArray:
        """Tell which pairs may bring another leader with which third change: (pairs, ones)."""
        excludes: BoolArray = self.exclude[pairs].sum(axis=-1)[:, None] + self.exclude[ones] >= 1 - SLACK
        may: BoolArray = np.zeros(excludes.shape, bool)
        for rival, needed in enumerate(self.lift_needed):
            drop = self.drop[rival, pairs].sum(axis=-1)[:, None] + self.drop[rival, ones]
            enough: BoolArray = np.asarray(excludes | (drop <= -self.lead[rival]))
            if needed:
                lift = self.lift[rival, pairs].sum(axis=-1)[:, None] + self.lift[rival, ones]
                enough &= lift >= needed - SLACK
            may |= enough
        return may

    def enough(self, lift: FloatArray, drop: FloatArray, exclude: FloatArray) -> BoolArray:
        """Tell whether sums over changes suffice, rivals on the last axis of the first two."""
        outscored = drop <= -self.lead
        lifted = lift >= self.lift_needed - SLACK
        return np.asarray((lifted & (outscored | (exclude >= 1 - SLACK)[..., None])).any(axis=-1))


def _behind_exclusions(model: Model, problem: Problems, now: Appraisal) -> list[int]:
    """List the questions that exclude, with their gates, and those of rules that their answers make an exception to."""
    compared = problem.compared[0]
    excluding = [
        place
        for place, rule in enumerate(model.rules)
        if rule.effect == "exclude" and (rule.alternatives & compared).any()
    ]
    rules = {place for place in excluding if now.fired[0, place]}
    while True:
        asked = {answer.question for place in rules for answer in model.rules[place].when}
        asked |= {gate.question for question in asked if (gate := model.questions[question].gate) is not None}
        freed = {place for place in excluding if _excused_by(model, model.rules[place]) & asked}
        if freed <= rules:
            return sorted(asked)
        rules |= freed


def _excused_by(model: Model, rule: Rule) -> set[int]:
    """Return the question whose answer may be an exception to a rule, and its gate."""
    if rule.unless is None:
        return set()
    gate = model.questions[rule.unless.question].gate
    return {rule.unless.question} | ({gate.question} if gate is not None else set())


def smallest_conflict(model: Model, problem: Problems, *, preferred: BoolArray) -> tuple[int, ...]:
    """Find the fewest answers that together leave no alternative: were they open, one would be eligible.

    Parameters
    ----------
    problem : Problems
        One problem, without any eligible alternative; the questions that are not shown as they were answered, too.
    preferred : (questions,)
        Of sets of the same size, the one with the fewest other questions is taken, then the first in the order of the
        model.

    Returns
    -------
    tuple of questions
        In the order of the model; empty when there is none of up to 5.
    """
    now = appraise(model, problem)
    answered = problem.outcomes[0] >= 0  # perhaps hidden: its gate would show it
    suspects = [question for question in _behind_exclusions(model, problem, now) if answered[question]]
    for size in range(1, min(len(suspects), MOST_IN_CONFLICT) + 1):
        sets = np.array(list(combinations(suspects, size)))
        opened = problem.take(np.zeros(len(sets), int))  # a copy
        np.put_along_axis(opened.outcomes, sets, OPEN, axis=-1)
        frees = np.flatnonzero(appraise(model, opened).eligible.any(axis=-1))
        if len(frees):
            chosen = frees[np.argmin((~preferred[sets[frees]]).sum(axis=-1))]
            return tuple(sets[chosen].tolist())
    return ()
