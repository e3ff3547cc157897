"""The calls of the API as its contract has them: what to send so that one is let through, and how it may refuse."""

import json
import re
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.http import HttpResponse
from django.test import Client

from config.http.problems import KINDS
from decisions.api import examples, words
from decisions.services.assessments import start
from decisions.services.recommendations import freeze
from tests.access.estate import Estate
from tests.builders.http import PROBLEM

ANY_STATE = {"If-Match": "*"}


@dataclass(frozen=True)
class Call:
    """A call at an address of what the owner has."""

    method: str
    path: str
    described: Any
    bodies: list[Any]  # as described; none: it takes none
    client: Client

    @property
    def name(self) -> str:
        return str(self.described["operationId"])

    @property
    def content(self) -> dict[str, Any]:
        """Return how it takes JSON, by media type; YAML has tests of its own."""
        content = self.described.get("requestBody", {}).get("content", {})
        return {media_type: shape for media_type, shape in content.items() if media_type.endswith("json")}

    def parameters(self, place: str) -> list[str]:
        return [each["name"] for each in self.described.get("parameters", []) if each["in"] == place]

    def send(
        self, body: bytes | None = None, media_type: str | None = None, *, query: str = "", **headers: str
    ) -> HttpResponse:
        """Send what is right, but for what is said otherwise. Names of headers have underscores for hyphens."""
        usual = next(iter(self.content), "")
        content = json.dumps(self.bodies[0]).encode() if body is None and self.bodies else body or b""
        named = ANY_STATE | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            self.method,
            self.path + query,
            content,
            content_type=usual if media_type is None else media_type,
            headers={name: value for name, value in named.items() if value},
        )

    def fault_in(self, answer: HttpResponse) -> str:
        """Say what is wrong with a refusal, or nothing."""
        if not 400 <= answer.status_code < 500 or answer["Content-Type"] != PROBLEM:
            return f"{answer.status_code} {answer.get('Content-Type', '')}"
        said = json.loads(answer.content)
        known = self.described["responses"].get(str(answer.status_code), {"description": ""})["description"].split(", ")
        if said["code"] not in known or KINDS[said["code"]].status != answer.status_code:
            return f"{answer.status_code} with the code {said['code']}, which the contract does not have here"
        unknown = [error["code"] for error in said["errors"] if error["code"] not in words.CODES]
        return f"unknown codes {unknown}" if unknown else ""


def calls(contract: Any, of: Estate) -> list[Call]:
    return [
        Call(
            method=method.upper(),
            path=path.format(**own_address(path, of)),
            described=described,
            bodies=right_bodies(described, of),
            client=of.clients["write_token"],
        )
        for path, methods in contract["paths"].items()
        for method, described in methods.items()
    ]


def own_address(path: str, of: Estate) -> dict[str, Any]:
    """Return what stands in the address of what the owner has, by its name in the contract."""
    return of.named(re.sub(r"{(\w+)}", r"<\1>", path.removeprefix("/")), "owner")


def right_bodies(described: Any, of: Estate) -> list[Any]:
    """Return the examples of the body that a call takes, with what only their reader knows; none: it takes none."""
    if described["operationId"] == "replay_document":  # too long for an example, so it is one of the smaller model
        frozen = freeze(assessment=start(owner=of.owner, title="Cloud", model="article", scenario="erp"))
        return [json.loads(frozen.recommendation.document)]
    content = described.get("requestBody", {}).get("content", {})
    shown = content.get("application/json", {}).get("examples", {})
    text = json.dumps([example["value"] for example in shown.values()], ensure_ascii=False)
    known = {examples.ASSESSMENT: of.assessment.code, examples.DIGEST: of.recommendation.digest}
    bodies: list[Any] = json.loads(reduce(lambda said, stand_in: said.replace(stand_in, known[stand_in]), known, text))
    return bodies
