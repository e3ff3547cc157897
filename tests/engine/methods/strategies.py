"""Decisions for hypothesis: small whole measures, so that ties, constant columns and zero weights come up often."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays


class Decision(NamedTuple):
    measures: np.ndarray
    weights: np.ndarray
    maximise: np.ndarray


@st.composite
def decisions(draw, *, alternatives=(1, 5), criteria=(1, 5), least=0, most=9):
    shape = draw(st.integers(*alternatives)), draw(st.integers(*criteria))
    measures = draw(arrays.arrays(float, shape, elements=st.integers(least, most).map(float)))
    weights = draw(arrays.arrays(float, shape[1], elements=st.integers(0, 5).map(float)))
    maximise = draw(arrays.arrays(bool, shape[1]))
    return Decision(measures, weights, maximise)


def shuffled(count: int) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(count))
