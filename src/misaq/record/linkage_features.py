"""What of each mention of a person is compared, and by which keys two mentions come to be compared at all.

Everything is computed from the text of the cells, once per distinct text; rows stay in the order given.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record.linkage_fields import sex_words
from misaq.record.names import ParsedNames, fold_words, parse_names

Kind = Literal[
    "part", "name", "born", "age", "when", "sex", "place", "text", "code", "number", "email"
]
PLACES = ("village", "district", "province", "tribe", "work")
TEXTS = ("address", "address2")
CODES = ("postcode", "house")
NUMBERS = ("id", "phone")
_LEAST_FILLED = 0.02  # a field that fewer rows have tells too little to be weighed
_DAYS = (
    (re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})"), (3, 2, 1)),
)

_NAMED_MONTH = re.compile(r"(\d{1,2})[ .-]+([a-z]{3})[a-z]*[ .,-]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


@dataclass(frozen=True)
class Features:
    """Columns to compare, (n,) each; null where a row says nothing.

    table : the columns. compared : (field, kind) in the order of weight; its columns are field_...
    keys : key name to the columns whose agreement makes two rows a candidate pair, strictest first.
    """

    table: pa.Table
    compared: tuple[tuple[str, Kind], ...]
    keys: Mapping[str, tuple[str, ...]]


def build_features(fields: Mapping[str, pa.ChunkedArray], *, plain: bool = False) -> Features:
    """Turn the fields of n mentions into what is compared.

    fields : field (see `linkage_fields`) to its cells as text, (n,) each; "" or null for nothing.
    plain : names in lower case only, nothing known of scripts or spellings: what the rest is measured against.

    >>> cells = {"name": pa.chunked_array([["Aslam s/o Karim", "اسلم ولد کریم"]])}
    >>> found = build_features(cells)
    >>> found.compared, found.table["name_bones"].to_pylist()
    ((('name', 'name'), ('father', 'name')), ['aslm', 'aslm'])
    """
    columns: dict[str, pa.Array] = {}
    compared: list[tuple[str, Kind]] = []
    _add_names(fields, columns, compared, plain)
    for field, kind, make in (
        ("born", "born", _born_columns), ("age", "age", _year_columns), ("when", "when", _when_columns),
        ("sex", "sex", _sex_columns),
        *((field, "number", _number_columns) for field in NUMBERS),
        ("email", "email", _text_columns),
        *((field, "place", _plain_columns if plain else _place_columns) for field in PLACES),
        *((field, "code", _text_columns) for field in CODES),
        *((field, "text", _text_columns) for field in TEXTS),
    ):  # fmt: skip
        if field in fields:
            made = make(field, fields[field])
            if _filled(next(iter(made.values()))) >= _LEAST_FILLED:
                columns |= made
                compared.append((field, kind))  # type: ignore[arg-type]
    _turn_ages_into_years(columns, compared)
    present = set(columns)
    keys = {name: parts for name, parts in _KEYS.items() if present.issuperset(parts)}
    return Features(pa.table(columns), tuple(compared), keys)


def _filled(column: pa.Array) -> float:
    return 1 - column.null_count / len(column) if len(column) else 0.0


def _or_null(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _add_names(
    fields: Mapping[str, pa.ChunkedArray],
    columns: dict[str, pa.Array],
    compared: list[tuple[str, Kind]],
    plain: bool,
) -> None:
    """The names: in two parts where the rows have two columns, else whole.

    Where the lists tell the father, the last word of a name is often no family's: it comes and goes between lists,
    and only the whole name can be compared.
    """
    n = len(next(iter(fields.values())))
    split = all(field in fields for field in ("given", "family"))
    whole = np.zeros(n, bool)
    if "name" in fields:
        whole = pc.not_equal(pc.utf8_trim_whitespace(_text(fields["name"])), "").to_numpy(False)
    make = _lower_case if plain else parse_names
    parent: pa.Array | None = None
    if split and not whole.any() and "father" not in fields:
        for field in ("given", "family"):
            columns |= _part_columns(field, make(_text(fields[field])))
            compared.append((field, "part"))
        columns["both_bones"] = _both(columns["given_bones"], columns["family_bones"])
    else:
        parsed = make(_whole_names(fields, n, whole))
        columns |= _name_columns("name", parsed)
        compared.append(("name", "name"))
        parent = parsed.parent
    for field in ("father", "mother"):
        own = _text(fields[field]) if field in fields else None
        if field == "father" and parent is not None:
            own = parent if own is None else pc.if_else(pc.equal(own, ""), parent, own)
        if own is None:
            continue
        made = _name_columns(field, make(_without_kinship(own)))
        if _filled(made[f"{field}_sound"]) >= _LEAST_FILLED:
            columns |= made
            compared.append((field, "name"))


def _both(one: pa.Array, other: pa.Array) -> pa.Array:
    """Two names in the order of the alphabet, so that exchanged names meet; null where one is missing."""
    first, last = pc.min_element_wise(one, other), pc.max_element_wise(one, other)
    return pc.if_else(
        pc.is_valid(pc.binary_join_element_wise(one, other, "|")),
        pc.binary_join_element_wise(first, last, "|"),
        None,
    )


def _whole_names(
    fields: Mapping[str, pa.ChunkedArray], n: int, whole: NDArray[np.bool_]
) -> pa.Array:
    """One name a row: the name column, and where it is blank the parts one after the other."""
    blank = pa.array([""] * n, pa.string())
    parts = [_text(fields[field]) if field in fields else blank for field in ("given", "family")]
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, " "))
    return pc.if_else(pa.array(whole), _text(fields["name"]), joined) if whole.any() else joined


def _without_kinship(texts: pa.Array) -> pa.Array:
    """A father's name without the "s/o" or "ولد" that a list may write before it."""
    return pc.replace_substring_regex(
        texts, r"(?i)^\s*(?:[sdw] ?/ ?o\b\.?|(?:son|daughter|wife) of\b|ولد |دختر |بنت )", ""
    )


