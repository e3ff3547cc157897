"""One question as a form: what it shows, and what was sent back, read with care."""

import hashlib
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.documents.request import UNSURE, Certainty, DetailedAnswer, WhyNot
from decisions.models import Answer
from decisions.services.assessments import columns_of, visible
from decisions.services.questionnaire import Entry, answer_text, standing_text
from decisions.services.wording import in_language
from decisions.templatetags.berth import t
from decisions.web.conflict import Conflict, Row
from scenarios import schema

# No option can be called so: keys begin with a letter or digit.
DOES_NOT_APPLY = ".does_not_apply"
NUMBER = ".number"
MOST_DIGITS, MOST_DECIMALS = 9, 4
LARGEST_NUMBER = 10**MOST_DIGITS - 1
NUMERAL = re.compile(rf"\d{{1,{MOST_DIGITS}}}(\.\d{{1,{MOST_DECIMALS}}})?", re.ASCII)
LONG_NUMERAL = re.compile(r"\d+(\.\d+)?", re.ASCII)  # a number, though not one that is taken
LONGEST_NOTE = 2000  # characters
LARGEST_REVISION = 2**31 - 1
NONE_SENT = -1  # no revision: the form said nothing of what it was opened with


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox."""

    value: str
    id: str
    label: str | schema.Bilingual
    hint: schema.Bilingual | None
    checked: bool
    assumed: bool  # the scenario says so, and the user has not yet
    alone: bool  # checkbox: chosen, it unchecks the others


@dataclass(frozen=True)
class AnswerForm:
    """One question's fields, as stored or as sent."""

    entry: Entry
    prefix: str = ""  # of the field names, where several questions share one form
    values: tuple[str, ...] = ()
    number: str = ""
    why_not: str = ""
    certainty: str = ""
    note: str = ""
    seen: int = 0  # the revision of the answer that the form knows of
    opened: str = ""  # fingerprint of what the form showed when it was opened
    conflict: Conflict | None = None  # something else has been stored since
    errors: dict[str, str] = field(default_factory=dict)  # field -> sentence
    given: DetailedAnswer | None = None  # what was sent, understood

    @classmethod
    def stored(cls, entry: Entry, prefix: str = "") -> "AnswerForm":
        """Show what is stored; what only a scenario says is preselected."""
        answer = entry.standing
        if answer is None:
            return cls(entry, prefix, values=tuple(option.key for option in entry.assumed))
        return cls(
            entry,
            prefix,
            values=stored_values(entry),
            number=plain(entry.number_given),
            why_not=answer.does_not_apply,
            certainty=answer.certainty,
            note=answer.note,
            seen=entry.revision,
        )

    @classmethod
    def sent(cls, entry: Entry, posted: QueryDict, prefix: str = "") -> "AnswerForm":
        """Read what was sent; `errors` says what is wrong with it, and nothing that was typed is lost."""
        form = cls(
            entry,
            prefix,
            values=tuple(dict.fromkeys(posted.getlist(f"{prefix}answer"))),
            number=visible(posted.get(f"{prefix}number", "")),
            why_not=posted.get(f"{prefix}why_not", ""),
            certainty=posted.get(f"{prefix}certainty", ""),
            note=visible(posted.get(f"{prefix}note", ""), lines=True),
            seen=seen_by(posted, prefix),
            opened=posted.get(f"{prefix}opened", ""),
        )
        errors = form.find_errors()
        return replace(form, errors=errors) if errors else replace(form, given=form.understand())

    @property
    def question(self) -> schema.Question:
        return self.entry.question

    @property
    def multiple(self) -> bool:
        return self.question.kind == "multiple"

    @property
    def id(self) -> str:
        return f"{self.prefix}answer"

    @property
    def preselected(self) -> bool:
        """What is chosen is only assumed so far."""
        return self.entry.standing is None and bool(self.entry.assumed)

    @property
    def choices(self) -> list[Choice]:
        """The question's own options."""
        assumed = {option.key for option in self.entry.assumed}
        return [
            Choice(
                value=option.key,
                id=self.id if position == 0 else f"{self.id}-{option.key}",
                label=option.label,
                hint=option.hint,
                checked=option.key in self.values,
                assumed=option.key in assumed and self.entry.standing is None,
                alone=option.none,
            )
            for position, option in enumerate(self.question.options)
        ]

    @property
    def number_choice(self) -> Choice | None:
        return self.other_choice(NUMBER, _("A number")) if self.question.measure else None

    @property
    def largest_number(self) -> str:
        return f"{LARGEST_NUMBER:,}"

    @property
    def unsure_choice(self) -> Choice | None:
        return self.other_choice(UNSURE, _("Not sure")) if self.question.may_be_unsure else None

    @property
    def does_not_apply_choice(self) -> Choice:
        return self.other_choice(DOES_NOT_APPLY, _("Does not apply"))

    def other_choice(self, value: str, label: str) -> Choice:
        return Choice(
            value=value,
            id=f"{self.id}-{value.lstrip('.')}",
            label=label,
            hint=None,
            checked=value in self.values,
            assumed=False,
            alone=True,
        )

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Answer.WhyNot.choices]

    @property
    def certainties(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Answer.Certainty.choices]

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.number

    @property
    def linked_errors(self) -> list[tuple[str, str]]:
        """Each sentence with the id of what it is about."""
        if self.conflict:
            words = _("“%(question)s” was changed elsewhere meanwhile: choose what to keep.")
            return [(f"{self.prefix}conflict", words % {"question": t(self.question.label)})]
        return [
            (self.id if name == "answer" else f"{self.prefix}{name}", sentence)
            for name, sentence in self.errors.items()
        ]

    @property
    def is_untouched(self) -> bool:
        """It was sent as it was opened or stands: an assumed answer stays assumed, an open question open."""
        return self.fingerprint in {self.opened, AnswerForm.stored(self.entry, self.prefix).fingerprint}

    @property
    def fingerprint(self) -> str:
        """Tell what the fields hold in a few characters, to be compared when the form comes back."""
        fields = [self.values, self.number, self.why_not, self.certainty, self.note]
        return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]

    def against(self, entry: Entry, stored_url: str) -> "AnswerForm":
        """Return the form as it was sent, beside what has been stored since it was opened."""
        conflict = Conflict.of(
            answer_rows(entry, self.given),
            stored_url,
            keep=(f"{self.prefix}keep", str(entry.revision)),
            leave=f"{self.prefix}leave" if self.prefix else "",
        )
        return replace(self, entry=entry, conflict=conflict)

    def to_be_dropped(self, intention: str, stored_url: str) -> "AnswerForm":
        """Return the form of an answer that was to be dropped, but is another than the one that was seen."""
        rows = [Row(_("Answer"), standing_text(self.entry), intention)]
        return replace(self, conflict=Conflict.of(rows, stored_url, keep=("keep", str(self.entry.revision))))

    def is_left(self, posted: QueryDict) -> bool:
        """The reader keeps what is stored."""
        return f"{self.prefix}leave" in posted

    def find_errors(self) -> dict[str, str]:
        errors = {
            "answer": self.answer_error(),
            "number": self.number_error(),
            "why_not": self.why_not_error(),
            "certainty": ""
            if self.certainty in {"", *Answer.Certainty.values}
            else _("Choose one of the three, or leave it out."),
            "note": self.note_error(),
        }
        return {name: sentence for name, sentence in errors.items() if sentence}

    def answer_error(self) -> str:
        known = {option.key for option in self.question.options} | {DOES_NOT_APPLY}
        if self.question.measure:
            known.add(NUMBER)
        if self.question.may_be_unsure:
            known.add(UNSURE)
        unknown = [value for value in self.values if value not in known]
        if unknown:
            return _("“%(value)s” is not an answer to this question. Choose one that is listed.") % {
                "value": visible(unknown[0])[:64]
            }
        if self.is_empty:
            return _("Choose an answer, or leave the question open and go on.")
        if len(self.values) > 1 and not self.multiple:
            return _("Choose one answer only.")
        alone = {option.key for option in self.question.options if option.none} | {UNSURE, DOES_NOT_APPLY, NUMBER}
        if len(self.values) > 1 and alone.intersection(self.values):
            return _("“%(label)s” cannot be combined with other answers.") % {"label": self.label_of_lone()}
        return ""

    def label_of_lone(self) -> str:
        """Name the answer that has to stand alone, in the words of the page."""
        extras = [self.number_choice, self.unsure_choice, self.does_not_apply_choice]
        choices = [choice for choice in (*self.choices, *extras) if choice]
        label = next(choice.label for choice in choices if choice.alone and choice.value in self.values)
        return label if isinstance(label, str) else in_language(label, get_language() or "")

    def number_error(self) -> str:
        if not self.question.measure or (not self.number and NUMBER not in self.values):
            return ""
        if not self.number:
            return _("Write the number, or choose another answer.")
        number = read_number(self.number)
        if number is None and LONG_NUMERAL.fullmatch(narrow(self.number)):
            return _("Write a number from 0 to %(most)s, with at most %(n)s decimals.") % {
                "most": f"{LARGEST_NUMBER:,}",
                "n": MOST_DECIMALS,
            }
        if number is None:
            return _("Write a number with digits, such as 1.5, without unit or separators.")
        others = [value for value in self.values if value != NUMBER]
        if others and others != [self.band(number)]:
            return _("The number does not fit the answer that is chosen. Choose “A number”, or clear the number.")
        return ""

    def why_not_error(self) -> str:
        if DOES_NOT_APPLY in self.values and self.why_not not in Answer.WhyNot.values:
            return _("Say why the question does not apply.")
        return ""

    def note_error(self) -> str:
        if len(self.note) <= LONGEST_NOTE:
            return ""
        return _("The note may have %(most)s characters; it has %(n)s.") % {"most": LONGEST_NOTE, "n": len(self.note)}

    def band(self, number: float) -> str:
        bounds = [option.below for option in self.question.options if option.below is not None]
        return self.question.options[bisect_right(bounds, number)].key

    def understand(self) -> DetailedAnswer:
        """Return the answer; there are no errors."""
        certainty = cast(Certainty, self.certainty) if self.certainty else None
        if DOES_NOT_APPLY in self.values:
            return DetailedAnswer(does_not_apply=cast(WhyNot, self.why_not), certainty=certainty, note=self.note)
        number = read_number(self.number) if self.question.measure and self.number else None
        if number is not None:
            value: str | list[str] | float = number
        elif UNSURE in self.values:
            value = UNSURE
        elif self.multiple:
            order = [option.key for option in self.question.options]
            value = sorted(self.values, key=order.index)
        else:
            value = self.values[0]
        return DetailedAnswer(value=value, certainty=certainty, note=self.note)


