"""Start Django once, for commands that render pages or touch the site's database."""

import os

import django
from django.apps import apps


def start(settings: str) -> None:
    """Start Django with `misaq.web.settings.<settings>`; a second call changes nothing.

    settings : "static" renders files and needs no database; "production" is the site.
    """
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"misaq.web.settings.{settings}")
        django.setup()
