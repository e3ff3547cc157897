"""Each unsafe act is written down once; that what is refused is not, `test_matrix.py` finds.

What is sent to an address of the API is the example of its contract; to a page, its own form as it is shown, with what
is said here otherwise. So a new address needs at most its fields, and cannot be forgotten.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from decisions.documents.request import DetailedAnswer
from decisions.models import Assessment, AuditEntry
from decisions.services.assessments import save_answer
from tests.access.estate import PASSWORD, Estate, estate
from tests.access.table import TABLE, Row
from tests.access.test_matrix import ADDRESSES, METHODS
from tests.builders.described import right_bodies

pytestmark = pytest.mark.django_db

NEW = "thirteen ships at sea"
SCENARIO = b"key: brought\nlabel: Brought\nmodel: standard\nscenario: erp\n"
NOW = object()  # the revision as it stands


@dataclass(frozen=True)
class Act:
    """What is filled in, by whom, and how many entries that makes where it is not one."""

    fields: dict[str, Any] = field(default_factory=dict)
    actor: str = "owner"
    entries: int = 1
    before: Callable[[Estate], None] = lambda everything: None


def say_otherwise(everything: Estate) -> None:
    save_answer(assessment=everything.assessment, question="tenant_trust", given=DetailedAnswer(value="customers"))


def weigh(everything: Estate) -> None:
    assessment = Assessment.objects.get(pk=everything.assessment.pk)
    path = reverse("priorities-points", args=[assessment.code])
    everything.clients["owner"].post(path, {"revision": assessment.revision, "weight.cost": "5"})


def weigh_one(everything: Estate) -> None:
    assessment = Assessment.objects.get(pk=everything.assessment.pk)
    path = reverse("workload-priorities-points", args=[assessment.code, everything.workload.pk])
    everything.clients["owner"].post(path, {"revision": assessment.revision, "weight.cost": "5"})


SAID = {
    "assessments": Act({"title": "Payroll", "scenario": "erp"}),
    "open-link": Act(actor="anonymous"),
    "question": Act({"answer": "own_team"}),
    "all-questions": Act({"tenant_trust.answer": "own_team"}),
    "priorities": Act({"action": "reset", "revision": NOW}, before=weigh),
    "rename": Act({"title": "Ledger"}),
    "condition": Act({"note": "Separate clusters", "revision": NOW}),
    "workloads": Act({"name": "Reports"}),
    "workload": Act({"name": "Nightly reports"}),
    "priorities-pairs": Act({"pair.isolation.cost": "5"}),
    "workload-priorities-pairs": Act({"pair.isolation.cost": "5"}),
    "workload-question": Act({"answer": "own_team"}),
    "workload-priorities": Act({"action": "reset", "revision": NOW}, before=weigh_one),
    "freeze": Act({"revision": NOW}, before=say_otherwise),
    "record-sign": Act({"name": "R. Viewer", "role": "Chief architect", "decision": "approved"}),
    "record-item": Act({"item-0-owner": "A. Architect", "revision": "0"}),
    "account": Act({"name": "A. Architect"}),
    "sign-up": Act({"email": "new@example.org", "password": PASSWORD}, "anonymous", entries=2),  # and is signed in
    "sign-in": Act({"email": "owner@example.org", "password": PASSWORD}, "anonymous"),
    "change-password": Act({"current": PASSWORD, "password": NEW}),
    "ask-for-reset": Act({"email": "owner@example.org"}, "anonymous"),
    "tokens": Act({"name": "CI"}),
    "bring-in-scenario": Act({"file": SimpleUploadedFile("scenario.yaml", SCENARIO)}),
    "keep-scenario": Act({"label": "Mine"}),
    "rename-scenario": Act({"label": "Ours too"}),
    "delete-account": Act({"password": PASSWORD}),
    "set_language": Act({"language": "en"}, entries=0),  # a cookie of the reader's
    "api:weights": Act(before=weigh),
    "api:weighting": Act(before=weigh),
    "api:frozen": Act(before=say_otherwise),
}
STORES_NOTHING = {"api:evaluations", "api:batch", "api:replay", "api:replay-document"}
ELSEWHERE = {"reset-password"}  # needs the link of a mail


class Forms(HTMLParser):
    """Reads what the forms of a page would send as they stand: by address, and by '' what goes to the page itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, list[str]]] = {}
        self.here: dict[str, list[str]] = {}
        self.name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.here = self.fields.setdefault(given.get("action", ""), {})
        name, is_marked = given.get("name", ""), given.get("type") in {"radio", "checkbox", "file"}
        if name and (
            (tag == "input" and (not is_marked or "checked" in given)) or (tag == "button" and name not in self.here)
        ):
            self.here.setdefault(name, []).append(given.get("value", ""))
        elif tag in {"textarea", "select"}:
            self.name = given.get("name", "")
        elif tag == "option" and "selected" in given:
            self.here.setdefault(self.name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = {}


def unsafe() -> list[tuple[str, str, Row]]:
    return [
        (name, method, row)
        for name, row in TABLE.items()
        for method in METHODS
        if method != "GET" and method in row.methods and name not in ELSEWHERE
    ]


@pytest.fixture
def everything(published: object) -> Estate:
    return estate()


def test_each_act_is_written_down_once(client, everything):
    contract = client.get("/api/v1/openapi.json").json()
    wrong = []

    for name, method, _row in unsafe():
        act = SAID.get(name, Act(entries=0 if name in STORES_NOTHING else 1))
        body = body_of(everything, contract, name, method)
        with transaction.atomic():  # each finds everything as it was
            act.before(everything)
            before = AuditEntry.objects.count()
            answer = send(everything, name, method, act, body)
            entries = [entry.action for entry in AuditEntry.objects.order_by("pk")[before:]]
            transaction.set_rollback(True)
        if answer.status_code >= 400 or len(entries) != act.entries:
            wrong.append(f"{name} {method}: {answer.status_code}, {entries or 'nothing'} written down")

    assert not wrong, "\n".join(wrong)


def body_of(everything: Estate, contract: Any, name: str, method: str) -> bytes:
    """Return the example of a call of the API; nothing: it takes none, or is a page."""
    described = contract["paths"].get("/" + in_braces(ADDRESSES[name]), {}).get(method.lower())
    bodies = right_bodies(described, everything) if described is not None else []
    return json.dumps(bodies[0]).encode() if bodies else b""


def in_braces(route: str) -> str:
    return re.sub(r"<\w+:(\w+)>", r"{\1}", route)


def send(everything: Estate, name: str, method: str, act: Act, body: bytes) -> Any:
    path = reverse(name, kwargs=everything.named(ADDRESSES[name], "owner"))
    if path.startswith("/api/"):
        tool = everything.clients["write_token"]
        return tool.generic(method, path, body, content_type="application/json", headers={"If-Match": "*"})
    client = Client()
    client.cookies.update(everything.clients[act.actor].cookies)  # its own: whoever signs out is in again for the next
    if method != "POST":
        return client.generic(method, path)
    shown = client.get(path)
    forms = Forms(shown.content.decode()).fields if shown.status_code == 200 else {}
    now = Assessment.objects.get(pk=everything.assessment.pk).revision
    said = {name: now if value is NOW else value for name, value in act.fields.items()}
    return client.post(path, {**(forms.get("") or forms.get(path) or {}), **said})


def test_a_new_password_by_mail_is_written_down_once(client, everything):
    owner = everything.owner
    link = [urlsafe_base64_encode(str(owner.pk).encode()), default_token_generator.make_token(owner)]
    form = client.get(reverse("reset-password", args=link))["Location"]
    before = AuditEntry.objects.count()

    client.post(form, {"password": NEW})

    assert [entry.action for entry in AuditEntry.objects.order_by("pk")[before:]] == ["password.reset", "signed_in"]
