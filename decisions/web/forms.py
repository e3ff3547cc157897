"""The small forms of the journey; questions have a form of their own in `answering`."""

import unicodedata
from datetime import date, datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from decisions.documents.request import DEFAULT_MODEL
from decisions.models import NAME_LENGTH, TITLE_LENGTH, SignOff
from decisions.services.assessments import visible
from decisions.services.own_scenarios import MOST_BYTES
from decisions.services.recommendations import COMMENT_LENGTH

OWN = "own:"  # before the key of a scenario of one's own, where both kinds are offered
TOO_LONG = _("The name may have %(limit_value)d characters; it has %(show_value)d.")
LINE_TOO_LONG = _("This may have %(limit_value)d characters; it has %(show_value)d.")


class VisibleText(forms.CharField):
    """Text without what cannot be seen."""

    def to_python(self, value: object) -> str:
        return visible(super().to_python(value) or "")


class VisibleLines(forms.CharField):
    """The same, with its line breaks."""

    def to_python(self, value: object) -> str:
        return visible(super().to_python(value) or "", lines=True)


class Day(forms.DateField):
    """A date as year-month-day, with full-width digits too, as Chinese keyboards write them."""

    def to_python(self, value: str | datetime | date | None) -> date | None:
        return super().to_python(unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value)


class TitleForm(forms.Form):
    title = VisibleText(
        required=False, max_length=TITLE_LENGTH, error_messages={"max_length": TOO_LONG}, empty_value=""
    )


class LabelForm(forms.Form):
    label = VisibleText(
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the scenario a name."), "max_length": TOO_LONG},
    )


class ScenarioFileForm(forms.Form):
    file = forms.FileField(
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("The file is empty."),
        }
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file may have %(most)s bytes.") % {"most": MOST_BYTES})
        return file


class StartForm(TitleForm):
    scenario = forms.CharField(required=False, max_length=len(OWN) + 64)
    model = forms.CharField(required=False, max_length=64)

    def clean_model(self) -> str:
        return self.cleaned_data["model"] or DEFAULT_MODEL


class SignOffForm(forms.Form):
    """What a reviewer decides; `digest` is that of the record beside which the form stood."""

    name = VisibleText(
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the reviewer's name."), "max_length": LINE_TOO_LONG},
    )
    role = VisibleText(
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the reviewer's role."), "max_length": LINE_TOO_LONG},
    )
    decision = forms.ChoiceField(
        choices=SignOff.Decision.choices,
        error_messages={
            "required": _("Choose a decision."),
            "invalid_choice": _("Choose one of the decisions that are listed."),
        },
    )
    comment = VisibleLines(required=False, max_length=COMMENT_LENGTH, error_messages={"max_length": LINE_TOO_LONG})
    digest = forms.CharField(required=False)


class ItemForm(forms.Form):
    """Who sees to an item of a checklist, until when, and whether it is done."""

    owner = VisibleText(required=False, max_length=NAME_LENGTH, error_messages={"max_length": LINE_TOO_LONG})
    due = Day(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2027-01-31.")},
    )
    done = forms.BooleanField(required=False)
    note = VisibleLines(required=False, max_length=COMMENT_LENGTH, error_messages={"max_length": LINE_TOO_LONG})
