import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from decisions.engine.additive import weighted_sum
from decisions.engine.methods.polytope import WeightsContradict, in_order, most, nothing_known, within
from decisions.engine.methods.trade_offs import TradeOff, elicit, first_contradiction, with_answer

THREE = np.array([[1.0, 0.1, 0.3, 0.6], [0.4, 0.9, 0.5, 0.5], [0.2, 0.5, 1.0, 0.7]])


def answer(asked, weights):
    """Answer as somebody with these weights would."""
    return "partly" if asked.share * weights[asked.partly] >= weights[asked.wholly] else "wholly"


def test_it_works():
    values = np.array([[1.0, 0.0], [0.0, 1.0]])

    before = elicit(values, nothing_known(2), seed=1)

    assert before.ask == TradeOff(partly=0, share=1.0, wholly=1)
    assert before.possible.all()
    assert before.firsts.sum() == 1
    assert before.at_stake == pytest.approx(1)
    for choice, leader in (("partly", 0), ("wholly", 1)):
        after = elicit(values, with_answer(nothing_known(2), before.ask, choice), seed=1)
        assert (after.settled, after.ask, after.leader) == (True, None, leader)
        assert after.at_stake == pytest.approx(0, abs=1e-9)


def test_asking_stops_when_the_winner_can_no_longer_change():
    truth = np.array([0.1, 0.2, 0.45, 0.25])
    known, asked = nothing_known(4), 0

    while not (now := elicit(THREE, known, seed=1)).settled:
        assert now.ask is not None
        known = with_answer(known, now.ask, answer(now.ask, truth))
        asked += 1

    assert now.leader == weighted_sum(THREE, truth).argmax()
    assert 1 <= asked <= 5  # to order four weights alone takes five comparisons


def test_who_dominates_needs_no_question():
    found = elicit(np.array([[0.5, 0.6], [0.4, 0.6]]), nothing_known(2), seed=1)

    assert (found.settled, found.ask, found.leader) == (True, None, 0)
    # where the second criterion has all the weight both are level
    assert found.possible.tolist() == [True, True]


def test_who_never_comes_first_is_not_possible():
    found = elicit(np.array([[1.0, 0.0], [0.0, 1.0], [0.45, 0.45]]), nothing_known(2), seed=1)

    assert found.possible.tolist() == [True, True, False]


def test_who_comes_first_for_a_sliver_of_weights_is_possible():
    found = elicit(np.array([[1.0, 0.0], [0.0, 1.0], [0.5001, 0.5001]]), nothing_known(2), seed=1)

    assert found.firsts[2] == 0
    assert found.possible.tolist() == [True, True, True]


def test_a_lead_that_would_not_matter_settles_it():
    values = np.array([[0.5, 0.5], [0.51, 0.49]])

    assert not elicit(values, nothing_known(2), seed=1).settled
    assert elicit(values, nothing_known(2), seed=1, tolerance=0.02).settled


def test_one_alternative_or_one_criterion_settles_it():
    assert elicit(np.array([[0.2, 0.9]]), nothing_known(2), seed=1).settled
    assert elicit(np.array([[0.2], [0.9]]), nothing_known(1), seed=1).leader == 1


def test_equal_alternatives_are_led_by_the_first():
    found = elicit(np.array([[0.2, 0.9], [0.2, 0.9]]), nothing_known(2), seed=1)

    assert (found.settled, found.leader) == (True, 0)


def test_that_both_matter_alike_is_an_answer_too():
    known = with_answer(nothing_known(2), TradeOff(partly=0, share=0.5, wholly=1), "equal")

    assert known.allow(np.array([[2 / 3, 1 / 3], [0.6, 0.4]])).tolist() == [True, False]
    assert elicit(np.array([[1.0, 0.0], [0.0, 1.0]]), known, seed=1).settled


def test_answers_that_contradict_each_other_are_named_so():
    known = with_answer(nothing_known(2), TradeOff(0, 0.5, 1), "partly") & within(np.array([0, 0.5]), np.ones(2))

    with pytest.raises(WeightsContradict):
        elicit(np.eye(2), known, seed=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: with_answer(nothing_known(2), TradeOff(0, 0.0, 1), "partly"), "share"),
        (lambda: with_answer(nothing_known(2), TradeOff(0, 1.01, 1), "partly"), "share"),
        (lambda: with_answer(nothing_known(2), TradeOff(0, 0.5, 1), "both"), "partly, wholly or equal"),
        (lambda: elicit(np.ones((2, 3)), nothing_known(2), seed=1), "2 criteria"),
        (lambda: elicit(np.array([[np.nan, 1.0]]), nothing_known(2), seed=1), "finite"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


@settings(max_examples=25)  # each is a whole conversation
@given(
    values=arrays.arrays(float, (3, 4), elements=st.integers(0, 10).map(lambda tenths: tenths / 10)),
    points=arrays.arrays(float, 4, elements=st.integers(1, 20).map(float)),
)
def test_whoever_answers_by_their_weights_ends_with_their_winner(values, points):
    truth, known = points / points.sum(), nothing_known(4)

    for _ in range(30):
        found = elicit(values, known, seed=2)
        if found.ask is None:
            break
        known = with_answer(known, found.ask, answer(found.ask, truth))

    assert known.allow(truth)
    scores = weighted_sum(values, truth)
    assert found.ask is None
    assert scores.max() - scores[found.leader] <= found.at_stake + 1e-9
    assert not found.settled or scores[found.leader] >= scores.max() - 1e-9


@given(values=arrays.arrays(float, (3, 3), elements=st.integers(0, 10).map(lambda tenths: tenths / 10)))
def test_what_is_settled_no_allowed_weight_undoes(values):
    known = in_order(np.array([1, 2, 3]))

    found = elicit(values, known, seed=3)

    corners = np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]])  # of all weights in this order
    leads = (values - values[found.leader]) @ corners.T
    assert found.at_stake == pytest.approx(leads.max(), abs=1e-7)
    assert found.settled == (leads.max() <= 1e-9)


CHOICES = st.tuples(
    st.integers(0, 3),
    st.integers(1, 20).map(lambda step: step / 20),
    st.integers(0, 3),
    st.sampled_from(("partly", "wholly", "equal")),
).filter(lambda answer: answer[0] != answer[2])


@given(st.lists(CHOICES, max_size=8))
def test_answers_contradict_each_other_exactly_when_no_weights_above_zero_agree(given_answers):
    answers = [(TradeOff(partly, share, wholly), choice) for partly, share, wholly, choice in given_answers]

    found = first_contradiction(4, answers)

    for count in range(len(answers) + 1):
        known = nothing_known(4)
        for asked, choice in answers[:count]:
            known = with_answer(known, asked, choice)
        assert (least_weight(known) > 1e-7) == (found is None or count <= found)


def least_weight(known):
    """Return what all four criteria can weigh at once."""
    try:
        return most(known, np.eye(4))
    except WeightsContradict:
        return 0.0


def test_draws_at_hand_are_used_as_they_are():
    values, known = np.array([[1.0, 0.0], [0.2, 0.9]]), nothing_known(2)

    found = elicit(values, known, seed=1, weights=np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.7, 0.3]]))

    assert found.firsts.tolist() == [0.75, 0.25]
