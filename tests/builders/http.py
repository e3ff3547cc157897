"""Requests to the API as a planning tool sends them, and the whole answer to compare with."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

EVALUATIONS = "/api/v1/evaluations/"
ASSESSMENTS = "/api/v1/assessments/"
BATCH = "/api/v1/evaluations/batch/"
PROBLEM = "application/problem+json"


def post(client: Client, path: str, body: Any = b"", **headers: str) -> HttpResponse:
    """Post a body as JSON; bytes go as they are. Names of headers have underscores for hyphens."""
    return send(client, "POST", path, body, **headers)


def send(
    client: Client, method: str, path: str, body: Any = b"", *, media_type: str = "application/json", **headers: str
) -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method, path, content, content_type=media_type if content else "", headers=named)


def patch(client: Client, path: str, body: Any, **headers: str) -> HttpResponse:
    return send(client, "PATCH", path, body, media_type="application/merge-patch+json", **headers)


def post_evaluation(client: Client, **request: Any) -> HttpResponse:
    return post(client, EVALUATIONS, request)


def post_batch(client: Client, *items: Any) -> HttpResponse:
    return post(client, BATCH, {"items": list(items)})


def problem(code: str, status: int, title: str, detail: str = "", errors: tuple[dict[str, str], ...] = ()) -> Any:
    """Return the whole body of a problem; its detail is the only error's message, or else its title."""
    said = detail or (errors[0]["message"] if len(errors) == 1 else title)
    return {
        "type": f"/api/v1/docs/#problem-{code}",
        "title": title,
        "status": status,
        "detail": said,
        "code": code,
        "errors": list(errors),
    }


def not_understood(*errors: dict[str, str]) -> Any:
    many = "" if len(errors) == 1 else f"{len(errors)} faults were found; see errors."
    return problem("not_understood", 422, "The request is well formed, but cannot be answered", many, errors)


def at(pointer: str, code: str, message: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "message": message}
