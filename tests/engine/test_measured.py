"""Criteria that are rated by the workload's own numbers instead of by stars."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine import CapacityUsed, Detail, Measurement, StartTime, UsefulMemory, evaluate, explain
from decisions.engine.central import appraise
from decisions.engine.counterfactual import smallest_answer_change
from decisions.engine.methods.value_functions import PiecewiseLinear
from tests.engine.builders import a_model, a_question, one

VMWARE, DOCKER, HYBRID = range(3)
EFFICIENCY, COST = range(2)
SIZE, COUNT, OTHER = range(3)
LINE = PiecewiseLinear((0.0, 100.0), (0.0, 1.0))  # per cent to value
STARS = [[3, 3], [5, 3], [4, 3]]


def same(*figures):
    """Low, typical and high alike, for each alternative."""
    return np.repeat(np.array(figures, float)[:, None], 3, axis=-1)


MEMORY = UsefulMemory(guest=same(500, 500, 500), share=same(0, 0, 0), span=same(0, 10_000, 2_000))
QUESTIONS = (
    a_question("size", effects={(1, VMWARE, EFFICIENCY): 1.0}),
    a_question("count", importance={(1, EFFICIENCY): 2.0, (1, COST): 1.0}),
    a_question("other", effects={(1, VMWARE, EFFICIENCY): 0.5}),
)
BOTH = {SIZE: 500.0, COUNT: 4.0}


def measuring(formula=MEMORY, *, inputs=(SIZE, COUNT), value=LINE, rated=(True, True, True), **more):
    by_memory = Measurement("memory", EFFICIENCY, inputs, formula, value, np.array(rated))
    return replace(a_model(STARS, questions=QUESTIONS, **more), measurements=(by_memory,))


def stars(model, **problem):
    return appraise(model, one(model, **problem)).stars[0, :, EFFICIENCY].tolist()


ANSWERED = {SIZE: (1,), COUNT: (1,), OTHER: (0,)}


def test_it_works():
    """4 x 500 MB: four guests of 500 MB, or one for all, or (2,000 MB each) one: 50, 80 and 80 %."""
    model = measuring()

    assert stars(model, answers=ANSWERED, numbers=BOTH) == [3.0, pytest.approx(4.2), pytest.approx(4.2)]


def test_one_instance_pays_for_a_whole_operating_system_wherever_it_runs():
    assert MEMORY(np.array([[500.0, 1.0]]))[0].tolist() == [[50.0] * 3] * 3


def test_a_machine_that_is_full_needs_another_one():
    """9 x 500 MB take 4,500 MB: three machines of 2,000 MB, so three operating systems."""
    assert MEMORY(np.array([[500.0, 9.0]]))[0, HYBRID, 1] == 100 * 4500 / 6000


def test_a_machine_is_never_smaller_than_what_it_carries():
    assert MEMORY(np.array([[8000.0, 3.0]]))[0, HYBRID, 1] == 100 * 24_000 / 25_500


def test_most_overhead_goes_with_the_lowest_share():
    memory = UsefulMemory(
        guest=np.array([[400.0, 600.0, 900.0]]),
        share=np.array([[0.01, 0.02, 0.03]]),
        span=np.array([[1000.0, 2000.0, 4000.0]]),
    )

    low, typical, high = memory(np.array([[1000.0, 10.0]]))[0, 0]

    assert low == 100 * 10_000 / (10_300 + 10 * 900)  # a machine of 1,000 MB grows to the 1,030 of its one instance
    assert typical == 100 * 10_000 / (10_200 + 6 * 600)
    assert high == 100 * 10_000 / (10_100 + 3 * 400)


def test_a_start_is_measured_by_the_time_that_it_may_take():
    start = StartTime(np.array([[500.0, 1000.0, 2000.0]]))

    assert start(np.array([[10.0], [1.0]])).tolist() == [[[5.0, 10.0, 20.0]], [[50.0, 100.0, 200.0]]]


def test_where_less_is_better_the_highest_measure_is_worth_the_least():
    quick = Measurement(
        "start", 0, (0,), StartTime(np.array([[500.0, 1000.0, 2000.0]])),
        PiecewiseLinear((0.0, 20.0), (1.0, 0.0)), np.array([True]),
    )  # fmt: skip

    assert quick.values(np.array([[10.0]])).tolist() == [[[0.0, 0.5, 0.75]]]


def test_a_number_adds_nothing_else_to_the_criterion_that_it_measures():
    """As answers they would add a star to the first and two points of importance; to the cost they still add one."""
    model = measuring()

    measured = evaluate(model, one(model, answers=ANSWERED, numbers=BOTH))
    answered = evaluate(model, one(model, answers=ANSWERED))

    assert measured.weights[0].tolist() == [1 / 3, 2 / 3]
    assert answered.weights[0].tolist() == [3 / 5, 2 / 5]
    assert stars(model, answers=ANSWERED) == [3.5, 5.0, 4.0]


def test_other_answers_shift_what_is_measured_and_share_it_among_themselves():
    model = measuring()

    assert stars(model, answers={**ANSWERED, OTHER: (1,)}, numbers=BOTH)[VMWARE] == 3.5
    assert stars(model, answers={**ANSWERED, OTHER: (1,)})[VMWARE] == 3.75


@pytest.mark.parametrize("numbers", [{}, {SIZE: 500.0}, {COUNT: 4.0}, {SIZE: 0.0, COUNT: 4.0}])
def test_without_all_its_numbers_a_criterion_keeps_its_stars(numbers):
    model = measuring()

    found = appraise(model, one(model, answers=ANSWERED, numbers=numbers))

    assert not found.measured.applies.any()
    assert found.stars[0, :, EFFICIENCY].tolist() == [3.5, 5.0, 4.0]


def test_a_number_whose_question_is_open_measures_nothing():
    model = measuring()

    assert not appraise(model, one(model, answers={SIZE: (1,)}, numbers=BOTH)).measured.applies.any()


def test_an_alternative_without_figures_keeps_its_stars():
    model = measuring(rated=(True, True, False))

    assert stars(model, answers=ANSWERED, numbers=BOTH) == [3.0, pytest.approx(4.2), 4.0]


def test_the_cases_draw_from_what_is_measured():
    """Memory is certain here and stars are not: of the spread only that of cost is left."""
    model = measuring(spread=0.5, spread_scenario=0.0)

    measured, answered = (
        evaluate(model, one(model, answers=ANSWERED, weights=np.array([1.0, 0.0]), spread=0.0, numbers=numbers))
        for numbers in (BOTH, {})
    )

    low, high = measured.acceptability.low[0], measured.acceptability.high[0]
    assert low == pytest.approx(high, abs=1e-6)
    assert low == pytest.approx(measured.scores[0], abs=1e-6)
    assert np.all(answered.acceptability.low[0] < answered.acceptability.high[0] - 0.05)


def test_an_interval_of_measures_is_an_interval_of_scores():
    wide = UsefulMemory(np.array([[100.0, 500.0, 1500.0]] * 3), same(0, 0, 0), same(0, 0, 0))
    model = measuring(wide)

    found = evaluate(model, one(model, answers=ANSWERED, weights=np.array([1.0, 0.0]), spread=0.0, numbers=BOTH))

    low, high = found.acceptability.low[0], found.acceptability.high[0]
    assert np.all((low > 0.25) & (low < 0.4))
    assert np.all((high > 0.6) & (high < 500 / 600))


def test_open_answers_alone_leave_what_is_measured_at_its_typical_value():
    """The open answer puts the first half a star up, or not at all: half of the time the second stays ahead of it."""
    wide = UsefulMemory(np.array([[100.0, 500.0, 1500.0], [480.0] * 3, [500.0] * 3]), same(0, 0, 0), same(0, 0, 0))
    model = measuring(wide)

    found = evaluate(model, one(model, answers={SIZE: (1,), COUNT: (1,)}, numbers=BOTH), detail=Detail.FULL)

    assert found.leader[0] == VMWARE
    assert found.outlook.unsettled[0] == 0.5


def test_contributions_begin_with_what_is_measured():
    model = measuring()
    problems = one(model, answers={**ANSWERED, OTHER: (1,)}, numbers=BOTH, weights=np.array([1.0, 0.0]))
    found = evaluate(model, problems)

    explained = explain(model, problems, found)

    assert explained.base[0, VMWARE].tolist() == [0.5, 0.0]
    assert explained.parts[0, :, VMWARE, EFFICIENCY].tolist() == [0.0, 0.0, 0.125]
    assert explained.base[0] + explained.parts[0].sum(axis=0) + explained.limit[0] == pytest.approx(
        explained.contributions[0]
    )


def test_what_was_counted_is_not_asked_to_be_otherwise():
    """As an answer the size would make the first lead; as a number it stays."""
    questions = (a_question("size", effects={(1, VMWARE, EFFICIENCY): 2.0}),)
    by_start = Measurement("start", EFFICIENCY, (0,), StartTime(same(10, 10, 10)), LINE, np.ones(3, bool))
    model = replace(a_model([[3, 3], [4, 3], [3, 3]], questions=questions), measurements=(by_start,))
    mine = np.ones(1, bool)

    assert smallest_answer_change(model, one(model, answers={0: (0,)}), preferred=mine).answers == ((0, 1),)
    counted = one(model, answers={0: (0,)}, numbers={0: 5.0})
    assert smallest_answer_change(model, counted, preferred=mine) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criterion": 2}, "there is no criterion 2"),
        ({"rated": np.ones(2, bool)}, "shape"),
        ({"inputs": ()}, "takes no number"),
        ({"inputs": (3,)}, "there is no question 3"),
    ],
)
def test_a_measurement_must_fit_its_model(changes, sentence):
    model = measuring()

    with pytest.raises(ValueError, match=sentence):
        replace(model, measurements=(replace(model.measurements[0], **changes),))


def test_a_measurement_takes_numbers_of_questions_that_are_always_shown_and_have_one_answer():
    model = measuring()
    several = a_question("size", multiple=True, none=0)

    with pytest.raises(ValueError, match="single choice that is always shown"):
        replace(model, questions=(several, *QUESTIONS[1:]))


def test_only_one_figure_stands_for_the_stars_of_a_criterion():
    model = measuring()

    with pytest.raises(ValueError, match="measured instead of rated: a key stands there twice"):
        replace(model, measurements=(*model.measurements, replace(model.measurements[0], key="again")))


def test_a_figure_has_a_key_of_its_own():
    model = measuring()

    with pytest.raises(ValueError, match="measurements: a key stands there twice"):
        replace(model, measurements=(*model.measurements, replace(model.measurements[0], limits=True)))


# several figures of one criterion --------------------------------------------------------------------------------

HALVES = PiecewiseLinear((50.0, 100.0), (1.0, 0.0))  # per cent used to value: half of it is free, all of it is nothing
LINE_USED = Measurement(
    "line", EFFICIENCY, (OTHER,), CapacityUsed(same(1000, 1000, 1000), same(1, 0.8, 0.5)), HALVES, np.ones(3, bool),
    limits=True,
)  # fmt: skip


def limited(*limits, rated=(True, True, True), **more):
    model = measuring(rated=rated, **more)
    return replace(model, measurements=(*model.measurements, *(limits or (LINE_USED,))))


def test_a_capacity_is_used_by_what_is_needed_of_what_gets_through():
    """Of 1,000 that the machine gives, 1,000, 800 and 500 get through; 400 of them are 40, 50 and 80 per cent."""
    used = LINE_USED.measures(np.array([[400.0]]))

    assert used[0, :, 1].tolist() == [40, 50, 80]


def test_the_least_that_gets_through_goes_with_the_highest_use():
    used = CapacityUsed(np.array([[1000.0, 1000.0, 2000.0]]), np.array([[0.5, 0.8, 1.0]]))

    assert used(np.array([[400.0]])).tolist() == [[[20.0, 50.0, 80.0]]]


def test_waiting_in_line_grows_as_capacity_is_used_up():
    """Kleinrock 1975, chapter 3: at 50, 80 and 90 % of an M/M/1 queue's capacity a visit takes 2, 5 and 10 times as
    long as its service alone."""
    used = CapacityUsed(same(1000), same(1))(np.array([[500.0], [800.0], [900.0]]))[:, 0, 1] / 100

    assert 1 / (1 - used) == pytest.approx([2, 5, 10])


def test_what_only_limits_leaves_a_lower_rating_alone():
    """Stars are 3, 5 and 4, the size adds one. Of the line 40, 50 and 80 % are used, worth 5, 5 and 2.6 stars."""
    model = limited()

    assert stars(model, answers=ANSWERED, numbers={OTHER: 400.0}) == pytest.approx([3.0 + 1, 5.0, 2.6])


def test_of_several_figures_the_lowest_counts():
    """Memory is worth 3, 4.2 and 4.2 stars; at 430, 43, 53.75 and 86 % of the line are used, worth 5, 4.7 and 2.1."""
    model = limited()

    assert stars(model, answers=ANSWERED, numbers={**BOTH, OTHER: 430.0}) == pytest.approx([3.0, 4.2, 2.12])


def test_a_figure_in_place_of_the_stars_is_limited_where_it_is_higher_than_the_rating():
    """64 instances of 50 GB: 99 % of the memory is useful, five stars, where the rating was three."""
    model = limited()
    large = {SIZE: 50_000.0, COUNT: 64.0}

    assert stars(model, answers=ANSWERED, numbers=large)[VMWARE] == pytest.approx(4.96, abs=0.01)
    assert stars(model, answers=ANSWERED, numbers={**large, OTHER: 900.0})[VMWARE] == pytest.approx(1.8)


def test_whoever_has_no_figure_is_not_limited():
    model = limited(replace(LINE_USED, rated=np.array([True, True, False])), rated=(True, True, False))

    assert stars(model, answers=ANSWERED, numbers={**BOTH, OTHER: 1000.0})[HYBRID] == 4.0


def test_low_typical_and_high_are_limited_each_by_its_own():
    """The rating is 2 to 5, the limit 1.4 to 3.4: what is drawn lies between 1.4 and 3.4."""
    wide = replace(
        LINE_USED, formula=CapacityUsed(same(1000, 1000, 1000), np.array([[1 / 0.95, 1 / 0.9, 1 / 0.7]] * 3))
    )
    model = replace(limited(wide, spread=0.5), measurements=(wide,))

    found = appraise(model, one(model, answers=ANSWERED, numbers={OTHER: 1000.0})).measured

    assert found.rates.tolist() == [[True]]
    assert found.stars[0, 0] == pytest.approx(np.array([[1.4, 1.8, 3.4]] * 3))


def test_a_number_that_two_figures_take_is_put_aside_once():
    """As answers, size and other shift the first by 1 and 0.5, count adds 2 points; as numbers none of it is left."""
    by_count = replace(LINE_USED, key="count", inputs=(COUNT,))
    model = limited(LINE_USED, by_count)
    answers = dict.fromkeys(range(3), (1,))
    problems = one(model, answers=answers, numbers={**BOTH, OTHER: 1.0})

    found = appraise(model, problems)
    explained = explain(model, problems, evaluate(model, problems))

    assert found.shifts[0, :, EFFICIENCY].tolist() == [0, 0, 0]
    assert found.importance[0].tolist() == [0, 1]
    assert found.per_share[0, EFFICIENCY] == 0
    assert not explained.parts[0, :, :, EFFICIENCY].any()
    assert explained.base[0] + explained.limit[0] == pytest.approx(explained.contributions[0])


def test_a_limit_that_changes_nothing_still_puts_its_number_aside():
    model = limited()

    found = appraise(model, one(model, answers={**ANSWERED, OTHER: (1,)}, numbers={OTHER: 1.0}))

    assert found.shifts[0, VMWARE, EFFICIENCY] == 1.0  # that of the size, and not the half star of the other
    assert found.stars[0, :, EFFICIENCY].tolist() == [3.0 + 1, 5.0, 4.0]


def test_the_cases_draw_within_what_the_limits_leave():
    """Both are certain: no spread is left of what the three are worth."""
    model = limited(spread_scenario=0.0)
    problem = {"answers": ANSWERED, "numbers": {**BOTH, OTHER: 430.0}, "weights": np.array([1.0, 0.0]), "spread": 0.0}

    found = evaluate(model, one(model, **problem))

    assert found.acceptability.low[0] == pytest.approx(found.scores[0], abs=1e-6)
    assert found.acceptability.high[0] == pytest.approx(found.scores[0], abs=1e-6)


def test_a_number_that_only_limits_is_not_asked_to_be_otherwise():
    questions = (a_question("line", effects={(1, DOCKER, EFFICIENCY): -3.0}),)
    by_line = replace(LINE_USED, inputs=(0,))
    model = replace(a_model([[3, 3], [5, 3], [4, 3]], questions=questions), measurements=(by_line,))
    mine = np.ones(1, bool)

    assert smallest_answer_change(model, one(model, answers={0: (0,)}), preferred=mine).answers == ((0, 1),)
    assert smallest_answer_change(model, one(model, answers={0: (0,)}, numbers={0: 5.0}), preferred=mine) is None


@given(
    numbers=st.tuples(*[st.sampled_from([0.0, 1.0, 50.0, 400.0, 900.0, 5_000.0])] * 3),
    more=st.sampled_from([1.0, 1.5, 100.0]),
)
def test_a_further_figure_or_a_greater_need_never_gives_more(numbers, more):
    model = limited(LINE_USED, replace(LINE_USED, key="drive", inputs=(COUNT,)))
    given = {place: number for place, number in enumerate(numbers) if number}
    answers = dict.fromkeys(range(3), (0,))

    def found(given):
        shown = appraise(model, one(model, answers=answers, numbers=given))
        by_rating = model.ratings[:, EFFICIENCY]
        return shown.measured.stars[0, 0] if shown.measured.rates[0, 0] else by_rating

    together = found(given)
    without = found({place: number for place, number in given.items() if place != OTHER})
    assert np.all(together <= without)
    assert np.all(np.diff(together, axis=-1) >= 0)
    if OTHER in given:
        assert np.all(found({**given, OTHER: given[OTHER] * more}) <= together)


@pytest.mark.parametrize("number", [-1.0, np.inf, np.nan])
def test_a_number_is_finite_and_not_negative(number):
    model = measuring()

    with pytest.raises(ValueError, match="finite and not negative"):
        one(model, answers=ANSWERED, numbers={SIZE: number})


@pytest.mark.parametrize("number", [1e-300, 1e300])
def test_no_number_is_too_small_or_too_large_to_measure(number):
    model = measuring()
    by_start = Measurement("start", COST, (OTHER,), StartTime(same(10, 10, 10)), LINE, np.ones(3, bool))
    model = replace(model, measurements=(*model.measurements, by_start))

    for each in model.measurements:
        assert np.isfinite(each.measures(np.full((1, len(each.inputs)), number))).all()
    assert np.isfinite(
        evaluate(model, one(model, answers=ANSWERED, numbers=dict.fromkeys(range(3), number))).scores
    ).all()


def test_a_number_below_one_measures_as_it_stands():
    by_start = Measurement("start", COST, (OTHER,), StartTime(same(10, 10, 10)), LINE, np.ones(3, bool))

    half, quarter = by_start.measures(np.array([[0.5], [0.25]]))[:, 0, 1]

    assert (half, quarter) == (2, 4)  # per cent of the seconds allowed


@given(
    size=st.floats(1, 1e6),
    count=st.integers(1, 10_000),
    guest=st.floats(1, 5000),
    span=st.sampled_from([0.0, 1e4, 1e6]),
)
def test_a_share_lies_within_nothing_and_all_and_falls_with_the_guest(size, count, guest, span):
    def share(guest):
        return UsefulMemory(same(guest), same(0.02), same(span))(np.array([[size, count]]))[0, 0, 1]

    assert 0 < share(guest * 2) < share(guest) < 100
