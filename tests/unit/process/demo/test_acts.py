"""The record of the demonstration: six lists in their own words, every code mapped, overlapping, answered."""

import tomllib
from collections import Counter
from datetime import datetime

import pytest

from misaq.process.demo import demo_files

LISTS = ("bulletin", "court", "documenters", "families", "press", "register")


@pytest.fixture(scope="module")
def mappings() -> dict[str, dict]:
    files = demo_files()
    return {name: tomllib.loads(files[f"record/lists/{name}.toml"].decode()) for name in LISTS}


def test_every_code_is_mapped_and_every_column_is_there(mappings, demo_rows) -> None:
    for name, mapping in mappings.items():
        rows = demo_rows(f"record/lists/{name}.csv")
        assert set(mapping["columns"].values()) | {mapping["id"]} <= set(rows[0])
        assert len({row[mapping["id"]] for row in rows}) == len(rows)
        for field, codes in mapping["codes"].items():
            seen = {row[mapping["columns"][field]] for row in rows} - {""}
            assert seen <= set(codes), (name, field)


def test_dates_are_in_the_form_that_the_mapping_names(mappings, demo_rows) -> None:
    for name, mapping in mappings.items():
        if form := mapping.get("dates", {}).get("format"):
            days = [r[mapping["columns"]["when"]] for r in demo_rows(f"record/lists/{name}.csv")]
            years = [datetime.strptime(day, form).year for day in days if day]  # noqa: DTZ007
            assert min(years) >= 1958
            assert max(years) <= 2029


def test_partly_known_dates_are_there(demo_rows) -> None:
    days = Counter(len(row["Date"]) for row in demo_rows("record/lists/documenters.csv"))
    assert days[10] > days[7] > 20
    assert days[4] > 20


def test_sizes_and_verification(mappings, demo_rows) -> None:
    total, verified = 0, 0
    for name, mapping in mappings.items():
        rows = demo_rows(f"record/lists/{name}.csv")
        total += len(rows)
        codes = mapping["codes"]["verification"]
        verified += sum(codes[r[mapping["columns"]["verification"]]] == "verified" for r in rows)
    assert 1_850 <= total <= 1_950
    assert 1_150 <= verified <= 1_300


def test_replies_speak_of_rows_that_exist(mappings, demo_rows) -> None:
    known = {
        f"{name}/{row[mapping['id']]}"
        for name, mapping in mappings.items()
        for row in demo_rows(f"record/lists/{name}.csv")
    }
    replies = demo_rows("record/acknowledgements.csv")
    assert {r["act"] for r in replies} <= known
    kinds = Counter(r["response"] for r in replies)
    assert set(kinds) == {"full", "partial", "denied", "silent"}
    assert len(replies) > 950
    assert all((r["date"] == "") == (r["response"] == "silent") for r in replies)


def test_every_side_is_said_to_have_acted_and_has_answered(demo_rows) -> None:
    replies = demo_rows("record/acknowledgements.csv")
    full = Counter(r["actor_en"] for r in replies if r["response"] == "full")
    assert set(full) == {
        "Interior Ministry",
        "Army of the Federation",
        "Hill Front",
        "Plain Watch",
        "Harbour Company guards",
    }
    assert min(full.values()) >= 5


def test_lists_overlap_with_other_spellings(demo_rows) -> None:
    documenters = {
        (r["Date"], r["District"]): r["Name"] for r in demo_rows("record/lists/documenters.csv")
    }
    same, other = 0, 0
    for row in demo_rows("record/lists/register.csv"):
        day = "-".join(reversed(row["date_entered"].split("/")))
        if name := documenters.get((day, row["stn"])):
            same, other = same + (name == row["person"]), other + (name != row["person"])
    assert same + other > 40
    assert other > same > 5


def test_small_communities_are_small(mappings, demo_rows) -> None:
    counts = Counter(
        mapping["codes"]["community"].get(row[mapping["columns"]["community"]], "")
        for name, mapping in mappings.items()
        for row in demo_rows(f"record/lists/{name}.csv")
    )
    assert counts["sovan"] < 25
    assert counts["dhoven"] < 60
    assert counts["kelvar"] > 400
