"""A list's mapping: `record/lists/<source>.toml`, read into a `ListMapping` with every fault of its form."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from misaq.foundation.faults import Fault
from misaq.record import ListMapping


def read_list_mapping(text: str, file: str) -> tuple[ListMapping, list[Fault]]:
    """Read the text of a mapping; what its terms and columns mean is `misaq.record.check_mapping`'s to say.

    file : path inside the process folder, for faults; the column of a fault is its TOML field.

    >>> mapping, faults = read_list_mapping('id = "no"\\n[columns]\\nact_type = "What"', "a.toml")
    >>> mapping.columns, faults
    ({'act_type': 'What'}, [])
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return ListMapping("", {}), [Fault("list_bad_toml", file, None, "", {"reason": str(error)})]
    faults: list[Fault] = []
    for name in sorted(set(raw) - {"id", "columns", "codes", "dates"}):
        known = "id, columns, codes, dates"
        faults.append(Fault("list_unknown_field", file, None, name, {"known": known}))
    identifier = raw.get("id", "")
    if not isinstance(identifier, str):
        faults.append(_wrong(file, "id"))
        identifier = ""
    elif not identifier:
        faults.append(Fault("list_no_id", file, None, "id"))
    columns = _texts(_table(raw, "columns", file, faults), "columns", file, faults)
    codes = {
        name: _codes(table, f"codes.{name}", file, faults)
        for name, table in _table(raw, "codes", file, faults).items()
    }
    dates = _texts(_table(raw, "dates", file, faults), "dates", file, faults)
    faults.extend(
        Fault("list_unknown_field", file, None, f"dates.{name}", {"known": "format"})
        for name in sorted(set(dates) - {"format"})
    )
    return ListMapping(identifier, columns, codes, dates.get("format", "")), faults


def write_list_mapping(mapping: ListMapping) -> str:
    """The text of a mapping file; read again it is the same mapping.

    >>> text = write_list_mapping(ListMapping("no", {"act_type": "What"}, {"act_type": {"Shot": ("KIL",)}}, "%Y"))
    >>> read_list_mapping(text, "a.toml")[0].codes
    {'act_type': {'Shot': ('KIL',)}}
    """
    lines = [f"id = {_toml(mapping.id)}"] if mapping.id else []
    lines += ["", "[columns]"] + [
        f"{_toml(name)} = {_toml(column)}" for name, column in mapping.columns.items()
    ]
    for name, codes in mapping.codes.items():
        lines += ["", f"[codes.{_toml(name)}]"]
        lines += [f"{_toml(own)} = {_toml(term)}" for own, term in codes.items()]
    if mapping.date_format:
        lines += ["", "[dates]", f"format = {_toml(mapping.date_format)}"]
    return "\n".join(lines).lstrip("\n") + "\n"


def _toml(value: Any) -> str:
    """A text, bool or row of texts as TOML writes it: JSON's escapes are TOML's, but for DEL."""
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(raw: Mapping[str, Any], name: str, file: str, faults: list[Fault]) -> Mapping[str, Any]:
    table = raw.get(name, {})
    if isinstance(table, dict):
        return table
    faults.append(_wrong(file, name))
    return {}


def _texts(table: Mapping[str, Any], place: str, file: str, faults: list[Fault]) -> dict[str, str]:
    good = {}
    for name, value in table.items():
        if isinstance(value, str) and value:
            good[name] = value
        else:
            faults.append(_wrong(file, f"{place}.{name}"))
    return good


def _codes(table: Any, place: str, file: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(table, dict):
        faults.append(_wrong(file, place))
        return {}
    good: dict[str, Any] = {}
    for own, term in table.items():
        several = term if isinstance(term, list) else [term]
        if all(isinstance(one, str | bool) for one in several):
            good[own] = tuple(term) if isinstance(term, list) else term
        else:
            faults.append(_wrong(file, f"{place}.{own}"))
    return good


def _wrong(file: str, place: str) -> Fault:
    return Fault("list_bad_mapping", file, None, place)
