"""Fields, features, bands, measures and the count of persons: by hand."""

import numpy as np
import pyarrow as pa
import pytest

from misaq.record import (
    BANDS,
    NameIndex,
    build_features,
    check_columns,
    estimate_persons,
    link_rows,
    measure_links,
    read_link_map,
    read_truth,
    recognise_columns,
)


def test_usual_headers_in_both_languages() -> None:
    found = recognise_columns(["ID", "First Name", "LAST NAME", "DOB", "والد کا نام", "ضلع", "جنس"])
    assert set(found.columns) == {"given", "family", "born", "father", "district", "sex"}
    assert found.unused == ("ID",)


def test_a_mapping_goes_before_guessing_and_the_truth_is_never_read() -> None:
    found = recognise_columns(["name", "Vorname", "dob"], mapping={"name": "Vorname"}, leave="dob")
    assert found.columns == {"name": "Vorname"}


def test_identity_numbers_are_the_same_in_both_kinds_of_digits() -> None:
    cells = {"name": column("a", "b"), "id": column("54-400 1", "۵۴۴۰۰۱")}
    assert build_features(cells).table["id_text"].to_pylist() == ["544001", "544001"]


def test_a_list_without_names_or_truth_says_so_at_once() -> None:
    names = ["a", "b"]
    faults = check_columns(names, recognise_columns(names), file="x.csv", truth="who")
    assert [fault.code for fault in faults] == ["link_no_name", "link_no_truth"]


def test_every_fault_of_a_mapping() -> None:
    found, faults = read_link_map({"columns": {"colour": "x", "dob": 3, "name": "N"}}, file="m")
    assert found == {"name": "N"}
    assert [fault.code for fault in faults] == ["list_unknown_field", "list_bad_mapping"]


def column(*texts: str) -> pa.ChunkedArray:
    return pa.chunked_array([list(texts)], pa.string())


def test_dates_of_birth_however_they_are_written() -> None:
    days = ("1984-03-09", "19840309", "9/3/1984", "9 March 1984", "۹/۳/۱۹۸۴")
    years = ("1984", "1984~", "1984.0", "about 1984", "۱۹۸۴")
    cells = column(*days, *years, "", "x", "3/25/1984")
    table = build_features({"name": column(*"abcdefghijklm"), "born": cells}).table
    assert table["born_year"].to_pylist() == [1984] * 10 + [None, None, 1984]
    assert table["born_day"].to_pylist() == ["19840309"] * 5 + [None] * 7 + ["19840325"]


def test_age_and_the_year_it_was_told_in_give_a_year_of_birth() -> None:
    features = build_features(
        {"name": column("a", "b"), "age": column("30", ""), "when": column("2014", "2014")}
    )
    assert features.table["born_year"].to_pylist() == [1984, None]
    assert ("born", "born") in features.compared


def test_names_in_two_columns_are_one_where_the_father_is_told() -> None:
    parts = {"given": column("Salim Gul", "سلیم"), "family": column("Zarkani", "")}
    assert build_features(parts).compared[:2] == (("given", "part"), ("family", "part"))
    whole = build_features(parts | {"father": column("Karim", "کریم")})
    assert whole.compared == (("name", "name"), ("father", "name"))
    assert whole.table["name_first"].to_pylist() == ["slm", "slm"]


def test_bands_and_what_joins() -> None:
    left, right = np.array([0, 1, 2, 4]), np.array([1, 2, 3, 5])
    found = link_rows(7, left, right, np.array([0.995, 0.93, 0.7, 0.4]), seed=1)
    assert found.person.tolist() == [0, 0, 0, 1, 2, 3, 4]
    assert [BANDS[band] for band in found.band] == [
        "auto", "auto", "joined", "clerical", "none", "none", "none",
    ]  # fmt: skip
    stricter = link_rows(7, left, right, np.array([0.995, 0.93, 0.7, 0.4]), threshold=0.95, seed=1)
    assert stricter.person.tolist() == [0, 0, 1, 2, 3, 4, 5]


def test_two_in_a_hundred_automatic_pairs_are_audited_by_the_seed() -> None:
    n = 1000
    ends = np.arange(n) * 2, np.arange(n) * 2 + 1
    one, again, other = (
        link_rows(2 * n, *ends, np.full(n, 0.999), seed=seed).audit for seed in (1, 1, 2)
    )
    assert one.sum() == 20
    assert (one == again).all()
    assert (one != other).any()


def test_measures_by_hand() -> None:
    truth = np.array([0, 0, 0, 1, 1, 2])
    person = np.array([0, 0, 1, 1, 2, 3])  # pairs found: (0,1) right, (2,3) wrong; true pairs: 4
    candidates = np.array([[0, 1], [1, 2], [2, 3], [4, 5]])
    found = measure_links(truth, person, candidates)
    assert found.precision.value == pytest.approx(1 / 2)
    assert found.recall.value == pytest.approx(1 / 4)
    assert found.blocking_recall.value == pytest.approx(2 / 4)
    assert (found.true_pairs, found.true_persons) == (4, 3)
    assert found.recall.low < 0.25 < found.recall.high


def test_rows_whose_truth_is_not_told_are_left_out() -> None:
    found = measure_links(np.array([0, 0, -1]), np.array([0, 0, 0]), np.array([[0, 1], [1, 2]]))
    assert (found.precision.value, found.recall.value) == (1.0, 1.0)


def test_endings_of_febrl_ids_are_no_persons() -> None:
    assert read_truth(["rec-1-org", "rec-1-dup-0", "rec-10-org"]).tolist() == [0, 0, 1]
    assert read_truth(["rec-1-org", "x"]).tolist() == [0, 1]  # not of that kind: as they stand


def test_persons_with_labels_narrow_the_bounds() -> None:
    chance = np.random.default_rng(3)
    n = 2000
    ends = np.arange(0, n, 2), np.arange(1, n, 2)
    probability = np.where(np.arange(n // 2) < 400, 0.97, 0.7)
    labels = np.full(n // 2, np.nan)
    looked = chance.choice(np.arange(400, 1000), 200, replace=False)
    labels[looked] = chance.random(200) < 0.6
    bare = estimate_persons(n, *ends, probability, seed=1)
    told = estimate_persons(n, *ends, probability, labels=labels, seed=1)
    assert (bare.fewest, bare.most) == (1000, 1600)
    assert (bare.persons.low, bare.persons.high) == (1000, 1600)
    assert told.labelled == 200
    assert 1000 < told.persons.low < 1600 - 0.6 * 600 < told.persons.high < 1600


def test_a_hint_finds_the_other_script_and_not_a_stranger() -> None:
    index = NameIndex(["محمد اسلم ولد کریم", "Zainab Bibi", "Aslam s/o Tariq", "Bilal"])
    found = [hint.mention for hint in index.find("Mohd Aslum son of Kareem")]
    assert found[0] == 0
    assert 1 not in found
    assert 3 not in found
