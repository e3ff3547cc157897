"""Whatever is finite goes in, only finite numbers come out, and nothing warns of a division or an overflow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from decisions.engine.methods.agreement import agreement
from decisions.engine.methods.normalisation import normalised
from decisions.engine.methods.objective_weights import critic_weights, entropy_weights
from decisions.engine.methods.preference import gaussian, level, linear, u_shape, usual, v_shape
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.stability import order_intervals, winner_intervals
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.vikor import vikor
from decisions.engine.methods.volumes import exact_smaa
from decisions.engine.methods.weighted import weighted_product, weighted_sum

FUNCTIONS = [usual(), u_shape(1.0), v_shape(1e-6), level(1.0, 4.0), linear(1.0, 1.0 + 1e-9), gaussian(1e-3)]

METHODS = {
    "weighted sum": weighted_sum,
    "weighted sum of shares": lambda *decision: weighted_sum(*decision, normalisation="sum"),
    "weighted product": weighted_product,
    "product of ratios": lambda *decision: weighted_product(*decision, normalisation="ratio"),
    "TOPSIS": topsis,
    "TOPSIS min-max": lambda *decision: topsis(*decision, normalisation="min_max"),
    "S": lambda *decision: vikor(*decision).group_regret,
    "R": lambda *decision: vikor(*decision).worst_regret,
    "Q": lambda *decision: vikor(*decision).index,
    **{
        function.kind: lambda *decision, function=function: promethee(*decision[:2], function, decision[2]).net
        for function in FUNCTIONS
    },
    "low end": lambda measures, weights, maximise: winner_intervals(measures, weights).low,
    "high end": lambda measures, weights, maximise: order_intervals(measures, weights).high,
    "entropy": lambda measures, weights, maximise: entropy_weights(measures),
    "CRITIC": lambda measures, weights, maximise: critic_weights(measures, maximise),
    "vector": lambda measures, weights, maximise: normalised(measures, "vector", maximise),
    "volumes": lambda measures, weights, maximise: exact_smaa(measures[:3]).central_weights,
    "agreement": lambda measures, weights, maximise: agreement(measures / 1e6, weights, usual()).scores,
}

amounts = st.sampled_from([1e-9, 1e-3, 1 / 3, 1.0, 1.0 + 1e-12, 3.0, 1e3, 1e6]) | st.floats(1e-6, 1e6)


@st.composite
def rough_decisions(draw):
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    weights = draw(arrays.arrays(float, shape[1], elements=st.just(0.0) | amounts))
    return draw(arrays.arrays(float, shape, elements=amounts)), weights, draw(arrays.arrays(bool, shape[1]))


@pytest.mark.parametrize("name", METHODS)
@given(decision=rough_decisions())
def test_what_comes_out_is_finite(name, decision):
    assert np.all(np.isfinite(METHODS[name](*decision)))
