"""Place a list of workloads: name and scenario from a CSV file, then any question's key as a further column.

BERTH_URL=http://127.0.0.1:8000 python portfolio.py workloads.csv
"""

import csv
import json
import os
import sys
import urllib.request

API = os.environ.get("BERTH_URL", "http://127.0.0.1:8000") + "/api/v1/"


def item(row):
    """Turn one line into one request; empty cells are not answered."""
    answers = {key: cell for key, cell in row.items() if key not in ("name", "scenario") and cell}
    return {"answers": answers, **({"scenario": row["scenario"]} if row["scenario"] else {})}


def main():
    """Print each workload with its place, or with what is wrong with its line."""
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    body = json.dumps({"items": [item(row) for row in rows]}).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(API + "evaluations/batch/", body, headers)) as answer:
        placed = json.load(answer)["items"]
    for row, entry in zip(rows, placed, strict=True):
        if "problem" in entry:
            print(row["name"], "refused", entry["problem"]["detail"], sep="\t")
        else:
            found = entry["evaluation"]
            print(row["name"], found["verdict"], found["platform"], found["confidence"], sep="\t")


if __name__ == "__main__":
    main()
