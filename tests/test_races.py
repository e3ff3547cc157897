"""Many who change the same thing at once: nobody's change is lost, and nothing happens twice.

Each race has its control: the same load with the protection switched off, which must show what it protects from. Else a
race that never happens would look like one that is won.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client

from decisions.models import Answer, Assessment, AuditEntry
from decisions.services import assessments
from decisions.services.changes import Stale, touch
from decisions.services.recommendations import RecordRefused, freeze, sign_off
from tests.builders import databases
from tests.builders.callers import owner
from tests.builders.http import ASSESSMENTS, post

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]

CLIENTS, EDITS_EACH = 50, 40


@pytest.fixture
def assessment() -> Assessment:
    return assessments.start(owner="somebody", title="Trading", model="standard", scenario="finance")


@pytest.fixture
def crowd(assessment, tmp_path):
    """Let many processes act on the assessment; return how many edits were accepted, stale or refused."""

    def act(name: str, *how: str) -> dict[str, int]:
        command = ["-m", "tests.crowd", name, assessment.code, f"--clients={CLIENTS}", *how]
        ended = databases.run(command, address=databases.tests_own(), var=tmp_path)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return act


@pytest.fixture
def caller(client: Client) -> Client:
    return owner()


def as_it_stands(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("decision_model").get(pk=assessment.pk)


def test_no_edit_of_fifty_clients_is_lost(crowd, assessment):
    found = crowd("count_up", f"--edits={EDITS_EACH}", "--patient")

    stands = as_it_stands(assessment)
    assert found.keys() == {"accepted", "stale"}
    assert found["accepted"] + found["stale"] == CLIENTS * EDITS_EACH
    assert stands.revision == found["accepted"]
    assert stands.weights == {"isolation": found["accepted"]}
    assert AuditEntry.objects.filter(action="weights.set", subject=assessment.code).count() == found["accepted"]


def test_without_the_revision_that_was_read_edits_are_lost(crowd, assessment):
    found = crowd("count_up", "--edits=4", "--unguarded")

    assert found == {"accepted": CLIENTS * 4}
    assert as_it_stands(assessment).weights["isolation"] < found["accepted"]


def test_fifty_writers_at_once_are_all_served(crowd, assessment):
    found = crowd("answer", "--edits=8")

    assert found == {"accepted": CLIENTS * 8}
    assert Answer.objects.count() == 3
    assert as_it_stands(assessment).revision == found["accepted"]


if connection.vendor == "sqlite":

    def test_with_transactions_as_django_begins_them_most_fail(crowd):
        found = crowd("answer", "--edits=4", "--deferred")

        assert found["refused: database is locked"] > CLIENTS


def test_a_change_of_what_was_read_before_the_last_one_fails(assessment):
    read = as_it_stands(assessment)
    assessments.rename(assessment=assessment, title="Settlement")

    with pytest.raises(Stale), transaction.atomic():
        touch(read, "assessment.renamed")

    assert as_it_stands(assessment).revision == 1


def at_once(many: int, act: Callable[[int], object]) -> list[object]:
    """Do something `many` times at the same moment, each in a thread and on a connection of its own."""
    together = Barrier(many)

    def one(number: int) -> object:
        try:
            connection.ensure_connection()
            together.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def test_of_many_who_freeze_the_same_one_makes_the_record(assessment):
    frozen = at_once(8, lambda _client: freeze(assessment=as_it_stands(assessment)))

    assert sorted(one.is_new for one in frozen) == [False] * 7 + [True]
    assert len({one.recommendation.pk for one in frozen}) == 1


def test_who_signs_while_a_newer_record_is_being_frozen_is_told_so(assessment):
    first = freeze(assessment=assessment).recommendation
    assessments.rename(assessment=assessment, title="Settlement")
    frozen = Event()

    def freeze_slowly() -> None:
        with transaction.atomic():
            freeze(assessment=as_it_stands(assessment))
            frozen.set()
            time.sleep(0.5)  # the other is asking meanwhile
        connection.close()

    freezing = Thread(target=freeze_slowly)
    freezing.start()
    assert frozen.wait(timeout=60)
    with pytest.raises(RecordRefused) as refused:
        sign_off(recommendation=first, name="A. Reviewer", role="Architect", decision="approved", digest=first.digest)
    freezing.join()

    assert refused.value.code == "superseded"


SENDS = 100
PAYROLL = {"title": "Payroll", "scenario": "erp"}


@pytest.mark.parametrize(("key", "rows"), [({"Idempotency_Key": "5f0c"}, 1), ({}, SENDS)], ids=["one key", "no key"])
def test_a_hundred_parallel_sends_of_one_key_begin_one_assessment(caller, key, rows):
    """Whoever is told that it is still running sends it again, as the answer says. Without a key, each send creates."""

    def send(_number: int) -> HttpResponse:
        client = copy(caller)
        while (answer := post(client, ASSESSMENTS, PAYROLL, **key)).status_code == 409:
            assert answer["Retry-After"] == "1"
            time.sleep(0.05)
        return answer

    answers = at_once(SENDS, send)

    assert [answer.status_code for answer in answers] == [201] * SENDS
    assert Assessment.objects.filter(title="Payroll").count() == rows
    assert len({answer.content for answer in answers}) == rows
    assert sum("Idempotency-Replayed" in answer for answer in answers) == SENDS - rows


def test_a_share_is_revoked_once(assessment):
    share = assessments.share(assessment=assessment)

    at_once(8, lambda _client: assessments.revoke(share=share))

    assert AuditEntry.objects.filter(action="share.revoked").count() == 1
