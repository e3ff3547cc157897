"""What a model refuses, in a sentence."""

from dataclasses import replace

import numpy as np
import pytest

from decisions.engine import AnswerIn
from decisions.engine.model import to_grain
from tests.engine.builders import a_model, a_question, a_rule

STARS = [[5, 1], [1, 5], [3, 3]]
GATED = {"gate": AnswerIn(0, frozenset({1})), "default": 0}


def test_it_works():
    model = a_model(STARS, questions=[a_question("asked"), a_question("then", **GATED)])

    assert model.alternatives == ("vmware", "docker", "hybrid")
    assert model != a_model(STARS)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"questions": [a_question("twin"), a_question("twin")]}, "questions: a key stands there twice"),
        ({"criteria": ["same", "same"]}, "criteria: a key stands there twice"),
        ({"core": [True]}, r"core: shape \(1,\) where \(3,\) belongs"),
        ({"points": [1.0, -1.0]}, "points: the importance"),
        ({"points": [1.0, np.nan]}, "points: the importance"),
        ({"cases": 1000}, "power of two"),
        ({"questions": [a_question("half", chances=[0.5, 1.5])]}, "a chance lies within 0 and 1"),
        ({"questions": [a_question("never", chances=[0.0, 0.0])]}, "no option has a chance"),
        ({"questions": [a_question("many", options=14, multiple=True, none=0)]}, "more than 12 options"),
        ({"questions": [a_question("no_share", share=0.0)]}, "a share lies above 0"),
        ({"questions": [a_question("endless", effects={(0, 0, 0): np.inf})]}, "must be finite"),
        ({"questions": [a_question("sly", effects={(0, 0, 0): 1.0}, declares=[1])]}, "does not declare"),
        ({"questions": [a_question("first"), a_question("gated", gate=AnswerIn(0, frozenset({1})))]}, "go together"),
        (
            {
                "questions": [
                    a_question("a"),
                    a_question("b", **GATED),
                    a_question("c", gate=AnswerIn(1, frozenset({1})), default=0),
                ]
            },
            "question c: its gate hangs on a gate itself",
        ),
        ({"questions": [a_question("huge", importance={(0, 0): 1e6})]}, "would not be exact"),
        ({"rules": [a_rule("lost", "exclude", [0], (0, [0]))]}, "rule lost: there is no question 0"),
        (
            {"questions": [a_question("asked")], "rules": [a_rule("lost", "exclude", [0], (0, [7]))]},
            "rule lost: question 0 has no such option",
        ),
    ],
)
def test_what_could_mislead_is_refused(more, sentence):
    with pytest.raises(ValueError, match=sentence):
        a_model(STARS, **more)


def test_ratings_that_fall_or_leave_the_scale_are_refused():
    model = a_model(STARS)

    for stars in ([3.0, 2.0, 4.0], [0.5, 1.0, 1.0], [1.0, np.nan, 2.0], [4.0, 5.0, 5.5]):
        ratings = model.ratings.copy()
        ratings[0, 0] = stars
        with pytest.raises(ValueError, match="ratings"):
            replace(model, ratings=ratings)


def test_a_model_needs_somebody_to_compare():
    with pytest.raises(ValueError, match="at least one alternative"):
        a_model(np.zeros((0, 2)), alternatives=[])


def test_sums_of_steps_do_not_depend_on_their_order():
    steps = to_grain(np.random.default_rng(4).uniform(-4, 4, 50)).astype(np.float32)

    assert len({float(np.random.default_rng(seed).permutation(steps).cumsum()[-1]) for seed in range(50)}) == 1
