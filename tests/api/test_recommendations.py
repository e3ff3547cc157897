"""Frozen recommendations through the API: freeze, list, read, sign off, see to the checklist."""

from datetime import date

import pytest
from django.utils import timezone

from decisions.api.listing import PAGE
from decisions.models import AuditEntry, ChecklistItem, Recommendation, SignOff
from decisions.services import assessments
from decisions.services.recommendations import freeze, see_to
from tests.builders.callers import account, address, begun, owner, tag
from tests.builders.http import PROBLEM, at, not_understood, patch, post
from tests.builders.records import answered, read_again

RECOMMENDATIONS = "/api/v1/recommendations/"


@pytest.fixture
def mine(client):
    return owner()


def place(row, *further):
    return "/".join([f"{RECOMMENDATIONS}{row.code}", *further, ""])


def freeze_at(client, assessment, **headers):
    named = {"If_Match": tag(read_again(assessment).revision), **headers}
    return post(client, address(assessment, "recommendations"), {}, **named)


def frozen(assessment):
    return freeze(assessment=read_again(assessment)).recommendation


def sign_off(client, row, state="0.0.current", **otherwise):
    review = {"name": "A. Reviewer", "role": "Chief architect", "decision": "approved", "digest": row.digest}
    return post(client, place(row, "signoffs"), {**review, **otherwise}, If_Match=tag(state))


def test_it_works(mine):
    assessment = begun(scenario="finance")

    answer = freeze_at(mine, assessment)

    row = Recommendation.objects.get()
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, place(row), tag("0.0.current"))
    assert answer.json() == {
        "code": row.code,
        "assessment": assessment.code,
        "number": 1,
        "title": "Payroll",
        "model": "standard",
        "model_version": assessment.decision_model.version,
        "engine": row.engine,
        "verdict": row.verdict,
        "platform": "hybrid",
        "confidence": row.confidence,
        "digest": row.record.digest,
        "frozen_at": row.frozen_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "supersedes": None,
        "superseded_by": None,
        "decision": None,
        "link": place(row),
    }
    again = mine.get(answer["Location"])
    assert (again.content, again["ETag"]) == (answer.content, answer["ETag"])


def test_what_has_not_changed_is_answered_with_the_same_record(mine):
    assessment = begun(scenario="finance")
    first = freeze_at(mine, assessment)

    again = freeze_at(mine, assessment)

    assert (again.status_code, again["Location"], again.json()) == (200, first["Location"], first.json())
    assert Recommendation.objects.count() == 1


def test_a_new_one_supersedes_the_last(mine):
    assessment = begun(scenario="finance")
    first = freeze_at(mine, assessment).json()
    answered(assessment, tenant_trust="org")

    second = freeze_at(mine, assessment).json()

    assert (second["number"], second["supersedes"]) == (2, first["code"])
    assert mine.get(first["link"]).json()["superseded_by"] == second["code"]
    assert mine.get(first["link"])["ETag"] == tag("0.0.superseded")


def test_what_was_not_read_is_not_frozen(mine):
    assessment = begun(scenario="finance")
    place_of = address(assessment, "recommendations")
    answered(assessment, tenant_trust="org")

    blind = post(mine, place_of, {})
    stale = post(mine, place_of, {}, If_Match=tag(0))

    assert (blind.status_code, blind["ETag"]) == (428, tag(1))
    assert (stale.status_code, stale["ETag"]) == (412, tag(1))
    assert not Recommendation.objects.exists()


def test_sent_again_with_its_key_it_freezes_once(mine):
    assessment = begun(scenario="finance")
    first = freeze_at(mine, assessment, Idempotency_Key="once")
    answered(assessment, tenant_trust="org")

    again = post(mine, address(assessment, "recommendations"), {}, If_Match=tag(1), Idempotency_Key="once")

    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert Recommendation.objects.count() == 1


def test_freezing_takes_no_content(mine):
    answer = post(mine, address(begun(), "recommendations"), {"title": "Mine"}, If_Match=tag(0))

    assert answer.json() == not_understood(at("/title", "unknown_field", "There is no field title."))


def test_lists_hold_one_s_own_the_latest_first(mine, django_assert_num_queries):
    payroll, shop = begun("Payroll"), begun("Shop")
    records = [frozen(payroll), frozen(shop)]
    frozen(begun(name="other"))
    mine.get(RECOMMENDATIONS)

    with django_assert_num_queries(2):  # token, list
        everything = mine.get(RECOMMENDATIONS).json()

    assert [item["code"] for item in everything["items"]] == [row.code for row in records[::-1]]
    assert everything["next"] is None
    (of_one,) = mine.get(address(payroll, "recommendations")).json()["items"]
    assert of_one["code"] == records[0].code
    assert [item["title"] for item in mine.get(f"{RECOMMENDATIONS}?q=shop").json()["items"]] == ["Shop"]


