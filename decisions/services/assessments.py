"""What can be done with an assessment. Each verb reads, checks, then writes in one short transaction."""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.access.audit import note_act
from decisions.documents.faults import DecisionError, Fault, NotUnderstood, UnknownScenario, pointer
from decisions.documents.request import Answer as GivenAnswer
from decisions.documents.request import DetailedAnswer, DirectWeights, EvaluationRequest, Weighting
from decisions.models import TITLE_LENGTH, Answer, Assessment, Share, Workload, digest_of
from decisions.services.changes import Stale, changing, refuse_if_done, touch
from decisions.services.compile import CompiledModel, compiled_row
from decisions.services.reading import QuestionTable, read_answer
from decisions.services.weighting import weighting_faults
from decisions.services.wording import in_language
from scenarios.models import DecisionModel
from scenarios.services import find

Owner = User | str  # an account, or the secret of a browser that has none
UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # Unicode categories: control, format (zero width, direction), surrogate


class UnknownQuestion(DecisionError):
    """The decision model has no question of that key."""


class UnknownCondition(DecisionError):
    """The decision model has no condition of that key."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one answer."""

    answer: Answer | None  # as it stands now; None: as the scenario left it
    changed: bool

    @property
    def revision(self) -> int:
        return self.answer.revision if self.answer else 0


