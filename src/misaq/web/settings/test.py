"""Settings of the tests: a site's own, in a folder that goes away, with a database in memory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from misaq.web.start import make_keys

_FOLDER = Path(tempfile.mkdtemp(prefix="misaq-test-site-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
make_keys(_FOLDER / "keys")
os.environ["MISAQ_SITE"] = str(_FOLDER)
os.environ["MISAQ_DATABASE"] = os.environ.get("MISAQ_TEST_DATABASE", "")

from misaq.web.settings.production import *  # noqa: E402, F403  needs the folder made above
from misaq.web.settings.production import DATABASES  # noqa: E402

if not os.environ["MISAQ_DATABASE"]:
    DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # tests need speed, not secrecy
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
VOTES_TOGETHER = False  # a test and its votes are in one transaction that is rolled back
