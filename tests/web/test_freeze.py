import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Recommendation, SignOff
from decisions.services.assessments import set_weights
from tests.builders.assessments import send, send_answer, start
from tests.builders.records import freeze_in_browser, read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, title="Trading", scenario="finance")


def send_freeze(client, assessment, revision):
    return client.post(reverse("freeze", args=[assessment.code]), {"revision": revision})


def page_of(client, assessment, name="assessment"):
    return client.get(reverse(name, args=[assessment.code])).content.decode()


def test_it_works(client, assessment):
    page = page_of(client, assessment, "result")
    assert "Freeze as recommendation 1" in page
    assert "What is frozen never changes" in page

    response = send_freeze(client, assessment, assessment.revision)

    record = Recommendation.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("record", args=[record.code])
    assert "Frozen as recommendation 1." in client.get(response["Location"]).content.decode()


def test_the_report_leads_to_it(client, assessment):
    assert f"{reverse('result', args=[assessment.code])}#freeze" in page_of(client, assessment, "report")


def test_what_has_not_changed_leads_to_the_record_that_is_there(client, assessment):
    first = freeze_in_browser(client, assessment)

    response = send_freeze(client, assessment, assessment.revision)

    assert response["Location"] == reverse("record", args=[first.code])
    assert "Nothing has changed since recommendation 1" in client.get(response["Location"]).content.decode()
    assert Recommendation.objects.count() == 1


def test_the_result_says_that_it_is_frozen(client, assessment):
    record = freeze_in_browser(client, assessment)

    page = page_of(client, assessment, "result")

    assert "Frozen as recommendation 1" in page
    assert reverse("record", args=[record.code]) in page
    assert "Freeze as recommendation" not in page


@pytest.mark.parametrize("seen", ["0", "", "-1", "7", "nonsense", "9" * 40])
def test_what_was_changed_meanwhile_is_shown_instead(client, assessment, seen):
    send_answer(client, assessment, "tenant_trust", "org")

    response = send_freeze(client, assessment, seen)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Not frozen: it was changed meanwhile" in page
    assert 'name="revision" value="1"' in page
    assert not Recommendation.objects.exists()


def test_it_says_what_was_changed_meanwhile_and_each_thing_once(client, assessment):
    send_answer(client, assessment, "release_rate", "daily")
    before = read_again(assessment).revision
    for value in ("org", "customers"):
        send_answer(client, assessment, "tenant_trust", value)
    set_weights(assessment=assessment, weights={"cost": 1.0})
    client.post(reverse("rename", args=[assessment.code]), {"title": "Settlement"})
    client.post(reverse("condition", args=[assessment.code, "tenants_apart"]), {"note": "Ticket"})
    send(client, "condition", assessment, "tenants_apart", action="withdraw")
    part = assessment.workloads.first()
    client.post(reverse("workload-question", args=[assessment.code, part.pk, "lock_in"]), {"answer": "not"})
    client.post(reverse("workloads", args=[assessment.code]), {"name": "Reporting"})

    response = send_freeze(client, assessment, before)

    assert response.context["acts"] == [
        "Code side by side: now Several customers: our code, their data",
        "The priorities were changed.",
        "The name was changed.",
        "A condition was confirmed.",
        "The confirmation of a condition was taken back.",
        f"{part.name}: Freedom to leave was answered.",
        "The workload “Reporting” was changed.",
    ]


def test_it_can_be_frozen_all_the_same(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org")
    page = send_freeze(client, assessment, 0)

    response = send_freeze(client, assessment, page.context["assessment"].revision)

    assert response.status_code == 303


def test_the_task_list_says_what_changed_since(client, assessment):
    page = page_of(client, assessment)
    assert "Not frozen yet" in page
    freeze_in_browser(client, assessment)
    assert "No longer as recommendation 1 says" not in page_of(client, assessment)

    send_answer(client, assessment, "tenant_trust", "customers")

    page = page_of(client, assessment)
    assert "No longer as recommendation 1 says" in page
    assert "Several customers: our code, their data (your answer)" in page
    assert "Freeze recommendation 2" in page


def test_what_was_changed_back_is_said_to_be(client, assessment):
    freeze_in_browser(client, assessment)
    send_answer(client, assessment, "tenant_trust", "customers")
    client.post(reverse("question", args=[assessment.code, "tenant_trust"]), {"action": "forget", "seen": "1"})

    assert "was changed back" in page_of(client, assessment)


def test_a_returned_one_says_what_to_do(client, assessment):
    record = freeze_in_browser(client, assessment)
    SignOff.objects.create(
        recommendation=record,
        name="A. Reviewer",
        role="Chief architect",
        decision="returned",
        comment="Ask again.",
        digest=record.digest,
    )

    page = page_of(client, assessment)

    assert "Recommendation 1 was returned" in page
    assert "Ask again." in page
    assert "then freeze recommendation 2" in page


def test_only_the_owner_freezes(client, assessment):
    assert send_freeze(Client(), assessment, 0).status_code == 404
    assert client.get(reverse("freeze", args=[assessment.code])).status_code == 405
    assert not Recommendation.objects.exists()


def test_the_second_one_supersedes_the_first(client, assessment):
    first = freeze_in_browser(client, assessment)
    send_answer(client, assessment, "tenant_trust", "customers")

    second = freeze_in_browser(client, assessment)

    assert (second.number, second.supersedes) == (2, first)
    old, new = (client.get(reverse("record", args=[one.code])).content.decode() for one in (first, second))
    assert f'<a href="{reverse("record", args=[second.code])}">recommendation 2</a>' in old
    assert "What changed since recommendation 1" in new
    assert "Several customers: our code, their data" in new
