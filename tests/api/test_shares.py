"""Sharing an assessment through the API, and reading what was shared."""

import pytest

from decisions.models import AuditEntry, Share
from decisions.services import assessments as services
from decisions.services.evaluate import evaluate
from tests.builders.callers import address, begun, owner, tag
from tests.builders.http import at, not_understood, post, send
from tests.builders.records import answered

SHARES = "/api/v1/shares/"
IN_USE = tag("in_use")


@pytest.fixture
def mine(client):
    return owner()


def place(share, *further):
    return "/".join([f"{SHARES}{share.code}", *further, ""])


def share(assessment):
    return services.share(assessment=assessment)


def test_it_works(mine, client):
    assessment = begun(scenario="finance")

    answer = post(mine, SHARES, {"assessment": assessment.code})

    row = Share.objects.get()
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, place(row), IN_USE)
    assert answer.json() == {
        "code": row.code,
        "assessment": assessment.code,
        "created": row.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "page": f"/shared/{row.code}/",
        "evaluation": place(row, "evaluation"),
        "link": place(row),
    }
    assert mine.get(answer["Location"]).json() == answer.json()
    assert client.get(answer.json()["page"]).status_code == 200
    said = evaluate(assessment.request("en"), version=assessment.decision_model.version)
    assert client.get(answer.json()["evaluation"]).content.decode() == said.model_dump_json()


def test_sent_again_with_its_key_it_makes_one_code(mine):
    body = {"assessment": begun().code}

    first, again = (post(mine, SHARES, body, Idempotency_Key="once") for _time in range(2))

    assert (first.content, again["Idempotency-Replayed"]) == (again.content, "true")
    assert Share.objects.count() == 1


def test_only_one_s_own_is_shared(mine):
    theirs = begun(name="other")

    for code in (theirs.code, "nope", ""):
        answer = post(mine, SHARES, {"assessment": code})
        assert answer.json() == not_understood(
            at("/assessment", "unknown_assessment", "You have no assessment of this code.")
        )
    assert not Share.objects.exists()


def test_the_list_holds_one_s_own_that_are_in_use(mine):
    assessment = begun()
    kept, revoked = share(assessment), share(assessment)
    services.revoke(share=revoked)
    share(begun(name="other"))

    answer = mine.get(SHARES).json()

    assert [item["code"] for item in answer["items"]] == [kept.code]
    assert answer["next"] is None


def test_what_is_revoked_shows_nothing_any_more(mine, client):
    row = share(begun())

    blind = send(mine, "DELETE", place(row))
    answer = send(mine, "DELETE", place(row), If_Match=IN_USE)

    assert (blind.status_code, answer.status_code, answer.content) == (428, 204, b"")
    assert client.get(place(row, "evaluation")).status_code == 404
    assert send(mine, "DELETE", place(row), If_Match=IN_USE).status_code == 404
    assert mine.get(place(row)).status_code == 404
    assert list(AuditEntry.objects.filter(action__startswith="share.").values_list("action", flat=True)) == [
        "share.made",
        "share.revoked",
    ]


def test_nobody_else_revokes(client):
    row = share(begun())

    assert send(owner("other"), "DELETE", place(row), If_Match=IN_USE).status_code == 404
    assert send(client, "DELETE", place(row), If_Match=IN_USE).status_code == 401
    assert Share.objects.in_use().exists()


def test_a_code_opens_the_evaluation_and_nothing_else(client):
    assessment = begun()
    row = share(assessment)

    assert client.get(place(row)).status_code == 401
    assert client.get(address(assessment, "evaluation")).status_code == 401
    assert owner("other").get(place(row)).status_code == 404
    assert owner("other").get(place(row, "evaluation")).status_code == 200
    assert send(client, "PUT", place(row, "evaluation"), {}).status_code == 405


def test_what_is_shared_is_as_it_stands_now_and_costs_nothing_while_it_does(client, django_assert_num_queries):
    assessment = begun(scenario="finance")
    row = share(assessment)
    url = place(row, "evaluation") + "?detail=verdict&language=zh-hans"
    first = client.get(url)

    with django_assert_num_queries(2):  # share with its assessment, answers
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
    answered(assessment, tenant_trust="org")

    assert (first.json().keys() >= {"verdict"}, first["Content-Language"]) == (True, "zh-hans")
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
