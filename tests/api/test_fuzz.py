"""Requests made up from the contract, right and wrong, against the application itself."""

from collections import Counter

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
CASES = {  # of right and of wrong requests, by operation: as many as there are ways to go wrong, and time
    # the contract itself is not here: schemathesis leaves out the address that it was read from
    "root": (1, 0),
    "list_models": (1, 0),
    "get_model": (2, 200),
    "list_scenarios": (3, 200),
    "get_scenario": (60, 250),
    "evaluate": (850, 250),
    "evaluate_batch": (350, 20),
    "get_docs": (1, 0),
}
SEED = 20261123


def test_whatever_is_sent_is_answered_as_the_contract_says(application):
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = {found.ok().definition.raw["operationId"]: found.ok() for found in contract.get_all_operations()}
    answered: Counter[int] = Counter()

    assert operations.keys() >= CASES.keys()
    for name, counts in CASES.items():
        for mode, count in zip((GenerationMode.POSITIVE, GenerationMode.NEGATIVE), counts, strict=True):
            if count:
                probe(operations[name], mode, count, answered)

    total, reached = answered.total(), answered[200]
    print(f"{total} requests: {dict(answered)}")
    assert total >= 2_000
    assert reached * 3 >= total


def probe(operation, mode, count, answered):
    @seed(SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def send(case):
        answer = case.call(headers={"Accept-Encoding": "identity"})  # called in process, nobody unpacks
        answered[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    send()