def visible(text: str, *, lines: bool = False) -> str:
    """Drop what cannot be seen or turns the direction of reading; line breaks stay where they are wanted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\n") if lines else [" ".join(text.split())]
    unseen = {ord(letter): None for letter in set(text) - {"\n"} if unicodedata.category(letter) in UNSEEN}
    return "\n".join(parts).translate(unseen).strip()


def compiled_for(row: DecisionModel) -> CompiledModel:
    return compiled_row(row.key, row.version, row.digest)


def table_of(assessment: Assessment, question: str) -> QuestionTable:
    table = compiled_for(assessment.decision_model).questions.get(question)
    if table is None:
        message = _("There is no question %(question)s.") % {"question": question}
        raise UnknownQuestion(Fault(pointer("answers", question), "unknown_question", message))
    return table


def whose(owner: Owner) -> dict[str, Any]:
    """Return the columns that say whom an assessment belongs to: an account, or the browser with that secret."""
    return {"owner": digest_of(owner)} if isinstance(owner, str) else {"user": owner}


def start(*, owner: Owner, title: str, model: str, scenario: str = "") -> Assessment:
    """Begin a piece of work with the current version of a decision model; the version stays.

    Without a name it is called what its scenario is called. It begins with the workloads that the scenario brings.
    """
    row = find(model)
    scenarios = {entry.key: entry for entry in compiled_for(row).document.scenarios}
    if scenario and scenario not in scenarios:
        message = _("The decision model has no scenario %(scenario)s.") % {"scenario": scenario}
        raise UnknownScenario(Fault("/scenario", "unknown_scenario", message))
    language = get_language() or "en"
    usual = in_language(scenarios[scenario].label, language) if scenario else ""
    with transaction.atomic():
        assessment = Assessment.objects.create(
            title=titled(visible(title) or usual), decision_model=row, scenario=scenario, **whose(owner)
        )
        note_act("assessment.started", assessment.code, model=model, scenario=scenario)
        if scenario:
            Workload.objects.bulk_create(
                Workload(
                    assessment=assessment,
                    name=in_language(part.label, language),
                    position=position,
                    scenario_workload=part.key,
                )
                for position, part in enumerate(scenarios[scenario].workloads)
            )
    return assessment


def titled(title: str) -> str:
    return visible(title)[:TITLE_LENGTH] or _("Untitled workload")


def rename(*, assessment: Assessment, title: str, seen: int | None = None, revision: int | None = None) -> None:
    """Call it otherwise. `seen` is the revision that a form was opened with: it is `Stale` if it was renamed since."""
    with changing(assessment, revision) as locked:
        if locked.title == titled(title):
            return
        refuse_if_done(locked, seen, lambda act: act.action == "assessment.renamed" or "title" in act.details)
        locked.title = titled(title)
        locked.save(update_fields=["title"])
        touch(locked, "assessment.renamed")


def change_scenario(*, assessment: Assessment, scenario: str, revision: int | None = None) -> None:
    """Let another scenario say what is typical, or none; own answers stay, and so do the workloads with what is theirs.

    A workload that the old scenario brought keeps its name and its own answers, and inherits the rest.
    """
    refuse_unknown_scenario(assessment, scenario)
    with changing(assessment, revision) as locked:
        if locked.scenario == scenario:
            return
        put_scenario(locked, scenario)
        touch(locked, "assessment.scenario_changed", scenario=scenario)


def refuse_unknown_scenario(assessment: Assessment, scenario: str) -> None:
    if scenario and scenario not in compiled_for(assessment.decision_model).scenario_answers:
        message = _("The decision model has no scenario %(scenario)s.") % {"scenario": scenario}
        raise UnknownScenario(Fault("/scenario", "unknown_scenario", message))


def put_scenario(locked: Assessment, scenario: str) -> None:
    locked.scenario = scenario
    locked.save(update_fields=["scenario"])
    locked.workloads.exclude(scenario_workload="").update(scenario_workload="")


def copy(*, assessment: Assessment, owner: Owner) -> Assessment:
    """Make a second piece of work of the same answers; shares and links stay with the first."""
    return duplicate(assessment, owner, _("Copy of %(title)s") % {"title": assessment.title})


def fork(*, assessment: Assessment, owner: Owner) -> Assessment:
    """Make a what-if of an assessment: a copy to change at will, which remembers what it is to be compared with."""
    return duplicate(assessment, owner, _("What if: %(title)s") % {"title": assessment.title}, forked_from=assessment)


def duplicate(assessment: Assessment, owner: Owner, title: str, *, forked_from: Assessment | None = None) -> Assessment:
    answers, workloads = list(assessment.answers.all()), list(assessment.workloads.all())
    with transaction.atomic():
        twin = Assessment.objects.create(
            title=titled(title),
            forked_from=forked_from,
            decision_model=assessment.decision_model,
            scenario=assessment.scenario,
            weights=assessment.weights,
            weighting=assessment.weighting,
            confirmed_conditions=assessment.confirmed_conditions,
            revision=assessment.revision,
            **whose(owner),
        )
        note_act("assessment.forked" if forked_from else "assessment.copied", twin.code, original=assessment.code)
        for answer in answers:
            answer.pk, answer.assessment = None, twin
        Answer.objects.bulk_create(answers)
        for workload in workloads:
            workload.pk, workload.assessment = None, twin
        Workload.objects.bulk_create(workloads)
    return twin


def delete(*, assessment: Assessment, revision: int | None = None) -> None:
    """Delete it with all that belongs to it, its frozen recommendations too."""
    with changing(assessment, revision) as locked:
        note_act("assessment.deleted", locked.code)
        locked.delete()


def save_answer(
    *,
    assessment: Assessment,
    question: str,
    given: DetailedAnswer | None,
    seen: int | None = None,
    revision: int | None = None,
) -> Saved:
    """Store what was answered; None takes back what a scenario brought.

    `seen` is the revision of the answer that a form was opened with, 0 where there was none: it is `Stale` if something
    else has been stored since, so that nobody loses an answer without knowing. What is answered elsewhere makes no
    difference. Saving the same again changes nothing, so a form may be sent twice.
    """
    if given is not None:
        fault = read_answer(table_of(assessment, question), given)
        if isinstance(fault, Fault):
            raise NotUnderstood(fault)
    else:
        table_of(assessment, question)
    wanted = columns_of(given)
    with changing(assessment, revision) as locked:
        before = Answer.objects.filter(assessment=locked, question=question).first()
        if before is not None and all(getattr(before, name) == value for name, value in wanted.items()):
            return Saved(answer=before, changed=False)
        refuse_unseen(before, seen)
        counted = touch(locked, "answer.saved", question=question)
        answer, _made = Answer.objects.update_or_create(
            assessment=locked, question=question, defaults={**wanted, "revision": counted, "updated": locked.updated}
        )
    return Saved(answer=answer, changed=True)


def columns_of(given: GivenAnswer) -> dict[str, Any]:
    """Return what is stored of an answer; None takes back what would hold otherwise."""
    if not isinstance(given, DetailedAnswer):
        return {"value": given, "does_not_apply": "", "certainty": "", "note": ""}
    return {
        "value": given.value,
        "does_not_apply": given.does_not_apply or "",
        "certainty": given.certainty or "",
        "note": visible(given.note, lines=True),
    }


def forget_answer(
    *, assessment: Assessment, question: str, seen: int | None = None, revision: int | None = None
) -> Saved:
    """Drop one's own answer: the question is again as the scenario left it."""
    table_of(assessment, question)
    with changing(assessment, revision) as locked:
        before = Answer.objects.filter(assessment=locked, question=question).first()
        if before is None:
            return Saved(answer=None, changed=False)
        refuse_unseen(before, seen)
        touch(locked, "answer.forgotten", question=question)
        Answer.objects.filter(pk=before.pk).delete()
    return Saved(answer=None, changed=True)


