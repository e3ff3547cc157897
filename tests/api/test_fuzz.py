"""Requests made up from the contract, right and wrong, sent by everybody who may call: none may surprise it.

Each is sent by nobody in particular, by a browser in which the owner is signed in, with his token and by somebody else,
at addresses of what the owner has and at others, and finds everything as it was. `make fuzz` sends many times as many.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access.estate import Estate, estate
from tests.builders.described import ANY_STATE, own_address, right_bodies

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
TIMES = int(os.environ.get("FUZZ", "1"))
SEED = 20261123
# the contract itself is not here: schemathesis leaves out the address that it was read from
RIGHT, WRONG, ASTRAY = 2, 2, 1  # requests for each call: as described, not as described, at addresses of nothing
WEIGHTS = {"evaluate": 4, "evaluate_batch": 2, "replay_document": 1 / 3}  # the last takes seconds to make up
CSRF_TOKEN = "c" * 32

Answered = dict[tuple[str, str], Counter[int]]


@dataclass(frozen=True)
class Caller:
    """Somebody who calls, and what he shows of himself."""

    name: str
    headers: dict[str, str]
    cookies: dict[str, str]


def callers(of: Estate) -> list[Caller]:
    token = of.clients["write_token"].defaults["HTTP_AUTHORIZATION"]
    return [
        Caller("nobody", {}, {}),
        signed_in("session", of, "owner"),
        Caller("token", {"Authorization": token}, {}),
        signed_in("another", of, "other_user"),
    ]


def signed_in(name: str, of: Estate, actor: str) -> Caller:
    session = of.clients[actor].cookies["sessionid"].value
    return Caller(name, {"X-CSRFToken": CSRF_TOKEN}, {"sessionid": session, "csrftoken": CSRF_TOKEN})


@pytest.fixture
def everything(published: object) -> Estate:
    return estate()


def test_whatever_is_sent_is_answered_as_the_contract_says(application, everything):
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in contract.get_all_operations()]
    answered: Answered = defaultdict(Counter)

    for operation in operations:
        for strategy, most in made_up(operation, everything):
            probe(operation, strategy, most, callers(everything), answered)

    statuses = sum(answered.values(), Counter())
    print(f"{len(operations)} calls, {statuses.total()} requests: {dict(sorted(statuses.items()))}")
    admitted = sum((answered[who] for who in expected(operations)), Counter())
    got_through = sum(times for status, times in admitted.items() if 200 <= status < 300)
    print(f"of {admitted.total()} by those who may, {got_through} got through")
    assert len(operations) > 50
    assert statuses.total() >= 1_000 * TIMES
    assert got_through * 3 >= admitted.total()
    assert not [f"{name} as {caller}" for name, caller in expected(operations) ^ let_in(answered)]


def expected(operations: list[APIOperation]) -> set[tuple[str, str]]:
    """Return who must have got through to what, and nobody else: only the owner gets at what he has."""
    return {
        (name_of(operation), caller)
        for operation in operations
        for caller in ("nobody", "session", "token", "another")
        if caller in {"session", "token"}
        or {} in operation.definition.raw["security"]
        or (caller == "another" and not operation.path_parameters and name_of(operation) != "share_assessment")
    }


def let_in(answered: Answered) -> set[tuple[str, str]]:
    return {who for who, statuses in answered.items() if any(200 <= status < 300 for status in statuses)}


def name_of(operation: APIOperation) -> str:
    name: str = operation.definition.raw["operationId"]
    return name


def made_up(operation: APIOperation, of: Estate) -> Iterator[tuple[SearchStrategy[Case], int]]:
    """Yield what is sent to a call, and how often at most."""
    times = WEIGHTS.get(name_of(operation), 1) * TIMES
    named = {name: value for name, value in own_address(operation.path, of).items() if name != "form"}  # left to chance
    home = {"path_parameters": named, "headers": ANY_STATE}
    for body in right_bodies(operation.definition.raw, of):
        yield operation.as_strategy(GenerationMode.POSITIVE, **home, body=body, media_type="application/json"), 1
    yield operation.as_strategy(GenerationMode.POSITIVE, **home), ceil(RIGHT * times)
    if operation.body or operation.query:
        yield operation.as_strategy(GenerationMode.NEGATIVE, **home), ceil(WRONG * times)
    if operation.path_parameters:
        yield operation.as_strategy(GenerationMode.POSITIVE), ceil(ASTRAY * times)
        yield operation.as_strategy(GenerationMode.NEGATIVE), ceil(ASTRAY * times)


def probe(
    operation: APIOperation, strategy: SearchStrategy[Case], most: int, everybody: list[Caller], answered: Answered
) -> None:
    @seed(SEED)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Case) -> None:
        for caller in everybody:
            answer = sent(case, caller)
            answered[name_of(operation), caller.name][answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

    send()


def sent(case: Case, caller: Caller) -> Response:
    plain = {"Accept-Encoding": "identity"}  # called in process, nobody unpacks
    with transaction.atomic():
        answer = case.call(headers={**plain, **caller.headers}, cookies=caller.cookies)
        transaction.set_rollback(True)
    return answer