def _lower_case(texts: pa.Array) -> ParsedNames:
    """Names as they are, in lower case: every column the same."""
    text = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    first = pc.replace_substring_regex(text, r"\s.*$", "")
    none = pa.array([""] * len(text), pa.string())
    return ParsedNames(text, none, text, text, text, first, none, none, none, none)


def _text(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    filled = pc.fill_null(column.cast(pa.string()), "")
    whole = filled.combine_chunks() if isinstance(filled, pa.ChunkedArray) else filled
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) and whole.num_chunks else whole


def _name_columns(field: str, parsed: ParsedNames) -> dict[str, pa.Array]:
    return {
        f"{field}_sound": _or_null(parsed.sounds),
        f"{field}_bones": _or_null(parsed.bones),
        f"{field}_joined": _or_null(parsed.joined),
        f"{field}_first": _or_null(parsed.first),
    }


def _part_columns(field: str, parsed: ParsedNames) -> dict[str, pa.Array]:
    return {
        f"{field}_text": _or_null(parsed.name),
        f"{field}_sound": _or_null(parsed.sounds),
        f"{field}_bones": _or_null(parsed.bones),
    }


def _once(texts: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str]]:
    """Codes and distinct texts of a column, digits as in English."""
    coded = pc.utf8_trim_whitespace(_text(texts)).dictionary_encode()
    distinct = [text.translate(_DIGITS) for text in coded.dictionary.to_pylist()]
    return coded.indices.to_numpy(), distinct


def _taken(codes: NDArray[np.int64], values: Sequence[object], kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind).take(pa.array(codes))


def _born_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    """Eight digits where the day is told, the same with day and month exchanged, the year where it is told."""
    codes, distinct = _once(texts)
    days = [_day(text) for text in distinct]
    swapped = [day and day[:4] + day[6:] + day[4:6] for day in days]
    years = [_year(text, day) for text, day in zip(distinct, days, strict=True)]
    return {
        f"{field}_year": _taken(codes, years, pa.int32()),
        f"{field}_day": _taken(codes, days, pa.string()),
        f"{field}_swapped": _taken(codes, swapped, pa.string()),
    }


def _day(text: str) -> str | None:
    """Eight digits, year first; of 3/25/1984 only one reading is a date."""
    for pattern, (year, month, day) in _DAYS:
        found = pattern.fullmatch(text)
        if found:
            m, d = int(found[month]), int(found[day])
            m, d = (d, m) if m > 12 >= d > 0 and day == 1 else (m, d)
            return f"{found[year]}{m:02d}{d:02d}"
    named = _NAMED_MONTH.fullmatch(text.lower())
    if named and named[2] in _MONTHS:
        return f"{named[3]}{_MONTHS.index(named[2]) + 1:02d}{int(named[1]):02d}"
    return None


def _year(text: str, day: str | None) -> int | None:
    found = int(day[:4]) if day else _year_of_edtf(text)
    return found if found is not None and 1700 <= found <= 2200 else None


