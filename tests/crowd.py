"""Many processes that do the same at once to one database, each with a connection of its own.

    python -m tests.crowd count_up <code> --clients 50 --edits 40

prints what became of it as JSON: how many edits were `accepted`, how many `stale`, and what the database `refused`.
"""

import argparse
import json
import multiprocessing
import os
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import DatabaseError, connection  # noqa: E402 Django comes first

from decisions.documents.request import DetailedAnswer  # noqa: E402
from decisions.models import Assessment  # noqa: E402
from decisions.services import assessments  # noqa: E402
from decisions.services.changes import Stale  # noqa: E402

QUESTIONS = {
    "release_rate": ("daily", "weekly", "monthly", "yearly"),
    "load_shape": ("flat_high", "flat_low", "daily", "burst"),
    "blast_radius": ("only_this", "group", "host"),
}


def as_it_stands(code: str) -> Assessment:
    return Assessment.objects.select_related("decision_model").get(code=code)


def count_up(code: str, client: int, edit: int, guarded: bool) -> None:
    """Read a weight, add one, write it back: what overwrites somebody else's count makes the sum too small."""
    read = as_it_stands(code)
    weights = {"isolation": (read.weights or {"isolation": 0})["isolation"] + 1}
    assessments.set_weights(assessment=read, weights=weights, revision=read.revision if guarded else None)


def answer(code: str, client: int, edit: int, guarded: bool) -> None:
    """Answer one of three questions, each time otherwise."""
    question, options = list(QUESTIONS.items())[(client + edit) % len(QUESTIONS)]
    given = DetailedAnswer(value=options[edit % len(options)], note=f"client {client}, edit {edit}")
    assessments.save_answer(assessment=as_it_stands(code), question=question, given=given)


ACTS = {"count_up": count_up, "answer": answer}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=ACTS)
    parser.add_argument("code")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--unguarded", action="store_true", help="write without the revision that was read")
    parser.add_argument("--deferred", action="store_true", help="begin transactions as Django does by default")
    parser.add_argument("--patient", action="store_true", help="wait for SQLite's lock as long as it takes")
    asked = parser.parse_args()

    assessments.compiled_for(as_it_stands(asked.code).decision_model)  # once, before there are many of us
    connection.close()
    if asked.patient and connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = 300  # seconds; the lock goes to the lucky, not to the first
    forking = multiprocessing.get_context("fork")
    together, said = forking.Barrier(asked.clients), forking.SimpleQueue()

    def one(client: int) -> None:
        found: Counter[str] = Counter()
        connection.ensure_connection()
        if asked.deferred:
            connection.transaction_mode = None
        together.wait()
        for edit in range(asked.edits):
            try:
                ACTS[asked.act](asked.code, client, edit, not asked.unguarded)
            except Stale:
                found["stale"] += 1
            except DatabaseError as fault:
                found[f"refused: {fault}"] += 1
            else:
                found["accepted"] += 1
        said.put(found)

    processes = [forking.Process(target=one, args=(client,)) for client in range(asked.clients)]
    for process in processes:
        process.start()
    total = sum((said.get() for _process in processes), Counter())
    for process in processes:
        process.join()
    print(json.dumps(total))


if __name__ == "__main__":
    main()
