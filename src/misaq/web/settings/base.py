"""What every setting shares. In order: apps, templates, languages, static files, ours."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]

# ---- apps, lowest layer first
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "misaq.web.shell",
    "misaq.web.record",
    "misaq.web.dialogue",
    "misaq.web.table",
    "misaq.web.assembly",
    "misaq.web.charter",
    "misaq.web.dynamics",
    "misaq.web.ledger",
    "misaq.web.process",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "misaq.web.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["misaq.web.process.context.shell"]},
    }
]

# ---- languages: the language is the first part of every address
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "اردو")]

# ---- static files
STATIC_URL = "/static/"

# ---- ours
MISAQ_RESULTS_DIR = ""  # OUT/results of a run; the pages are made from it
MISAQ_RESULTS_BY = "misaq.web.process.current.results_for"  # gives a request the documents it shows
MISAQ_FINDINGS_BY = "misaq.web.process.findings.public_findings"  # gives what a clause may rest on
