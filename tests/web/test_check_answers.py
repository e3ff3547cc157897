import pytest
from django.test import Client
from django.urls import reverse

from tests.builders.assessments import send_answer, start
from tests.builders.pages import check_answers

pytestmark = pytest.mark.django_db


def check(client, assessment):
    return client.get(reverse("check-answers", args=[assessment.code]))


def test_it_works(client):
    assessment = start(client)
    send_answer(client, assessment, "cold_start", ".number", number="0.5", note="Measured by the team")

    page = check(client, assessment).content.decode()

    assert "0.5\N{NO-BREAK SPACE}seconds" in page
    assert "Measured by the team" in page


def test_contradictions_come_before_everything_else(client, shipped):
    page = client.get(check_answers(client)).content.decode()

    clash = next(entry for entry in shipped["standard"].contradictions if entry.key == "passthrough_and_live_migration")
    assert page.index(clash.message.en) < page.index("questions are open") < page.index('id="workload"')


def test_a_contradiction_that_is_resolved_is_gone(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "device_access", ["gpu_whole"])
    assert len(check(client, assessment).context["questionnaire"].clashes) == 1

    send_answer(client, assessment, "live_migration", "copies")

    assert not check(client, assessment).context["questionnaire"].clashes


def test_every_change_link_returns_here(client):
    assessment = start(client)
    page = check(client, assessment).content.decode()
    path = reverse("question", args=[assessment.code, "tenant_trust"])
    assert f'href="{path}?next=check"' in page

    question = client.get(path, {"next": "check"}).content.decode()

    assert '<input type="hidden" name="next" value="check">' in question


def test_open_and_assumed_answers_are_counted(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "tenant_trust", "unsure")

    page = check(client, assessment).content.decode()

    assert "2 questions are open" in page  # the sandbox is asked for, too, while that is open
    assert "31 answers are assumed" in page


def test_an_answer_that_no_longer_counts_is_kept_and_struck(client):
    page = client.get(check_answers(client)).content.decode()

    assert "<del>Virtual machine instances, the usual product</del>" in page
    assert "Not counted: the answer to “Where containers would run” leaves this question out." in page


def test_an_answer_that_counts_again_is_as_it_was(client):
    path = check_answers(client)
    assessment_path = path.removesuffix("check/")
    client.post(f"{assessment_path}questions/hosting/", {"answer": "public_cloud", "seen": "6"})

    page = client.get(path).content.decode()

    assert "<del>" not in page
    assert "Virtual machine instances, the usual product" in page


def test_it_agrees_with_the_evaluation_on_what_is_known(client):
    response = client.get(check_answers(client))

    found, counts = response.context["questionnaire"], response.context["report"].counts
    assert (found.assumed, len(found.open), len(found.shown)) == (counts.assumed, counts.open, counts.shown)


def test_it_is_the_owners_alone(client):
    assert Client().get(check_answers(client)).status_code == 404
