"""Accounts: sign up, sign in and out, passwords, where one is signed in. Nobody needs one to try Berth."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.access.guessing import Credentials, is_password_of, seconds_to_wait
from decisions.access.sessions import Browser, browsers_of
from decisions.services import accounts as services
from decisions.web.accounts_forms import (
    AskForResetForm,
    ChangePasswordForm,
    ConfirmForm,
    NameForm,
    NewPasswordForm,
    SignInForm,
    SignUpForm,
)
from decisions.web.own_scenarios import own_scenario_urls
from decisions.web.owner import SeeOther, see_other
from decisions.web.signed_in import signed_in
from decisions.web.tokens import token_urls

WRONG_PASSWORD = gettext_lazy("This is not the password of your account.")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return see_other("account")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            claimed = services.sign_up(request=request, **form.cleaned_data)
        except services.AddressTaken as fault:
            form.add_error("email", str(fault))
        else:
            messages.success(request, _("Your account is made, and you are signed in.") + said_of(claimed))
            return SeeOther(wanted_next(request))
    return render(request, "accounts/sign_up.html", context_of(request, form), status=422 if form.is_bound else 200)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return SeeOther(wanted_next(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        user = authenticate(request, username=given["email"], password=given["password"])
        if user is not None:
            claimed = services.sign_in(request=request, user=user, stay=given["stay"])
            messages.success(request, _("You are signed in.") + said_of(claimed))
            return SeeOther(wanted_next(request))
        form.add_error("password", _("Address and password do not go together. Check both, or reset the password."))
    return render(request, "accounts/sign_in.html", context_of(request, form), status=422 if form.is_bound else 200)


def context_of(request: HttpRequest, form: SignInForm | SignUpForm) -> dict[str, object]:
    return {"form": form, "next": wanted_next(request, "")}


def wanted_next(request: HttpRequest, otherwise: str | None = None) -> str:
    """Return where to go on: only ever to an address of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("assessments") if otherwise is None else otherwise


def said_of(claimed: int) -> str:
    if not claimed:
        return ""
    sentence = ngettext(
        "The assessment of this browser now belongs to your account.",
        "The %(n)s assessments of this browser now belong to your account.",
        claimed,
    )
    return " " + sentence % {"n": claimed}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    services.sign_out(request=request)
    messages.success(request, _("You are signed out."))
    return see_other("landing")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what an account has, and change its name."""
    user = signed_in(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.first_name})
    if form.is_valid():
        services.call(user=user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is changed."))
        return see_other("account")
    context = {"form": form, "holdings": services.holdings_of(user), "browsers": len(list(browsers_here(request)))}
    return render(request, "accounts/account.html", context, status=422 if form.is_bound else 200)


def browsers_here(request: HttpRequest) -> Iterator[Browser]:
    return browsers_of(signed_in(request), request.session.session_key)


@never_cache
@require_safe
@login_required
def browsers(request: HttpRequest) -> HttpResponse:
    """Show where the account is signed in."""
    return render(request, "accounts/browsers.html", {"browsers": list(browsers_here(request))})


@require_POST
@login_required
def end_browser(request: HttpRequest, row: int) -> HttpResponse:
    if services.end_session(request=request, user=signed_in(request), row=row):
        messages.success(request, _("That browser is signed out."))
    return see_other("browsers")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    services.sign_out_everywhere(request=request, user=signed_in(request))
    messages.success(request, _("You are signed out everywhere."))
    return see_other("landing")


@sensitive_post_parameters("current", "password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        if is_password_of(user, form.cleaned_data["current"], request):
            services.change_password(request=request, user=user, password=form.cleaned_data["password"])
            messages.success(request, _("Your password is changed. Other browsers are signed out."))
            return see_other("account")
        form.add_error("current", WRONG_PASSWORD)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/change_password.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_reset(request: HttpRequest) -> HttpResponse:
    form = AskForResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        origin = f"{request.scheme}://{request.get_host()}"
        services.ask_for_reset(
            email=form.cleaned_data["email"],
            link_to=lambda key, token: origin + reverse("reset-password", args=[key, token]),
        )
        return see_other("reset-asked")
    context = {"form": form, "can_be_sent": settings.SENDS_MAIL or settings.MAIL_FOLDER is not None}
    return render(request, "accounts/ask_for_reset.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def reset_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_asked.html", {"folder": settings.MAIL_FOLDER})


class ResetPasswordView(PasswordResetConfirmView):
    """Opened by the link in the mail, which moves its token from the address into the session at once."""

    template_name = "accounts/reset_password.html"
    form_class = NewPasswordForm  # type: ignore[assignment]  # Django expects one that saves; a service does that here

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        password = form.cleaned_data["password"]
        claimed = services.reset_password(request=self.request, user=form.account(), password=password)
        said = _("Your password is set, and you are signed in. Other browsers are signed out; tokens go on working.")
        messages.success(self.request, said + said_of(claimed))
        return see_other("account")

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        """Say with the status what the page says: that the link is no good, or the password is not."""
        form = context.get("form")
        status = 404 if not context["validlink"] else 422 if form is not None and form.is_bound else 200
        return super().render_to_response(context, status=status, **response)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_account(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if is_password_of(user, form.cleaned_data["password"], request):
            services.delete_account(request=request, user=user)
            messages.success(request, _("Your account is deleted, with all that belonged to it."))
            return see_other("landing")
        form.add_error("password", WRONG_PASSWORD)
    context = {"form": form, "holdings": services.holdings_of(user)}
    return render(request, "accounts/delete.html", context, status=422 if form.is_bound else 200)


def too_many_tries(request: HttpRequest, answer: HttpResponse, credentials: Credentials) -> HttpResponse:
    """Answer, in place of any page, whoever has tried too many passwords."""
    seconds = seconds_to_wait(request)
    page = render(request, "accounts/too_many_tries.html", {"minutes": ceil(seconds / 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    return page


# /account/
account_urls: list[URLPattern | URLResolver] = [
    path("", account, name="account"),
    path("sign-up/", sign_up, name="sign-up"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("browsers/", browsers, name="browsers"),
    path("browsers/<int:row>/sign-out/", end_browser, name="end-browser"),
    path("browsers/sign-out/", sign_out_everywhere, name="sign-out-everywhere"),
    path("password/", change_password, name="change-password"),
    path("reset/", ask_for_reset, name="ask-for-reset"),
    path("reset/asked/", reset_asked, name="reset-asked"),
    path("reset/<str:uidb64>/<str:token>/", ResetPasswordView.as_view(), name="reset-password"),
    path("tokens/", include(token_urls)),
    path("scenarios/", include(own_scenario_urls)),
    path("delete/", delete_account, name="delete-account"),
]
