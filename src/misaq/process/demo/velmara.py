"""Velmara, the invented country of the demonstration: every file of its process folder, and how it is written."""

import os
import shutil
import tempfile
import tomllib
from functools import lru_cache
from pathlib import Path

from misaq.formats import write_atomically
from misaq.foundation.errors import InputError
from misaq.process.demo import messages as _messages  # noqa: F401  registers the texts of the error below
from misaq.process.demo.acts import record_files
from misaq.process.demo.constitution import charter_files
from misaq.process.demo.conversation import dialogue_files
from misaq.process.demo.incidents import event_files
from misaq.process.demo.resource import resource_tree
from misaq.process.demo.volunteers import assembly_files

_MARK = "process.toml"


class DemoFolderError(InputError):
    """The folder holds something else, which the demonstration must not overwrite."""

    code = "demo_folder_not_ours"


@lru_cache(maxsize=1)
def _files() -> dict[str, bytes]:
    made = dict(resource_tree("folder"))
    for part in (record_files, dialogue_files, assembly_files, charter_files, event_files):
        made |= part()
    return dict(sorted(made.items()))


def demo_files() -> dict[str, bytes]:
    """Every file of the demonstration's process folder by its path inside it; the same bytes each time."""
    return dict(_files())


def write_demo(folder: Path) -> None:
    """Write the demonstration process to `folder`, whole or not at all.

    A new or empty folder appears complete or does not appear. In a folder that holds the demonstration already
    each of its files is made new; other files there are left alone.
    Raises DemoFolderError when the folder holds something else.
    """
    if folder.exists() and not folder.is_dir():
        raise DemoFolderError(folder=str(folder))
    if not folder.exists() or not any(folder.iterdir()):
        _write_new(folder)
        return
    if not is_demo(folder):
        raise DemoFolderError(folder=str(folder))
    for file, payload in _files().items():
        write_atomically(folder / file, payload)


def is_demo(folder: Path) -> bool:
    """Whether `folder` holds the demonstration process."""
    try:
        settings = tomllib.loads((folder / _MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return settings.get("id") == "velmara" and settings.get("invented") is True


def _write_new(folder: Path) -> None:
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for file, payload in _files().items():
            path = partial / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(payload)
        partial.chmod(0o755)
        os.replace(partial, target)  # noqa: PTH105  replaces an empty folder too
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
