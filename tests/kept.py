"""What a database holds after its server was killed: `python -m tests.kept` prints it as JSON."""

import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 Django comes first

from decisions.documents.record import digest_of_tree  # noqa: E402
from decisions.models import Answer, Assessment, AuditEntry, Recommendation  # noqa: E402
from decisions.services.recommendations import to_see_to  # noqa: E402
from decisions.services.replay import replay  # noqa: E402


def assessment_kept(assessment: Assessment) -> dict[str, Any]:
    acts = AuditEntry.objects.filter(subject=assessment.code)
    return {
        "answers": {answer.question: answer.note for answer in Answer.objects.filter(assessment=assessment)},
        "revision": assessment.revision,
        "changes": acts.filter(action="answer.saved").count(),
        "starts": acts.filter(action="assessment.started").count(),
    }


def record_kept(row: Recommendation) -> dict[str, Any]:
    tree = json.loads(row.document)
    wanted = [tuple(item) for item in to_see_to(row.record.evaluations["en"], row.assessment)]
    return {
        "digest_holds": digest_of_tree(tree) == tree["digest"] == row.digest,
        "columns_agree": (tree["code"], tree["number"], tree["title"]) == (row.code, row.number, row.title),
        "checklist_is_whole": list(row.checklist.values_list("kind", "key")) == wanted,
        "written_down": AuditEntry.objects.filter(action="recommendation.frozen", subject=row.code).count(),
    }


def faults() -> list[Any]:
    """Ask SQLite whether its file is whole; PostgreSQL looks after its own."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchall()
        return [row for row in whole if row != ("ok",)] + cursor.execute("PRAGMA foreign_key_check").fetchall()


def main() -> None:
    records = Recommendation.objects.select_related("assessment__decision_model").order_by("pk")
    last = records.last()
    found = {
        "faults": faults(),
        "assessments": {entry.code: assessment_kept(entry) for entry in Assessment.objects.all()},
        "records": {row.code: record_kept(row) for row in records},
        "same_bytes": last is not None and replay(last.document).same_bytes,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
