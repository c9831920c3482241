"""Settings of a site that serves people: database, accounts, security headers, background work, logs.

A site is a folder (`MISAQ_SITE`): its database, its keys, its collected static files. PostgreSQL is used
instead of SQLite where `MISAQ_DATABASE` names one.
"""

import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from misaq.web.settings.base import *  # noqa: F403  settings modules build on each other
from misaq.web.settings.base import INSTALLED_APPS, TEMPLATES

SITE = Path(os.environ.get("MISAQ_SITE", "misaq-site")).resolve()
DEBUG = False
SECRET_KEY = (SITE / "keys" / "secret_key").read_text("utf-8")
SECOND_FACTOR_KEY = (SITE / "keys" / "second_factor").read_bytes()
LEDGER_SIGNING_KEY = (SITE / "keys" / "ledger").read_bytes()
ALLOWED_HOSTS = os.environ.get("MISAQ_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Behind a proxy that speaks TLS (MISAQ_HTTPS=1) cookies are sent over it only and browsers are told to insist
# on it. The proxy must set X-Forwarded-Proto itself: without MISAQ_HTTPS the header means nothing.
HTTPS = os.environ.get("MISAQ_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# How many proxies of ours stand in front: the limits on signing in count the visitor's address, not theirs.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MISAQ_PROXIES", "1" if HTTPS else "0"))

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "misaq.web.accounts",  # first: our templates and our Urdu stand in for Django's and allauth's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "misaq.web.process.context.shell",
                "misaq.web.accounts.context.menu",
            ]
        },
    }
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "misaq.web.shell.headers.PagePolicy",
    "misaq.web.shell.headers.PlainHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "misaq.web.accounts.middleware.DenyByDefault",
]


def _database(address: str) -> dict[str, object]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SITE / "site.sqlite3",
            "CONN_MAX_AGE": 600,  # opening the file and setting it up costs more than most requests
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "misaq.web.settings.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "prepare_threshold": 5,  # for the one question that asks for it: who may answer
            **dict(parse_qsl(parts.query)),  # sslmode=verify-full must not get lost
        },
    }


DATABASES = {"default": _database(os.environ.get("MISAQ_DATABASE", ""))}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "misaq.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False  # a desk is never left open for weeks
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # passwords and codes, an address and an account
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "one_time_login": "20/m/ip",
}
LOGIN_REDIRECT_URL = "desk"
MFA_ADAPTER = "misaq.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "misaq"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "misaq.web.accounts.forms.CodeForm",
    "reauthenticate": "misaq.web.accounts.forms.CodeForm",
    "activate_totp": "misaq.web.accounts.forms.SetUpForm",
}
ACCOUNT_FORMS = {
    "login": "misaq.web.accounts.forms.SignInForm",
    "reauthenticate": "misaq.web.accounts.forms.PasswordAgainForm",
    "change_password": "misaq.web.accounts.forms.ChangePasswordForm",
    "set_password": "misaq.web.accounts.forms.SetPasswordForm",
}

# Browsers share cookies between the ports of one machine: two sites on it must not sign each other out.
_OWN = sha256(str(SITE).encode()).hexdigest()[:8]
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else f"session-{_OWN}"
# Counted from the last page of the working area (DenyByDefault); never renewed by a public page, which would
# then carry somebody's cookie into whatever cache keeps it.
SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else f"csrf-{_OWN}"
VOTER_COOKIE_NAME = "__Host-voter" if HTTPS else f"voter-{_OWN}"
RECORD_COOKIE_NAME = "__Host-record" if HTTPS else f"record-{_OWN}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone with the browser
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked on this machine, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": a browser then sends forms with "Origin: null", which no CSRF check can let through.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # the code to scan when a second factor is set up
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Uploads and originals of the record: encrypted files under random names, outside whatever serves static files.
RECORD_FILES = SITE / "record-files"
# How many case pages somebody may open in 24 hours; how many names one session's index holds; how long an approved
# export may be fetched, how often, and how many somebody may fetch in 24 hours.
RECORD_VIEWS_A_DAY = int(os.environ.get("MISAQ_RECORD_VIEWS_A_DAY", "200"))
RECORD_NAMES_MOST = 50_000
RECORD_EXPORT_DAYS, RECORD_EXPORT_DOWNLOADS, RECORD_EXPORTS_A_DAY = 7, 3, 5

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# One thread writes what many send, in one transaction; 0 only to measure what that is worth (bench/votes.py).
VOTES_TOGETHER = os.environ.get("MISAQ_VOTES_TOGETHER", "1") == "1"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # The limits on signing in lie here: with Django's 300 entries a flood of made-up names would drop them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = SITE / "static"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "misaq.web.shell.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR"},
        "allauth": {"level": "WARNING"},
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CSRF_FAILURE_VIEW = "misaq.web.process.views.form_too_old"
# One proxy may serve many names: neither the subdomains nor a preload list are ours to decide on. Without a
# proxy that speaks TLS (a demonstration on one's own machine) there is nothing to insist on.
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
    *(() if HTTPS else ("security.W004", "security.W008", "security.W012", "security.W016")),
]