def answer_rows(entry: Entry, given: DetailedAnswer | None) -> Iterator[Row]:
    """Set an answer as it stands beside one that was sent; None: the question is to be left open."""
    stored, typed = entry.standing, Answer(question=entry.question.key, **columns_of(given))
    yield Row(_("Answer"), standing_text(entry), answer_text(entry.question, typed))
    yield Row(_("What it rests on"), stored.get_certainty_display() if stored else "", typed.get_certainty_display())
    yield Row(_("Note"), stored.note if stored else "", typed.note)


def seen_by(posted: QueryDict, prefix: str = "") -> int:
    """Return the revision of the answer that a form knows of: whoever keeps what was typed has seen what is stored.

    A form that says nothing was opened before there was an answer.
    """
    return max(0, revision(posted.get(f"{prefix}keep") or posted.get(f"{prefix}seen", "")))


def stored_values(entry: Entry) -> tuple[str, ...]:
    answer = entry.standing
    if answer is None or answer.is_taken_back:
        return ()
    if answer.does_not_apply:
        return (DOES_NOT_APPLY,)
    if answer.is_unsure:
        return (UNSURE,)
    if entry.number_given is not None:
        return (NUMBER,)
    return tuple(option.key for option in entry.own_options)


def read_number(text: str) -> float | None:
    """Read a number of digits, full-width ones too, as Chinese keyboards write them; None: it is not one."""
    digits = narrow(text)
    return float(digits) if NUMERAL.fullmatch(digits) else None


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def plain(number: float | None) -> str:
    return "" if number is None else f"{number:.4f}".rstrip("0").rstrip(".")


def revision(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else NONE_SENT
