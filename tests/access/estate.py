"""One owner's things, and everybody who might reach for them."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client

from decisions.documents.request import DetailedAnswer
from decisions.models import Assessment, ChecklistItem, OwnScenario, Recommendation, Share, Token, Workload
from decisions.services import assessments, own_scenarios, workloads
from decisions.services.recommendations import freeze
from scenarios.models import Evidence

PASSWORD = "correct horse battery"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
ACTORS = ("anonymous", "other_user", "owner", "read_token", "write_token", "expired_token", "share_code")


@dataclass(frozen=True)
class Estate:
    """What the owner has: one of each kind of thing that an address can name."""

    owner: User
    other: User
    assessment: Assessment
    workload: Workload
    share: Share
    recommendation: Recommendation
    item: ChecklistItem
    scenario: OwnScenario
    link: str  # the owner's, to go on in another browser
    evidence: str
    clients: dict[str, Client]

    @property
    def keys(self) -> dict[str, str]:
        """Return what is called a key, by what stands before it."""
        return {
            "questions": "tenant_trust",
            "v1/scenarios": "erp",
            "scenarios/own": self.scenario.key,
            "account/scenarios": self.scenario.key,
            "tokens": Token.objects.filter(user=self.owner, scope=Token.Scope.READ).get().token_key,
        }

    def named(self, route: str, actor: str) -> dict[str, str | int]:
        """Return what stands in an address; who has only a share code tries that wherever a code is asked for."""
        kind = route.split("<")[0]
        own = {"recommendations/": self.recommendation.code, "shares/": self.share.code}
        code = next((own[part] for part in own if kind.endswith(part)), self.assessment.code)
        names: dict[str, str | int] = {
            "code": self.share.code if actor == "share_code" else code,
            "share_code": self.share.code,
            "key": next((key for part, key in self.keys.items() if f"{part}/<" in route), "standard"),
            "question": "tenant_trust",
            "position": 0,
            "constraint": "tenants_apart",
            "number": self.workload.pk,
            "platform": "vmware",
            "evidence": self.evidence,
            "token": self.link,
            "item": self.item.pk,
            "row": self.owner.signed_in.get().pk,
            "uidb64": "MQ",
            "form": "json",
        }
        return {name: names[name] for name in PLACE.findall(route)}


def estate() -> Estate:
    owner = account("owner@example.org")
    other = account("other@example.org")
    assessment = assessments.start(owner=owner, title="Trading", model="standard", scenario="finance")
    workload = assessment.workloads.get(position=0)
    answer(assessment, workload)
    recommendation = freeze(assessment=Assessment.objects.get(pk=assessment.pk)).recommendation
    scenario = own_scenarios.keep(user=owner, assessment=assessment, label="Ours")
    return Estate(
        owner=owner,
        other=other,
        assessment=assessment,
        workload=workload,
        share=assessments.share(assessment=assessment),
        recommendation=recommendation,
        item=recommendation.checklist.all()[0],
        scenario=scenario,
        link=assessments.make_owners_link(assessment=assessment),
        evidence=Evidence.objects.filter(decision_model__key="standard").values_list("key", flat=True)[0],
        clients={
            "anonymous": Client(),
            "other_user": signed_in(other),
            "owner": signed_in(owner),
            "read_token": with_token(owner, Token.Scope.READ),
            "write_token": with_token(owner, Token.Scope.WRITE),
            "expired_token": with_token(owner, Token.Scope.WRITE, expiry=timedelta(seconds=-1)),
            "share_code": Client(),
        },
    )


def answer(assessment: Assessment, workload: Workload) -> None:
    given = DetailedAnswer(value="org")
    assessments.save_answer(assessment=assessment, question="tenant_trust", given=given, seen=0)
    workloads.override(workload=workload, question="tenant_trust", given=given, seen=0)


def account(address: str) -> User:
    return User.objects.create_user(address, address, PASSWORD)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_token(user: User, scope: str, expiry: timedelta = timedelta(days=1)) -> Client:
    _row, token = Token.objects.create(user, expiry=expiry, name="tool", scope=scope)
    return Client(headers={"Authorization": f"Token {token}"})