def test_a_long_list_goes_on_where_it_stopped(mine):
    row = frozen(begun())
    copies = range(2, PAGE + 11)
    shared = {"assessment": row.assessment, "decision_model": row.decision_model, "frozen_at": timezone.now()}
    Recommendation.objects.bulk_create(
        Recommendation(number=number, revision=0, confidence=1, document="{}", title=f"Copy {number}", **shared)
        for number in copies
    )

    page = mine.get(RECOMMENDATIONS).json()
    rest = mine.get(page["next"]).json()

    assert (len(page["items"]), rest["next"]) == (PAGE, None)
    assert len({item["code"] for item in page["items"] + rest["items"]}) == PAGE + 10


def test_what_is_somebody_else_s_does_not_exist(mine):
    row = frozen(begun(name="other", scenario="finance"))
    theirs = row.checklist.all()[0].pk

    for further in ([], ["signoffs"], ["checklist"], ["checklist", str(theirs)], ["drift"]):
        assert mine.get(place(row, *further)).status_code == 404
    assert sign_off(mine, row).status_code == 404
    assert post(mine, place(row, "replay")).status_code == 404
    assert freeze_at(mine, row.assessment).status_code == 404
    assert mine.get(address(row.assessment, "recommendations")).status_code == 404
    assert not SignOff.objects.exists()


# sign-offs


