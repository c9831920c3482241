"""Reading a pool: who may be drawn, who has a seat already, who is left out and why; every fault with its place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from misaq.assembly.pool import NOWHERE, Note, Pool, Selected, group_people
from misaq.assembly.quotas import Quotas, fold, without_seats
from misaq.foundation.faults import Fault

UNKNOWN = ("", "?", "unknown", "نامعلوم")
UnknownPolicy = Literal["refuse", "leave_out", "count_nowhere"]
UNKNOWN_POLICIES: tuple[UnknownPolicy, ...] = ("refuse", "leave_out", "count_nowhere")
NO_ANSWER = -2  # until the policy says what becomes of it


@dataclass(frozen=True)
class _Sheet:
    """The pool's file as it is read; every list has one entry a person."""

    file: str
    ids: list[str]
    answers: list[list[int]]
    homes: list[str]
    categories: list[str]
    home_column: str


def read_pool(
    columns: Mapping[str, Sequence[str]],
    quotas: Quotas,
    file: str = "",
    *,
    household: str | None = None,
    selected: Sequence[str] = (),
    selected_file: str = "",
    unknown: Collection[str] = UNKNOWN,
    unknown_policy: UnknownPolicy = "refuse",
) -> tuple[Pool | None, list[Fault]]:
    """Read a pool from its columns; header and values match the quotas whatever their case.

    columns : column name to its texts. Without a column "id", people get 1-based row numbers.
    household : column that names each person's household, blank for none; None: "household", where there is one.
    selected : ids of people who have a seat already: their seats are taken off the quotas and the size, and
        their households take no part. selected_file : where the ids stand, for faults.
    unknown : texts that mean that an answer is not known, unless the quotas have such a feature.
    unknown_policy : "refuse", a fault; "leave_out", the person takes no part; "count_nowhere", the person may
        sit and counts under no feature of that category.

    Returns the pool, None when there is any error, and every fault with its row and column; whoever is not
    treated like the others is named in a warning and in `Pool.notes`.
    """
    sheet, faults = _read_sheet(columns, quotas, file, household)
    answers, answer_faults = _read_answers(columns, quotas, sheet, unknown, unknown_policy)
    faults += answer_faults + _unclear_homes(sheet, unknown)
    seated, selected_faults = _read_selected(selected, sheet, selected_file)
    faults += selected_faults
    if faults:
        return None, faults
    sheet = replace(sheet, answers=answers)
    chosen = [Selected(sheet.ids[i], _known(answers[i])) for i in seated]
    left, faults = _take_seats(quotas, chosen, seated, selected_file)
    notes = _notes(sheet, seated, unknown_policy)
    out = {note.id for note in notes if note.out}
    stay = [i for i, person in enumerate(sheet.ids) if person not in out]
    if not stay and not faults:
        faults.append(Fault("pool_empty", file=file))
    if left is None or faults:
        return None, faults
    features = np.array([_known(answers[i]) for i in stay], dtype=np.int64)
    pool = group_people(
        [sheet.ids[i] for i in stay],
        features,
        left,
        [sheet.homes[i] for i in stay],
        selected=tuple(sorted(chosen, key=lambda person: person.id)),
        notes=tuple(notes),
    )
    pool = replace(pool, household_column=fold(sheet.home_column))
    return pool, [_warning(note, file) for note in notes]


def _read_sheet(
    columns: Mapping[str, Sequence[str]], quotas: Quotas, file: str, household: str | None
) -> tuple[_Sheet, list[Fault]]:
    names = {fold(name): name for name in columns}
    faults = [
        Fault("pool_category_missing", file=file, column=category)
        for category in quotas.categories
        if fold(category) not in names
    ]
    n_rows = len(next(iter(columns.values()), ()))
    ids, id_faults = _ids(columns, names.get("id"), n_rows, file)
    faults += id_faults
    if n_rows == 0:
        faults.append(Fault("pool_empty", file=file))
    home_column = names.get(fold(household or "household"), "")
    if household and not home_column:
        faults.append(Fault("pool_household_missing", file=file, column=household))
    homes = [" ".join(text.split()) for text in columns.get(home_column, [""] * n_rows)]
    categories = [names.get(fold(category), "") for category in quotas.categories]
    return _Sheet(file, ids, [], homes, categories, home_column), faults


