"""Fail when a frozen decision would come out differently with the decision model that is published now.

BERTH_URL=http://127.0.0.1:8000 BERTH_TOKEN=… python drift.py
"""

import json
import os
import sys
import urllib.request

BERTH = os.environ.get("BERTH_URL", "http://127.0.0.1:8000")
TOKEN = os.environ["BERTH_TOKEN"]  # scope read is enough


def entries(address="/api/v1/recommendations/drift/"):
    """Yield every recommendation that rests on an older version of its decision model, page by page."""
    while address:
        request = urllib.request.Request(BERTH + address, headers={"Authorization": f"Token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            page = json.load(answer)
        yield from page["items"]
        address = page["next"]


def main():
    """Print what drifted; the exit status says whether anything did."""
    drifted = [entry for entry in entries() if entry["drifted"]]
    for entry in drifted:
        now = entry["now"]
        print(f"{entry['title']}: {entry['platform']} when frozen, {now['platform']} with {now['model_version']}")
    sys.exit(bool(drifted))


if __name__ == "__main__":
    main()
