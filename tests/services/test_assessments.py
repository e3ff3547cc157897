import pytest
from django.contrib.auth.models import AnonymousUser

from decisions.documents.faults import NotUnderstood
from decisions.documents.request import DetailedAnswer
from decisions.models import OWNER, Answer, Assessment, digest_of
from decisions.services import assessments as services

pytestmark = pytest.mark.django_db

SECRET = "secret"


@pytest.fixture
def assessment(published):
    return services.start(owner=SECRET, title="Payroll", model="standard", scenario="erp")


def save(assessment, question="tenant_trust", value="org", seen=0, **circumstances):
    given = DetailedAnswer(value=value, **circumstances)
    return services.save_answer(assessment=assessment, question=question, given=given, seen=seen)


def revision(assessment):
    return Assessment.objects.get(pk=assessment.pk).revision


def test_it_works(assessment):
    saved = save(assessment, note="Two teams")

    assert (saved.changed, saved.replaced, saved.revision) == (True, False, 1)
    assert Answer.objects.get().note == "Two teams"


def test_an_assessment_stays_with_the_version_that_it_began_with(assessment, shipped):
    assert assessment.decision_model.version == shipped["standard"].version


def test_saving_the_same_again_changes_nothing(assessment):
    save(assessment)

    again = save(assessment)

    assert (again.changed, again.replaced, again.revision) == (False, False, 1)
    assert revision(assessment) == 1


def test_a_revision_is_never_given_twice(assessment):
    first = save(assessment)
    services.forget_answer(assessment=assessment, question="tenant_trust", seen=first.revision)

    second = save(assessment)

    assert second.revision == 3


def test_what_was_stored_since_is_named(assessment):
    save(assessment, value="org")

    saved = save(assessment, value="customers", seen=0)

    assert saved.replaced
    assert saved.before.value == "org"


def test_removing_what_somebody_changed_is_named_too(assessment):
    save(assessment)

    assert services.forget_answer(assessment=assessment, question="tenant_trust", seen=0).replaced


def test_forgetting_what_is_not_there_changes_nothing(assessment):
    forgotten = services.forget_answer(assessment=assessment, question="tenant_trust", seen=0)

    assert (forgotten.changed, forgotten.replaced) == (False, False)
    assert revision(assessment) == 0


def test_what_the_decision_model_does_not_know_is_not_stored(assessment):
    with pytest.raises(NotUnderstood):
        save(assessment, value="martians")
    with pytest.raises(services.UnknownQuestion):
        save(assessment, question="shoe_size")

    assert not Answer.objects.exists()


def test_weights_that_the_decision_model_does_not_know_are_not_stored(assessment):
    with pytest.raises(NotUnderstood):
        services.set_weights(assessment=assessment, weights={"beauty": 1.0})
    with pytest.raises(NotUnderstood):
        services.set_weights(assessment=assessment, weights={"cost": 0.0})

    assert Assessment.objects.get().weights is None


def test_what_is_stored_is_what_is_asked(assessment):
    save(assessment, value="unsure", certainty="estimate", note="To be asked")
    services.save_answer(assessment=assessment, question="kernel_need", given=None, seen=0)
    services.set_weights(assessment=assessment, weights={"cost": 2.0})

    request = Assessment.objects.with_answers().get().request("zh-hans", "summary")

    assert (request.model, request.scenario, request.language, request.detail) == (
        "standard",
        "erp",
        "zh-hans",
        "summary",
    )
    assert request.answers == {
        "tenant_trust": DetailedAnswer(value="unsure", certainty="estimate", note="To be asked"),
        "kernel_need": None,
    }
    assert request.weights == {"cost": 2.0}


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("a\u0000b\u200bc\u202ed", "abcd"),
        (" a \t b\nc ", "a b c"),
        ("\ud800", ""),
        ("资源 利用率", "资源 利用率"),
        ("e\u0301\u0301\u0301", "e\u0301\u0301\u0301"),
    ],
)
def test_only_what_can_be_seen_stays(typed, seen):
    assert services.visible(typed) == seen


def test_lines_stay_where_they_are_wanted():
    assert services.visible("one\r\ntwo\rthree\x0b", lines=True) == "one\ntwo\nthree"


def test_an_owner_finds_what_is_theirs_in_one_query(assessment, rf, django_assert_num_queries):
    services.start(owner="somebody else", title="Shop", model="standard")
    request = rf.get("/")
    request.session, request.user = {OWNER: SECRET}, AnonymousUser()

    with django_assert_num_queries(1):
        found = list(Assessment.objects.owned_by(request))

    assert found == [assessment]
    assert assessment.owner == digest_of(SECRET)


def test_a_request_without_a_session_owns_nothing(assessment, rf):
    request = rf.get("/")
    request.session, request.user = {}, AnonymousUser()

    assert not Assessment.objects.owned_by(request).exists()
