"""The static files of a site, gathered again only when they are others than last time."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".gathered"  # in the folder of the static files: the digest of what they were made from


def gather_static_files() -> bool:
    """Gather, name by content and compress the static files; False when the folder holds them already.

    Compressing costs two seconds: a site that is only started again need not wait for it.
    """
    mark = Path(settings.STATIC_ROOT) / MARK
    wanted = _digest()
    if mark.is_file() and mark.read_text("ascii", "replace") == wanted:
        return False
    mark.unlink(missing_ok=True)  # cut off on the way, it is done again
    # cleared first: collectstatic goes by the time of a file, and an installed file may be older than it is new
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(wanted, "ascii")
    return True


def _digest() -> str:
    """SHA-256 over name and content of every source file, and over how they are stored."""
    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as stream:
                content = hashlib.sha256(stream.read()).hexdigest()
            found.update(f"{path}\n{content}\n".encode())
    return found.hexdigest()
