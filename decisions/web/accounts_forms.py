"""What is asked of whoever has an account or wants one."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.models import NAME_LENGTH, Token
from decisions.web.forms import TOO_LONG, VisibleText

ADDRESS_LENGTH = 150  # characters, as Django's user has them
PASSWORD_SHORTEST = 12  # characters; settings say the same for those that are set elsewhere
HOLDING = [("30", _("30 days")), ("90", _("90 days")), ("365", _("365 days"))]  # no token holds for ever
PASSWORD_LENGTH = 128  # characters; a longer one would only take longer to hash


class AddressField(forms.EmailField):
    """An e-mail address; the same one however it is written, in capitals or not."""

    def __init__(self) -> None:
        super().__init__(
            max_length=ADDRESS_LENGTH,
            error_messages={
                "required": _("Give your e-mail address."),
                "invalid": _("This is no e-mail address. One looks like name@company.example."),
                "max_length": _("The address may have %(limit_value)d characters; it has %(show_value)d."),
            },
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password, taken as it is typed."""

    def __init__(self, *, is_new: bool = False) -> None:
        super().__init__(
            strip=False,
            min_length=PASSWORD_SHORTEST if is_new else None,
            max_length=PASSWORD_LENGTH,
            error_messages={
                "required": _("Choose a password.") if is_new else _("Type your password."),
                "min_length": _("A password must have at least %(limit_value)d characters; it has %(show_value)d."),
                "max_length": _("A password may have %(limit_value)d characters; it has %(show_value)d."),
            },
        )


class SignInForm(forms.Form):
    email = AddressField()
    password = PasswordField()
    stay = forms.BooleanField(required=False)


class NameForm(forms.Form):
    name = VisibleText(required=False, max_length=NAME_LENGTH, error_messages={"max_length": TOO_LONG})


class NewPasswordForm(forms.Form):
    """A new password; refused when it is easily guessed, or like the name or the address of its account."""

    password = PasswordField(is_new=True)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def account(self) -> User:
        return self.user or User()

    def clean(self) -> dict[str, Any]:
        if "password" in self.cleaned_data:
            try:
                validate_password(self.cleaned_data["password"], self.account())
            except ValidationError as fault:
                self.add_error("password", fault)
        return self.cleaned_data


class SignUpForm(NewPasswordForm, NameForm):
    email = AddressField()

    field_order = ("email", "password", "name")

    def account(self) -> User:
        address = self.cleaned_data.get("email", "")
        return User(username=address, email=address, first_name=self.cleaned_data.get("name", ""))


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField()

    field_order = ("current", "password")


class AskForResetForm(forms.Form):
    email = AddressField()


class ConfirmForm(forms.Form):
    """The password once more, before what cannot be undone."""

    password = PasswordField()


class TokenForm(forms.Form):
    """What a token is for, what it may do and for how long."""

    name = VisibleText(
        max_length=NAME_LENGTH,
        error_messages={"required": _("Say what the token is for."), "max_length": TOO_LONG},
    )
    scope = forms.ChoiceField(
        choices=Token.Scope.choices,
        initial=Token.Scope.READ,
        error_messages={
            "required": _("Choose what the token may do."),
            "invalid_choice": _("Choose what the token may do."),
        },
    )
    days = forms.TypedChoiceField(
        coerce=int,
        choices=HOLDING,
        initial="90",
        error_messages={
            "required": _("Choose how long the token is to hold."),
            "invalid_choice": _("Choose how long the token is to hold."),
        },
    )
