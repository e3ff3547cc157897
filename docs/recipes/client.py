"""Berth's API in forty lines of the standard library: place a workload, freeze the result, sign it, fetch the report.

BERTH_URL=http://127.0.0.1:8000 BERTH_TOKEN=… python client.py
"""

import json
import os
import urllib.request
import uuid
from pathlib import Path

API = os.environ.get("BERTH_URL", "http://127.0.0.1:8000") + "/api/v1/"
TOKEN = os.environ["BERTH_TOKEN"]  # with scope write; made on your your account Tokens


def call(method, path, body=None, etag=None, key=None):
    """Send one request; return headers and body. Whatever is not 2xx raises urllib.error.HTTPError."""
    headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
    headers |= {"If-Match": etag} if etag else {}
    headers |= {"Idempotency-Key": key} if key else {}
    content = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(API + path, content, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers, answer.read()


def main():
    """Go the whole round, and print what came of it."""
    start = {"title": "Payroll", "model": "standard", "scenario": "erp"}
    headers, made = call("POST", "assessments/", start, key=str(uuid.uuid4()))  # safe to send again with the same key
    place = f"assessments/{json.loads(made)['code']}/"
    headers, _answers = call(
        "PATCH", place + "answers/", {"release_rate": "yearly", "lock_in": "unsure"}, headers["ETag"]
    )
    headers, frozen = call("POST", place + "recommendations/", {}, headers["ETag"], str(uuid.uuid4()))
    record = json.loads(frozen)
    place = f"recommendations/{record['code']}/"
    review = {"name": "R. Viewer", "role": "Chief architect", "decision": "approved", "digest": record["digest"]}
    call("POST", place + "signoffs/", review, headers["ETag"], str(uuid.uuid4()))
    Path("report.pdf").write_bytes(call("GET", place + "report.pdf?lang=en")[1])
    Path("decision.md").write_bytes(call("GET", place + "report.md?lang=en")[1])
    print(record["verdict"], record["platform"], json.loads(call("POST", place + "replay/", {})[1])["same_bytes"])


if __name__ == "__main__":
    main()
