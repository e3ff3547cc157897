import json
from datetime import date

import pytest
from django.contrib.auth.models import User

from decisions.access.actor import acting
from decisions.documents.record import digest_of_tree
from decisions.documents.request import DetailedAnswer
from decisions.models import Assessment, AuditEntry, ChecklistItem, FrozenIsFinal, Recommendation, SignOff
from decisions.services import assessments
from decisions.services.changes import Stale
from decisions.services.recommendations import RecordRefused, freeze, see_to, sign_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(published):
    return assessments.start(owner="secret", title="Trading", model="standard", scenario="finance")


def answer(assessment, question="tenant_trust", value="org"):
    assessments.save_answer(assessment=assessment, question=question, given=DetailedAnswer(value=value))
    return Assessment.objects.get(pk=assessment.pk)


def signed(recommendation, **otherwise):
    said = {"name": "A. Reviewer", "role": "Chief architect", "decision": "approved", "digest": recommendation.digest}
    return sign_off(recommendation=recommendation, **{**said, **otherwise})


def test_it_works(assessment):
    recommendation = freeze(assessment=assessment).recommendation

    record = recommendation.record
    assert (record.code, record.number, record.supersedes) == (recommendation.code, 1, None)
    assert record.title == "Trading"
    assert record.request.scenario == "finance"
    assert record.request.seed == record.versions.seed == record.evaluations["en"].provenance.seed
    assert record.versions.model_digest == assessment.decision_model.digest
    assert {found.platform for found in record.evaluations.values()} == {recommendation.platform} == {"hybrid"}
    assert record.evaluations["zh-hans"].language == "zh-hans"
    assert [part.workload for part in record.evaluations["en"].placements] == ["Trading core", "Risk-control services"]


def test_the_digest_is_over_all_that_was_frozen(assessment):
    recommendation = freeze(assessment=assessment).recommendation

    tree = json.loads(recommendation.document)
    assert tree["digest"] == recommendation.digest == digest_of_tree(tree)
    assert digest_of_tree({**tree, "title": "Another"}) != recommendation.digest


def test_what_has_not_changed_is_frozen_once(assessment):
    first, second = freeze(assessment=assessment), freeze(assessment=assessment)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.recommendation == second.recommendation


def test_a_new_one_supersedes_the_last(assessment):
    first = freeze(assessment=assessment).recommendation
    second = freeze(assessment=answer(assessment)).recommendation

    assert (second.number, second.supersedes) == (2, first)
    assert list(Recommendation.objects.current()) == [second]
    assert not Recommendation.objects.get(pk=first.pk).is_current


def test_a_name_is_part_of_the_record(assessment):
    first = freeze(assessment=assessment).recommendation
    assessments.rename(assessment=assessment, title="Settlement")

    second = freeze(assessment=Assessment.objects.get(pk=assessment.pk)).recommendation

    assert (first.record.title, second.record.title) == ("Trading", "Settlement")


def test_what_was_changed_meanwhile_is_not_frozen_unseen(assessment):
    answer(assessment)

    with pytest.raises(Stale):
        freeze(assessment=assessment)
    assert not Recommendation.objects.exists()


def test_what_was_read_is_what_is_frozen(assessment):
    with pytest.raises(Stale):
        freeze(assessment=assessment, revision=assessment.revision - 1 if assessment.revision else 7)


def test_it_never_changes(assessment):
    recommendation = freeze(assessment=assessment).recommendation
    recommendation.title = "Another"

    with pytest.raises(FrozenIsFinal):
        recommendation.save()
    with pytest.raises(FrozenIsFinal):
        Recommendation.objects.filter(pk=recommendation.pk).update(title="Another")
    with pytest.raises(FrozenIsFinal):
        Recommendation.objects.bulk_update([recommendation], ["title"])


