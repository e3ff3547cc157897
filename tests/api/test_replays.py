"""Replay and drift through the API."""

import json

import pytest

from decisions.documents.record import digest_of_tree
from decisions.services.recommendations import freeze
from scenarios import services as catalogue
from tests.api.test_recommendations import RECOMMENDATIONS, place
from tests.builders.callers import begun, owner
from tests.builders.http import PROBLEM, post
from tests.builders.records import answered, read_again

REPLAY = f"{RECOMMENDATIONS}replay/"
DRIFT = f"{RECOMMENDATIONS}drift/"
NOTHING_FOUND = {"differences": [], "more": 0}


@pytest.fixture
def mine(client):
    return owner()


@pytest.fixture
def row(client):
    return freeze(assessment=begun(scenario="finance")).recommendation


def test_it_works(mine, row):
    answer = post(mine, place(row, "replay"))

    assert answer.status_code == 200
    assert answer.json() == {
        "digest_holds": True,
        "same_bytes": True,
        "sentence": "Same bytes: the record comes out exactly as it was frozen.",
        "engine": row.engine,
        **NOTHING_FOUND,
    }


def test_a_token_that_only_reads_may_replay(row):
    assert post(owner(scope="read"), place(row, "replay"), {}).status_code == 200


def test_a_file_is_replayed_whoever_froze_it(row):
    answer = post(owner("other"), REPLAY, json.loads(row.document))

    assert (answer.status_code, answer.json()["same_bytes"]) == (200, True)


def test_it_says_what_differs(mine, row):
    tree = json.loads(row.document)
    tree["evaluations"]["en"]["confidence"] = 0.1234

    changed = post(mine, REPLAY, tree).json()
    forged = post(mine, REPLAY, {**tree, "digest": digest_of_tree(tree)}).json()

    difference = {"pointer": "/evaluations/en/confidence", "frozen": 0.1234, "replayed": row.confidence}
    assert (changed["digest_holds"], changed["same_bytes"], changed["differences"]) == (False, False, [difference])
    assert (forged["digest_holds"], forged["same_bytes"], forged["differences"]) == (True, False, [difference])


def test_a_version_that_is_not_published_here_is_said(mine, row):
    tree = json.loads(row.document)
    tree["versions"]["model_version"] = "2020.1.1"

    answer = post(mine, REPLAY, tree)

    assert answer.status_code == 200
    assert (answer.json()["same_bytes"], "standard" in answer.json()["sentence"]) == (False, True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"format": "berth.recommendation/2"}, "/format"),
        ({"number": 0}, "/number"),
        ({"request": {"seed": "x"}}, "/request/seed"),
        ({"evaluations": {"fr": {}}}, "/evaluations/fr"),
        ({"more": 1}, "/more"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(mine, row, change, pointer):
    answer = post(mine, REPLAY, {**json.loads(row.document), **change})

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


def test_nothing_drifts_while_the_version_is_the_newest(mine, row):
    assert mine.get(DRIFT).json() == {"items": [], "next": None}
    answer = mine.get(place(row, "drift")).json()
    assert (answer["drifted"], answer["now"]["platform"]) == (False, row.platform)


def publish_newer(shipped, stars=5.0):
    """Publish a version in which VMs are as good as can be at everything."""
    document = shipped["standard"]
    ratings = tuple(
        rating.model_copy(update={"low": stars, "typical": stars, "high": stars})
        if rating.platform == "vmware"
        else rating
        for rating in document.ratings
    )
    catalogue.publish(document=document.model_copy(update={"version": "2026.12.1", "ratings": ratings}))


def test_a_newer_version_shows_what_would_be_decided_otherwise(mine, row, shipped, django_assert_num_queries):
    freeze(assessment=begun(name="other"))
    publish_newer(shipped)
    mine.get(DRIFT)

    with django_assert_num_queries(4):  # token, records, newest versions, the newest compiled
        answer = mine.get(DRIFT)

    (found,) = answer.json()["items"]
    assert found["now"]["confidence"] > 0.9
    assert found == {
        "code": row.code,
        "title": "Payroll",
        "number": 1,
        "digest": row.digest,
        "model": "standard",
        "model_version": row.decision_model.version,
        "verdict": row.verdict,
        "platform": "hybrid",
        "confidence": row.confidence,
        "drifted": True,
        "now": {
            "model_version": "2026.12.1",
            "verdict": found["now"]["verdict"],
            "platform": "vmware",
            "confidence": found["now"]["confidence"],
            "because": "",
        },
        "link": place(row),
    }
    assert mine.get(place(row, "drift")).json() == found
    assert post(mine, place(row, "replay")).json()["same_bytes"]


def test_what_is_superseded_is_not_in_the_list(mine, row, shipped):
    answered(row.assessment, tenant_trust="org")
    newer = freeze(assessment=read_again(row.assessment)).recommendation
    publish_newer(shipped)

    assert [each["code"] for each in mine.get(DRIFT).json()["items"]] == [newer.code]
