"""Requests for different decision models, each with the version that it stays with, in one run."""

import pytest

from decisions.documents.faults import UnknownModel
from decisions.documents.request import EvaluationRequest
from decisions.services.evaluate import evaluate, evaluate_many

pytestmark = pytest.mark.django_db

REQUESTS = [EvaluationRequest(model=model, scenario="erp") for model in ("standard", "article", "standard")]


def test_it_works(shipped):
    versions = [shipped[request.model].version for request in REQUESTS]

    together = evaluate_many(REQUESTS, versions=versions)

    assert together == [evaluate(request) for request in REQUESTS]


def test_a_version_that_does_not_exist_is_the_fault_of_its_request_alone(shipped):
    versions = [shipped["standard"].version, "1999.1.1", shipped["standard"].version]

    first, second, third = evaluate_many(REQUESTS, versions=versions)

    assert isinstance(second, UnknownModel)
    assert first == third


def test_there_is_one_version_for_each_request():
    with pytest.raises(ValueError, match="one version for each request"):
        evaluate_many(REQUESTS, versions=["2026.11.1"])
