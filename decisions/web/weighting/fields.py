"""Numbers and errors of the forms in which weights are given."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from decisions.services.assessments import visible
from decisions.services.wording import in_language
from decisions.web.live import language_in_use
from scenarios import schema

NUMERAL = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
LARGEST = 100  # points; only their proportions count


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a criterion: what stands in it, and what is wrong with that."""

    name: str
    criterion: schema.Criterion
    value: str
    error: str = ""


def typed(posted: QueryDict, name: str) -> str:
    return visible(posted.get(name, ""))


def number(text: str) -> float | None:
    """Read points, in full-width digits too, as Chinese keyboards write them; None: they are none."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    if not NUMERAL.fullmatch(narrow) or float(narrow) > LARGEST:
        return None
    return float(narrow)


def written(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")


def label_of(criterion: schema.Criterion) -> str:
    return in_language(criterion.label, language_in_use())


def errors_of(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """Return each error with the id of its field."""
    return [(field.name, field.error) for field in fields if field.error]
