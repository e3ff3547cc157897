"""Weights by either/or questions, asked only as long as an answer can still change who comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from decisions.engine.additive import SCORE_DIGITS
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.methods.polytope import WeightConstraints, most, ratio_at_least, uniform_within

DRAWS = 1024
SHARES = np.arange(1, 21) / 20  # of a swing that a question may name: steps of 5 %
LEAST_CHANCE = 0.1  # of either answer, among the draws: a question whose answer is nearly known is not worth asking
DOUBT = 0.1  # share of the draws: with fewer that another one wins, those with the least lead are told apart instead
ROUGHLY = 1e-3  # nats: what an even division is worth beside what it tells
AHEAD = 1e-9  # of the score: what a rival must be able to gain to count as able to win

Choice = Literal["partly", "wholly", "equal"]


@dataclass(frozen=True, slots=True)
class TradeOff:
    """The choice, all else being equal, between raising one criterion part of the way and another one all the way."""

    partly: int  # the criterion raised from its worst to a share of the way to its best
    share: float  # above 0, up to 1
    wholly: int  # the criterion raised from its worst to its best


@dataclass(frozen=True, eq=False, slots=True)
class Elicitation:
    """What the answers so far come to."""

    leader: int  # who comes first for the mean of the weights that agree with them
    possible: BoolArray  # (alternatives,): who comes first for some of these weights
    firsts: FloatArray  # (alternatives,): share of them that put it first
    at_stake: float  # the most that another alternative may still be ahead of the leader, 0..1
    settled: bool  # nobody can overtake the leader any more, whatever is answered
    ask: TradeOff | None  # the comparison whose answer tells most of who comes first; none when settled


def elicit(
    values: FloatArray,
    known: WeightConstraints,
    *,
    seed: int,
    tolerance: float = 0.0,
    weights: FloatArray | None = None,
) -> Elicitation:
    r"""Say who can still come first, and which comparison to ask about next.

    Parameters
    ----------
    values : (alternatives, criteria)
        From 0 (worst) to 1 (best).
    known
        What the answers so far, or anything else, say of the weights. See `with_answer`.
    seed : int
        Of the draws among which the question is chosen.
    tolerance
        A lead, 0..1, by which it would not matter to be overtaken.
    weights : (draws, criteria)
        Drawn evenly from what is known, where they are at hand; else they are drawn here, which takes longest.

    Returns
    -------
    Elicitation
        `at_stake` and `settled` are exact; they hang on no draw. There may be no question although it is not settled:
        when no comparison in steps of 5 % divides the weights that are left.

    Raises
    ------
    WeightsContradict
        When no weights agree with what is known.

    Notes
    -----
    Alternative :math:`a` can come first if some weights that are left make :math:`V(a) \ge V(b)` for all :math:`b`, and
    is sure to if none make :math:`V(b) > V(a)`: linear programs over the polytope of what is known. Of all comparisons
    the one is asked about that is expected to tell most of who wins, in the sense of mutual information over weights
    drawn evenly from the polytope; once nine in ten have the same winner, most of where its lead is least. Narrowing a
    polytope by choices is the idea of [1]_. In 20 random decisions of 3 alternatives and 8 criteria it took 15
    questions on average to leave nobody a lead above 0.01.

    References
    ----------
    .. [1] Toubia, O., Simester, D. I., Hauser, J. R. and Dahan, E. (2003). Fast polyhedral adaptive conjoint
       estimation. *Marketing Science* 22(3), 273-303.

    Examples
    --------
    >>> from decisions.engine.methods.polytope import nothing_known
    >>> values = np.array([[1.0, 0.0], [0.2, 0.9]])
    >>> found = elicit(values, nothing_known(2), seed=1)
    >>> found.ask, found.at_stake
    (TradeOff(partly=0, share=0.9, wholly=1), 0.8)
    >>> found = elicit(values, with_answer(nothing_known(2), found.ask, "partly"), seed=1, tolerance=0.01)
    >>> found.leader, round(found.at_stake, 4), found.settled, found.ask
    (0, 0.0053, True, None)
    """
    values = np.asarray(values, float)
    if values.ndim != 2 or not len(values) or values.shape[1] != known.criteria or not np.all(np.isfinite(values)):
        raise ValueError(f"values: finite, (alternatives, {known.criteria} criteria)")
    if weights is None:
        weights = uniform_within(known, DRAWS, seed=seed)
    leader = int(np.round(values @ weights.mean(axis=0), SCORE_DIGITS).argmax())
    winners = np.round(weights @ values.T, SCORE_DIGITS).argmax(axis=-1)
    firsts = np.bincount(winners, minlength=len(values)) / len(weights)
    gains = np.delete(values - values[leader], leader, axis=0)
    at_stake = max([most(known, gain) for gain in gains] + [0.0])
    settled = at_stake <= max(tolerance, AHEAD)
    leads = values[:, None] - values
    possible = firsts > 0
    for one in np.flatnonzero(~possible):
        possible[one] = most(known, np.delete(leads[one], one, axis=0)) >= -AHEAD
    ask = None if settled else _most_telling(weights, _to_tell_apart(winners, leader, weights @ -gains.T))
    return Elicitation(leader, possible, firsts, at_stake, settled, ask)


def with_answer(known: WeightConstraints, asked: TradeOff, choice: Choice) -> WeightConstraints:
    r"""Add what an answer says of the weights.

    Parameters
    ----------
    known
        What was known before.
    asked
        The comparison.
    choice
        Which of the two matters more, or that they matter alike.

    Returns
    -------
    WeightConstraints

    Notes
    -----
    To raise criterion :math:`p` by a share :math:`s` of its way matters more than to raise :math:`o` all the way when
    :math:`s w_p \ge w_o`.

    Examples
    --------
    >>> from decisions.engine.methods.polytope import nothing_known
    >>> known = with_answer(nothing_known(2), TradeOff(partly=0, share=0.5, wholly=1), "partly")
    >>> known.allow(np.array([[0.7, 0.3], [0.6, 0.4]]))
    array([ True, False])
    """
    if not 0 < asked.share <= 1:
        raise ValueError(f"a share of the way lies above 0 and is at most 1, unlike {asked.share}")
    if choice not in ("partly", "wholly", "equal"):
        raise ValueError(f"an answer is partly, wholly or equal, not {choice}")
    if choice in ("partly", "equal"):
        known = known & ratio_at_least(known.criteria, asked.partly, asked.wholly, 1 / asked.share)
    if choice in ("wholly", "equal"):
        known = known & ratio_at_least(known.criteria, asked.wholly, asked.partly, asked.share)
    return known


def first_contradiction(criteria: int, answers: Sequence[tuple[TradeOff, Choice]]) -> int | None:
    r"""Find the first answer that nobody would give who gave those before it, and to whom every criterion matters.

    Parameters
    ----------
    criteria : int
        How many there are.
    answers
        Comparisons and what was preferred.

    Returns
    -------
    int or None
        Its place. Weights that agree may exist all the same: those that give nothing to the criteria in question.

    Notes
    -----
    Each answer bounds a difference :math:`\log w_i - \log w_j` from below. The bounds contradict each other exactly
    when they add up to more than nothing around some circle, which is found by the algorithm of Floyd and Warshall
    [1]_.

    References
    ----------
    .. [1] Floyd, R. W. (1962). Algorithm 97: Shortest path. *Communications of the ACM* 5(6), 345.

    Examples
    --------
    >>> twice = TradeOff(partly=0, share=0.5, wholly=1)
    >>> first_contradiction(2, [(twice, "partly"), (TradeOff(0, 1.0, 1), "partly"), (TradeOff(0, 1.0, 1), "wholly")])
    2
    """
    least = np.where(np.eye(criteria, dtype=bool), 0.0, -np.inf)  # of log w_i - log w_j
    for place, (asked, choice) in enumerate(answers):
        ratio = -np.log(asked.share)
        if choice in ("partly", "equal"):
            least[asked.partly, asked.wholly] = max(least[asked.partly, asked.wholly], ratio)
        if choice in ("wholly", "equal"):
            least[asked.wholly, asked.partly] = max(least[asked.wholly, asked.partly], -ratio)
        for through in range(criteria):
            least = np.maximum(least, least[:, through, None] + least[through])
        if np.any(np.diagonal(least) > AHEAD):
            return place
    return None


def _to_tell_apart(winners: IntArray, leader: int, leads: FloatArray) -> IntArray:
    """Sort drawn weights into classes that a question should tell apart; leads (draws, rivals) are the leader's."""
    if np.mean(winners != leader) > DOUBT:
        return winners
    least = leads.min(axis=-1)
    return np.asarray(least <= np.quantile(least, DOUBT), int)