def test_a_sign_off_is_bound_to_the_digest(assessment):
    recommendation = freeze(assessment=assessment).recommendation

    sign = signed(recommendation, comment="Fine.\nMostly.")

    assert sign.digest == recommendation.digest
    assert sign.comment == "Fine.\nMostly."
    with pytest.raises(RecordRefused, match="digest"):
        signed(recommendation, digest="sha256:0")
    with pytest.raises(FrozenIsFinal):
        sign.save()


def test_what_is_superseded_is_not_signed(assessment):
    first = freeze(assessment=assessment).recommendation
    freeze(assessment=answer(assessment))

    with pytest.raises(RecordRefused, match="supersedes"):
        signed(first)


@pytest.mark.parametrize(
    ("field", "sent", "code"),
    [
        ("name", " \u200b", "missing"),
        ("role", "", "missing"),
        ("name", "W" * 101, "too_long"),
        ("decision", "maybe", "unknown_decision"),
        ("comment", "W" * 2001, "too_long"),
    ],
)
def test_a_faulty_sign_off_names_its_field(assessment, field, sent, code):
    recommendation = freeze(assessment=assessment).recommendation

    with pytest.raises(RecordRefused) as refused:
        signed(recommendation, **{field: sent})

    assert (refused.value.field, refused.value.code) == (field, code)
    assert not SignOff.objects.exists()


def test_open_conditions_and_measures_become_a_checklist(assessment):
    recommendation = freeze(assessment=assessment).recommendation

    kinds = [item.kind for item in recommendation.checklist.all()]
    assert kinds == sorted(kinds)  # conditions first
    conditions = {item.key for item in recommendation.checklist.all() if item.kind == "condition"}
    found = recommendation.record.evaluations["en"]
    assert {entry.constraint for entry in found.conditions if entry.platform == found.platform} <= conditions
    assert recommendation.checklist.filter(kind="hardening").exists()


def test_somebody_sees_to_an_item(assessment):
    item = freeze(assessment=assessment).recommendation.checklist.first()

    changed = see_to(item=item, owner="Platform team", due=date(2027, 1, 31), done=True, note="By change 4711.")

    assert (changed.owner, changed.due, changed.note, changed.revision) == (
        "Platform team",
        date(2027, 1, 31),
        "By change 4711.",
        1,
    )
    done_at = changed.done_at
    assert see_to(item=item, owner="Platform team", due=None, done=True).done_at == done_at
    assert see_to(item=item, owner="", due=None, done=False).done_at is None


def test_an_item_that_somebody_else_changed_is_stale(assessment):
    item = freeze(assessment=assessment).recommendation.checklist.first()
    see_to(item=item, owner="A", due=None, done=False, revision=0)

    with pytest.raises(Stale):
        see_to(item=item, owner="B", due=None, done=False, revision=0)
    assert ChecklistItem.objects.get(pk=item.pk).owner == "A"


def test_every_act_is_written_down_with_who_did_it(assessment):
    user = User.objects.create(username="somebody")
    with acting(f"account:{user.pk}"):
        recommendation = freeze(assessment=assessment).recommendation
        signed(recommendation, user=user)
        see_to(item=recommendation.checklist.first(), owner="A", due=None, done=False)
        see_to(item=recommendation.checklist.first(), owner="A", due=None, done=False)  # changes nothing

    entries = AuditEntry.objects.filter(subject=recommendation.code).order_by("pk")
    assert [(entry.actor, entry.action) for entry in entries] == [
        (f"account:{user.pk}", "recommendation.frozen"),
        (f"account:{user.pk}", "recommendation.signed"),
        (f"account:{user.pk}", "checklist.changed"),
    ]


def test_an_assessment_of_which_nothing_is_known_can_be_frozen(published):
    empty = assessments.start(owner="secret", title="", model="standard")

    recommendation = freeze(assessment=empty).recommendation

    assert (recommendation.verdict, recommendation.platform) == ("not_enough_known", "")
    assert not recommendation.checklist.exists()
