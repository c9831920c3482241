"""The peers of the speed measurement: git on the same texts, and xmldiff on the two states as XML."""

import json
import random
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from charter_git import Texts, git_version, repository
from misaq.charter import split_provisions


def measure_git(texts: Texts, groups: list[list[int]]) -> dict[str, Any]:
    """Checkouts of any version, in one file and in a file an article; revert of each amendment, and of sets."""
    chance = random.Random(1)
    wanted = [chance.randrange(len(texts)) for _ in range(40)]
    with repository([_by_article(files) for files in texts]) as git:
        several = sorted(git.checkout(place) for place in wanted)
    with repository(texts) as git:
        single = sorted(git.checkout(place) for place in wanted)
        git.checkout(len(texts) - 1)
        alone = [git.revert([place]) for place in range(1, len(texts))]
        together = [git.revert(group) for group in groups]
        began = time.perf_counter()
        git.run("diff", "--word-diff=porcelain", git.commits[0], git.commits[-1])
        word_diff = time.perf_counter() - began
        began = time.perf_counter()
        git.run("blame", git.commits[-1], "--", next(iter(texts[-1])))
        blame = time.perf_counter() - began
    return {
        "version": git_version(),
        "checkout_one_file_s": median(single),
        "checkout_400_files_s": median(several),
        "revert_s": median(seconds for _, seconds in alone),
        "revert_all_s": sum(seconds for _, seconds in alone),
        "revert_conflicts": sum(not clean for clean, _ in alone),
        "reverts": len(alone),
        "sets_s": median(seconds for _, seconds in together),
        "sets_stopped": sum(not clean for clean, _ in together),
        "sets": len(together),
        "word_diff_s": word_diff,
        "blame_lines_s": blame,
    }


def measure_xmldiff(peer: Path, old: str, new: str, limit: float, *, ids: bool) -> dict[str, Any]:
    """xmldiff in a process of its own, stopped after `limit` seconds. ids : it may tell elements by their ids."""
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / part for part in ("old.xml", "new.xml")]
        for file, text in zip(files, (old, new), strict=True):
            file.write_text(as_xml(text), "utf-8")
        script = Path(__file__).with_name("xmldiff_peer.py")
        try:
            done = subprocess.run(
                [peer, script, *files, *(["ids"] if ids else [])],
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"stopped_after_s": limit}
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr else "no word"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def as_xml(text: str) -> str:
    """A text as plain XML: an element with an id an article and a clause."""
    parts = ["<constitution>"]
    for segment in split_provisions(text):
        key = quoteattr(segment.key)
        lines = text[segment.start : segment.end].strip().split("\n")
        parts.append(f"<article id={key}><heading>{escape(lines[0])}</heading>")
        for line in lines[1:]:
            label, _, words = line.partition(" ")
            name = quoteattr(f"{segment.key}.{label.strip('()')}")
            parts.append(f"<clause id={name}><num>{label}</num><p>{escape(words)}</p></clause>")
        parts.append("</article>")
    return "\n".join([*parts, "</constitution>"])


def _by_article(files: Mapping[str, str]) -> dict[str, str]:
    """A file an article, as repositories of laws often have it."""
    return {
        f"{segment.key}.txt": text[segment.start : segment.end]
        for text in files.values()
        for segment in split_provisions(text)
    }
