"""Dated texts of a constitution: `versions.jsonl[.xz]`, or one file a version in `versions/`, with their settings."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from misaq.charter import Version
from misaq.formats.folder import Folder
from misaq.formats.texts import parse_toml
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.faults import Fault

LINES = ("versions.jsonl", "versions.jsonl.xz")
SETTINGS = "settings.toml"
_FILE_NAME = re.compile(r"(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)-(?P<slug>[\w.-]+)\.txt")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_KEYS: Mapping[str, type] = {"n": int, "files": dict}


@dataclass(frozen=True)
class TextHistory:
    """The dated texts of one constitution, as they were given.

    versions : in the order of n. files : what they were read from, inside the folder.
    join_lines_of : lines of exactly that many characters were wrapped through words; 0 none.
    language : of the text itself.
    """

    versions: tuple[Version, ...]
    files: tuple[str, ...]
    join_lines_of: int = 0
    language: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def joining(self, width: int) -> "TextHistory":
        """The same history with another length of wrapped lines."""
        return replace(self, join_lines_of=width)


def load_history(folder: Folder, under: str = "charter") -> tuple[TextHistory | None, list[Fault]]:
    """The history in `charter/` of a process folder (or in the folder `under` of any other), and every fault.

    None when there is none, or an error in it. Several forms at once are an error: nobody could say which counts.
    """
    inside = f"{under}/" if under else ""
    given = [inside + name for name in LINES if folder.has(inside + name)]
    dated = folder.glob(f"{inside}versions/*.txt")
    if not given and not dated:
        return None, []
    if len(given) + bool(dated) > 1:
        return None, [
            Fault("versions_both", given[0], params={"others": ", ".join([*given[1:], *dated[:1]])})
        ]
    loaded = _read_lines(folder, given[0]) if given else _read_dated(folder, dated)
    return _with_settings(folder, inside + SETTINGS, *loaded, files=tuple(given or dated))


def load_history_file(path: Path) -> tuple[TextHistory | None, list[Fault]]:
    """The history in a bare versions file, a folder of dated texts, or a process folder."""
    if path.is_dir():
        folder = Folder(path)
        return load_history(folder, "charter" if folder.has("process.toml") else "")
    folder = Folder(path.parent)
    loaded = _read_lines(folder, path.name)
    return _with_settings(folder, SETTINGS, *loaded, files=(path.name,))


def canonical_lines_hash(text: str) -> str:
    """SHA-256 of the canonical form of a JSON-lines text: each line canonical, the lines sorted.

    >>> canonical_lines_hash('{"b": 1, "a": 2}\\n{}') == canonical_lines_hash('{}\\n{"a":2,"b":1.0}\\n')
    True
    """
    lines = sorted(canonical_json(json.loads(line)) for line in text.split("\n") if line.strip())
    return sha256_hex(b"".join(lines))


def _with_settings(
    folder: Folder, file: str, versions: list[Version], faults: list[Fault], files: tuple[str, ...]
) -> tuple[TextHistory | None, list[Fault]]:
    settings: dict[str, Any] = {}
    if folder.has(file):
        text, found = folder.load_text(file)
        settings, bad = parse_toml(text, file)
        faults = [*faults, *found, *bad, *_check_settings(settings, file, versions)]
        files = (*files, file)
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    titles = settings.get("titles", {})
    named = [
        replace(v, titles=titles.get(str(v.n), {})) for v in sorted(versions, key=lambda v: v.n)
    ]
    history = TextHistory(
        tuple(named),
        files,
        settings.get("join_lines_of", 0),
        settings.get("language", ""),
        settings,
    )
    return history, faults


def _check_settings(
    settings: Mapping[str, Any], file: str, versions: list[Version]
) -> Iterator[Fault]:
    width = settings.get("join_lines_of", 0)
    if not isinstance(width, int) or isinstance(width, bool) or width < 0:
        yield Fault("charter_setting", file, column="join_lines_of", params={"wanted": "80"})
    if not isinstance(settings.get("language", ""), str):
        yield Fault("charter_setting", file, column="language", params={"wanted": '"en"'})
    titles = settings.get("titles", {})
    if not isinstance(titles, dict):
        yield Fault("charter_setting", file, column="titles", params={"wanted": "[titles.1]"})
        return
    numbers = {str(version.n) for version in versions}
    for n, title in titles.items():
        if not isinstance(title, dict) or not all(isinstance(t, str) for t in title.values()):
            wanted = '{ en = "...", ur = "..." }'
            yield Fault("charter_setting", file, column=f"titles.{n}", params={"wanted": wanted})
        elif n not in numbers:
            yield Fault("charter_title_unused", file, column=f"titles.{n}", severity="warning")


def _read_lines(folder: Folder, file: str) -> tuple[list[Version], list[Fault]]:
    text, faults = folder.load_text(file)
    if any(fault.severity == "error" for fault in faults):
        return [], faults
    versions: list[Version] = []
    numbers: dict[int, int] = {}
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        raw, bad = _parse_line(line, file, row)
        faults += bad
        if raw is None:
            continue
        if raw["n"] in numbers:
            first = {"n": raw["n"], "row": numbers[raw["n"]]}
            faults.append(Fault("versions_number_twice", file, row, "n", first))
            continue
        numbers[raw["n"]] = row
        versions.append(_version(raw))
    if not versions and not faults:
        faults.append(Fault("versions_empty", file))
    return versions, faults


def _parse_line(line: str, file: str, row: int) -> tuple[dict[str, Any] | None, list[Fault]]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, [Fault("versions_not_json", file, row, params={"reason": str(error)[:120]})]
    if not isinstance(raw, dict):
        return None, [Fault("versions_not_json", file, row, params={"reason": "no { }"})]
    faults = [
        Fault("versions_key", file, row, key)
        for key, kind in _KEYS.items()
        if not isinstance(raw.get(key), kind) or isinstance(raw.get(key), bool)
    ]
    texts = raw.get("files")
    if isinstance(texts, dict) and not all(isinstance(text, str) for text in texts.values()):
        faults.append(Fault("versions_key", file, row, "files"))
    elif isinstance(texts, dict) and any("\0" in text for text in texts.values()):
        faults.append(Fault("versions_nul", file, row, "files"))
    date = raw.get("date")
    if date is not None and not (isinstance(date, str) and _DATE.fullmatch(date)):
        faults.append(Fault("versions_date", file, row, "date", {"value": str(date)[:40]}))
    return (None if faults else raw), faults


def _version(raw: Mapping[str, Any]) -> Version:
    title, message = str(raw.get("title") or ""), str(raw.get("message") or "")
    return Version(raw["n"], title, raw.get("date"), raw["files"], message)


def _read_dated(folder: Folder, files: list[str]) -> tuple[list[Version], list[Fault]]:
    """One file a version: they are numbered from 0 in the order of their names, which begin with the date."""
    versions: list[Version] = []
    faults: list[Fault] = []
    for file in files:
        name = PurePosixPath(file).name
        match = _FILE_NAME.fullmatch(name)
        if not match or not _DATE.fullmatch(match["date"]):
            faults.append(Fault("versions_file_name", file))
            continue
        text, found = folder.load_text(file)
        faults += found
        title = match["slug"].replace("-", " ")
        versions.append(Version(len(versions), title, match["date"], {"constitution.txt": text}))
    return versions, faults
