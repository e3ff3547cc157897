"""Understand a request: find its decision model, read its answers, weigh what was given, name every fault."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, NotUnderstood, UnknownScenario, pointer
from decisions.documents.request import DirectWeights, EvaluationRequest, Workload
from decisions.engine import FloatArray
from decisions.services.compile import CompiledModel
from decisions.services.reading import Reading, read_answers
from decisions.services.weighting import Stated, canonical, stated, statement_of, weighting_faults

# One encoder for all: making one for each of ten thousand requests takes longer than using it.
CANONICAL = json.JSONEncoder(separators=(",", ":"), default=lambda answer: answer.model_dump(exclude_defaults=True))
# What is left at its default does not count: a field that requests gain later leaves their digests as they are.
# Model, language and seed count as understood, whether or not they were said.
DEFAULTS = {
    name: field.default
    for name, field in sorted(EvaluationRequest.model_fields.items())
    if name not in {"detail", "model", "language", "seed"}
}


@dataclass(frozen=True, slots=True)
class Understood:
    """A request in the engine's terms."""

    request: EvaluationRequest
    model: CompiledModel
    reading: Reading
    points: FloatArray  # (criteria,) importance before answers
    stated: Stated | None  # weights as the user gave them; they replace the points
    compared: tuple[int, ...]  # platforms, in the order of the model
    confirmed: dict[int, str]  # conditions and their notes
    seed: int
    input_digest: str
    workload: str = ""  # its name, where it is one of a whole

    @property
    def informed(self) -> bool:
        """Whether anything is known at all."""
        return (
            self.request.scenario is not None
            or self.stated is not None
            or any(answer.state == "answered" and answer.source == "own" for answer in self.reading.answers.values())
        )


def understand(request: EvaluationRequest, model: CompiledModel) -> Understood:
    """Translate a request, or raise a `DecisionError` that names all its faults."""
    if request.scenario is not None and request.scenario not in model.scenario_answers:
        message = _("The decision model has no scenario %(scenario)s.") % {"scenario": request.scenario}
        raise UnknownScenario(Fault("/scenario", "unknown_scenario", message))
    brought = model.scenario_answers[request.scenario] if request.scenario is not None else {}
    reading = read_answers(model.questions, brought, request.answers)
    faults = [*reading.faults, *weighting_faults(request, model), *platform_faults(request, model)]
    faults += [
        Fault(
            pointer("confirmed_conditions", key),
            "unknown_condition",
            _("%(constraint)s is no condition of this decision model.") % {"constraint": key},
        )
        for key in request.confirmed_conditions
        if key not in model.conditions
    ]
    faults += [
        Fault(
            pointer("confirmed_conditions", key),
            "note_missing",
            _("Say in a note how you know that the condition is met."),
        )
        for key, note in request.confirmed_conditions.items()
        if key in model.conditions and not note.strip()
    ]
    faults += workload_faults(request, model)
    if faults:
        raise NotUnderstood(*faults)
    seed = request.seed if request.seed is not None else model.arrays.method.seed
    return Understood(
        request=request,
        model=model,
        reading=reading,
        points=model.scenario_points[request.scenario] if request.scenario is not None else model.arrays.points,
        stated=stated(statement_of(request), model),
        compared=compared(request, model),
        confirmed={model.conditions[key]: note for key, note in request.confirmed_conditions.items()},
        seed=seed,
        input_digest=input_digest(request, model, seed),
    )


def understand_workloads(whole: Understood) -> list[Understood]:
    """Translate the workloads of a request that was understood, in their order."""
    return [understand_workload(whole, workload) for workload in whole.request.workloads]