def _ids(
    columns: Mapping[str, Sequence[str]], name: str | None, n_rows: int, file: str
) -> tuple[list[str], list[Fault]]:
    if name is None:
        return [str(i + 1) for i in range(n_rows)], []
    ids = [text.strip() for text in columns[name]]
    seen: dict[str, int] = {}
    faults = []
    for i, person in enumerate(ids):
        row = i + 2
        if not person:
            faults.append(Fault("pool_id_blank", file=file, row=row, column=name))
        elif person in seen:
            params = {"id": person, "first": seen[person]}
            faults.append(Fault("pool_id_twice", file=file, row=row, column=name, params=params))
        else:
            seen[person] = row
    return ids, faults


def _read_answers(
    columns: Mapping[str, Sequence[str]],
    quotas: Quotas,
    sheet: _Sheet,
    unknown: Collection[str],
    policy: UnknownPolicy,
) -> tuple[list[list[int]], list[Fault]]:
    """Place of each person's feature in each category, NO_ANSWER for none, and what cannot be read."""
    places, absent = quotas.places, {fold(text) for text in unknown}
    answers: list[list[int]] = [[] for _ in sheet.ids]
    faults = []
    for category, column in zip(quotas.categories, sheet.categories, strict=True):
        for i, text in enumerate(columns.get(column, ())):
            place = places.get((fold(category), fold(text)), NO_ANSWER)
            answers[i].append(place)
            if place == NO_ANSWER and (policy == "refuse" or fold(text) not in absent):
                code = "pool_value_unknown" if text.strip() else "pool_value_blank"
                params = {"value": text.strip(), "category": category}
                faults.append(Fault(code, sheet.file, i + 2, column, params))
    return answers, faults


def _unclear_homes(sheet: _Sheet, unknown: Collection[str]) -> list[Fault]:
    """Households that would put together everybody of whom none is known."""
    absent = {fold(text) for text in unknown} - {""}
    return [
        Fault("pool_household_unclear", sheet.file, i + 2, sheet.home_column, {"value": home})
        for i, home in enumerate(sheet.homes)
        if fold(home) in absent
    ]


def _read_selected(
    selected: Sequence[str], sheet: _Sheet, file: str
) -> tuple[list[int], list[Fault]]:
    """Rows of those who have a seat already, in their order."""
    where = {person: i for i, person in enumerate(sheet.ids)}
    first: dict[str, int] = {}
    faults = []
    for row, text in enumerate(selected, 2):
        person = text.strip()
        code, params = "", {"id": person}
        if not person:
            code = "selected_blank"
        elif person in first:
            code, params = "selected_twice", {"id": person, "first": str(first[person])}
        elif person not in where:
            code = "selected_not_in_pool"
        if code:
            faults.append(Fault(code, file, row, "id", params))
        first.setdefault(person, row)
    return ([] if faults else [where[text.strip()] for text in selected]), faults


def _take_seats(
    quotas: Quotas, chosen: Sequence[Selected], seated: Sequence[int], file: str
) -> tuple[Quotas | None, list[Fault]]:
    """The quotas without the seats that are taken; each seat too many is a fault."""
    taken: Counter[int] = Counter()
    faults = []
    for row, person in enumerate(chosen, 2):
        for place in person.features:
            if place == NOWHERE:
                continue
            taken[place] += 1
            quota = quotas.rows[place]
            if taken[place] > quota.maximum:
                params = {"id": person.id, "quota": quota.label, "max": quota.maximum}
                faults.append(Fault("selected_over_quota", file, row, "id", params))
    if len(seated) >= quotas.size:
        params = {"seats": quotas.size, "selected": len(seated)}
        faults.append(Fault("selected_too_many", file, params=params))
    return (None if faults else without_seats(quotas, taken, len(seated))), faults


def _notes(sheet: _Sheet, seated: Sequence[int], policy: UnknownPolicy) -> list[Note]:
    """Whom the lottery treats otherwise, in the order of the rows."""
    taken = set(seated)
    barred = {sheet.homes[i] for i in seated} - {""}
    notes = []
    for i, person in enumerate(sheet.ids):
        gaps = [
            column
            for column, place in zip(sheet.categories, sheet.answers[i], strict=True)
            if place == NO_ANSWER
        ]
        if i in taken:
            notes.append(Note(person, "selected", i + 2))
        elif sheet.homes[i] in barred:
            notes.append(Note(person, "home_selected", i + 2, sheet.home_column))
        else:
            reason = "unknown_left_out" if policy == "leave_out" else "unknown_nowhere"
            notes += [Note(person, reason, i + 2, column) for column in gaps]
    return notes


def _known(answers: Sequence[int]) -> tuple[int, ...]:
    return tuple(NOWHERE if place == NO_ANSWER else place for place in answers)


def _warning(note: Note, file: str) -> Fault:
    params = {"id": note.id}
    return Fault(f"pool_note_{note.reason}", file, note.row, note.column, params, "warning")
