"""How the parts of a document become rows, and rows become parts again.

Columns carry the names of the fields. A bilingual text is two columns, a part inside a part is columns with its name
in front, a list of keys or a condition is a JSON column. What has rows or a link of its own has no column, and is
brought by whoever puts the document together.
"""

from collections.abc import Iterable
from types import UnionType
from typing import Any, ClassVar, NoReturn, Self, TypeVar, Union, get_args, get_origin

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language

from scenarios import schema

AnyRow = TypeVar("AnyRow", bound=models.Model, covariant=True)


class PublishedIsFinal(Exception):
    """A published decision model never changes; publish a new version beside it."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class BilingualText:
    """A text in two columns, `<name>_en` and `<name>_zh_hans`; read, it speaks the active language."""

    def __init__(self, verbose_name: str | Promise, *, optional: bool = False) -> None:
        self.short_description = verbose_name  # the admin's word for it
        options: dict[str, Any] = {"blank": True, "default": ""} if optional else {}
        self.columns = {
            suffix: models.TextField(
                format_lazy("{text} ({language})", text=verbose_name, language=language), **options
            )
            for suffix, language in (("en", "English"), ("zh_hans", "简体中文"))
        }

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        self.admin_order_field = f"{name}_en"
        for suffix, column in self.columns.items():
            column.contribute_to_class(model, f"{name}_{suffix}")
        setattr(model, name, self)

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        suffix = "zh_hans" if get_language() == "zh-hans" else "en"
        return getattr(row, f"{self.name}_{suffix}")


class FinalQuerySet(models.QuerySet[AnyRow]):
    """Rows that are written once, when their decision model is published."""

    def publish(self, rows: Iterable[AnyRow]) -> list[AnyRow]:
        """Write rows: the one way in, for `services.publish` alone."""
        return super().bulk_create(rows)

    def withdraw(self) -> None:
        """Take rows out with all that hang on them: the one way out, for `services.publish` and unused drafts alone."""
        for link in links_to(self.model):
            hanging = link.related_model._base_manager.filter(**{f"{link.field.name}__in": self})
            if isinstance(hanging, FinalQuerySet):  # what is no part of the catalogue keeps the database from it
                hanging.withdraw()
        self._raw_delete(self.db)

    withdraw.queryset_only = True  # type: ignore[attr-defined]  # as of delete

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishedIsFinal

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishedIsFinal

    def update(self, **kwargs: Any) -> NoReturn:
        raise PublishedIsFinal

    def delete(self) -> NoReturn:
        raise PublishedIsFinal

    delete.queryset_only = True  # type: ignore[attr-defined]  # Django's own mark: managers do not get it


def links_to(table: type[models.Model]) -> list[models.ManyToOneRel]:
    """Return the links of other tables to this one, those too that have no name on this side."""
    fields = table._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, models.ManyToOneRel)]


class Final(models.Model):
    """A row that never changes."""

    objects = FinalQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # links from other rows change nothing either

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishedIsFinal

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishedIsFinal


class Row(Final):
    """A row that says what a part of a document says."""

    part: ClassVar[type[schema.Part]]

    class Meta:
        abstract = True

    @classmethod
    def of(cls, part: schema.Part, **links: Any) -> Self:
        return cls(**columns(part, column_names(cls)), **links)

    def said(self) -> dict[str, Any]:
        """Return the fields of the part, but for those that have rows or links of their own."""
        return fields(self, type(self).part, column_names(type(self)))


def column_names(table: type[models.Model]) -> frozenset[str]:
    return frozenset(field.attname for field in table._meta.concrete_fields)


def columns(part: schema.Part, names: frozenset[str], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, value in part:
        name = prefix + field
        if value is None:
            continue  # the column's own default says so
        if isinstance(value, schema.Bilingual):
            found |= {f"{name}_en": value.en, f"{name}_zh_hans": value.zh_hans}
        elif name in names:
            found[name] = plain(value)
        elif isinstance(value, schema.Part):
            found |= columns(value, names, f"{name}_")
    return found


def fields(row: models.Model, part: type[schema.Part], names: frozenset[str], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, described in part.model_fields.items():
        name = prefix + field
        value: Any = None
        if f"{name}_en" in names:
            value = {"en": getattr(row, f"{name}_en"), "zh_hans": getattr(row, f"{name}_zh_hans")}
            value = value if value["en"] else None
        elif name in names:
            value = getattr(row, name)
        elif inner := part_in(described.annotation):
            value = fields(row, inner, names, f"{name}_")
        if value not in (None, "", {}):
            found[field] = value
    return found


def plain(value: Any) -> Any:
    """Return what a JSON column can hold."""
    if isinstance(value, schema.Part):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value


def part_in(annotation: Any) -> type[schema.Part] | None:
    """Return the part that a field holds: of `Interval` and of `Interval | None` it is `Interval`."""
    for kind in get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,):
        if isinstance(kind, type) and issubclass(kind, schema.Part):
            return kind
    return None
