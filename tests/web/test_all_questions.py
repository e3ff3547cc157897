import re

import pytest
from django.urls import reverse

from tests.builders.assessments import send_answer, start, stored

pytestmark = pytest.mark.django_db


def send(client, assessment, **fields):
    """Send the page as it stands with some fields changed."""
    path = reverse("all-questions", args=[assessment.code])
    page = client.get(path).content.decode()
    sent = {}
    for name, value in re.findall(r'name="([\w.]+)" value="([^"]*)"(?= checked)', page):
        sent.setdefault(name, []).append(value)
    for name, value in re.findall(r'<input type="hidden" name="([\w]+\.(?:seen|opened))" value="(\w+)"', page):
        sent[name] = value
    return client.post(path, sent | {name.replace("__", "."): value for name, value in fields.items()})


def test_it_works(client):
    assessment = start(client)

    response = send(
        client,
        assessment,
        tenant_trust__answer="own_team",
        instance_count__answer=".number",
        instance_count__number="40",
    )

    assert response.status_code == 303
    assert response["Location"] == reverse("all-questions", args=[assessment.code])
    assert stored(assessment, "tenant_trust").value == "own_team"
    assert stored(assessment, "instance_count").value == 40


def test_it_has_every_question(client, shipped):
    assessment = start(client)

    page = client.get(reverse("all-questions", args=[assessment.code])).content.decode()

    assert set(re.findall(r'data-question="(\w+)"', page)) == {entry.key for entry in shipped["standard"].questions}


def test_what_is_left_as_it_stood_stays_assumed(client):
    assessment = start(client, scenario="erp")

    send(client, assessment, tenant_trust__answer="own_team")

    assert [answer.question for answer in assessment.answers.all()] == ["tenant_trust"]


def test_what_is_left_as_it_stood_keeps_its_revision(client):
    assessment = start(client)
    send_answer(client, assessment, "device_access", ["gpu_whole", "usb_dongle"], note="Both in one host")
    before = stored(assessment, "device_access").updated

    send(client, assessment, device_access__note="Both in one host", tenant_trust__answer="org")

    assert stored(assessment, "device_access").updated == before


def test_a_question_that_is_not_asked_is_hidden(client):
    assessment = start(client, scenario="erp")

    page = client.get(reverse("all-questions", args=[assessment.code])).content.decode()

    assert re.search(r'data-question="cloud_instances"[^>]* hidden', page)
    assert not re.search(r'data-question="host_count"[^>]* hidden', page)


def test_what_is_right_is_saved_beside_what_is_wrong(client):
    assessment = start(client)

    response = send(client, assessment, tenant_trust__answer="own_team", kernel_need__answer="martian")

    page = response.content.decode()
    assert response.status_code == 422
    assert stored(assessment, "tenant_trust").value == "own_team"
    assert '<a href="#kernel_need.answer">“martian” is not an answer to this question.' in page
    assert assessment.answers.count() == 1


def test_what_was_typed_wrongly_is_shown_again(client):
    assessment = start(client)

    response = send(client, assessment, instance_count__answer=".number", instance_count__number="a dozen")

    assert 'value="a dozen"' in response.content.decode()


def test_it_may_lead_on_to_the_check(client):
    assessment = start(client)

    response = send(client, assessment, tenant_trust__answer="org", action="check")

    assert response["Location"] == reverse("check-answers", args=[assessment.code])
