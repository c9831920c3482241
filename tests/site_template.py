"""A site with its database and static files made once for a whole run of the tests, and copied where one is needed.

Only what does not depend on the site: its keys are made by each site itself.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VARIABLE = "MISAQ_TEST_TEMPLATE"
ROOT = Path(__file__).parents[1]
MAKE = "import sys; from pathlib import Path; from misaq.web.start import start_site; start_site(Path(sys.argv[1]))"


def name_template() -> None:
    """Say, before workers start, where the template of this run will be."""
    os.environ.setdefault(VARIABLE, tempfile.mkdtemp(prefix="misaq-template-"))


def remove_template() -> None:
    """Take the template away."""
    shutil.rmtree(os.environ.pop(VARIABLE, ""), ignore_errors=True)


def fresh_site(site: Path) -> Path:
    """A site nobody has used, at `site`: as `start_site` leaves it, but without keys."""
    made = _template()
    site.mkdir(mode=0o700, parents=True)
    shutil.copy2(made / "site.sqlite3", site)
    shutil.copytree(made / "static", site / "static")
    return site


def _template() -> Path:
    """The template, made by the first who asks; the others wait for it."""
    import fcntl  # noqa: PLC0415  not on every system

    folder = Path(os.environ[VARIABLE])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MISAQ_"))}
            subprocess.run(
                [sys.executable, "-c", MAKE, str(folder / "site")],
                env=kept | {"PYTHONPATH": str(ROOT / "src")},
                check=True,
                timeout=120,
            )
            (folder / "made").touch()
    return folder / "site"
