"""Frozen recommendations, made as services make them."""

from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from decisions.documents.request import DetailedAnswer
from decisions.models import Assessment, Recommendation
from decisions.services import assessments
from decisions.services.own_scenarios import keep
from decisions.services.recommendations import freeze, sign_off


def begin(*, title: str = "Trading", scenario: str = "finance", model: str = "standard") -> Assessment:
    return assessments.start(owner="secret", title=title, model=model, scenario=scenario)


def answered(assessment: Assessment, **answers: Any) -> Assessment:
    """Answer questions, and return the assessment as it then stands."""
    for question, value in answers.items():
        given = value if isinstance(value, DetailedAnswer) else DetailedAnswer(value=value)
        assessments.save_answer(assessment=assessment, question=question, given=given)
    return read_again(assessment)


def read_again(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


def frozen(assessment: Assessment) -> Recommendation:
    """Freeze an assessment as it stands, and return the record as its page reads it."""
    made = freeze(assessment=read_again(assessment)).recommendation
    return for_record(made)


def for_record(recommendation: Recommendation) -> Recommendation:
    return Recommendation.objects.for_record().get(pk=recommendation.pk)


def freeze_in_browser(client: Client, assessment: Assessment) -> Recommendation:
    """Freeze as the result's button does, and return the record."""
    sent = {"revision": read_again(assessment).revision}
    response = client.post(reverse("freeze", args=[assessment.code]), sent)
    assert response.status_code == 303, response.content.decode()
    return Recommendation.objects.get(code=response["Location"].split("/")[2])


def overwrite(recommendation: Recommendation, old: str, new: str) -> None:
    """Change a stored record behind the application's back, as nobody may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE decisions_recommendation SET document = replace(document, %s, %s) WHERE id = %s",
            [old, new, recommendation.pk],
        )


def written_down(user: User) -> Recommendation:
    """Write something down in every table that staff may look into, and return the record."""
    recommendation = frozen(answered(begin(), tenant_trust="customers"))
    sign_off(
        recommendation=recommendation,
        name="Reviewer",
        role="Security",
        decision="approved",
        digest=recommendation.digest,
    )
    keep(user=user, assessment=recommendation.assessment, label="Trading")
    return recommendation
