"""Proposals as people write them: `proposals/<id>.toml` on a frozen text, `bases/<id>.<lang>.txt` a language."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from misaq.charter import (
    EFFECTS,
    KINDS,
    TEXTUAL,
    Base,
    Certificate,
    Ground,
    Operation,
    Proposal,
    Version,
)
from misaq.formats.folder import Folder
from misaq.formats.texts import parse_toml
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

_BASE_NAME = re.compile(
    r"(?P<base>[A-Za-z0-9_][A-Za-z0-9_-]{0,119})\.(?P<language>[a-z]{2,3})\.txt"
)
_FILE_NAME = re.compile(r"(?P<id>[A-Za-z0-9_][A-Za-z0-9_-]{0,119})\.toml")
_VERSION_BASE = re.compile(r"n(\d+)")
_PLAIN = {  # field to its type and an example
    "author": (str, '"Delegation of the south"'),
    "house": (str, '"Committee on rights"'),
    "order": (int, "3"),
    "clause": (str, '"minerals"'),
    "base": (str, '"covenant"'),
    "base_sha256": (str, '"sha256:..."'),
    "amends": (str, '"minerals-half"'),
}
_OF_OPERATION = {
    "id": (str, '"minerals-half.1"'),
    "provision": (str, '"art-21.cl-2"'),
    "where": (str, '"after"'),
    "parent": (str, '"art-21"'),
    "after": (str, '"art-21.cl-2"'),
    "file": (str, '"covenant.txt"'),
    "label": (str, '"(2A)"'),
    "commencement": (str, '"2031-07-01"'),
    "expiry": (str, '"2036-07-01"'),
    "note": (str, '"..."'),
}
_BY_LANGUAGE = ("words", "text", "heading")
_KNOWN = {*_PLAIN, "title", "submitted", "supersedes", "grounds", "operations", "certified"}
_KNOWN_OF_OPERATION = {*_OF_OPERATION, *_BY_LANGUAGE, "kind", "occurrence", "targets", "grounds"}
_WHERE = ("instead", "before", "after", "start", "end")


@dataclass(frozen=True)
class Drafting:
    """What a process folder holds of drafting.

    bases : by name, the texts that proposals change. proposals : in the order of submission.
    files : id of a proposal to its file. base_of : id of a proposal to the name of its base. inputs : files read.
    """

    bases: Mapping[str, Base]
    proposals: tuple[Proposal, ...]
    files: Mapping[str, str]
    base_of: Mapping[str, str]
    inputs: tuple[str, ...] = ()

    def on(self, base: str) -> tuple[Proposal, ...]:
        """The proposals that change one base, and the amendments to them."""
        return tuple(p for p in self.proposals if self.base_of.get(p.id) == base)


def load_proposals(
    folder: Folder,
    under: str = "charter",
    *,
    versions: Sequence[Version] = (),
    language: str = "en",
) -> tuple[Drafting, list[Fault]]:
    """The bases and proposals of a process folder, and every fault of their form.

    versions : dated texts of the folder; a proposal names them as its base by "n12". language : of these texts.
    Whether a proposal applies to its base is for `check_proposal` to say.
    """
    bases, faults, inputs = _load_bases(folder, under)
    raw: dict[str, tuple[str, dict[str, Any]]] = {}
    for file in folder.glob(f"{under}/proposals/*.toml"):
        inputs.append(file)
        values, found = _read(folder, file)
        faults += found
        if not any(fault.severity == "error" for fault in found):
            raw[PurePosixPath(file).stem] = (file, values)
    for file, values in raw.values():
        named = _VERSION_BASE.fullmatch(str(values.get("base", "")))
        text = next((v for v in versions if named and v.n == int(named[1])), None)
        if text is not None:
            bases.setdefault(values["base"], Base(values["base"], {language: text.files}))
        elif not values.get("amends") and values.get("base") not in bases:
            params = {"wanted": str(values.get("base", "")), "known": ", ".join(sorted(bases))}
            faults.append(Fault("proposal_base_unknown", file, column="base", params=params))
    proposals, base_of, found = _bind(raw, bases)
    files = {key: file for key, (file, _) in raw.items()}
    ordered = tuple(sorted(proposals, key=lambda p: (p.order, p.id)))
    return Drafting(bases, ordered, files, base_of, tuple(inputs)), [*faults, *found]


def _load_bases(folder: Folder, under: str) -> tuple[dict[str, Base], list[Fault], list[str]]:
    texts: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    faults: list[Fault] = []
    inputs = []
    for file in folder.glob(f"{under}/bases/*.txt"):
        inputs.append(file)
        name = _BASE_NAME.fullmatch(PurePosixPath(file).name)
        if not name:
            faults.append(Fault("base_file_name", file))
            continue
        text, found = folder.load_text(file)
        faults += found
        # one path in every language, so that a provision has one id in all of them
        texts[name["base"]][name["language"]] = {f"{name['base']}.txt": text}
    return {key: Base(key, by_language) for key, by_language in texts.items()}, faults, inputs


def _read(folder: Folder, file: str) -> tuple[dict[str, Any], list[Fault]]:
    if not _FILE_NAME.fullmatch(PurePosixPath(file).name):
        return {}, [Fault("proposal_file_name", file)]
    text, faults = folder.load_text(file)
    if any(fault.severity == "error" for fault in faults):
        return {}, faults
    values, wrong = parse_toml(text, file)
    faults = [*faults, *wrong]
    return values, faults or list(_check(values, file))


def _check(values: Mapping[str, Any], file: str) -> Iterator[Fault]:
    yield from _check_plain(values, _PLAIN, file, "")
    yield from _check_unknown(values, _KNOWN, file, "")
    if not _is_bilingual(values.get("title")) or not values.get("title"):
        yield _field(file, "title", '{ en = "...", ur = "..." }')
    if not _are_texts(values.get("supersedes", [])):
        yield _field(file, "supersedes", '["minerals-first"]')
    yield from _check_grounds(values.get("grounds", []), file, "grounds")
    operations = values.get("operations", [])
    if not isinstance(operations, list) or not all(isinstance(o, dict) for o in operations):
        yield _field(file, "operations", "[[operations]]")
        return
    for place, operation in enumerate(operations, start=1):
        yield from _check_operation(operation, file, f"operations.{place}")
    certified = values.get("certified", [])
    if not isinstance(certified, list) or not all(
        isinstance(c, dict) and isinstance(c.get("by"), str) for c in certified
    ):
        yield _field(file, "certified", '[[certified]] by = "..."')


def _check_operation(operation: Mapping[str, Any], file: str, column: str) -> Iterator[Fault]:
    kinds = [kind for kind in (*TEXTUAL, *EFFECTS) if kind != "observed"]
    if operation.get("kind") not in kinds:
        params = {"value": str(operation.get("kind")), "allowed": ", ".join(kinds)}
        yield Fault("proposal_value", file, None, f"{column}.kind", params)
    if operation.get("where", "instead") not in _WHERE:
        params = {"value": str(operation["where"]), "allowed": ", ".join(_WHERE)}
        yield Fault("proposal_value", file, None, f"{column}.where", params)
    yield from _check_plain(operation, _OF_OPERATION, file, f"{column}.")
    yield from _check_unknown(operation, _KNOWN_OF_OPERATION, file, f"{column}.")
    for name in _BY_LANGUAGE:
        if not _is_bilingual(operation.get(name, {})):
            yield _field(file, f"{column}.{name}", '{ en = "...", ur = "..." }')
    occurrence = operation.get("occurrence", 1)
    each = occurrence.values() if isinstance(occurrence, dict) else [occurrence]
    if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in each):
        yield _field(file, f"{column}.occurrence", "1")
    if not _are_texts(operation.get("targets", [])):
        yield _field(file, f"{column}.targets", '["art-21"]')
    yield from _check_grounds(operation.get("grounds", []), file, f"{column}.grounds")


def _check_grounds(grounds: Any, file: str, column: str) -> Iterator[Fault]:
    if not isinstance(grounds, list):
        yield _field(file, column, '[{ kind = "finding", ref = "14" }]')
        return
    for place, ground in enumerate(grounds, start=1):
        where = f"{column}.{place}"
        if not isinstance(ground, dict) or ground.get("ref") in {None, ""}:
            yield _field(file, where, '{ kind = "finding", ref = "14" }')
        elif ground.get("kind") not in KINDS:
            params = {"value": str(ground.get("kind")), "allowed": ", ".join(KINDS)}
            yield Fault("draft_ground_kind", file, None, where, params)
        elif not _is_bilingual(ground.get("note", {})):
            yield _field(file, f"{where}.note", '{ en = "...", ur = "..." }')


def _check_plain(
    values: Mapping[str, Any], fields: Mapping[str, tuple[type, str]], file: str, prefix: str
) -> Iterator[Fault]:
    for name, (kind, example) in fields.items():
        value = values.get(name)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            yield _field(file, prefix + name, example)


def _check_unknown(
    values: Mapping[str, Any], known: set[str], file: str, prefix: str
) -> Iterator[Fault]:
    for name in sorted(set(values) - known):
        params = {"known": ", ".join(sorted(known))}
        yield Fault("proposal_key_unknown", file, None, prefix + name, params, severity="warning")


def _is_bilingual(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _field(file: str, column: str, wanted: str) -> Fault:
    return Fault("draft_field", file, column=column, params={"wanted": wanted})


def _bind(
    raw: Mapping[str, tuple[str, dict[str, Any]]], bases: Mapping[str, Base]
) -> tuple[list[Proposal], dict[str, str], list[Fault]]:
    """Each proposal bound to the hash of its base; an amendment to that of the proposal it amends."""
    made: dict[str, Proposal] = {}
    base_of: dict[str, str] = {}
    faults: list[Fault] = []
    waiting = dict(raw)
    while waiting:
        ready = [k for k, (_, v) in waiting.items() if not v.get("amends") or v["amends"] in made]
        if not ready:
            break
        for key in ready:
            file, values = waiting.pop(key)
            amends = values.get("amends", "")
            base = base_of.get(amends, "") if amends else str(values.get("base", ""))
            if base not in bases:
                continue
            try:
                sha256 = made[amends].sha256 if amends else bases[base].sha256
            except FaultsError as error:
                faults += [replace(fault, file=file) for fault in error.faults]
                continue
            made[key] = _proposal(key, values, bases[base], values.get("base_sha256") or sha256)
            base_of[key] = base
    faults += [
        Fault(
            "amendment_target_unknown",
            file,
            column="amends",
            params={"proposal": key, "amends": v["amends"]},
        )
        for key, (file, v) in waiting.items()
        if v["amends"] not in raw or v["amends"] in waiting
    ]
    return list(made.values()), base_of, faults


def _proposal(key: str, values: Mapping[str, Any], base: Base, sha256: str) -> Proposal:
    operations = [
        {**operation, "id": operation.get("id") or f"{key}.{place}"}
        for place, operation in enumerate(values.get("operations", []), start=1)
    ]
    languages = {lang for o in operations for name in _BY_LANGUAGE for lang in o.get(name, {})}
    return Proposal(
        id=key,
        base=sha256,
        operations={
            language: tuple(_operation(each, language) for each in operations)
            for language in sorted(languages or base.languages)
        },
        title=values.get("title", {}),
        author=values.get("author", ""),
        house=values.get("house", ""),
        order=values.get("order", 0),
        submitted=str(values.get("submitted", "")),
        clause=values.get("clause", ""),
        amends=values.get("amends", ""),
        supersedes=tuple(values.get("supersedes", ())),
        grounds=_grounds(values.get("grounds", [])),
        operation_grounds={
            each["id"]: _grounds(each["grounds"]) for each in operations if each.get("grounds")
        },
        certified=tuple(_certificate(each) for each in values.get("certified", [])),
    )


def _operation(values: Mapping[str, Any], language: str) -> Operation:
    occurrence = values.get("occurrence", 1)
    by_language = {name: values.get(name, {}).get(language, "") for name in _BY_LANGUAGE}
    plain = {name: values[name] for name in _OF_OPERATION if name in values}
    return Operation(
        n=1,
        kind=values["kind"],
        occurrence=occurrence.get(language, 1) if isinstance(occurrence, dict) else occurrence,
        targets=tuple(values.get("targets", ())),
        **{**plain, **by_language},
    )


def _grounds(listed: Sequence[Mapping[str, Any]]) -> tuple[Ground, ...]:
    return tuple(Ground(str(g["kind"]), str(g["ref"]), g.get("note", {})) for g in listed)


def _certificate(values: Mapping[str, Any]) -> Certificate:
    languages = tuple(map(str, values.get("languages", ())))
    return Certificate(
        values["by"], languages, str(values.get("on", "")), str(values.get("text", ""))
    )