def _year_of_edtf(text: str) -> int | None:
    if re.fullmatch(r"\d{4}\.0", text):  # what a spreadsheet makes of a year beside a blank
        return int(text[:4])
    try:
        return parse_edtf(text).year
    except DateError:
        years = re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text)  # "about 1984"
        return int(years[0]) if len(years) == 1 else None


def _when_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    made = _born_columns(field, texts)
    return {f"{field}_year": made[f"{field}_year"], f"{field}_day": made[f"{field}_day"]}


def _year_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    codes, distinct = _once(texts)
    ages = [int(float(t)) if re.fullmatch(r"\d{1,3}(\.\d+)?", t) else None for t in distinct]
    return {f"{field}_year": _taken(codes, ages, pa.int32())}


def _turn_ages_into_years(columns: dict[str, pa.Array], compared: list[tuple[str, Kind]]) -> None:
    """Age and the year it was told in give a year of birth, where no column tells that."""
    if not {"age_year", "when_year"} <= set(columns):
        return
    born = pc.subtract(columns["when_year"], columns["age_year"])
    if "born_year" in columns:
        columns["born_year"] = pc.coalesce(columns["born_year"], born)
    else:
        columns["born_year"] = born
        nothing = pa.nulls(len(born), pa.string())
        columns |= {"born_day": nothing, "born_swapped": nothing}
        compared.insert([kind for _, kind in compared].index("age"), ("born", "born"))
    compared.remove(("age", "age"))
    del columns["age_year"]


def _sex_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    codes, distinct = _once(texts)
    words = fold_words(distinct).to_pylist() if distinct else []
    known = sex_words()
    return {f"{field}_text": _taken(codes, [known.get(w, w or None) for w in words], pa.string())}


def _place_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    parsed = parse_names(_text(texts))
    return {
        f"{field}_text": _or_null(parsed.name),
        f"{field}_bones": _or_null(parsed.joined),
    }


def _plain_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    text = _or_null(pc.utf8_lower(pc.utf8_trim_whitespace(_text(texts))))
    return {f"{field}_text": text, f"{field}_bones": text}


def _text_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    text = pc.utf8_lower(pc.utf8_trim_whitespace(_text(texts)))
    return {f"{field}_text": _or_null(pc.replace_substring_regex(text, r"\s+", " "))}


def _number_columns(field: str, texts: pa.ChunkedArray) -> dict[str, pa.Array]:
    codes, distinct = _once(texts)
    text = pc.replace_substring_regex(
        pc.utf8_lower(pa.array(distinct, pa.string())), r"[^\p{L}\p{N}]", ""
    )
    return {f"{field}_text": _or_null(text.take(pa.array(codes)))}


# Strictest first. A key of one column alone is used only where it makes few enough pairs.
_KEYS: dict[str, tuple[str, ...]] = {
    "id": ("id_text",),
    "phone": ("phone_text",),
    "email": ("email_text",),
    "given+family+born": ("both_bones", "born_year"),
    "given+family": ("both_bones",),
    "name+father": ("name_bones", "father_bones"),
    "name+born+district": ("name_bones", "born_year", "district_bones"),
    "name+born": ("name_bones", "born_year"),
    "joined+born": ("name_joined", "born_year"),
    "first+father+born": ("name_first", "father_first", "born_year"),
    "first+father+district": ("name_first", "father_bones", "district_bones"),
    "father+born+district": ("father_bones", "born_year", "district_bones"),
    "name+district": ("name_bones", "district_bones"),
    "first+fathers first+district": ("name_first", "father_first", "district_bones"),
    "father+born": ("father_bones", "born_year"),
    "first+born+district": ("name_first", "born_year", "district_bones"),
    "given+father": ("given_bones", "father_bones"),
    "born day": ("born_day",),
    "given+born": ("given_bones", "born_year"),
    "family+born": ("family_bones", "born_year"),
    "family+postcode": ("family_bones", "postcode_text"),
    "given+postcode": ("given_bones", "postcode_text"),
    "family+district": ("family_bones", "district_bones"),
    "given+district": ("given_bones", "district_bones"),
    "family+village": ("family_bones", "village_bones"),
    "given+village": ("given_bones", "village_bones"),
    "name+village": ("name_bones", "village_bones"),
    "address+house": ("address_text", "house_text"),
    "name": ("name_bones",),
    "father+district": ("father_bones", "district_bones"),
    "family": ("family_bones",),
    "given": ("given_bones",),
    "postcode": ("postcode_text",),
    "village+born": ("village_bones", "born_year"),
    "district+born": ("district_bones", "born_year"),
}
