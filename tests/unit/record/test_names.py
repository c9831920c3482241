"""Names in two scripts: what is folded, what is taken apart, what sounds alike; and on the labelled pairs."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from misaq.record import compare_names, fold_words, parse_names

PAIRS = Path(__file__).parents[2] / "data" / "name_pairs.csv"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abdul Karim", "عبد الکریم"),
        ("Abd al-Karim", "عبدالکریم"),
        ("Abdur Rehman", "عبدالرحمان"),
        ("Mohd. Aslam", "محمد اسلم"),
        ("KAREEM BAKHSH", "کریم بخش"),
        ("Shaukat Ali", "شوکت علی"),
        ("Khudadad", "خداداد"),
        ("Gwahram", "گہرام"),
        ("Yousaf", "يوسف"),  # Arabic code points
        ("Waheed Gul", "وحید گل"),
    ],
)
def test_the_scripts_meet_in_the_bones(one: str, other: str) -> None:
    parsed = parse_names([one, other])
    assert parsed.bones[0] == parsed.bones[1]
    assert parsed.bones[0].as_py()


@pytest.mark.parametrize(
    ("text", "name", "titles", "parent"),
    [
        ("Haji Mir Jan s/o Sher Khan", "mir jan", "haji", "sher khan"),
        ("Zarmina D/O Malik Dost", "zarmina", "", "dost"),
        ("Late Dr. Bilal bin Tariq bin Umar", "bilal", "late dr", "tariq"),
        ("Bin Qasim", "bin qasim", "", ""),  # no father without a child before him
        ("Malik", "malik", "malik", ""),  # a title alone is the name
        ("حاجی کریم ولد رحیم", "کریم", "حاجی", "رحیم"),
        ("زرمینہ دختر دوست", "زرمینہ", "", "دوست"),
        ("  ", "", "", ""),
    ],
)
def test_titles_and_fathers_stand_apart(text: str, name: str, titles: str, parent: str) -> None:
    parsed = parse_names([text])
    assert (parsed.name[0].as_py(), parsed.titles[0].as_py(), parsed.parent[0].as_py()) == (
        name,
        titles,
        parent,
    )


def test_muhammad_left_out_changes_nothing_unless_it_is_all_there_is() -> None:
    bones = parse_names(["Muhammad Aslam", "Aslam", "Muhammad"]).bones.to_pylist()
    assert bones[0] == bones[1] == "aslm"
    assert bones[2] == "mmd"


def test_signs_that_are_not_seen_change_nothing() -> None:
    plain, marked = fold_words(["محمد"])[0], fold_words(["مُحَمَّدـ\u200d"])[0]
    assert plain == marked
    assert parse_names(["رب\u200cنواز"]).joined == parse_names(["رب نواز"]).joined


def test_a_column_gives_what_each_name_alone_gives() -> None:
    names = ["Aslam s/o Karim", None, "اسلم", "", "Aslam s/o Karim", "Haji"]
    whole = parse_names(pa.chunked_array([names[:2], names[2:]]))
    for place, name in enumerate(names):
        alone = parse_names([name])
        for column in ("name", "titles", "sounds", "bones", "joined", "first", "parent"):
            assert getattr(whole, column)[place] == getattr(alone, column)[0], (column, name)


def test_on_the_labelled_pairs() -> None:
    """2,500 pairs made by rules that know nothing of the normaliser; not yet read by native readers."""
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 2000
    assert {row["read_by"] for row in rows} == {"nobody yet"}  # change the docs when this changes
    same = np.array([row["same"] == "1" for row in rows])
    said = compare_names([row["left"] for row in rows], [row["right"] for row in rows]) >= 0.92
    assert same[said].mean() > 0.85
    assert said[same].mean() > 0.93
    scripts = np.array([row["left_script"] != row["right_script"] for row in rows])
    assert said[same & scripts].mean() > 0.9
