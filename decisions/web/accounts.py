"""Accounts: sign up, sign in, sign out. Nobody needs one to try Berth."""

from math import ceil

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.access.guessing import Credentials, seconds_to_wait
from decisions.services import accounts as services
from decisions.web.accounts_forms import SignInForm, SignUpForm
from decisions.web.owner import SeeOther, see_other


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
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


def too_many_tries(request: HttpRequest, answer: HttpResponse, credentials: Credentials) -> HttpResponse:
    """Answer, in place of any page, whoever has tried too many passwords."""
    seconds = seconds_to_wait(request)
    page = render(request, "accounts/too_many_tries.html", {"minutes": ceil(seconds / 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    return page


# /account/
account_urls = [
    path("", account, name="account"),
    path("sign-up/", sign_up, name="sign-up"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
]
