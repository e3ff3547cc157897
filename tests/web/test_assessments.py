import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Answer, Assessment, digest_of
from tests.builders.assessments import send, send_answer, start

pytestmark = pytest.mark.django_db


def test_it_works(client):
    response = client.post("/assessments/", {"title": "Payroll", "scenario": "erp"})

    assessment = Assessment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/assessments/{assessment.code}/"
    assert (assessment.title, assessment.scenario, assessment.decision_model.key) == ("Payroll", "erp", "standard")


def test_only_a_digest_of_the_browsers_secret_is_stored(client):
    assessment = start(client)

    assert assessment.owner == digest_of(client.session["owner"])
    assert client.session["owner"] not in assessment.owner


def test_without_a_name_it_is_called_as_its_scenario(client):
    assert start(client, title="  ", scenario="erp").title == "Traditional enterprise ERP"


def test_without_name_and_scenario_it_still_has_a_title(client):
    assert start(client, title="").title == "Untitled workload"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200b\u200d\u2060", "Untitled workload"),
        ("Pay\u202eroll", "Payroll"),
        ("  Pay \t roll ", "Pay roll"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{1337*7331}}", "{{1337*7331}}"),
        ("工资系统", "工资系统"),
    ],
)
def test_a_title_keeps_what_can_be_seen(client, typed, kept):
    assessment = start(client, title=typed)

    assert assessment.title == kept
    page = client.get(f"/assessments/{assessment.code}/").content.decode()
    assert "<script>alert" not in page
    assert "9801547" not in page


def test_a_title_that_is_too_long_is_refused_and_not_lost(client):
    response = client.post("/assessments/", {"title": "W" * 201, "scenario": "finance"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "The name may have 200 characters; it has 201." in page
    assert "W" * 201 in page
    assert 'value="finance" checked' in page
    assert not Assessment.objects.exists()


def test_an_unknown_scenario_is_refused_with_a_sentence(client):
    response = client.post("/assessments/", {"title": "Payroll", "scenario": "nonsense"})

    assert response.status_code == 422
    assert "There is no such scenario." in response.content.decode()


def test_an_unknown_decision_model_is_refused_with_a_sentence(client):
    response = client.post("/assessments/", {"title": "Payroll", "model": "nonsense"})

    assert response.status_code == 422
    assert "nonsense" in response.content.decode()


def test_the_articles_model_may_be_used(client):
    assessment = start(client, scenario="erp", model="article")

    page = client.get(f"/assessments/{assessment.code}/").content.decode()

    assert "This decision model asks no questions" in page


def test_my_assessments_are_listed_the_latest_first(client):
    start(client, title="First")
    start(client, title="Second")

    response = client.get("/assessments/")

    assert [assessment.title for assessment in response.context["assessments"]] == ["Second", "First"]


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, django_assert_num_queries):
    for number in range(5):
        send_answer(client, start(client, title=f"Workload {number}"), "tenant_trust", "own_team")

    with django_assert_num_queries(4):  # session, assessments, shares, records
        client.get("/assessments/")


def test_the_list_of_another_browser_is_empty(client):
    start(client)

    assert "Nothing has been started in this browser yet." in Client().get("/assessments/").content.decode()


@pytest.mark.parametrize(
    "name", ["assessment", "all-questions", "priorities", "check-answers", "rename", "delete", "share", "result"]
)
def test_for_another_browser_it_does_not_exist(client, name):
    path = reverse(name, args=[start(client).code])

    stranger = Client()
    stranger.get("/")

    assert stranger.get(path).status_code == 404
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("rename", {"title": "Mine"}),
        ("copy", {}),
        ("delete", {}),
        ("share", {}),
        ("make-link", {}),
        ("priorities", {"action": "reset"}),
        ("priorities-points", {"weight.cost": "1"}),
        ("priorities-either-or", {"answered": "0"}),
        ("all-questions", {"tenant_trust.answer": "own_team"}),
    ],
)
def test_another_browser_cannot_change_it(client, name, fields):
    assessment = start(client)

    response = Client().post(reverse(name, args=[assessment.code]), fields)

    assert response.status_code == 404
    assessment.refresh_from_db()
    assert (assessment.title, assessment.weights, assessment.link) == ("Payroll", None, "")
    assert Assessment.objects.count() == 1
    assert not assessment.shares.exists()
    assert not assessment.answers.exists()


def test_it_can_be_renamed(client):
    assessment = start(client)

    response = client.post(reverse("rename", args=[assessment.code]), {"title": "Wages"})

    assert response.status_code == 303
    assert Assessment.objects.get().title == "Wages"


def test_a_new_name_that_is_too_long_is_refused_and_shown_again(client):
    assessment = start(client)

    response = client.post(reverse("rename", args=[assessment.code]), {"title": "W" * 300})

    assert response.status_code == 422
    assert "W" * 300 in response.content.decode()
    assert Assessment.objects.get().title == "Payroll"


def test_a_copy_has_the_same_answers_and_stands_alone(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "tenant_trust", "own_team", note="Ours alone")

    response = client.post(reverse("copy", args=[assessment.code]))

    twin = Assessment.objects.exclude(pk=assessment.pk).get()
    assert response["Location"] == f"/assessments/{twin.code}/"
    assert twin.title == "Copy of Payroll"
    assert [(answer.question, answer.value, answer.note) for answer in twin.answers.all()] == [
        ("tenant_trust", "own_team", "Ours alone")
    ]
    send_answer(client, twin, "tenant_trust", "org")
    assert assessment.answers.get().value == "own_team"


def test_deleting_asks_first(client):
    assessment = start(client)

    page = client.get(reverse("delete", args=[assessment.code])).content.decode()

    assert "Delete “Payroll”?" in page
    assert Assessment.objects.exists()


def test_what_is_deleted_is_gone_with_its_answers(client):
    assessment = start(client)
    send_answer(client, assessment, "tenant_trust", "own_team")

    response = send(client, "delete", assessment)

    assert "“Payroll” is deleted." in client.get(response["Location"]).content.decode()
    assert not Assessment.objects.exists()
    assert not Answer.objects.exists()


def test_deleting_twice_finds_nothing(client):
    assessment = start(client)

    send(client, "delete", assessment)

    assert client.post(reverse("delete", args=[assessment.code])).status_code == 404


def test_pages_of_an_assessment_are_not_kept_by_the_browser(client):
    response = client.get(reverse("assessment", args=[start(client).code]))

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
