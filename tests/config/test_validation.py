import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from config.http.problems import ErrorEntry, Problem
from config.http.validation import validated
from decisions.documents.request import EvaluationRequest

# What a request could hold, right and wrong; every kind of value stands in every place.
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["daily", "unsure", "en", "full", "other", "UP", ""]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["value", "does_not_apply", "note", "name", "release_rate"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
requests = st.dictionaries(st.sampled_from([*EvaluationRequest.model_fields, "unknown"]), values, max_size=4)


def in_json(body: bytes) -> EvaluationRequest | None:
    try:
        return EvaluationRequest.model_validate_json(body, strict=True)
    except ValidationError:
        return None


def in_shape(tree: object) -> EvaluationRequest | None:
    try:
        return validated(tree, EvaluationRequest)
    except Problem:
        return None


@given(tree=requests)
@settings(max_examples=300, deadline=None)
def test_a_parsed_document_is_judged_as_strictly_as_its_json(tree):
    assert in_shape(tree) == in_json(json.dumps(tree).encode())


def errors_of(tree: object) -> list[ErrorEntry]:
    try:
        validated(tree, EvaluationRequest)
    except Problem as refused:
        return list(refused.errors)
    return []


@given(tree=requests)
@settings(max_examples=300, deadline=None)
def test_every_fault_points_at_something_that_was_sent_or_is_missing(tree):
    errors = errors_of(tree)

    for error in errors:
        steps = [step.replace("~1", "/").replace("~0", "~") for step in error.pointer.split("/")[1:]]
        here = tree
        for step in steps[:-1] if error.code == "missing" else steps:
            here = here[int(step)] if isinstance(here, list) else here[step]
    assert len({error.pointer for error in errors}) == len(errors)


def test_the_name_in_a_sentence_is_kept_short():
    name = "x" * 10_000

    with pytest.raises(Problem) as refused:
        validated({name: 1}, EvaluationRequest)

    (error,) = refused.value.errors
    assert error.pointer == f"/{name}"
    assert error.message == f"There is no field {'x' * 79}…."
