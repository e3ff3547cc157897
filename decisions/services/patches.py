"""Change several things of an assessment at once: all of them or none, counted and written down as one change.

Each verb returns the assessment as it stands afterwards.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, NotUnderstood, pointer
from decisions.documents.request import Answer as GivenAnswer
from decisions.models import Answer, Assessment
from decisions.services.assessments import (
    columns_of,
    compiled_for,
    put_scenario,
    refuse_unknown_scenario,
    titled,
    visible,
)
from decisions.services.changes import changing, touch
from decisions.services.reading import read_answers

COLUMNS = ("value", "does_not_apply", "certainty", "note", "revision", "updated")


def edit(
    *, assessment: Assessment, title: str | None = None, scenario: str | None = None, revision: int | None = None
) -> Assessment:
    """Call it otherwise, or let another scenario say what is typical (empty: none); None leaves it as it is."""
    refuse_unknown_scenario(assessment, scenario or "")
    with changing(assessment, revision) as locked:
        details: dict[str, str] = {}
        if title is not None and titled(title) != locked.title:
            locked.title = details["title"] = titled(title)
            locked.save(update_fields=["title"])
        if scenario is not None and scenario != locked.scenario:
            details["scenario"] = scenario
            put_scenario(locked, scenario)
        if details:
            touch(locked, "assessment.changed", **details)
    return locked


def write_answers(
    *, assessment: Assessment, answers: Mapping[str, GivenAnswer], revision: int | None = None
) -> Assessment:
    """Let these be all of one's own answers. None takes back what the scenario brings, and else is no answer at all."""
    model = compiled_for(assessment.decision_model)
    faults = read_answers(model.questions, {}, answers).faults
    if faults:
        raise NotUnderstood(*faults)
    with changing(assessment, revision) as locked:
        brought = model.scenario_answers.get(locked.scenario, {})
        wanted = {
            key: columns_of(given)
            for key, given in answers.items()
            if given is not None or model.questions[key].index in brought
        }
        there = {answer.question: answer for answer in locked.answers.all()}
        written = [key for key, columns in wanted.items() if key not in there or differs(there[key], columns)]
        dropped = [key for key in there if key not in wanted]
        if written or dropped:
            counted = touch(locked, "answers.written", questions=sorted([*written, *dropped]))
            locked.answers.filter(question__in=dropped).delete()
            Answer.objects.bulk_create(
                [
                    Answer(assessment=locked, question=key, revision=counted, updated=locked.updated, **wanted[key])
                    for key in written
                ],
                update_conflicts=True,
                unique_fields=["assessment", "question"],
                update_fields=COLUMNS,
            )
    return locked


def differs(answer: Answer, columns: Mapping[str, object]) -> bool:
    return any(getattr(answer, name) != value for name, value in columns.items())


def write_conditions(
    *, assessment: Assessment, conditions: Mapping[str, str], revision: int | None = None
) -> Assessment:
    """Let these be all the conditions that are met, each with a note that says how that is known."""
    known = compiled_for(assessment.decision_model).conditions
    told = {key: visible(note, lines=True) for key, note in conditions.items()}
    faults = []
    for key, note in told.items():
        place = pointer("confirmed_conditions", key)
        if key not in known:
            message = _("%(constraint)s is no condition of this decision model.") % {"constraint": key}
            faults.append(Fault(place, "unknown_condition", message))
        elif not note:
            faults.append(Fault(place, "note_missing", _("Say in a note how you know that the condition is met.")))
    if faults:
        raise NotUnderstood(*faults)
    with changing(assessment, revision) as locked:
        before = locked.confirmed_conditions
        changed = [key for key in sorted({*told, *before}) if told.get(key) != before.get(key)]
        if changed:
            locked.confirmed_conditions = told
            locked.save(update_fields=["confirmed_conditions"])
            touch(locked, "conditions.written", constraints=changed)
    return locked
