"""Which column of a list says what, when persons are to be linked: usual headers in two languages, or a mapping."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from misaq.foundation.faults import Fault
from misaq.record.names import fold_words

NAME_FIELDS = ("name", "given", "family")


@dataclass(frozen=True)
class LinkColumns:
    """The columns of one list: field to the list's own column name, and what was not understood."""

    columns: Mapping[str, str]
    unused: tuple[str, ...]


@lru_cache(maxsize=1)
def linkage_fields() -> dict[str, tuple[str, ...]]:
    """Every field that persons are linked by, with its usual headers.

    >>> "dob" in linkage_fields()["born"]
    True
    """
    raw = tomllib.loads((files("misaq.record") / "terms" / "linkage.toml").read_text("utf-8"))
    return {field: tuple(_folded(text.split())) for field, text in raw["fields"].items()}


@lru_cache(maxsize=1)
def sex_words() -> dict[str, str]:
    """Words for a sex, in both languages, to "f" or "m"."""
    raw = tomllib.loads((files("misaq.record") / "terms" / "linkage.toml").read_text("utf-8"))
    return {
        word: sex
        for sex, text in raw["sexes"].items()
        for word in fold_words(text.split()).to_pylist()
    }


def _folded(headers: Sequence[str]) -> list[str]:
    folded: list[str] = fold_words(headers).to_pylist() if headers else []
    return [re.sub(r"[^\w]+|_+", "_", header).strip("_") for header in folded]


def recognise_columns(
    names: Sequence[str], *, mapping: Mapping[str, str] | None = None, leave: str = ""
) -> LinkColumns:
    """Say which of a list's columns is which field, by its header or by the mapping.

    names : the list's headers. mapping : field to header; a mapped header is not guessed at.
    leave : a header not to be read (the truth). Of two headers for one field the first usual one is taken.

    >>> recognise_columns(["rec_id", " Given Name", "SURNAME", "father's name"]).columns
    {'given': ' Given Name', 'family': 'SURNAME', 'father': "father's name"}
    """
    chosen = dict(mapping or {})
    free = [name for name in names if name not in chosen.values() and name.strip() != leave.strip()]
    folded = dict(zip(free, _folded(free), strict=True))
    for field, headers in linkage_fields().items():
        found = [name for header in headers for name, own in folded.items() if own == header]
        found = [name for name in found if name not in chosen.values()]
        if field not in chosen and found:
            chosen[field] = found[0]
    unused = tuple(name for name in free if name not in chosen.values())
    return LinkColumns(chosen, unused)


def read_link_map(raw: Mapping[str, Any], *, file: str) -> tuple[dict[str, str], list[Fault]]:
    """Field to header from the values of a mapping's TOML, with every fault of it.

    raw : `[columns]` with `field = "header"`, or the same without the heading. A field may be named by any of its
    usual headers.

    >>> read_link_map({"columns": {"given_name": "Vorname", "dob": "geb"}}, file="map.toml")
    ({'given': 'Vorname', 'born': 'geb'}, [])
    """
    table = raw.get("columns", raw)
    if not isinstance(table, Mapping):
        return {}, [Fault("list_bad_mapping", file, None, "columns")]
    known = {header: field for field, headers in linkage_fields().items() for header in headers}
    known |= {field: field for field in linkage_fields()}
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for name, header in table.items():
        field = known.get(_folded([name])[0])
        if field is None:
            faults.append(
                Fault(
                    "list_unknown_field", file, None, name, {"known": ", ".join(linkage_fields())}
                )
            )
        elif not isinstance(header, str) or not header:
            faults.append(Fault("list_bad_mapping", file, None, name))
        else:
            found[field] = header
    return found, faults


def check_columns(
    names: Sequence[str], found: LinkColumns, *, file: str, truth: str
) -> list[Fault]:
    """Find what stands in the way of linking this list: no column of names, no column of that truth.

    names : the list's headers. file : for the faults. truth : the truth column, "" for none.
    """
    faults: list[Fault] = []
    if not any(field in found.columns for field in NAME_FIELDS):
        faults.append(Fault("link_no_name", file, 1, "", {"columns": ", ".join(names)}))
    if truth and truth.strip() not in {name.strip() for name in names}:
        faults.append(Fault("link_no_truth", file, 1, truth, {"columns": ", ".join(names)}))
    return faults
