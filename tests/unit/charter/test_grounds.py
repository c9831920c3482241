"""Grounds are counted both ways: clauses without a ground, and grounds without a clause."""

from misaq.charter import Draft, Ground, cover_grounds


def draft(slug: str, *grounds: tuple[str, str], order: int = 0) -> Draft:
    return Draft(
        slug, order, {"en": slug}, {"en": "Text."}, grounds=tuple(Ground(*g) for g in grounds)
    )


def test_coverage_both_ways() -> None:
    drafts = [
        draft("water", ("statement", "12"), ("commitment", "c1"), ("right", "UDHR 17")),
        draft("land", ("statement", "12"), ("amendment", "5")),
        draft("name"),
    ]
    known = {"statement": ["12", "13"], "commitment": ["c1", "c2"], "amendment": ["5", "6"]}
    coverage = cover_grounds(drafts, known)
    assert coverage.cited["statement"] == {"12": ("land", "water")}
    assert coverage.cited["right"] == {"udhr-17": ("water",)}
    assert coverage.uncited == {"amendment": ("6",), "commitment": ("c2",), "statement": ("13",)}
    assert coverage.groundless == ("name",)
    assert coverage.unknown == ()


def test_refs_that_are_nowhere_are_named_and_not_counted() -> None:
    drafts = [draft("a", ("statement", "99"), ("right", "31"), ("rumour", "x"))]
    coverage = cover_grounds(drafts, {"statement": ["12"]})
    assert [ground.ref for _, ground in coverage.unknown] == ["99", "31", "x"]
    assert coverage.uncited["statement"] == ("12",)
    assert coverage.groundless == ()


def test_a_commitment_that_names_its_clause_is_taken_up_but_is_no_ground() -> None:
    serves = [("commitment", "c1", "a"), ("commitment", "c2", "nowhere")]
    coverage = cover_grounds([draft("a")], {"commitment": ["c1", "c2"]}, serves=serves)
    assert coverage.uncited == {"commitment": ("c2",)}
    assert coverage.groundless == ("a",)


def test_a_kind_without_a_table_is_not_checked() -> None:
    coverage = cover_grounds([draft("a", ("finding", "14"))], {})
    assert coverage.unknown == ()
    assert coverage.cited == {"finding": {"14": ("a",)}}


def test_a_ground_cited_twice_by_a_clause_is_one() -> None:
    coverage = cover_grounds(
        [draft("a", ("statement", "1"), ("statement", "1"))], {"statement": ["1"]}
    )
    assert coverage.cited == {"statement": {"1": ("a",)}}
