import pytest
from django.urls import reverse

from decisions.services.questionnaire import questionnaire
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.django_db


def sections(client, assessment):
    response = client.get(reverse("assessment", args=[assessment.code]))
    return {part.section.key: part for part in response.context["questionnaire"].sections}


def test_it_works(client, shipped):
    assessment = start(client)

    found = sections(client, assessment)

    assert list(found) == [section.key for section in shipped["standard"].sections]
    assert {part.status for part in found.values()} == {"not_started"}


def test_a_scenario_leaves_its_sections_assumed(client):
    found = sections(client, start(client, scenario="erp"))

    assert {part.status for part in found.values()} == {"assumed"}


def test_an_answer_of_ones_own_begins_its_section_alone(client):
    assessment = start(client)
    send_answer(client, assessment, "tenant_trust", "own_team")

    found = sections(client, assessment)

    assert {key for key, part in found.items() if part.status == "in_progress"} == {"isolation"}


def test_a_section_is_complete_when_every_question_shown_has_an_own_word(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "tenant_trust", "own_team")
    send_answer(client, assessment, "privilege_need", "unsure")
    send_answer(client, assessment, "blast_radius", ".does_not_apply", why_not="business")

    assert sections(client, assessment)["isolation"].status == "in_progress"
    send_answer(client, assessment, "network_identity", "service")

    assert sections(client, assessment)["isolation"].status == "complete"


def test_not_sure_is_said_beside_complete(client):
    assessment = start(client)
    send_answer(client, assessment, "tenant_trust", "own_team")
    for key in ("privilege_need", "blast_radius", "network_identity"):
        send_answer(client, assessment, key, "unsure")

    page = client.get(reverse("assessment", args=[assessment.code])).content.decode()

    assert "4 of 4 by you, 3 not sure" in page


def test_it_leads_to_the_next_open_question(client):
    assessment = start(client)
    first = questionnaire(assessment).shown[0].question.key
    send_answer(client, assessment, first, "web_api")

    response = client.get(reverse("assessment", args=[assessment.code]))

    assert response.context["questionnaire"].next.question.key == "hosting"
    assert reverse("question", args=[assessment.code, "hosting"]) in response.content.decode()


def test_it_takes_few_queries(client, django_assert_max_num_queries):
    assessment = start(client, scenario="erp")
    for key in ("tenant_trust", "privilege_need", "blast_radius"):
        send_answer(client, assessment, key, "unsure")

    with django_assert_max_num_queries(
        6
    ):  # session, assessment with its model's version, answers, evaluation, last record
        client.get(reverse("assessment", args=[assessment.code]))
