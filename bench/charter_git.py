"""How git keeps a history of texts, as a peer of the weave: a commit a version, checkout, and revert of one commit.

Every version is one commit on one branch, made by `git fast-import`: "lines", with the files exactly as the history
gives them; "words", with hard wraps undone and one word or mark a line, kinder to git, whose merge then sees words.
Each amendment is then taken back alone on the newest state by `git revert --no-commit`, and the tree is reset; a
failure is a conflict. Nothing is configured: merge strategy ort, renames as it finds them, no rerere, no attributes.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Form = Literal["lines", "words"]
Texts = Sequence[Mapping[str, str]]  # path to text, a version each

_ALONE = {  # no settings of the machine or the person
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@example.org",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@example.org",
}


@dataclass(frozen=True)
class Repository:
    """One history in git. commits : the commit of each version, in order."""

    folder: Path
    commits: tuple[str, ...]

    def run(self, *arguments: str) -> int:
        """The exit code of one git command."""
        return _git(self.folder, *arguments).returncode

    def checkout(self, place: int) -> float:
        """Seconds to have version `place` on disk."""
        began = time.perf_counter()
        _git(self.folder, "checkout", "-q", "-f", self.commits[place], check=True)
        return time.perf_counter() - began

    def revert(self, places: Sequence[int]) -> tuple[bool, float]:
        """(whether it went without a conflict, seconds) of taking back versions on the newest state, newest first."""
        began = time.perf_counter()
        clean = True
        for place in sorted(places, reverse=True):
            clean = not self.run("revert", "--no-commit", self.commits[place])
            if not clean:
                break
        seconds = time.perf_counter() - began
        _git(self.folder, "reset", "-q", "--hard", self.commits[-1], check=True)
        return clean, seconds


@contextmanager
def repository(versions: Texts) -> Iterator[Repository]:
    """A history as commits in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _git(folder, "init", "-q", "-b", "text", check=True)
        _git(folder, "fast-import", "--quiet", check=True, feed=_stream(versions))
        listed = _git(folder, "rev-list", "--reverse", "text", check=True).stdout.decode().split()
        _git(folder, "reset", "-q", "--hard", "text", check=True)
        yield Repository(folder, tuple(listed))


def git_version() -> str:
    """The git that is measured."""
    return _git(Path.cwd(), "--version", check=True).stdout.decode().strip()


def _stream(versions: Texts) -> bytes:
    """The history as git fast-import reads it."""
    parts: list[bytes] = []
    for place, files in enumerate(versions):
        message = f"{place}".encode()
        parts.append(b"commit refs/heads/text\n")
        parts.append(b"committer bench <bench@example.org> %d +0000\n" % (place + 1))
        parts.append(b"data %d\n%s\n" % (len(message), message))
        parts.append(b"deleteall\n")
        for path, text in sorted(files.items()):
            payload = text.encode()
            parts.append(b'M 100644 inline "%s"\n' % path.replace('"', "").encode())
            parts.append(b"data %d\n%s\n" % (len(payload), payload))
    return b"".join(parts)


def _git(
    folder: Path, *arguments: str, check: bool = False, feed: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env={**os.environ, **_ALONE},
        input=feed,
        capture_output=True,
        check=check,
    )