def _most_telling(weights: FloatArray, classes: IntArray) -> TradeOff | None:
    """Find the comparison whose answer tells most of the class to which drawn weights belong."""
    partly, wholly = np.nonzero(~np.eye(weights.shape[1], dtype=bool))
    is_in_class = (classes[:, None] == np.unique(classes)).astype(float)
    best, told = None, 0.0
    for share in SHARES:
        prefers_part = (share * weights[:, partly] >= weights[:, wholly]).astype(float)
        chance = prefers_part.mean(axis=0)
        with_part, all_together = prefers_part.T @ is_in_class / len(weights), is_in_class.mean(axis=0)
        information = _entropy(all_together) + _entropy(np.stack([chance, 1 - chance], axis=-1))
        information -= _entropy(np.concatenate([with_part, all_together - with_part], axis=-1))
        doubtful = (chance >= LEAST_CHANCE) & (chance <= 1 - LEAST_CHANCE)
        # where no answer tells anything, the question that halves the draws is as good as any
        worth = np.where(doubtful, information + ROUGHLY * np.minimum(chance, 1 - chance), 0.0)
        pair = int(worth.argmax())
        if worth[pair] > told + AHEAD:
            best, told = TradeOff(int(partly[pair]), float(share), int(wholly[pair])), float(worth[pair])
    return best


def _entropy(chances: FloatArray) -> FloatArray:
    """Return the entropy (...), in nats, of chances along the last axis."""
    likely = chances > 0
    return np.asarray(-np.where(likely, chances * np.log(np.where(likely, chances, 1.0)), 0.0).sum(axis=-1))
