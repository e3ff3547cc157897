"""Settings of both modes. `BERTH_MODE` has no default: whoever starts Berth says which one it is."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = environment.one_of("BERTH_MODE", ("local", "production"))
LOCAL = MODE == "local"
VAR_DIR = Path(environment.text("BERTH_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
SECRET_KEY = environment.key_kept_in(VAR_DIR / "secret_key") if LOCAL else environment.text("BERTH_SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.names("BERTH_SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = environment.names("BERTH_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if LOCAL else None)
if not LOCAL:
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("BERTH_SECRET_KEY must have at least 50 characters.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("BERTH_HOSTS must name the hosts; * is refused.")

INSTALLED_APPS = [
    "config.apps.BerthAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "knox",
    "axes",
    "scenarios",
    "decisions",
]

MIDDLEWARE = [
    "config.http.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.http.compression.PageGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.http.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.http.gaps.GapsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "decisions.access.sessions.AccountMiddleware",
    "decisions.web.middleware.ActorMiddleware",
    "config.http.messages.PageMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **environment.database(VAR_DIR / "berth.sqlite3" if LOCAL else None),
        "CONN_MAX_AGE": 600,  # seconds; opening it takes longer than a verdict does
    },
}
MIGRATION_MODULES = {"knox": None}  # its table would stand unused beside ours, and hold on to accounts
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BEHIND_PROXY = not LOCAL and environment.switch("BERTH_BEHIND_PROXY", False)

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"
# Guessing is counted by account and, apart from that, by client: an account that is tried from many addresses is
# locked, and so is an address that tries many accounts.
AXES_HANDLER = "decisions.access.guessing.CountedTries"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or whoever goes on guessing would lock the owner out for good
AXES_CLIENT_IP_CALLABLE = "decisions.access.client.client_address"
AXES_LOCKOUT_CALLABLE = "decisions.web.accounts.too_many_tries"
AXES_VERBOSE = False  # names nobody in the log

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "decisions.access.passwords.PatternValidator"},
]

PASSWORD_RESET_TIMEOUT = 3600  # seconds that a link to reset a password holds
MAIL_SERVER = environment.mail("BERTH_MAIL_URL")
SENDS_MAIL = MAIL_SERVER is not None
MAIL_FOLDER = VAR_DIR / "mail" if LOCAL and not SENDS_MAIL else None  # where mails are written that nobody sends
if MAIL_SERVER is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["HOST"], MAIL_SERVER["PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["HOST_USER"], MAIL_SERVER["HOST_PASSWORD"]
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER["USE_SSL"], MAIL_SERVER["USE_TLS"]
    EMAIL_TIMEOUT = 10  # seconds
    DEFAULT_FROM_EMAIL = environment.text("BERTH_MAIL_FROM")
elif LOCAL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
    DEFAULT_FROM_EMAIL = "berth@localhost"
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Tests and work on pages read static files from where they are written, without collecting them first.
PLAIN_STATIC = environment.switch("BERTH_PLAIN_STATIC", False)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = PLAIN_STATIC
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": f"config.http.static.{'PlainStaticFiles' if PLAIN_STATIC else 'HashedStaticFiles'}",
    },
}

SESSION_ENGINE = "config.http.sessions"
SESSION_COOKIE_AGE = 365 * 24 * 3600  # an assessment belongs to its browser session; there is no other key to it
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "config.http.notices.NoticeStorage"
NOTICES_COOKIE_NAME = "notices"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.http.errors.csrf_failure"
# No other host ever learns an address with a code in it. The stricter no-referrer makes browsers send "Origin: null"
# with our own forms, which the CSRF check then refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SECURE_SSL_REDIRECT = environment.switch("BERTH_HTTPS_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^api/", r"^livez$", r"^readyz$"]  # no redirects under /api/
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # A browser takes a cookie of this name from this very host alone, over HTTPS: no neighbour can plant one.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    NOTICES_COOKIE_NAME = "__Host-notices"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = environment.names("BERTH_ORIGINS", [])

# The names are those of Django 6, whose middleware takes over once we are there.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],  # Plotly exports its pictures through data: and blob:
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # bytes; the JSON door has its own, smaller limit for single evaluations

ANONYMOUS_REQUESTS = environment.number("BERTH_ANONYMOUS_REQUESTS", 600)  # a minute, to the API, from one address
if not ANONYMOUS_REQUESTS:
    raise ImproperlyConfigured("BERTH_ANONYMOUS_REQUESTS must be at least 1.")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "decisions.api.errors.as_problem",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter like any unknown one
}
KNOX_TOKEN_MODEL = "decisions.Token"  # noqa: S105 the name of a table
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=90),
    "TOKEN_PREFIX": "berth_",  # so that a token is recognised where it should not be, such as in a commit
    "AUTH_TOKEN_CHARACTER_LENGTH": 64,  # hexadecimal digits: 256 random bits
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Berth API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "COMPONENT_SPLIT_PATCH": False,  # every field of a patch may be left out as it is
    "POSTPROCESSING_HOOKS": [],
}
PROBLEM_TYPES = "/api/v1/docs/#problem-"  # the address of a kind of problem, but for its code

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_addresses": {"()": "config.http.log.WithoutAddresses"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_addresses"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # who asks for what is not there, or may not, is no news
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is who takes this server for another
        "axes": {"level": "WARNING"},  # it tells of every try that it has forgotten what is too old
    },
}
