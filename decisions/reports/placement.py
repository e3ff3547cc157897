"""What pages, print and files show of a whole whose workloads are placed one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Evaluation, PlacedEvaluation
from decisions.reports import drawings
from decisions.reports.report import Brief, Named
from decisions.services.wording import in_language
from scenarios.schema import DecisionModel

MOST_DRAWN = 12  # workloads in a picture, in all of its boxes together; the others are counted …
FEWEST_DRAWN = 2  # … though each box shows so many
ON_A_HYPERVISOR = frozenset({"virtual_machines", "containers_in_virtual_machines"})


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """One workload, where it goes, and what is said of it."""

    number: int
    name: str
    platform: Named | None  # none: undecided
    report: Brief

    @property
    def anchor(self) -> str:
        return f"workload-{self.number}"

    @property
    def bars(self) -> SafeString:
        return drawings.small_bars(self.report.ranking)


@dataclass(frozen=True, slots=True)
class Ground:
    """What some workloads run on."""

    platform: Named
    kind: str
    label: str
    workloads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Border:
    """What stands between two sides, and why."""

    kind: str
    kind_text: str
    sides: tuple[tuple[Named, tuple[str, ...]], ...]
    label: str
    because: str


@dataclass(frozen=True, slots=True)
class ToMeet:
    """A condition and the workloads whose place depends on it."""

    platform: Named
    because: str
    confirm: str
    confirmed: bool
    workloads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacementReport:
    """The layout of a whole, ready to be shown."""

    summary: str
    rows: tuple[WorkloadRow, ...]
    grounds: tuple[Ground, ...]
    borders: tuple[Border, ...]
    conditions: tuple[ToMeet, ...]
    undecided: tuple[tuple[str, str], ...]  # name and reason

    @classmethod
    def of(cls, evaluation: Evaluation, document: DecisionModel) -> "PlacementReport | None":
        """Return the layout of an evaluation; none where no workloads were named."""
        if not isinstance(evaluation, PlacedEvaluation):
            return None
        return Composition(evaluation, document, get_language() or "en").report()

    @property
    def picture(self) -> SafeString:
        return drawings.boxes(summary_of_picture(self), list(outer_boxes(self)))


class Composition:
    """Looks up what a layout names, and puts it together."""

    def __init__(self, evaluation: PlacedEvaluation, document: DecisionModel, language: str) -> None:
        self.evaluation = evaluation
        self.document = document
        self.platforms = {
            part.key: Named(part.key, in_language(part.label, language), in_language(part.short, language))
            for part in document.platforms
        }

    def report(self) -> PlacementReport:
        layout = self.evaluation.layout
        return PlacementReport(
            summary=layout.summary,
            rows=tuple(self.rows()),
            grounds=tuple(
                Ground(self.platforms[ground.platform], ground.kind, ground.label, tuple(ground.workloads))
                for ground in layout.substrates
            ),
            borders=tuple(self.borders()),
            conditions=tuple(
                ToMeet(
                    platform=self.platforms[condition.platform],
                    because=condition.because,
                    confirm=condition.confirm,
                    confirmed=condition.confirmed,
                    workloads=tuple(condition.workloads),
                )
                for condition in layout.conditions
            ),
            undecided=tuple((entry.workload, entry.because) for entry in layout.undecided),
        )

    def rows(self) -> Iterator[WorkloadRow]:
        undecided = {entry.workload for entry in self.evaluation.layout.undecided}
        for number, placement in enumerate(self.evaluation.placements, start=1):
            if not isinstance(placement.evaluation, Evaluation):
                raise TypeError("the workloads were not evaluated in full")
            key = placement.evaluation.platform if placement.workload not in undecided else None
            yield WorkloadRow(
                number=number,
                name=placement.workload,
                platform=self.platforms[key] if key is not None else None,
                report=Brief.of(placement.evaluation, self.document),
            )

    def borders(self) -> Iterator[Border]:
        words = {"virtual_machine": _("virtual machine"), "physical_host": _("physical host")}
        for boundary in self.evaluation.layout.boundaries:
            yield Border(
                kind=boundary.kind,
                kind_text=words[boundary.kind],
                sides=tuple(
                    (self.platforms[platform], tuple(names))
                    for platform, names in zip(boundary.platforms, boundary.workloads, strict=True)
                ),
                label=boundary.label,
                because=boundary.because,
            )


# the picture


def summary_of_picture(report: PlacementReport) -> str:
    return _("Layout: %(summary)s") % {"summary": report.summary}


def outer_boxes(report: PlacementReport) -> Iterator[drawings.Box]:
    """Nest what runs on what: servers, the hypervisor on them, virtual machines, containers."""
    most = most_in_a_box(report)
    on_hypervisor = [ground for ground in report.grounds if ground.kind in ON_A_HYPERVISOR]
    if on_hypervisor:
        cluster = drawings.Box(_("Hypervisor cluster"), tuple(ground_box(ground, most) for ground in on_hypervisor))
        yield drawings.Box(_("Physical servers"), (cluster,))
    for ground in report.grounds:
        if ground not in on_hypervisor:
            yield drawings.Box(_("Physical servers of their own"), (ground_box(ground, most),))
    if report.undecided:
        names = counted([name for name, _because in report.undecided], most)
        boxes = tuple(drawings.Box(name, dashed=True) for name in names)
        yield drawings.Box(_("Still undecided"), boxes, dashed=True)


def most_in_a_box(report: PlacementReport) -> int:
    """Return how many workloads a box shows, so that the picture of any whole fits on a page."""
    if len(report.rows) <= MOST_DRAWN:
        return MOST_DRAWN
    return max(FEWEST_DRAWN, MOST_DRAWN // (len(report.grounds) + bool(report.undecided)))


def ground_box(ground: Ground, most: int) -> drawings.Box:
    dashed = ground.kind != "virtual_machines"  # a container's edge is thinner than a machine's
    return drawings.Box(
        ground.platform.label,
        tuple(
            drawings.Box(name, platform=ground.platform.key, dashed=dashed) for name in counted(ground.workloads, most)
        ),
        platform=ground.platform.key,
    )


def counted(names: Sequence[str], most: int) -> list[str]:
    """Return the first names, and how many more there are."""
    more = len(names) - most
    if more <= 0:
        return [*names]
    return [*names[:most], ngettext("%(n)s more", "%(n)s more", more) % {"n": more}]
