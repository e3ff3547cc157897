"""What a page says once, after a form was sent: it travels in a cookie of ours."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    cookie_name = settings.NOTICES_COOKIE_NAME


class NoticeStorage(FallbackStorage):
    """A cookie; what is too long for one goes into the session."""

    storage_classes = (NoticeCookie, SessionStorage)
