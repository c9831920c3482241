"""Start Django once, and prepare the folder a site lives in."""

import os
import secrets
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command

# name of a key's file to how many random bytes it holds
_KEYS = {"secret_key": 48, "second_factor": 32, "ledger": 32}
# What of a site nobody but its owner may read: people's accounts, and what signs the log.
_DATABASE = "site.sqlite3"


def start(settings: str) -> None:
    """Start Django with `misaq.web.settings.<settings>`; a second call changes nothing.

    settings : "static" renders files and needs no database; "production" is a site.
    """
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"misaq.web.settings.{settings}")
        django.setup()


def start_site(site: Path) -> None:
    """Start Django for the site that lives in the folder `site`, made when it is not there.

    Its keys are made once; folder, keys and database are readable by their owner only, also where an earlier
    hand left them open. The database is brought up to date, and so are the static files.
    """
    use_site(site)
    call_command("migrate", verbosity=0, interactive=False)
    from misaq.web.static_files import gather_static_files  # noqa: PLC0415  needs the settings

    gather_static_files()


def use_site(site: Path) -> None:
    """Start Django for a site without touching its database: for the management commands."""
    os.environ["MISAQ_SITE"] = str(site.resolve())
    make_private(site)
    start("production")


def make_private(site: Path) -> None:
    """Make the folder of a site with its keys, and close it to everybody but its owner.

    The database's file is made here, before anything opens it: its journals take over its mode.
    """
    site.mkdir(mode=0o700, parents=True, exist_ok=True)
    site.chmod(0o700)
    make_keys(site / "keys")
    for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"):
        if (site / name).exists():
            (site / name).chmod(0o600)
    if not os.environ.get("MISAQ_DATABASE"):
        os.close(os.open(site / _DATABASE, os.O_CREAT | os.O_RDWR, 0o600))


def make_keys(folder: Path) -> None:
    """Make the keys of a site that are not there yet, readable by their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, length in _KEYS.items():
        path = folder / name
        if path.exists():
            path.chmod(0o600)
            continue
        secret = secrets.token_bytes(length)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secret.hex().encode() if name == "secret_key" else secret)
