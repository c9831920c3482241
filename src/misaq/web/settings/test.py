"""Settings of the tests."""

from misaq.web.settings.base import *  # noqa: F403  a settings file is its base and what differs

SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
