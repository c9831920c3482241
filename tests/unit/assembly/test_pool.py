"""Reading pools and quotas: every fault with its row and column, all at once."""

from misaq.assembly import Households, read_pool, read_quotas
from misaq.foundation.faults import Fault

QUOTAS = {
    "category": ["Gender", "gender", "Age"],
    "feature": ["Female", "male", "18-29"],
    "min": ["1", "1", "0"],
    "max": ["2", "2", "3"],
}


def where(faults: list[Fault]) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.row, f.column) for f in faults]


def test_headers_and_values_match_whatever_their_case() -> None:
    quotas, faults = read_quotas(QUOTAS, 2)
    assert not faults
    assert quotas is not None
    assert quotas.categories == ("Age", "Gender")
    pool, faults = read_pool({"GENDER": ["FEMALE", " male "], "age": ["18-29", "18-29"]}, quotas)
    assert not faults
    assert pool is not None
    assert pool.members == (("1",), ("2",))  # no ids given: row numbers


def test_names_every_fault_of_the_quotas() -> None:
    broken = {
        "category": ["g", "g", "g", "", "g"],
        "feature": ["a", "A ", "b", "c", "d"],
        "min": ["1", "1", "x", "0", "5"],
        "max": ["2", "2", "-1", "1", "4"],
    }
    quotas, faults = read_quotas(broken, 2, "q.csv")
    assert quotas is None
    assert where(faults) == [
        ("quota_twice", 3, "feature"),
        ("quota_number_bad", 4, "min"),
        ("quota_number_bad", 4, "max"),
        ("quota_blank", 5, "category"),
        ("quota_min_above_max", 6, "min"),
    ]


def test_names_a_missing_column_of_the_quotas() -> None:
    _, faults = read_quotas({"category": ["g"], "feature": ["a"], "min": ["1"]}, 2)
    assert where(faults) == [("quota_column_missing", None, "max")]


def test_names_every_fault_of_the_pool() -> None:
    quotas, _ = read_quotas(QUOTAS, 2)
    assert quotas is not None
    broken = {"id": ["p", "p", " "], "gender": ["male", "purple", ""]}
    pool, faults = read_pool(broken, quotas, "pool.csv")
    assert pool is None
    assert sorted(where(faults), key=str) == sorted(
        [
            ("pool_category_missing", None, "Age"),
            ("pool_id_twice", 3, "id"),
            ("pool_id_blank", 4, "id"),
            ("pool_value_unknown", 3, "gender"),
            ("pool_value_blank", 4, "gender"),
        ],
        key=str,
    )


def test_an_empty_pool_is_a_fault() -> None:
    quotas, _ = read_quotas(QUOTAS, 2)
    assert quotas is not None
    _, faults = read_pool({"id": [], "gender": [], "age": []}, quotas)
    assert where(faults) == [("pool_empty", None, "")]


def test_people_of_a_shared_household_are_kinds_of_their_own() -> None:
    quotas, _ = read_quotas(QUOTAS, 2)
    assert quotas is not None
    table = {"gender": ["male"] * 4, "age": ["18-29"] * 4, "household": ["h", "h", "alone", ""]}
    pool, _ = read_pool(table, quotas)
    assert pool is not None
    assert pool.members == (("3", "4"), ("1", "2"))
    assert pool.households == (Households(1, (1,)),)
