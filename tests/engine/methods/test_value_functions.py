import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.value_functions import Linear, PiecewiseLinear
from tests.engine.methods.published import Published


def test_it_works():
    memory = Linear(worst=0.9, best=0.4)
    network = PiecewiseLinear(measures=(1.0, 10.0, 25.0), values=(0.0, 0.75, 1.0))

    assert memory(np.array([0.9, 0.65, 0.4])) == pytest.approx([0, 0.5, 1])
    assert network(np.array([[1.0, 5.5], [10.0, 17.5]])) == pytest.approx(np.array([[0, 0.375], [0.75, 0.875]]))


def test_rsmaa_draws_a_value_function_through_four_cut_offs():
    case = Published("pvf_piecewise_1")
    function = PiecewiseLinear(tuple(case.params["cutoffs"]), tuple(case.params["values"]))

    case.agrees(scores=function(case.measures[:, 0]))


def test_beyond_its_ends_a_value_is_that_of_the_end():
    assert Linear(0.0, 10.0)(np.array([-5.0, 15.0])).tolist() == [0, 1]
    assert PiecewiseLinear((0.0, 10.0), (0.2, 0.7))(np.array([-5.0, 15.0])).tolist() == [0.2, 0.7]


def test_a_line_may_go_on_beyond_its_ends():
    assert Linear(0.0, 10.0, flat_beyond=False)(np.array([-5.0, 15.0])).tolist() == [-0.5, 1.5]


def test_a_missing_measure_is_an_interval_and_never_a_number():
    function = Linear(worst=0.0, best=10.0)

    with pytest.raises(ValueError, match="missing"):
        function(np.array([np.nan]))

    assert function.interval(np.array([-np.inf]), np.array([np.inf])) == ([0], [1])
    assert PiecewiseLinear((0.0, 10.0), (0.9, 0.1)).interval(np.array([-np.inf]), np.array([np.inf])) == ([0.1], [0.9])


def test_an_interval_holds_the_hills_and_valleys_between_its_ends():
    hill = PiecewiseLinear((0.0, 5.0, 10.0), (0.2, 1.0, 0.4))
    valley = PiecewiseLinear((0.0, 5.0, 10.0), (0.8, 0.0, 0.6))

    # halfway up, and halfway down: a fraction of 3/5 and 2/5 of the slopes
    assert np.array(hill.interval(np.array([3.0]), np.array([7.0])))[:, 0] == pytest.approx([0.68, 1])
    assert np.array(valley.interval(np.array([3.0]), np.array([7.0])))[:, 0] == pytest.approx([0, 0.32])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: Linear(3.0, 3.0), "differ"),
        (lambda: Linear(np.nan, 3.0), "finite"),
        (lambda: PiecewiseLinear((), ()), "at least one"),
        (lambda: PiecewiseLinear((1.0, 2.0), (0.0,)), "for each measure"),
        (lambda: PiecewiseLinear((2.0, 1.0), (0.0, 1.0)), "rise"),
        (lambda: PiecewiseLinear((1.0, np.nan), (0.0, 1.0)), "rise"),
        (lambda: PiecewiseLinear((1.0, 2.0), (0.0, 1.1)), "within 0 and 1"),
        (lambda: PiecewiseLinear((1.0, 2.0), (0.0, np.nan)), "within 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


anchors = st.lists(st.integers(-20, 20), min_size=1, max_size=5, unique=True).map(sorted)


@st.composite
def value_functions(draw):
    measures = draw(anchors)
    if len(measures) == 2 and draw(st.booleans()):
        return Linear(*draw(st.permutations([float(each) for each in measures])))
    values = draw(st.lists(st.floats(0, 1), min_size=len(measures), max_size=len(measures)))
    return PiecewiseLinear(tuple(float(each) for each in measures), tuple(values))


@given(function=value_functions(), ends=st.lists(st.floats(-30, 30), min_size=2, max_size=2).map(sorted))
def test_the_values_of_an_interval_are_those_met_on_the_way_through_it(function, ends):
    low, high = function.interval(np.array(ends[0]), np.array(ends[1]))

    met = function(np.linspace(*ends, 2001))

    assert np.all((met >= low - 1e-12) & (met <= high + 1e-12))
    steepest = 1.0 * (ends[1] - ends[0]) / 2000  # anchors are at least 1 apart
    assert met.min() <= low + steepest
    assert met.max() >= high - steepest