def test_a_reviewer_signs(mine):
    row = frozen(begun(scenario="finance"))

    answer = sign_off(mine, row, decision="approved_with_conditions", comment="Apart from\nthe network.")

    signed = SignOff.objects.get()
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (
        201,
        place(row, "signoffs"),
        tag("1.0.current"),
    )
    assert answer.json() == {
        "number": signed.pk,
        "name": "A. Reviewer",
        "role": "Chief architect",
        "decision": "approved_with_conditions",
        "comment": "Apart from\nthe network.",
        "digest": row.digest,
        "signed_at": signed.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    assert mine.get(answer["Location"]).json() == {"items": [answer.json()], "next": None}
    assert mine.get(place(row)).json()["decision"] == "approved_with_conditions"
    assert signed.user == account()
    assert AuditEntry.objects.filter(action="recommendation.signed", subject=row.code).count() == 1


OTHER_DIGEST = "The digest is not that of this record. Read the record again before signing."
UNKNOWN_DECISION = "decision must be one of: approved, approved_with_conditions, returned."


@pytest.mark.parametrize(
    ("otherwise", "error"),
    [
        ({"digest": "sha256:0"}, at("/digest", "other_digest", OTHER_DIGEST)),
        ({"name": " \u200b"}, at("/name", "missing", "Give the reviewer's name.")),
        ({"role": "W" * 101}, at("/role", "too_long", "role may have 100 characters.")),
        ({"comment": "W" * 2_001}, at("/comment", "too_long", "comment may have 2000 characters.")),
        ({"decision": "perhaps"}, at("/decision", "unknown_choice", UNKNOWN_DECISION)),
        ({"user": 1}, at("/user", "unknown_field", "There is no field user.")),
        ({"name": None}, at("/name", "wrong_type", "name must be a text.")),
    ],
)  # fmt: skip
def test_a_sign_off_that_is_none_is_refused(mine, otherwise, error):
    answer = sign_off(mine, frozen(begun()), **otherwise)

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json() == not_understood(error)
    assert not SignOff.objects.exists()


def test_nobody_signs_over_what_another_reviewer_said_meanwhile(mine):
    row = frozen(begun())
    sign_off(mine, row, decision="returned")

    answer = sign_off(mine, row)

    assert (answer.status_code, answer["ETag"]) == (412, tag("1.0.current"))
    assert SignOff.objects.count() == 1


def test_nobody_signs_without_having_read(mine):
    answer = post(
        mine, place(frozen(begun()), "signoffs"), {"name": "A", "role": "B", "decision": "returned", "digest": ""}
    )

    assert answer.status_code == 428


def test_what_is_superseded_is_not_signed(mine):
    assessment = begun()
    first = frozen(assessment)
    answered(assessment, tenant_trust="org")
    frozen(assessment)

    answer = sign_off(mine, first, "0.0.superseded")

    assert answer.json() == not_understood(
        at("", "superseded", "A newer recommendation supersedes this one. Sign that one.")
    )


def test_a_digest_is_signed_once_however_often_it_is_sent(mine):
    row = frozen(begun())
    review = {"name": "A", "role": "B", "decision": "approved", "digest": row.digest}
    sent = {"If_Match": tag("0.0.current"), "Idempotency_Key": "once"}

    first, again = (post(mine, place(row, "signoffs"), review, **sent) for _time in range(2))

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert SignOff.objects.count() == 1


# the checklist


def item_of(row):
    return row.checklist.all()[0]


def item_place(row, item):
    return place(row, "checklist", str(item.pk))


def test_the_checklist_says_who_sees_to_what(mine, django_assert_num_queries):
    row = frozen(begun(scenario="finance"))
    mine.get(place(row))

    with django_assert_num_queries(3):  # token, record, items
        answer = mine.get(place(row, "checklist"))

    assert answer["ETag"] == tag("0.0.current")
    assert [(each["kind"], each["key"]) for each in answer.json()["items"]] == list(
        row.checklist.values_list("kind", "key")
    )
    first = item_of(row)
    assert answer.json()["items"][0] == {
        "number": first.pk,
        "kind": first.kind,
        "key": first.key,
        "owner": "",
        "due": None,
        "done": False,
        "done_at": None,
        "note": "",
        "link": item_place(row, first),
    }
    assert mine.get(item_place(row, first)).json() == answer.json()["items"][0]


def test_somebody_sees_to_an_item(mine):
    row = frozen(begun(scenario="finance"))
    item = item_of(row)

    answer = patch(
        mine, item_place(row, item), {"owner": "A. Architect", "due": "2027-03-31"}, If_Match=tag("0.0.current")
    )
    done = patch(mine, item_place(row, item), {"done": True, "due": None}, If_Match=answer["ETag"])

    assert (answer.status_code, answer["ETag"], done["ETag"]) == (200, tag("0.1.current"), tag("0.2.current"))
    assert (answer.json()["owner"], answer.json()["due"], answer.json()["done"]) == (
        "A. Architect",
        "2027-03-31",
        False,
    )
    assert (done.json()["owner"], done.json()["due"], done.json()["done"]) == ("A. Architect", None, True)
    stored = ChecklistItem.objects.get(pk=item.pk)
    assert stored.done_at.strftime("%Y-%m-%dT%H:%M:%SZ") == done.json()["done_at"]
    assert AuditEntry.objects.filter(action="checklist.changed").count() == 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"due": "31.3.2027"}, at("/due", "wrong_format", "due must match ^[0-9]{4}-[0-9]{2}-[0-9]{2}$.")),
        ({"due": "2027-02-30"}, at("/due", "wrong_format", "There is no such day.")),
        ({"due": "0000-01-01"}, at("/due", "wrong_format", "There is no such day.")),
        ({"done": 1}, at("/done", "wrong_type", "done must be true or false.")),
        ({"owner": None}, at("/owner", "wrong_type", "owner must be a text.")),
        ({"key": "other"}, at("/key", "unknown_field", "There is no field key.")),
    ],
)
def test_what_is_not_understood_changes_nothing(mine, body, error):
    row = frozen(begun(scenario="finance"))

    answer = patch(mine, item_place(row, item_of(row)), body, If_Match=tag("0.0.current"))

    assert answer.json() == not_understood(error)
    assert item_of(row).revision == 0


def test_an_item_is_not_changed_over_what_somebody_else_wrote(mine):
    row = frozen(begun(scenario="finance"))
    item = item_of(row)
    see_to(item=item, owner="Somebody else", due=date(2027, 1, 1), done=False)

    stale = patch(mine, item_place(row, item), {"owner": "Me"}, If_Match=tag("0.0.current"))
    blind = patch(mine, item_place(row, item), {"owner": "Me"})

    assert (stale.status_code, blind.status_code) == (412, 428)
    assert item_of(row).owner == "Somebody else"


def test_an_item_of_another_record_is_not_in_this_one(mine):
    row, other = frozen(begun(scenario="finance")), frozen(begun(scenario="finance"))

    assert mine.get(item_place(row, item_of(other))).status_code == 404


def test_the_checklist_of_what_is_superseded_goes_on_in_the_newer_one(mine):
    assessment = begun(scenario="finance")
    first = frozen(assessment)
    assessments.rename(assessment=read_again(assessment), title="Settlement")
    frozen(assessment)

    answer = patch(mine, item_place(first, item_of(first)), {"owner": "Me"}, If_Match=tag("0.0.superseded"))

    assert answer.json()["errors"][0]["code"] == "superseded"
