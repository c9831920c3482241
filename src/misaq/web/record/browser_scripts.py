"""The scripts that seal in the browser, and their hashes: a page names them, and whoever doubts compares them."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

CRYPTO = "record/vendor/sealing-crypto/sealing-crypto.js"
SEALING = "record/sealing.js"
"""The code of others, and ours, which calls it; paths below the static files."""


@cache
def integrity(path: str) -> str:
    """What the `integrity` attribute of a script says: SHA-256 of the file as it was installed.

    path : below the static files, as `{% static %}` takes it.
    """
    payload = (files("misaq.web.record") / "static" / path).read_bytes()
    return "sha256-" + b64encode(sha256(payload).digest()).decode("ascii")


def recorded_hashes() -> dict[str, str]:
    """The hashes in `scripts.sha256`, hexadecimal, by path: what a release says of its scripts, to be logged."""
    lines = (files("misaq.web.record") / "scripts.sha256").read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def posted_documents(text: str) -> list[str]:
    """The documents in a posted field of a sealing form: one a line, as `read_sealed` takes them.

    >>> posted_documents('{"a":1}\\r\\n{"b":2}\\r\\n')
    ['{"a":1}', '{"b":2}']
    """
    return [line.strip() for line in text.split("\n") if line.strip()]
