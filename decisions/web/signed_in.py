"""Who is signed in, for views that let no one else in."""

from django.contrib.auth.models import User
from django.http import HttpRequest


def signed_in(request: HttpRequest) -> User:
    """Return the account for a view that lets no one else in."""
    if not isinstance(request.user, User):
        raise TypeError("The view lets everybody in.")
    return request.user
