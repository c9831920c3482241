"""Start Django once, and prepare the folder a site lives in."""

import os
import secrets
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command

# name of a key's file to how many random bytes it holds
_KEYS = {"secret_key": 48, "second_factor": 32, "ledger": 32}


def start(settings: str) -> None:
    """Start Django with `misaq.web.settings.<settings>`; a second call changes nothing.

    settings : "static" renders files and needs no database; "production" is a site.
    """
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"misaq.web.settings.{settings}")
        django.setup()


def start_site(site: Path) -> None:
    """Start Django for the site that lives in the folder `site`, made when it is not there.

    Its keys are made once, readable by their owner only; the database is brought up to date.
    """
    os.environ["MISAQ_SITE"] = str(site.resolve())
    make_keys(site / "keys")
    start("production")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def make_keys(folder: Path) -> None:
    """Make the keys of a site that are not there yet, readable by their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, length in _KEYS.items():
        if not (folder / name).exists():
            handle = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as stream:
                secret = secrets.token_bytes(length)
                stream.write(secret.hex().encode() if name == "secret_key" else secret)
