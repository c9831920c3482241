"""The public bundle: all that a stranger needs to check a lottery and its draw, with Python alone."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files as resources
from typing import Any

from misaq.assembly.certificate import with_rows
from misaq.assembly.pool import id_order
from misaq.assembly.quotas import fold
from misaq.foundation.canonical import canonical_json

SCRIPTS = ("check_lottery.py", "check_form.py", "check_randomness.py")
QUOTA_COLUMNS = ("category", "feature", "min", "max", "min_flex", "max_flex")
Columns = Mapping[str, Sequence[str]]


def bundle_files(
    lottery: Mapping[str, Any],
    pool: Columns,
    quotas: Columns,
    drawn: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The files of the bundle, name to bytes; the same lottery gives the same bytes, whatever the order of rows.

    lottery : its document's results with `sealed`. drawn : the draw's results, None before it.
    pool : columns as they were read. Of them only ids, the categories of the quotas and what keeps people out
        are published, and households under numbers of their own.
    """
    whole = with_rows(lottery, pool)  # the pool goes out with it
    made = {
        "lottery.json": canonical_json({key: whole[key] for key in whole if key != "panel"}),
        "pool.csv": _pool_table(pool, quotas, lottery),
        "quotas.csv": _quota_table(quotas),
        "README.txt": (resources("misaq.assembly") / "bundle_readme.txt").read_bytes(),
    }
    if drawn is not None:
        made["draw.json"] = canonical_json(drawn)
    for name in SCRIPTS:
        made[name] = (resources("misaq.assembly") / "standalone" / name).read_bytes()
    return dict(sorted(made.items()))


def _pool_table(pool: Columns, quotas: Columns, lottery: Mapping[str, Any]) -> bytes:
    """Ids, categories and households, in the order of the ids."""
    names = {fold(name): name for name in pool}
    n_rows = len(next(iter(pool.values()), ()))
    ids = (
        [text.strip() for text in pool[names["id"]]]
        if "id" in names
        else [str(i + 1) for i in range(n_rows)]
    )
    categories = sorted({row[0] for row in lottery["sealed"]["quotas"]}, key=fold)
    columns = {"id": ids, **{c: [t.strip() for t in pool[names[fold(c)]]] for c in categories}}
    household = lottery["sealed"]["household_column"]
    if household in names:
        columns[household] = _households(ids, pool[names[household]])
    order = sorted(range(n_rows), key=lambda i: id_order(ids[i]))
    return _csv(list(columns), [[column[i] for column in columns.values()] for i in order])


def _households(ids: Sequence[str], labels: Sequence[str]) -> list[str]:
    """A number for each household that several people share, by the first of their ids; "" for the others."""
    homes = defaultdict(list)
    for person, label in zip(ids, labels, strict=True):
        homes[" ".join(label.split())].append(person)
    shared = [sorted(who, key=id_order) for label, who in homes.items() if label and len(who) > 1]
    number = {}
    for place, who in enumerate(sorted(shared, key=lambda who: id_order(who[0])), 1):
        number.update(dict.fromkeys(who, str(place)))
    return [number.get(person, "") for person in ids]


def _quota_table(quotas: Columns) -> bytes:
    names = {fold(name): name for name in quotas}
    header = [column for column in QUOTA_COLUMNS if column in names]
    rows = [
        [" ".join(text.split()) for text in row]
        for row in zip(*(quotas[names[column]] for column in header), strict=True)
    ]
    return _csv(header, sorted(rows, key=lambda row: (fold(row[0]), fold(row[1]))))


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()
