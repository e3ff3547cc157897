"""Lay out the workloads of a whole: what each runs on, what stands between them and why, what has to be met.

Each workload has its own evaluation; nothing here changes one. Two groups of workloads that go to different platforms
are told apart by a rule that excludes one of the platforms for one of the groups, or else by the criterion on which
their preferences differ most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import engine
from decisions.documents.evaluation import (
    AnyEvaluation,
    Boundary,
    Evaluation,
    Excluded,
    Kind,
    Layout,
    PlacedEvaluation,
    PlacedSummary,
    PlacedVerdict,
    Placement,
    SharedCondition,
    Substrate,
    SummaryEvaluation,
    Undecided,
    VerdictEvaluation,
)
from decisions.services.describe import LEAST_REASON, View
from decisions.services.understand import Understood
from decisions.services.wording import listed

KINDS: dict[str, Kind] = {
    "vmware": "virtual_machines",
    "docker": "containers_on_hosts",
    "hybrid": "containers_in_virtual_machines",
}
SHARED_HYPERVISOR = frozenset({"vmware", "hybrid"})  # containers in VMs run on the cluster that has the other VMs
MOST_NAMED = 5  # workloads in a sentence; the others are counted
PLACED = frozenset({"recommended", "recommended_with_conditions"})


def placed(
    wholes: Sequence[Understood],
    rows: Sequence[Understood],
    described: Sequence[AnyEvaluation],
    evaluations: engine.Evaluations,
    explanations: engine.Explanations | None,
) -> list[AnyEvaluation]:
    """Gather what was said of wholes and of their workloads, which follow each of them."""
    gathered: list[AnyEvaluation] = []
    row = 0
    for whole in wholes:
        end = row + 1 + len(whole.request.workloads)
        parts = [
            Part(rows[part].workload, described[part], View(rows[part], evaluations, explanations, part))
            for part in range(row + 1, end)
        ]
        with translation.override(whole.request.language):
            gathered.append(with_placements(described[row], parts) if parts else described[row])
        row = end
    return gathered


@dataclass(frozen=True, slots=True)
class Part:
    """One workload of a whole."""

    name: str
    evaluation: AnyEvaluation
    view: View

    @property
    def excluded(self) -> list[Excluded]:
        return self.evaluation.excluded if isinstance(self.evaluation, SummaryEvaluation) else []

    def edge(self, platform: int, other: int) -> engine.FloatArray:
        """How far one platform is ahead of another for this workload, by criterion."""
        values = self.view.evaluations.values[self.view.row]
        ahead: engine.FloatArray = self.view.evaluations.weights[self.view.row] * (values[platform] - values[other])
        return ahead


@dataclass(frozen=True, slots=True)
class Group:
    """The workloads that go to the same platform."""

    platform: int
    parts: tuple[Part, ...]

    @property
    def view(self) -> View:
        return self.parts[0].view

    @property
    def key(self) -> str:
        return self.view.platform(self.platform)

    @property
    def label(self) -> str:
        return self.view.say(self.view.document.platforms[self.platform].label)

    @property
    def names(self) -> list[str]:
        return [part.name for part in self.parts]

    @property
    def said_names(self) -> str:
        return said(self.names)

    @property
    def family(self) -> str:
        """The core platform that it is, or is like."""
        return self.view.document.platforms[self.platform].like or self.key

    def edge(self, other: "Group") -> engine.FloatArray:
        edge: engine.FloatArray = np.mean([part.edge(self.platform, other.platform) for part in self.parts], axis=0)
        return edge

    def moves(self, criterion: int, platform: int, other: int) -> engine.FloatArray:
        moves: engine.FloatArray = np.mean([part.view.moves(criterion, platform, other) for part in self.parts], axis=0)
        return moves

    def answers(self, question: int) -> list[str]:
        """What its workloads answer, each answer once."""
        found = [listed([part.view.say(option.label) for option in part.view.options(question)]) for part in self.parts]
        return list(dict.fromkeys(answer or _("not answered") for answer in found))

    def shares_hypervisor(self, other: "Group") -> bool:
        return {self.key, other.key} <= SHARED_HYPERVISOR


def with_placements(whole: AnyEvaluation, parts: Sequence[Part]) -> AnyEvaluation:
    placements = [Placement(workload=part.name, evaluation=part.evaluation) for part in parts]
    fields = dict(whole)
    if isinstance(whole, Evaluation):
        return PlacedEvaluation(**fields, placements=placements, layout=layout(parts))
    if isinstance(whole, SummaryEvaluation):
        return PlacedSummary(**fields, placements=placements, layout=layout(parts))
    return PlacedVerdict(**fields, placements=placements)


def layout(parts: Sequence[Part]) -> Layout:
    groups = list(grouped(parts))
    undecided = list(unplaced(parts))
    return Layout(
        summary=summary(groups, undecided),
        substrates=[substrate(group, groups) for group in groups],
        boundaries=[boundary(group, other) for group, other in combinations(groups, 2)],
        conditions=conditions(parts),
        undecided=undecided,
    )


def is_placed(evaluation: VerdictEvaluation) -> bool:
    return evaluation.verdict in PLACED


def grouped(parts: Sequence[Part]) -> Iterator[Group]:
    """Put the workloads that have a place together by platform, in the order of the decision model."""
    for platform, _entry in enumerate(parts[0].view.document.platforms):
        here = tuple(part for part in parts if is_placed(part.evaluation) and part.view.leader == platform)
        if here:
            yield Group(platform, here)


def unplaced(parts: Sequence[Part]) -> Iterator[Undecided]:
    for part in parts:
        evaluation = part.evaluation
        if not is_placed(evaluation) and isinstance(evaluation, SummaryEvaluation):
            rivals = [evaluation.platform, *evaluation.close_rivals] if evaluation.platform is not None else []
            yield Undecided(
                workload=part.name, verdict=evaluation.verdict, platforms=rivals, because=evaluation.summary
            )


# substrates


def substrate(group: Group, groups: Sequence[Group]) -> Substrate:
    beside = [other for other in groups if other is not group and group.shares_hypervisor(other)]
    kind = KINDS.get(group.family, "other")
    return Substrate(
        platform=group.key,
        kind=kind,
        beside=[other.key for other in beside],
        label=substrate_label(kind, group, beside),
        workloads=group.names,
    )


def substrate_label(kind: Kind, group: Group, beside: Sequence[Group]) -> str:
    words = {"platform": group.label, "others": listed([other.label for other in beside])}
    if kind == "virtual_machines":
        if beside:
            return _("%(platform)s: a machine of its own each, on the hypervisor that also carries %(others)s.") % words
        return _("%(platform)s: a machine of its own each, on a hypervisor.") % words
    if kind == "containers_in_virtual_machines":
        if beside:
            return _("%(platform)s: pods on node VMs, on the hypervisor that also carries %(others)s.") % words
        return _("%(platform)s: pods on node VMs, on a hypervisor.") % words
    if kind == "containers_on_hosts":
        return _("%(platform)s: straight on physical hosts, which share one kernel each.") % words
    return _("%(platform)s: on hosts of its own.") % words


# boundaries


@dataclass(frozen=True, slots=True)
class Deciding:
    """What tells two groups apart: a rule, or else a criterion."""

    constraint: str | None
    criterion: str | None
    question: str | None
    because: str


def boundary(group: Group, other: Group) -> Boundary:
    decides = deciding(group, other)
    kind: Literal["virtual_machine", "physical_host"] = (
        "virtual_machine" if group.shares_hypervisor(other) else "physical_host"
    )
    return Boundary(
        platforms=[group.key, other.key],
        workloads=[group.names, other.names],
        kind=kind,
        label=boundary_label(kind, group, other),
        criterion=decides.criterion,
        constraint=decides.constraint,
        question=decides.question,
        because=decides.because,
    )


def deciding(group: Group, other: Group) -> Deciding:
    rule = rule_between(group, other)
    if rule is not None:
        return Deciding(rule.constraint, None, rule.question, rule_sentence(rule, group, other))
    criterion = int(np.argmax(group.edge(other) + other.edge(group)))
    question = answer_between(criterion, group, other)
    document = group.view.document
    return Deciding(
        constraint=None,
        criterion=document.criteria[criterion].key,
        question=document.questions[question].key if question is not None else None,
        because=criterion_sentence(criterion, question, group, other),
    )


def boundary_label(kind: str, group: Group, other: Group) -> str:
    words = {"workloads": group.said_names, "others": other.said_names}
    if kind == "virtual_machine":
        return _(
            "The hypervisor separates %(workloads)s from %(others)s: they share hosts, never a virtual machine or its"
            " kernel."
        ) % words  # fmt: skip
    return _("%(workloads)s and %(others)s run on different physical hosts: only the network joins them.") % words


def rule_between(group: Group, other: Group) -> Excluded | None:
    """Find the rule that keeps a workload of one group off the platform of the other."""
    for here, there in ((group, other), (other, group)):
        for part in here.parts:
            for excluded in part.excluded:
                if excluded.platform == there.key:
                    return excluded
    return None


def rule_sentence(rule: Excluded, group: Group, other: Group) -> str:
    there = other if rule.platform == other.key else group
    here = group if there is other else other
    kept_off = [part for part in here.parts if rule_concerns(rule, part)]
    others = tuple(part for part in here.parts if part not in kept_off)
    sentence = _("A rule keeps %(workloads)s off %(platform)s. %(because)s") % {
        "workloads": said([part.name for part in kept_off]),
        "platform": there.label,
        "because": rule.because,
    }
    if not others:
        return sentence
    return joined(sentence, deciding(Group(here.platform, others), there).because)


def rule_concerns(rule: Excluded, part: Part) -> bool:
    return any((row.constraint, row.platform) == (rule.constraint, rule.platform) for row in part.excluded)


def criterion_sentence(criterion: int, question: int | None, group: Group, other: Group) -> str:
    """Say for whom the criterion speaks louder, and what it says for the others."""
    strong, weak = group, other
    ahead, behind = float(group.edge(other)[criterion]), float(other.edge(group)[criterion])
    if behind > ahead:
        strong, weak, ahead, behind = other, group, behind, ahead
    words = {
        "criterion": group.view.say(group.view.document.criteria[criterion].label),
        "platform": strong.label,
        "rival": weak.label,
        "most": points(ahead),
        "least": points(abs(behind)),
        "workloads": strong.said_names,
        "others": weak.said_names,
    }
    if behind > 0:
        sentence = _(
            "“%(criterion)s” tells them apart: it favours %(platform)s over %(rival)s by %(most)s points for"
            " %(workloads)s, and %(rival)s over %(platform)s by %(least)s for %(others)s."
        )
    else:
        sentence = _(
            "“%(criterion)s” tells them apart: it favours %(platform)s over %(rival)s by %(most)s points for"
            " %(workloads)s, by only %(least)s for %(others)s."
        )
    return joined(sentence % words, answer_sentence(criterion, question, group, other) if question is not None else "")


def answer_sentence(criterion: int, question: int, group: Group, other: Group) -> str:
    """Say what the two answer, and the reason of the answer that moves more."""
    entry = group.view.document.questions[question]
    said_so = _("%(question)s: “%(answer)s” against “%(other)s”.") % {
        "question": group.view.say(entry.label),
        "answer": listed(group.answers(question)[:2]),
        "other": listed(other.answers(question)[:2]),
    }
    ahead = float(group.moves(criterion, group.platform, other.platform)[question])
    behind = float(other.moves(criterion, other.platform, group.platform)[question])
    louder, platform, rival = (
        (group, group.platform, other.platform) if ahead >= behind else (other, other.platform, group.platform)
    )
    view = louder.view
    because = view.because(question, criterion, platform, rival) if view.options(question) else ""
    return joined(said_so, because)


def answer_between(criterion: int, group: Group, other: Group) -> int | None:
    """Find the question, answered differently, whose answers pull the two apart most on this criterion."""
    pull = group.moves(criterion, group.platform, other.platform) + other.moves(
        criterion, other.platform, group.platform
    )
    for question in np.argsort(-pull, kind="stable"):
        if pull[question] < LEAST_REASON:
            return None
        if group.answers(int(question)) != other.answers(int(question)):
            return int(question)
    return None


# conditions


def conditions(parts: Sequence[Part]) -> list[SharedCondition]:
    """Gather what has to be met where workloads go, each once."""
    found: dict[tuple[str, str, str], SharedCondition] = {}
    for part in parts:
        if not isinstance(part.evaluation, SummaryEvaluation) or part.evaluation.platform is None:
            continue
        for condition in part.evaluation.conditions:
            if condition.platform != part.evaluation.platform:
                continue
            place = (condition.constraint, condition.platform, condition.confirm)
            known = found.get(place)
            found[place] = SharedCondition(
                constraint=condition.constraint,
                platform=condition.platform,
                because=condition.because,
                confirm=condition.confirm,
                confirmed=condition.confirmed,
                open_question=condition.open_question,
                workloads=[*(known.workloads if known is not None else ()), part.name],
            )
    return sorted(found.values(), key=lambda condition: condition.confirmed)


# words


def summary(groups: Sequence[Group], undecided: Sequence[Undecided]) -> str:
    """Say in one sentence what goes where."""
    words = {"undecided": said([entry.workload for entry in undecided])}
    places = _("; ").join(
        _("%(workloads)s: %(platform)s") % {"workloads": group.said_names, "platform": group.label} for group in groups
    )
    if not groups:
        return _("No workload has a place yet: %(undecided)s.") % words
    if undecided:
        return _("%(places)s; still undecided: %(undecided)s.") % {**words, "places": places}
    if len(groups) == 1 and len(groups[0].parts) > 1:
        return _("All %(n)s workloads go to one platform, %(platform)s.") % {
            "n": len(groups[0].parts),
            "platform": groups[0].label,
        }
    return _("%(places)s.") % {"places": places}


def said(names: Sequence[str]) -> str:
    """Quote names and join them; beyond the first few they are only counted."""
    shown = [_("“%(name)s”") % {"name": name} for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        shown.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
    return listed(shown)


def joined(first: str, second: str) -> str:
    """Put two sentences after each other, as the language does."""
    return _("%(first)s %(second)s") % {"first": first, "second": second} if second else first


def points(share: float) -> str:
    """Write a difference of scores in points: 0.0512 is 5.1."""
    return f"{share * 100:.1f}"
