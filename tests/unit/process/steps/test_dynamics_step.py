"""The step of dynamics: on invented rows, and on real data against an independent count."""

import csv
import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from misaq.dynamics import count_weeks, read_events
from misaq.foundation.canonical import canonical_value
from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.dynamics import STEP

CONFIG = 'title = { en = "Peace", ur = "امن" }\n'
HEADER = ("id", "date", "kind", "side", "region", "count")


def folder(root: Path, rows: list[tuple[str, ...]], config: str = CONFIG) -> ProcessFolder:
    (root / "events").mkdir(exist_ok=True)
    (root / "process.toml").write_text(config, "utf-8")
    with (root / "events/events.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return ProcessFolder.open(root)


def rows(n: int = 6, when: str = "2031-05-18") -> list[tuple[str, ...]]:
    return [(f"secret-{i}", when, "clash", "a", "Hidden Valley", "1") for i in range(n)]


def test_the_document(tmp_path: Path) -> None:
    outcome = STEP.run(
        folder(tmp_path, [*rows(6), *rows(7, "2031-05"), *rows(4, "2031-05-19")]), Silent()
    )
    (result,) = outcome.results
    plain = canonical_value(result.results)
    assert result.kind == "dynamics.series"
    assert plain["says"] == "dynamics.no_claims"
    assert plain["apart"] == {"month": 7}
    (series,) = plain["series"]
    # Week by week, 4 of 10 would be hidden; two weeks together can be shown.
    assert (series["bin_weeks"], [b["count"] for b in series["bins"]]) == (2, [10])
    assert outcome.stage.room == "dynamics"


def test_the_threshold_is_the_folders_own(tmp_path: Path) -> None:
    config = CONFIG + "[thresholds]\nrecord = 7\n"
    (result,) = STEP.run(folder(tmp_path, rows(6), config), Silent()).results
    assert result.parameters["threshold"] == 7
    assert canonical_value(result.results)["series"][0]["bins"][0]["count"] is None


def test_nothing_below_region_and_week_and_no_id_is_published(tmp_path: Path) -> None:
    (result,) = STEP.run(folder(tmp_path, rows(9)), Silent()).results
    text = result.payload().decode()
    assert "secret" not in text
    assert "Hidden Valley" not in text
    assert "2031-05-18" not in text.replace('"last_day":"2031-05-18"', "")
    days = {b["start"] for s in json.loads(text)["results"]["series"] for b in s["bins"]}
    assert all(date.fromisoformat(day).isoweekday() == 1 for day in days)


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    some = [*rows(6), *rows(7, "2031-04-18"), *rows(2, "2030")]
    first = STEP.run(folder(tmp_path, some), Silent()).results[0].payload()
    assert STEP.run(folder(tmp_path, some[::-1]), Silent()).results[0].payload() == first


def test_a_span_that_cannot_be_is_a_fault(tmp_path: Path) -> None:
    (fault,) = STEP.check(folder(tmp_path, [*rows(1), *rows(1, "0231-05-18")]))
    assert (fault.code, fault.column) == ("events_span", "date")
    assert "0231" in fault.message("en").what
    many = [(str(i), "2031-05-18", f"k{i}", "a", "", "") for i in range(1001)]
    (fault,) = STEP.check(folder(tmp_path, many))
    assert fault.code == "events_too_many_series"
    assert STEP.check(folder(tmp_path, rows(1, "not a date"))) == []
    large = [("e", "2031-05-18", "clash", "a", "", "9" * 15)]
    (fault,) = STEP.check(folder(tmp_path, large))
    assert (fault.code, fault.row, fault.column) == ("bad_event", 2, "count")


@pytest.mark.shared
def test_weekly_totals_of_ged_equal_an_independent_count(shared_data: Path, tmp_path: Path) -> None:
    """UCDP GED, a partial copy: kind is the type of violence, side the first side's kind."""
    with gzip.open(
        shared_data / "estimate/ged21_subset12.csv.gz", "rt", encoding="utf-8"
    ) as stream:
        events = list(csv.DictReader(stream))
    assert len(events) == 19350
    mapped, expected = [], Counter()
    for event in events:
        when = date(int(event["year"]), int(event["month"]), int(event["day"]))
        side = "government" if event["side_a"].startswith("Government") else "other"
        kind = event["type_of_violence"]
        mapped.append((event["id"], when.isoformat(), kind, side, event["country"], ""))
        expected[kind, side, *when.isocalendar()[:2]] += 1
    _compare(mapped, expected, tmp_path)


@pytest.mark.shared
def test_weekly_totals_of_iraq_2007_equal_an_independent_count(
    shared_data: Path, tmp_path: Path
) -> None:
    mapped, expected = [], Counter()
    for side, name in (("air", "airstrikes"), ("ground", "insurgencies")):
        path = shared_data / f"estimate/geocausal_{name}_2007.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for event in csv.DictReader(stream):
                when = date.fromisoformat(event["date"])
                mapped.append((str(len(mapped)), event["date"], event["type"], side, "", ""))
                expected[event["type"], side, *when.isocalendar()[:2]] += 1
    _compare(mapped, expected, tmp_path)


def _compare(mapped: list[tuple[str, ...]], expected: Counter, tmp_path: Path) -> None:
    """Exact counts equal the independent ones; published ones equal them wherever they are shown."""
    weekly = count_weeks(
        read_events([r[1] for r in mapped], [r[2] for r in mapped], [r[3] for r in mapped])
    )
    found = Counter()
    for (kind, side), counts in zip(weekly.labels, weekly.counts.tolist(), strict=True):
        for at, n in enumerate(counts):
            if n:
                monday = date.fromordinal((weekly.first_week + at) * 7 + 1)
                found[kind, side, *monday.isocalendar()[:2]] = n
    assert found == expected
    (result,) = STEP.run(folder(tmp_path, mapped), Silent()).results
    shown = 0
    for series in canonical_value(result.results)["series"]:
        for b in series["bins"]:
            first = date.fromisoformat(b["start"]).toordinal()
            weeks = [date.fromordinal(first + 7 * i).isocalendar()[:2] for i in range(b["weeks"])]
            truth = sum(expected[series["kind"], series["side"], *week] for week in weeks)
            assert b["count"] == (None if 0 < truth < 5 else truth)
            shown += b["count"] or 0
    assert shown > 0.75 * len(mapped)
