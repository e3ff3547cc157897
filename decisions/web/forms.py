"""The small forms of the journey; questions have a form of their own in `answering`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.documents.request import DEFAULT_MODEL
from decisions.models import TITLE_LENGTH
from decisions.services.assessments import visible

TOO_LONG = _("The name may have %(limit_value)d characters; it has %(show_value)d.")


class VisibleText(forms.CharField):
    """Text without what cannot be seen."""

    def to_python(self, value: object) -> str:
        return visible(super().to_python(value) or "")


class TitleForm(forms.Form):
    title = VisibleText(
        required=False, max_length=TITLE_LENGTH, error_messages={"max_length": TOO_LONG}, empty_value=""
    )


class StartForm(TitleForm):
    scenario = forms.CharField(required=False, max_length=64)
    model = forms.CharField(required=False, max_length=64)

    def clean_model(self) -> str:
        return self.cleaned_data["model"] or DEFAULT_MODEL
