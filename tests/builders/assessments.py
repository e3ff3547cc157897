"""Pieces of work, made as a browser makes them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from decisions.models import Answer, Assessment


def start(client: Client, *, title: str = "Payroll", scenario: str = "", model: str = "standard") -> Assessment:
    response = client.post("/assessments/", {"title": title, "scenario": scenario, "model": model})
    assert response.status_code == 303, response.content.decode()
    return Assessment.objects.get(code=response["Location"].split("/")[2])


def send_answer(client: Client, assessment: Assessment, key: str, answer: Any = None, **fields: Any) -> Any:
    """Send a question's form; `seen` is what it was opened with."""
    sent = {"answer": answer or [], "seen": stored_revision(assessment, key), **fields}
    return client.post(question_path(assessment, key), sent)


def send(client: Client, page: str, assessment: Assessment, *args: object, **fields: Any) -> Any:
    """Send a form of an assessment as it is opened now."""
    read = Assessment.objects.get(pk=assessment.pk)
    return client.post(reverse(page, args=[read.code, *args]), {"revision": read.revision, **fields})


def stored_revision(assessment: Assessment, key: str) -> int:
    return Answer.objects.filter(assessment=assessment, question=key).values_list("revision", flat=True).first() or 0


def stored(assessment: Assessment, key: str) -> Answer:
    return Answer.objects.get(assessment=assessment, question=key)


def question_path(assessment: Assessment, key: str) -> str:
    return reverse("question", args=[assessment.code, key])


def fork(client: Client, assessment: Assessment) -> Assessment:
    response = client.post(reverse("fork", args=[assessment.code]))
    return Assessment.objects.get(code=response["Location"].split("/")[2])
