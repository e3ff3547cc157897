import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from decisions.documents.faults import NotUnderstood
from decisions.documents.request import WEIGHTING, DetailedAnswer
from decisions.models import OWNER, Answer, Assessment, AuditEntry, digest_of
from decisions.services import assessments as services
from decisions.services.changes import Stale
from decisions.services.evaluate import evaluate
from decisions.services.weighting import statement_of
from tests.builders.weighting import EVERY_WAY, direct, ranked

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

    assert (saved.changed, saved.revision) == (True, 1)
    assert Answer.objects.get().note == "Two teams"


def test_an_assessment_stays_with_the_version_that_it_began_with(assessment, shipped):
    assert assessment.decision_model.version == shipped["standard"].version


def test_saving_the_same_again_changes_nothing(assessment):
    save(assessment)

    again = save(assessment)

    assert (again.changed, again.revision) == (False, 1)
    assert revision(assessment) == 1


def test_a_revision_is_never_given_twice(assessment):
    first = save(assessment)
    services.forget_answer(assessment=assessment, question="tenant_trust", seen=first.revision)

    second = save(assessment)

    assert second.revision == 3


def test_what_was_stored_since_a_form_was_opened_is_not_overwritten(assessment):
    save(assessment, value="org")

    with pytest.raises(Stale):
        save(assessment, value="customers", seen=0)
    with pytest.raises(Stale):
        services.save_answer(assessment=assessment, question="tenant_trust", given=None, seen=0)

    assert Answer.objects.get().value == "org"


def test_what_was_removed_since_a_form_was_opened_is_not_stored_again(assessment):
    seen = save(assessment).revision
    services.forget_answer(assessment=assessment, question="tenant_trust", seen=seen)

    with pytest.raises(Stale):
        save(assessment, value="customers", seen=seen)

    assert not Answer.objects.exists()


def test_what_was_stored_since_a_form_was_opened_is_not_removed(assessment):
    save(assessment)

    with pytest.raises(Stale):
        services.forget_answer(assessment=assessment, question="tenant_trust", seen=0)

    assert Answer.objects.get().value == "org"


def test_answers_to_other_questions_are_no_conflict(assessment):
    seen = save(assessment).revision
    save(assessment, question="release_rate", value="daily")

    save(assessment, value="customers", seen=seen)

    assert Answer.objects.get(question="tenant_trust").value == "customers"


def test_forgetting_what_is_not_there_changes_nothing(assessment):
    forgotten = services.forget_answer(assessment=assessment, question="tenant_trust", seen=0)

    assert not forgotten.changed
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


# weights --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", EVERY_WAY)
def test_weights_are_stored_in_the_way_in_which_they_were_given(assessment, way):
    statement = WEIGHTING.validate_python(EVERY_WAY[way])

    services.set_weighting(of=assessment, statement=statement)
    services.set_weighting(of=assessment, statement=statement)  # the same again changes nothing

    found = Assessment.objects.get()
    assert (found.statement, found.revision) == (statement, 1)
    assert statement_of(found.request("en")) == statement
    assert evaluate(found.request("en")).weighting.method == statement.method


def test_one_way_replaces_another_and_none_goes_back(assessment):
    order = WEIGHTING.validate_python(ranked("cost"))
    for statement in (
        WEIGHTING.validate_python(direct(cost=1)),
        order,
        WEIGHTING.validate_python(direct(cost=2)),
        order,
    ):
        services.set_weighting(of=assessment, statement=statement)
        assert Assessment.objects.get().statement == statement

    services.set_weighting(of=assessment, statement=None)

    found = Assessment.objects.get()
    assert (found.weights, found.weighting, found.revision) == (None, None, 5)


def test_the_database_keeps_no_two_ways_at_once(assessment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.update(weights={"cost": 1.0}, weighting=ranked("cost"))


def test_a_way_that_the_decision_model_does_not_know_is_not_stored(assessment):
    with pytest.raises(NotUnderstood) as refused:
        services.set_weighting(of=assessment, statement=WEIGHTING.validate_python(ranked("beauty")))

    assert [fault.pointer for fault in refused.value.faults] == ["/weighting/order/0"]
    assert Assessment.objects.get().statement is None


def test_copies_and_what_ifs_carry_the_way_along_and_so_do_their_workloads(published):
    assessment = services.start(owner=SECRET, title="Trading", model="standard", scenario="finance")
    order, pairs = (WEIGHTING.validate_python(EVERY_WAY[way]) for way in ("ordinal", "pairs"))
    services.set_weighting(of=assessment, statement=order)
    services.set_weighting(of=assessment.workloads.get(position=0), statement=pairs)

    for twin in (
        services.copy(assessment=Assessment.objects.get(pk=assessment.pk), owner=SECRET),
        services.fork(assessment=Assessment.objects.get(pk=assessment.pk), owner=SECRET),
    ):
        assert twin.statement == order
        assert [workload.statement for workload in twin.workloads.all()] == [pairs, None]


def test_a_workload_has_weights_of_its_own_or_inherits(published):
    assessment = services.start(owner=SECRET, title="Trading", model="standard", scenario="finance")
    first = assessment.workloads.get(position=0)

    services.set_weighting(of=first, statement=WEIGHTING.validate_python(ranked("cost")))

    found = Assessment.objects.get(pk=assessment.pk)
    placed = evaluate(found.request("en")).placements
    assert [each.evaluation.weighting.method for each in placed] == ["rank_order", "importance"]
    assert found.revision == assessment.revision + 1
    entry = AuditEntry.objects.filter(action="weights.set").get()
    assert (entry.details["method"], entry.details["workload"]) == ("rank_order", first.name)


def test_weights_that_were_set_since_a_form_was_opened_are_not_overwritten(published):
    assessment = services.start(owner=SECRET, title="Trading", model="standard", scenario="finance")
    first, second = assessment.workloads.all()
    cost, isolation = (WEIGHTING.validate_python(ranked(key)) for key in ("cost", "isolation"))
    for weighed in (assessment, first):
        services.set_weighting(of=weighed, statement=cost, seen=0)

    for weighed in (assessment, first):
        services.set_weighting(of=weighed, statement=cost, seen=0)  # the same is there already
        with pytest.raises(Stale):
            services.set_weighting(of=weighed, statement=isolation, seen=0)
    services.set_weighting(of=second, statement=isolation, seen=0)  # nobody has weighed this one
    services.save_answer(assessment=assessment, question="release_rate", given=DetailedAnswer(value="daily"), seen=0)
    services.set_weighting(of=assessment, statement=isolation, seen=1)

    assert Assessment.objects.get(pk=assessment.pk).statement == isolation
    assert [workload.statement for workload in assessment.workloads.all()] == [cost, isolation]
