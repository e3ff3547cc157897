"""What to send to a call of the API, as its contract has it, so that it is let through."""

import json
import re
from functools import reduce
from typing import Any

from decisions.api import examples
from decisions.services.assessments import start
from decisions.services.recommendations import freeze
from tests.access.estate import Estate


def own_address(path: str, of: Estate) -> dict[str, Any]:
    """Return what stands in the address of what the owner has, by its name in the contract."""
    return of.named(re.sub(r"{(\w+)}", r"<\1>", path.removeprefix("/")), "owner")


def right_bodies(operation: Any, of: Estate) -> list[Any]:
    """Return the examples of the body that a call takes, with what only their reader knows; none: it takes none."""
    if operation["operationId"] == "replay_document":  # too long for an example, so it is one of the smaller model
        frozen = freeze(assessment=start(owner=of.owner, title="Cloud", model="article", scenario="erp"))
        return [json.loads(frozen.recommendation.document)]
    content = operation.get("requestBody", {}).get("content", {})
    shown = content.get("application/json", {}).get("examples", {})
    text = json.dumps([example["value"] for example in shown.values()], ensure_ascii=False)
    known = {examples.ASSESSMENT: of.assessment.code, examples.DIGEST: of.recommendation.digest}
    bodies: list[Any] = json.loads(reduce(lambda said, stand_in: said.replace(stand_in, known[stand_in]), known, text))
    return bodies