def refuse_unseen(there: Answer | None, seen: int | None) -> None:
    if seen is not None and (there.revision if there else 0) != seen:
        raise Stale


def set_weights(*, assessment: Assessment, weights: dict[str, float] | None, revision: int | None = None) -> None:
    """Store points of importance that the user gives; None goes back to what scenario and answers say."""
    statement = DirectWeights(method="direct", points=weights) if weights is not None else None
    set_weighting(of=assessment, statement=statement, revision=revision)


def set_weighting(
    *, of: Assessment | Workload, statement: Weighting | None, revision: int | None = None, seen: int | None = None
) -> Assessment | Workload:
    """Store what the user says of the weights of an assessment or of one of its workloads.

    It replaces whatever was said before. None goes back to what scenario and answers say, or to what is inherited.
    `seen` is the revision with which a form was opened: it is `Stale` only if these weights have been set since, since
    answers that changed meanwhile take nothing away from them.
    """
    assessment = of.assessment if isinstance(of, Workload) else of
    if statement is not None:
        points = statement.points if isinstance(statement, DirectWeights) else None
        weighting = statement if points is None else None
        request = EvaluationRequest(model=assessment.decision_model.key, weights=points, weighting=weighting)
        faults = weighting_faults(request, compiled_for(assessment.decision_model))
        if faults:
            raise NotUnderstood(*faults)
    with changing(assessment, revision) as locked:
        weighed = locked.workloads.get(pk=of.pk) if isinstance(of, Workload) else locked
        if weighed.statement == statement:
            return weighed
        number = weighed.pk if isinstance(weighed, Workload) else None
        refuse_if_done(locked, seen, lambda act: act.action == "weights.set" and act.details.get("number") == number)
        weighed.statement = statement
        weighed.save(update_fields=["weights", "weighting"])
        details: dict[str, object] = {"method": statement.method if statement is not None else ""}
        if isinstance(weighed, Workload):
            details |= {"workload": weighed.name, "number": weighed.pk}
        touch(locked, "weights.set", **details)
    return weighed


def confirm_condition(
    *, assessment: Assessment, constraint: str, note: str, seen: int | None = None, revision: int | None = None
) -> None:
    """Record that a condition is met, and how that is known.

    `seen` is the revision that a form was opened with: it is `Stale` if something else was said of it since.
    """
    if constraint not in compiled_for(assessment.decision_model).conditions:
        message = _("%(constraint)s is no condition of this decision model.") % {"constraint": constraint}
        raise UnknownCondition(Fault(pointer("confirmed_conditions", constraint), "unknown_condition", message))
    told = visible(note, lines=True)[:2000]
    if not told:
        message = _("Say in a note how you know that the condition is met.")
        raise NotUnderstood(Fault(pointer("confirmed_conditions", constraint), "note_missing", message))
    write_condition(assessment, constraint, told, seen, revision)


def withdraw_condition(
    *, assessment: Assessment, constraint: str, seen: int | None = None, revision: int | None = None
) -> None:
    write_condition(assessment, constraint, None, seen, revision)


def write_condition(
    assessment: Assessment, constraint: str, note: str | None, seen: int | None, revision: int | None
) -> None:
    with changing(assessment, revision) as locked:
        conditions = {key: text for key, text in locked.confirmed_conditions.items() if key != constraint}
        if note is not None:
            conditions[constraint] = note
        if conditions == locked.confirmed_conditions:
            return
        refuse_if_done(
            locked,
            seen,
            lambda act: constraint in (act.details.get("constraint"), *act.details.get("constraints", ())),
        )
        locked.confirmed_conditions = conditions
        locked.save(update_fields=["confirmed_conditions"])
        action = "condition.withdrawn" if note is None else "condition.confirmed"
        touch(locked, action, constraint=constraint)


def share(*, assessment: Assessment) -> Share:
    """Make a code under which others may read the assessment."""
    with transaction.atomic():
        made = Share.objects.create(assessment=assessment)
        note_act("share.made", assessment.code)
    return made


def revoke(*, share: Share) -> None:
    with transaction.atomic():
        if Share.objects.in_use().filter(pk=share.pk).update(revoked_at=timezone.now()):
            note_act("share.revoked", share.assessment.code)


def make_owners_link(*, assessment: Assessment) -> str:
    """Return a token that opens the assessment for its owner in another browser; the one before stops working.

    Only its digest is stored, so it can be shown this once.
    """
    token = secrets.token_urlsafe(16)
    with transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(link=digest_of(token))
        note_act("link.made", assessment.code)
    return token


def note_link_opened(*, assessment: Assessment) -> None:
    """Write down that another browser may go on with it: nothing else of that is stored here."""
    note_act("link.opened", assessment.code)
