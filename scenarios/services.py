"""Publish a document into rows, and put the document together from them again."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scenarios import library, models, schema
from scenarios.rows import Final, Row, links_to

DOCUMENTS_KEPT = 8  # versions per process; a document of the standard model takes a few megabytes

KeyedRow = TypeVar("KeyedRow", bound=models.Keyed)


class CatalogueError(Exception):
    """What is asked of the catalogue cannot be done."""

    code: str


class NotPublished(CatalogueError):
    code = "unknown_model"

    def __init__(self, key: str, version: str | None) -> None:
        if version is None:
            super().__init__(_("There is no decision model %(key)s.") % {"key": key})
        else:
            super().__init__(
                _("There is no version %(version)s of the decision model %(key)s.") % {"key": key, "version": version}
            )


class VersionTaken(CatalogueError):
    code = "version_taken"

    def __init__(self, document: schema.DecisionModel) -> None:
        super().__init__(
            _(
                "%(key)s %(version)s is already published with other content. "
                "A published version never changes: give the changed files a new version."
            )
            % {"key": document.key, "version": document.version}
        )


class DraftInUse(VersionTaken):
    def __init__(self, document: schema.DecisionModel) -> None:
        CatalogueError.__init__(
            self,
            _(
                "The draft %(key)s %(version)s is in use, so that it stays as it is: "
                "give the changed files a new version."
            )
            % {"key": document.key, "version": document.version},
        )


def something_is_published() -> bool:
    return models.DecisionModel.objects.exists()


def find(key: str, version: str | None = None) -> models.DecisionModel:
    """Return the row of a published version, of the latest one where none is named."""
    try:
        if version is None:
            return models.DecisionModel.objects.current(key)
        return models.DecisionModel.objects.version(key, version)
    except models.DecisionModel.DoesNotExist as missing:
        raise NotPublished(key, version) from missing


def document(key: str, version: str | None = None) -> schema.DecisionModel:
    """Return a published decision model; once read, it costs one small query that finds the version."""
    return document_of(find(key, version))


def document_of(row: models.DecisionModel) -> schema.DecisionModel:
    return _document(row.key, row.version, row.digest)


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _document(key: str, version: str, digest: str) -> schema.DecisionModel:
    """Keep what never changes: the digest stands for the content, whichever database it was read from."""
    document = export(key, version)
    if find(key, version).digest != digest:  # a draft was replaced meanwhile
        raise NotPublished(key, version)
    return document


def export(key: str, version: str | None = None) -> schema.DecisionModel:
    """Put the document together from its rows, equal to the one that was published."""
    row = models.DecisionModel.objects.for_document().get(pk=find(key, version).pk)
    return schema.DecisionModel.model_validate(spoken(row))


def publish(*, document: schema.DecisionModel) -> tuple[models.DecisionModel, bool]:
    """Write the document into rows; return its row and whether it is new.

    The same content again changes nothing. Other content under the same version is refused, so that whoever reads a
    version finds what others found; it replaces a draft that nothing uses.
    """
    digest = library.digest(document)
    published = models.DecisionModel.objects.filter(key=document.key, version=document.version)
    try:
        with transaction.atomic():
            row = published.first()
            if row is not None and row.digest != digest and row.draft and not is_used(row):
                published.withdraw()
                row = None
            if row is None:
                return write(document, digest), True
    except IntegrityError:
        row = published.first()  # somebody else was publishing it, or began to use the draft
        if row is None:
            raise
    if row.digest != digest:
        raise DraftInUse(document) if row.draft else VersionTaken(document)
    return row, False


def is_used(version: models.DecisionModel) -> bool:
    """Tell whether anything outside the catalogue, of which it knows nothing but the links, rests on a version."""
    return any(
        link.related_model._base_manager.filter(**{link.field.name: version}).exists()
        for link in links_to(models.DecisionModel)
        if not issubclass(link.related_model, Final)
    )


def write(document: schema.DecisionModel, digest: str) -> models.DecisionModel:
    version = models.DecisionModel.of(
        document,
        sequence=models.sequence_of(document.version),
        digest=digest,
        published_at=timezone.now(),
    )
    models.DecisionModel.objects.publish([version])
    criteria = write_parts(models.Criterion, document.criteria, decision_model=version)
    platforms = write_platforms(document, version)
    models.Rating.objects.publish(
        models.Rating.of(
            rating,
            position=position,
            decision_model=version,
            platform=platforms[rating.platform],
            criterion=criteria[rating.criterion],
        )
        for position, rating in enumerate(document.ratings)
    )
    questions = write_questions(document, version, criteria, platforms)
    write_scenarios(document, version, criteria, questions)
    write_parts(models.Evidence, document.evidence, decision_model=version)
    write_parts(models.Constraint, document.constraints, decision_model=version)
    write_parts(models.Contradiction, document.contradictions, decision_model=version)
    write_measurements(document, version, criteria, platforms)
    write_parts(models.Countermeasure, document.countermeasures, decision_model=version)
    write_parts(models.Layer, document.layers, decision_model=version)
    write_parts(models.Trend, document.trends, decision_model=version)
    article_facts = write_parts(models.ArticleFact, document.article_facts, decision_model=version)
    models.Correction.objects.publish(
        models.Correction.of(correction, position=position, article_fact=article_facts[fact.key])
        for fact in document.article_facts
        for position, correction in enumerate(fact.corrections)
    )
    return version


def write_parts(table: type[KeyedRow], parts: Iterable[Any], **links: Any) -> dict[str, KeyedRow]:
    """Write one row for each part, and return them by their keys."""
    rows = [table.of(part, position=position, **links) for position, part in enumerate(parts)]
    table.objects.publish(rows)
    return {row.key: row for row in rows}


def write_platforms(document: schema.DecisionModel, version: models.DecisionModel) -> dict[str, models.Platform]:
    kinds = write_parts(models.FactKind, document.facts, decision_model=version)
    platforms = write_parts(models.Platform, document.platforms, decision_model=version)
    models.PlatformFact.objects.publish(
        models.PlatformFact.of(fact, position=position, platform=platforms[platform.key], kind=kinds[key])
        for platform in document.platforms
        for position, (key, fact) in enumerate(platform.facts.items())
    )
    return platforms


def write_questions(
    document: schema.DecisionModel,
    version: models.DecisionModel,
    criteria: dict[str, models.Criterion],
    platforms: dict[str, models.Platform],
) -> dict[str, models.Question]:
    sections = write_parts(models.Section, document.sections, decision_model=version)
    rows = models.Question.objects.publish(
        models.Question.of(question, position=position, decision_model=version, section=sections[question.section])
        for position, question in enumerate(document.questions)
    )
    questions = {row.key: row for row in rows}
    options = models.Option.objects.publish(
        models.Option.of(option, position=position, question=questions[question.key])
        for question in document.questions
        for position, option in enumerate(question.options)
    )
    parts = [option for question in document.questions for option in question.options]
    models.Effect.objects.publish(
        models.Effect(
            position=position,
            option=row,
            criterion=criteria[criterion],
            platform=platforms[platform],
            stars=stars,
        )
        for row, option in zip(options, parts, strict=True)
        for position, (criterion, platform, stars) in enumerate(shifts(option))
    )
    models.Importance.objects.publish(
        models.Importance(position=position, option=row, criterion=criteria[criterion], points=points)
        for row, option in zip(options, parts, strict=True)
        for position, (criterion, points) in enumerate(option.importance.items())
    )
    return questions


def write_measurements(
    document: schema.DecisionModel,
    version: models.DecisionModel,
    criteria: dict[str, models.Criterion],
    platforms: dict[str, models.Platform],
) -> None:
    rows = models.Measurement.objects.publish(
        models.Measurement.of(entry, position=position, decision_model=version, criterion=criteria[entry.criterion])
        for position, entry in enumerate(document.measurements)
    )
    models.MeasuredFigure.objects.publish(
        models.MeasuredFigure.of(figure, position=position, measurement=row, platform=platforms[figure.platform])
        for row, entry in zip(rows, document.measurements, strict=True)
        for position, figure in enumerate(entry.figures)
    )


def shifts(option: schema.Option) -> Iterable[tuple[str, str, float]]:
    for criterion, stars_of in option.effects.items():
        for platform, stars in stars_of.items():
            yield criterion, platform, stars


def write_scenarios(
    document: schema.DecisionModel,
    version: models.DecisionModel,
    criteria: dict[str, models.Criterion],
    questions: dict[str, models.Question],
) -> None:
    scenarios = write_parts(models.ScenarioProfile, document.scenarios, decision_model=version)
    models.ScenarioImportance.objects.publish(
        models.ScenarioImportance(
            position=position, scenario=scenarios[scenario.key], criterion=criteria[criterion], points=points
        )
        for scenario in document.scenarios
        for position, (criterion, points) in enumerate(scenario.importance.items())
    )
    models.ScenarioAnswer.objects.publish(
        models.ScenarioAnswer(
            position=position,
            scenario=scenarios[scenario.key],
            question=questions[question],
            options=options_of(answer),
        )
        for scenario in document.scenarios
        for position, (question, answer) in enumerate(scenario.answers.items())
    )
    for scenario in document.scenarios:
        workloads = write_parts(models.ScenarioWorkload, scenario.workloads, scenario=scenarios[scenario.key])
        models.ScenarioWorkloadAnswer.objects.publish(
            models.ScenarioWorkloadAnswer(
                position=position,
                workload=workloads[workload.key],
                question=questions[question],
                options=options_of(answer),
            )
            for workload in scenario.workloads
            for position, (question, answer) in enumerate(workload.answers.items())
        )


def options_of(answer: schema.AnswerValue) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)


def spoken(version: models.DecisionModel) -> dict[str, Any]:
    """Return the whole document as plain data, from rows that `for_document` brought."""
    return {
        **version.said(),
        "criteria": said(version.criteria.all()),
        "facts": said(version.facts.all()),
        "platforms": platforms_said(version),
        "ratings": ratings_said(version),
        "evidence": said(version.evidence.all()),
        "sections": said(version.sections.all()),
        "questions": questions_said(version),
        "constraints": said(version.constraints.all()),
        "contradictions": said(version.contradictions.all()),
        "measurements": measurements_said(version),
        "scenarios": scenarios_said(version),
        "countermeasures": said(version.countermeasures.all()),
        "layers": said(version.layers.all()),
        "trends": said(version.trends.all()),
        "article_facts": [
            {**fact.said(), "corrections": said(fact.corrections.all())} for fact in version.article_facts.all()
        ],
    }


def said(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [row.said() for row in rows]


def keys_of(rows: Iterable[models.Keyed]) -> dict[int, str]:
    """Return keys by primary key: links are followed here, not by a join for each row."""
    return {row.pk: row.key for row in rows}


def platforms_said(version: models.DecisionModel) -> list[dict[str, Any]]:
    kinds = keys_of(version.facts.all())
    return [
        {**platform.said(), "facts": {kinds[fact.kind_id]: fact.said() for fact in platform.platform_facts.all()}}
        for platform in version.platforms.all()
    ]


def ratings_said(version: models.DecisionModel) -> list[dict[str, Any]]:
    platforms, criteria = keys_of(version.platforms.all()), keys_of(version.criteria.all())
    return [
        {**rating.said(), "platform": platforms[rating.platform_id], "criterion": criteria[rating.criterion_id]}
        for rating in version.ratings.all()
    ]


def questions_said(version: models.DecisionModel) -> list[dict[str, Any]]:
    sections = keys_of(version.sections.all())
    platforms, criteria = keys_of(version.platforms.all()), keys_of(version.criteria.all())
    return [
        {
            **question.said(),
            "section": sections[question.section_id],
            "options": [option_said(option, platforms, criteria) for option in question.options.all()],
        }
        for question in version.questions.all()
    ]


def option_said(option: models.Option, platforms: dict[int, str], criteria: dict[int, str]) -> dict[str, Any]:
    effects: dict[str, dict[str, float]] = {}
    for effect in option.effects.all():
        effects.setdefault(criteria[effect.criterion_id], {})[platforms[effect.platform_id]] = effect.stars
    importance = {criteria[entry.criterion_id]: entry.points for entry in option.importance.all()}
    return {**option.said(), "effects": effects, "importance": importance}


def measurements_said(version: models.DecisionModel) -> list[dict[str, Any]]:
    platforms, criteria = keys_of(version.platforms.all()), keys_of(version.criteria.all())
    return [
        {
            **measurement.said(),
            "criterion": criteria[measurement.criterion_id],
            "figures": [
                {**figure.said(), "platform": platforms[figure.platform_id]} for figure in measurement.figures.all()
            ],
        }
        for measurement in version.measurements.all()
    ]


def scenarios_said(version: models.DecisionModel) -> list[dict[str, Any]]:
    criteria = keys_of(version.criteria.all())
    questions = {question.pk: question for question in version.questions.all()}
    return [
        {
            **scenario.said(),
            "importance": {criteria[entry.criterion_id]: entry.points for entry in scenario.importance.all()},
            "answers": answers_said(questions, scenario.answers.all()),
            "workloads": [
                {**workload.said(), "answers": answers_said(questions, workload.answers.all())}
                for workload in scenario.workloads.all()
            ],
        }
        for scenario in version.scenarios.all()
    ]


def answers_said(
    questions: dict[int, models.Question], answers: Iterable[models.ScenarioAnswer | models.ScenarioWorkloadAnswer]
) -> dict[str, Any]:
    return {
        question.key: answer.options if question.kind == "multiple" else answer.options[0]
        for answer in answers
        for question in [questions[answer.question_id]]
    }