def understand_workload(whole: Understood, workload: Workload) -> Understood:
    """Lay what a workload says over what the whole says; what its scenario brings for it stands between the two."""
    model, scenario = whole.model, whole.request.scenario
    brought = dict(model.scenario_answers[scenario]) if scenario is not None else {}
    inherited = whole.request.answers
    if scenario is not None and workload.scenario_workload is not None:
        narrower = model.scenario_workloads[scenario][workload.scenario_workload]
        brought |= narrower
        inherited = {key: answer for key, answer in inherited.items() if model.questions[key].index not in narrower}
    request = whole.request.model_copy(
        update={
            "answers": {**inherited, **workload.answers},
            **own_weighting(workload),
            "workloads": [],
        }
    )
    asked = request
    if workload.scenario_workload is not None:  # else it is the same as if it had been asked alone
        marker = Workload(name=workload.scenario_workload, scenario_workload=workload.scenario_workload)
        asked = request.model_copy(update={"workloads": [marker]})
    return replace(
        whole,
        request=request,
        reading=read_answers(model.questions, brought, request.answers),
        stated=stated(statement_of(request), model),
        input_digest=input_digest(asked, model, whole.seed),
        workload=workload.name,
    )


def workload_faults(request: EvaluationRequest, model: CompiledModel) -> Iterator[Fault]:
    """Say what is wrong with the workloads themselves; what they inherit is looked at once, in the whole."""
    known = model.scenario_workloads.get(request.scenario or "", {})
    names: set[str] = set()
    for position, workload in enumerate(request.workloads):
        place = pointer("workloads", position)
        if workload.name in names:
            message = _("There are two workloads called “%(name)s”.") % {"name": workload.name}
            yield Fault(f"{place}/name", "workload_twice", message)
        names.add(workload.name)
        if workload.scenario_workload is not None and workload.scenario_workload not in known:
            message = _("The scenario has no workload %(workload)s.") % {"workload": workload.scenario_workload}
            yield Fault(f"{place}/scenario_workload", "unknown_workload", message)
        own = [*read_answers(model.questions, {}, workload.answers).faults, *weighting_faults(workload, model)]
        yield from (replace(fault, pointer=place + fault.pointer) for fault in own)


def own_weighting(workload: Workload) -> dict[str, Any]:
    """Return what a workload says of weights, which replaces all that it would inherit of them."""
    if workload.weights is None and workload.weighting is None:
        return {}
    return {"weights": workload.weights, "weighting": workload.weighting}


def platform_faults(request: EvaluationRequest, model: CompiledModel) -> list[Fault]:
    faults = []
    for position, key in enumerate(request.platforms or ()):
        words = {"platform": key}
        if key not in model.platforms:
            message = _("There is no platform %(platform)s.") % words
            faults.append(Fault(pointer("platforms", position), "unknown_platform", message))
        elif key in (request.platforms or ())[:position]:
            message = _("%(platform)s is named twice.") % words
            faults.append(Fault(pointer("platforms", position), "platform_twice", message))
    return faults


def compared(request: EvaluationRequest, model: CompiledModel) -> tuple[int, ...]:
    """Return the platforms to compare: the core ones unless the request names others."""
    if request.platforms is None:
        return model.core
    return tuple(sorted(model.platforms[key] for key in request.platforms))


def input_digest(request: EvaluationRequest, model: CompiledModel, seed: int) -> str:
    """Digest what was asked, whatever its order: all but how much of the answer is wanted."""
    if isinstance(request.weighting, DirectWeights):
        request = request.model_copy(update={"weights": request.weighting.points, "weighting": None})
    asked = {field: value for field, default in DEFAULTS.items() if (value := getattr(request, field)) != default}
    for field, known in (
        ("answers", model.questions),
        ("weights", model.criteria),
        ("confirmed_conditions", model.conditions),
    ):
        if field in asked:  # in the order of the model, which is quicker to make than an alphabetical one
            given = asked[field]
            asked[field] = {key: given[key] for key in known if key in given}
    if request.weighting is not None:
        asked["weighting"] = canonical(request.weighting, model)
    asked |= {"model": model.digest, "language": request.language, "seed": seed}
    return "sha256:" + hashlib.sha256(CANONICAL.encode(asked).encode()).hexdigest()
