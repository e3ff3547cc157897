"""An account's tokens: what a program shows instead of a password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from decisions.models import Token
from decisions.services import tokens as services
from decisions.web.accounts_forms import TokenForm
from decisions.web.owner import see_other
from decisions.web.signed_in import signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """List tokens and make one.

    A new one is shown in the very answer to the form: to show it after a redirect it would have to be stored.
    """
    user = signed_in(request)
    secret = ""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            secret = services.make_token(user=user, **form.cleaned_data)
        except services.TokenRefused as fault:
            form.add_error("name", str(fault))
    context = {
        "form": TokenForm() if secret else form,
        "secret": secret,
        "tokens": Token.objects.filter(user=user),
        "now": timezone.now(),
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 201 if secret else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    if services.revoke_token(user=signed_in(request), token_key=key):
        messages.success(request, _("The token works no longer."))
    return see_other("tokens")


# /account/tokens/
token_urls = [
    path("", tokens, name="tokens"),
    path("<slug:key>/revoke/", revoke, name="revoke-token"),
]
