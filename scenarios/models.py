"""The catalogue's rows: the one store of what is published.

Every table holds one kind of part of `schema.DecisionModel`, under the same names; `rows` says how one becomes the
other. Rows are written when a version is published, and never change.
"""

from typing import Any

from django.db import connections, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scenarios import schema
from scenarios.rows import BilingualText, Final, FinalQuerySet, Row

KEY_LENGTH = 64  # characters, see schema.Key


def key_column(verbose_name: Any, **options: Any) -> "models.CharField[str, str]":
    return models.CharField(verbose_name, max_length=KEY_LENGTH, **options)


def word_column(verbose_name: Any, **options: Any) -> "models.CharField[str, str]":
    """Return a column for one of the few words that the schema lists."""
    return models.CharField(verbose_name, max_length=32, **options)


def list_column(verbose_name: Any) -> "models.JSONField[Any, Any]":
    return models.JSONField(verbose_name, default=list, blank=True)


def link(table: Any, verbose_name: Any, related_name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(table, on_delete=models.PROTECT, related_name=related_name, verbose_name=verbose_name)


def sequence_of(version: str) -> int:
    """Return a number that orders versions: 2026.11.1 comes after 2026.9.2."""
    year, month, serial = map(int, version.split("."))
    return (year * 100 + month) * 10_000 + serial


def storable(text: str) -> str:
    """Return what to look a text up by: PostgreSQL refuses to compare with NUL, which no row has."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


LATEST = "SELECT key, version, digest FROM scenarios_decisionmodel WHERE key = %s ORDER BY sequence DESC LIMIT 1"
NAMED = "SELECT key, version, digest FROM scenarios_decisionmodel WHERE key = %s AND version = %s"


class DecisionModelQuerySet(FinalQuerySet["DecisionModel"]):
    def current(self, key: str) -> "DecisionModel":
        """Return the latest version of a decision model."""
        return self.filter(key=storable(key)).latest("sequence")

    def version(self, key: str, version: str) -> "DecisionModel":
        return self.get(key=storable(key), version=storable(version))

    def identity(self, key: str, version: str | None = None) -> tuple[str, str, str] | None:
        """Return key, version and digest of one version, the latest unless named.

        In SQL, because every evaluation begins with it: the ORM takes ten times as long to write this query as SQLite
        takes to answer it.
        """
        with connections[self.db].cursor() as cursor:
            if version is None:
                cursor.execute(LATEST, [storable(key)])
            else:
                cursor.execute(NAMED, [storable(key), storable(version)])
            found: tuple[str, str, str] | None = cursor.fetchone()
        return found

    def for_catalogue(self) -> "models.QuerySet[DecisionModel]":
        """Return the latest version of every decision model, for lists of what there is."""
        newer = DecisionModel.objects.filter(key=OuterRef("key"), sequence__gt=OuterRef("sequence"))
        return self.filter(~Exists(newer)).order_by("key")

    def for_document(self) -> "models.QuerySet[DecisionModel]":
        """Return decision models with all their rows, one query for each table, to put the document together."""
        return self.prefetch_related(
            "criteria",
            "facts",
            "platforms__platform_facts",
            "ratings",
            "evidence",
            "sections",
            "questions__options__effects",
            "questions__options__importance",
            "constraints",
            "contradictions",
            "measurements__figures",
            "scenarios__importance",
            "scenarios__answers",
            "scenarios__workloads__answers",
            "countermeasures",
            "layers",
            "trends",
            "article_facts__corrections",
        )


class DecisionModel(Row):
    """One published version of criteria, platforms, ratings, evidence, questions and rules."""

    part = schema.DecisionModel

    key = key_column(_("key"))
    version = models.CharField(_("version"), max_length=16)
    sequence = models.PositiveBigIntegerField(_("sequence"), editable=False)
    draft = models.BooleanField(_("draft"), default=False)
    digest = models.CharField(_("digest"), max_length=80)
    published_at = models.DateTimeField(_("published at"))
    label = BilingualText(_("label"))
    summary = BilingualText(_("summary"))
    method_seed = models.PositiveIntegerField(_("seed"))
    method_cases = models.PositiveIntegerField(_("number of cases"))
    method_least_confidence_number = models.FloatField(_("least confidence"))
    method_least_confidence_because = BilingualText(_("reason for the least confidence"))
    method_least_lead_number = models.FloatField(_("least lead"))
    method_least_lead_because = BilingualText(_("reason for the least lead"))
    method_most_open_number = models.FloatField(_("largest share of open questions"))
    method_most_open_because = BilingualText(_("reason for the largest share of open questions"))
    method_most_unsettled_number = models.FloatField(_("largest share of unsettled cases"))
    method_most_unsettled_because = BilingualText(_("reason for the largest share of unsettled cases"))
    method_spread_exact_number = models.FloatField(_("spread of exact weights"))
    method_spread_exact_because = BilingualText(_("reason for the spread of exact weights"))
    method_spread_direct_number = models.FloatField(_("spread of weights set directly"))
    method_spread_direct_because = BilingualText(_("reason for the spread of weights set directly"))
    method_spread_scenario_number = models.FloatField(_("spread of a scenario's weights"))
    method_spread_scenario_because = BilingualText(_("reason for the spread of a scenario's weights"))

    objects = DecisionModelQuerySet.as_manager()  # type: ignore[misc]  # django-stubs types it otherwise than the base

    class Meta:
        verbose_name = _("decision model")
        verbose_name_plural = _("decision models")
        ordering = ["key", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="decision_model_version_once"),
            models.UniqueConstraint(fields=["key", "sequence"], name="decision_model_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Placed(Final):
    """A row that has its place in a list."""

    position = models.PositiveIntegerField(_("position"), editable=False)

    class Meta:
        abstract = True
        ordering = ["position"]


class Keyed(Placed, Row):
    """A row that others name by its key."""

    key = key_column(_("key"))

    class Meta(Placed.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.key


def key_once(owner: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=[owner, "key"], name=f"{name}_key_once")


class Criterion(Keyed):
    """What is judged."""

    part = schema.Criterion

    decision_model = link(DecisionModel, _("decision model"), "criteria")
    label = BilingualText(_("label"))
    meaning = BilingualText(_("meaning of a high rating"))
    kind = word_column(_("kind"))
    points = models.FloatField(_("points to begin with"))

    class Meta(Keyed.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [key_once("decision_model", "criterion")]


class FactKind(Keyed):
    """A property that every platform has."""

    part = schema.FactKind

    decision_model = link(DecisionModel, _("decision model"), "facts")
    label = BilingualText(_("label"))
    unit = models.TextField(_("unit"), blank=True, default="")
    kind = word_column(_("kind"))

    class Meta(Keyed.Meta):
        verbose_name = _("kind of platform fact")
        verbose_name_plural = _("kinds of platform facts")
        constraints = [key_once("decision_model", "fact_kind")]


class Platform(Keyed):
    """An alternative: a way to run a workload."""

    part = schema.Platform

    decision_model = link(DecisionModel, _("decision model"), "platforms")
    label = BilingualText(_("label"))
    short = BilingualText(_("short label"))
    summary = BilingualText(_("summary"))
    role = word_column(_("role"))
    like = key_column(_("core platform that it is like"), blank=True, default="")

    class Meta(Keyed.Meta):
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        constraints = [key_once("decision_model", "platform")]


class PlatformFact(Placed, Row):
    """One platform's entry for one kind of fact."""

    part = schema.PlatformFact

    platform = link(Platform, _("platform"), "platform_facts")
    kind = link(FactKind, _("kind of platform fact"), "platform_facts")
    text = BilingualText(_("text"))
    number = models.FloatField(_("number"), null=True, blank=True)
    flag = models.BooleanField(_("flag"), null=True, blank=True)
    evidence = list_column(_("evidence"))

    class Meta(Placed.Meta):
        verbose_name = _("platform fact")
        verbose_name_plural = _("platform facts")
        constraints = [models.UniqueConstraint(fields=["platform", "kind"], name="platform_fact_once")]

    def __str__(self) -> str:
        return str(self.text)


class Rating(Placed, Row):
    """How well a platform does on a criterion, in stars, as an interval."""

    part = schema.Rating

    decision_model = link(DecisionModel, _("decision model"), "ratings")
    platform = link(Platform, _("platform"), "ratings")
    criterion = link(Criterion, _("criterion"), "ratings")
    low = models.FloatField(pgettext_lazy("of a rating", "low"))
    typical = models.FloatField(pgettext_lazy("of a rating", "typical"))
    high = models.FloatField(pgettext_lazy("of a rating", "high"))
    basis = word_column(_("basis"))
    article_stars = models.FloatField(_("the article's stars"), null=True, blank=True)
    rationale = BilingualText(_("rationale"))
    evidence = list_column(_("evidence"))

    class Meta(Placed.Meta):
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["platform", "criterion"], name="rating_once"),
            models.CheckConstraint(
                condition=models.Q(
                    low__gte=1, typical__gte=models.F("low"), high__gte=models.F("typical"), high__lte=5
                ),
                name="rating_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low:g} · {self.typical:g} · {self.high:g}"


class Evidence(Keyed):
    """A published figure or statement."""

    part = schema.Evidence

    decision_model = link(DecisionModel, _("decision model"), "evidence")
    metric = key_column(_("metric"))
    label = BilingualText(_("finding"))
    platforms = list_column(_("platforms"))
    figure_low = models.FloatField(_("low figure"), null=True, blank=True)
    figure_typical = models.FloatField(_("typical figure"), null=True, blank=True)
    figure_high = models.FloatField(_("high figure"), null=True, blank=True)
    figure_unit = BilingualText(_("unit"), optional=True)
    article_figure_low = models.FloatField(_("the article's low figure"), null=True, blank=True)
    article_figure_typical = models.FloatField(_("the article's typical figure"), null=True, blank=True)
    article_figure_high = models.FloatField(_("the article's high figure"), null=True, blank=True)
    article_figure_unit = BilingualText(_("unit of the article's figure"), optional=True)
    conditions = BilingualText(_("conditions"))
    year = models.PositiveSmallIntegerField(_("year"))
    source_title = models.TextField(_("source"))
    source_authors = models.TextField(_("authors"), blank=True, default="")
    source_venue = models.TextField(_("venue"), blank=True, default="")
    source_url = models.TextField(_("address"), blank=True, default="")
    confidence = word_column(_("confidence class"))
    verified = models.BooleanField(_("verified"))
    basis = word_column(_("basis"))
    note = BilingualText(_("note"), optional=True)

    class Meta(Keyed.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [key_once("decision_model", "evidence")]


class Section(Keyed):
    """A group of questions on the task list."""

    part = schema.Section

    decision_model = link(DecisionModel, _("decision model"), "sections")
    label = BilingualText(_("label"))
    intro = BilingualText(_("introduction"))

    class Meta(Keyed.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [key_once("decision_model", "section")]


class Question(Keyed):
    """One question of the questionnaire."""

    part = schema.Question

    decision_model = link(DecisionModel, _("decision model"), "questions")
    section = link(Section, _("section"), "questions")
    label = BilingualText(_("label"))
    text = BilingualText(_("text"))
    hint = BilingualText(_("hint"), optional=True)
    why = BilingualText(_("why we ask"))
    changes = BilingualText(_("what this changes"))
    nature = word_column(_("nature"))
    kind = word_column(_("kind"))
    criteria = list_column(_("criteria"))
    share = models.FloatField(_("share"))
    strictest = models.BooleanField(_("strictest counts"))
    may_be_unsure = models.BooleanField(_("may be unsure"))
    shown_if = models.JSONField(_("shown if"), null=True, blank=True)
    default = key_column(_("default"), blank=True, default="")
    measure_unit = BilingualText(_("unit"), optional=True)
    measure_name = key_column(_("measure"), blank=True, default="")
    chances_because = BilingualText(_("reason for the chances"), optional=True)

    class Meta(Keyed.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [key_once("decision_model", "question")]


class Option(Keyed):
    """One possible answer."""

    part = schema.Option

    question = link(Question, _("question"), "options")
    label = BilingualText(_("label"))
    hint = BilingualText(_("hint"), optional=True)
    chance = models.FloatField(_("chance"), null=True, blank=True)
    below = models.FloatField(_("for numbers below"), null=True, blank=True)
    none = models.BooleanField(_("stands for none"))
    because = BilingualText(_("reason for the effect"), optional=True)

    class Meta(Keyed.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [key_once("question", "option")]


class Effect(Placed):
    """By how many stars an option shifts the rating of a platform on a criterion."""

    option = link(Option, _("option"), "effects")
    criterion = link(Criterion, _("criterion"), "effects")
    platform = link(Platform, _("platform"), "effects")
    stars = models.FloatField(_("stars"))

    class Meta(Placed.Meta):
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [models.UniqueConstraint(fields=["option", "criterion", "platform"], name="effect_once")]

    def __str__(self) -> str:
        return f"{self.stars:+g}"


class Importance(Placed):
    """How many points an option gives to a criterion."""

    option = link(Option, _("option"), "importance")
    criterion = link(Criterion, _("criterion"), "importance")
    points = models.FloatField(_("points"))

    class Meta(Placed.Meta):
        verbose_name = _("importance")
        verbose_name_plural = _("importance")
        constraints = [models.UniqueConstraint(fields=["option", "criterion"], name="importance_once")]

    def __str__(self) -> str:
        return f"{self.points:+g}"


class Constraint(Keyed):
    """A hard rule: it excludes, puts a condition on, or warns."""

    part = schema.Constraint

    decision_model = link(DecisionModel, _("decision model"), "constraints")
    effect = word_column(_("effect"))
    platforms = list_column(_("platforms"))
    fact = models.JSONField(_("test of a platform fact"), null=True, blank=True)
    when = list_column(_("when"))
    unless = models.JSONField(_("unless"), null=True, blank=True)
    because = BilingualText(_("reason"))
    confirm = BilingualText(_("what to confirm"), optional=True)
    evidence = list_column(_("evidence"))

    class Meta(Keyed.Meta):
        verbose_name = _("constraint")
        verbose_name_plural = _("constraints")
        constraints = [key_once("decision_model", "constraint")]


class Contradiction(Keyed):
    """Answers that do not go together."""

    part = schema.Contradiction

    decision_model = link(DecisionModel, _("decision model"), "contradictions")
    when = list_column(_("when"))
    severity = word_column(_("severity"))
    message = BilingualText(_("message"))

    class Meta(Keyed.Meta):
        verbose_name = _("contradiction")
        verbose_name_plural = _("contradictions")
        constraints = [key_once("decision_model", "contradiction")]


class Measurement(Keyed):
    """A figure that rates a criterion, or limits its rating, where the workload's own numbers are known."""

    part = schema.Measurement

    decision_model = link(DecisionModel, _("decision model"), "measurements")
    criterion = link(Criterion, _("criterion"), "measurements")
    formula = word_column(_("formula"))
    limits = models.BooleanField(_("only limits"), default=False)
    label = BilingualText(_("label"))
    unit = BilingualText(_("unit"))
    meaning = BilingualText(_("how it is worked out"))
    because = BilingualText(_("reason"))
    inputs: "models.JSONField[Any, Any]" = models.JSONField(_("questions whose numbers it takes"))
    anchors = list_column(_("anchors"))
    anchors_because = BilingualText(_("reason for the anchors"))

    class Meta(Keyed.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            key_once("decision_model", "measurement"),
            models.UniqueConstraint(
                fields=["criterion"], condition=models.Q(limits=False), name="measured_instead_of_rated_once"
            ),
        ]


class MeasuredFigure(Placed, Row):
    """What one platform brings into a measurement."""

    part = schema.MeasuredFigure

    measurement = link(Measurement, _("measurement"), "figures")
    platform = link(Platform, _("platform"), "measured_figures")
    quantity = key_column(_("quantity"))
    low = models.FloatField(pgettext_lazy("of a figure", "low"))
    typical = models.FloatField(pgettext_lazy("of a figure", "typical"))
    high = models.FloatField(pgettext_lazy("of a figure", "high"))
    because = BilingualText(_("reason"))
    evidence = list_column(_("evidence"))

    class Meta(Placed.Meta):
        verbose_name = _("figure of a measurement")
        verbose_name_plural = _("figures of measurements")
        constraints = [
            models.UniqueConstraint(fields=["measurement", "platform", "quantity"], name="measured_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.low:g} · {self.typical:g} · {self.high:g}"


class ScenarioProfile(Keyed):
    """A typical situation, the answers it usually brings and what matters in it."""

    part = schema.ScenarioProfile

    decision_model = link(DecisionModel, _("decision model"), "scenarios")
    label = BilingualText(_("label"))
    summary = BilingualText(_("summary"))
    origin = word_column(_("origin"))
    expected = key_column(_("platform that the article recommends"), blank=True, default="")

    class Meta(Keyed.Meta):
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = [key_once("decision_model", "scenario")]


class ScenarioImportance(Placed):
    """How many points a scenario gives to a criterion."""

    scenario = link(ScenarioProfile, _("scenario"), "importance")
    criterion = link(Criterion, _("criterion"), "scenario_importance")
    points = models.FloatField(_("points"))

    class Meta(Placed.Meta):
        verbose_name = _("importance in a scenario")
        verbose_name_plural = _("importance in scenarios")
        constraints = [models.UniqueConstraint(fields=["scenario", "criterion"], name="scenario_importance_once")]

    def __str__(self) -> str:
        return f"{self.points:g}"


class ScenarioAnswer(Placed):
    """The answer that a scenario brings to a question."""

    scenario = link(ScenarioProfile, _("scenario"), "answers")
    question = link(Question, _("question"), "scenario_answers")
    options = list_column(_("options"))

    class Meta(Placed.Meta):
        verbose_name = _("answer of a scenario")
        verbose_name_plural = _("answers of scenarios")
        constraints = [models.UniqueConstraint(fields=["scenario", "question"], name="scenario_answer_once")]

    def __str__(self) -> str:
        return ", ".join(self.options)


class ScenarioWorkload(Keyed):
    """A part of a scenario that is placed by itself."""

    part = schema.ScenarioWorkload

    scenario = link(ScenarioProfile, _("scenario"), "workloads")
    label = BilingualText(_("label"))
    summary = BilingualText(_("summary"))

    class Meta(Keyed.Meta):
        verbose_name = _("workload of a scenario")
        verbose_name_plural = _("workloads of scenarios")
        constraints = [key_once("scenario", "scenario_workload")]


class ScenarioWorkloadAnswer(Placed):
    """What a workload of a scenario answers otherwise than the whole."""

    workload = link(ScenarioWorkload, _("workload"), "answers")
    question = link(Question, _("question"), "scenario_workload_answers")
    options = list_column(_("options"))

    class Meta(Placed.Meta):
        verbose_name = _("answer of a workload of a scenario")
        verbose_name_plural = _("answers of workloads of scenarios")
        constraints = [models.UniqueConstraint(fields=["workload", "question"], name="scenario_workload_answer_once")]

    def __str__(self) -> str:
        return ", ".join(self.options)


class Countermeasure(Keyed):
    """A hardening measure, with the platforms and answers that call for it."""

    part = schema.Countermeasure

    decision_model = link(DecisionModel, _("decision model"), "countermeasures")
    label = BilingualText(_("label"))
    description = BilingualText(_("description"))
    tools = list_column(_("tools"))
    origin = word_column(_("origin"))
    platforms = list_column(_("platforms"))
    when = list_column(_("when"))
    urgency = word_column(_("urgency"))
    evidence = list_column(_("evidence"))

    class Meta(Keyed.Meta):
        verbose_name = _("hardening measure")
        verbose_name_plural = _("hardening measures")
        constraints = [key_once("decision_model", "countermeasure")]


class Layer(Keyed):
    """A layer of the blueprint, from the outermost inwards."""

    part = schema.Layer

    decision_model = link(DecisionModel, _("decision model"), "layers")
    order = models.PositiveSmallIntegerField(_("order"))
    label = BilingualText(_("label"))
    role = BilingualText(_("role"))
    gives = BilingualText(_("what it gives"))
    platforms = list_column(_("platforms"))
    origin = word_column(_("origin"))
    evidence = list_column(_("evidence"))

    class Meta(Keyed.Meta):
        verbose_name = _("blueprint layer")
        verbose_name_plural = _("blueprint layers")
        constraints = [key_once("decision_model", "layer")]


class Trend(Keyed):
    """An entry of the watch list."""

    part = schema.Trend

    decision_model = link(DecisionModel, _("decision model"), "trends")
    label = BilingualText(_("label"))
    claim = BilingualText(_("what is promised"))
    status = BilingualText(_("what can be said today"))
    ring = word_column(_("ring"))
    as_of = models.DateField(_("as of"))
    platforms = list_column(_("platforms"))
    origin = word_column(_("origin"))
    evidence = list_column(_("evidence"))

    class Meta(Keyed.Meta):
        verbose_name = _("trend")
        verbose_name_plural = _("trends")
        constraints = [key_once("decision_model", "trend")]


class ArticleFact(Keyed):
    """One statement of the source article, and what it became here."""

    part = schema.ArticleFact

    decision_model = link(DecisionModel, _("decision model"), "article_facts")
    section = models.PositiveSmallIntegerField(_("section of the article"))
    paths = list_column(_("places in the fact base"))
    statement = BilingualText(_("statement"))
    use = BilingualText(_("what it is used for"))
    evidence = list_column(_("evidence"))
    criteria = list_column(_("criteria"))
    platforms = list_column(_("platforms"))
    scenarios = list_column(_("scenarios"))
    layers = list_column(_("blueprint layers"))
    countermeasures = list_column(_("hardening measures"))
    trends = list_column(_("trends"))

    class Meta(Keyed.Meta):
        verbose_name = _("article fact")
        verbose_name_plural = _("article facts")
        constraints = [key_once("decision_model", "article_fact")]


class Correction(Keyed):
    """Where an article fact is outdated, imprecise or wrong."""

    part = schema.Correction

    article_fact = link(ArticleFact, _("article fact"), "corrections")
    severity = word_column(_("severity"))
    text = BilingualText(_("text"))
    evidence = list_column(_("evidence"))

    class Meta(Keyed.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [key_once("article_fact", "correction")]
