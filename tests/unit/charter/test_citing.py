"""Grounds of proposals, operations and provisions, and the rights by their titles."""

from dataclasses import replace

import pytest

from misaq.charter import (
    RIGHTS,
    Base,
    Draft,
    Ground,
    Proposal,
    cite_proposals,
    cite_provisions,
    cover_citing,
    normalise_right,
    right_title,
)

FINDING = Ground("finding", "14")
RIGHT = Ground("right", "UDHR 17")


def grounded(proposal: Proposal) -> Proposal:
    return replace(proposal, grounds=(FINDING,), operation_grounds={"all.2": (RIGHT,)})


def test_an_operation_rests_on_its_own_grounds_and_its_proposals(
    versions: dict[str, Proposal],
) -> None:
    citing = cite_proposals([versions["day"], grounded(versions["all"])])
    assert [(c.id, c.kind) for c in citing] == [
        ("all", "proposal"),
        ("all.1", "operation"),
        ("all.2", "operation"),
        ("day", "proposal"),
        ("day.1", "operation"),
    ]
    coverage = cover_citing(citing, {"finding": ["14", "21"]})
    assert coverage.cited == {"finding": {"14": ("all",)}, "right": {"udhr-17": ("all.2",)}}
    assert coverage.uncited == {"finding": ("21",)}
    assert coverage.groundless == ("day", "day.1")  # all.1 shares the grounds of its proposal


def test_a_ground_that_is_nowhere_is_told_with_its_operation(versions: dict[str, Proposal]) -> None:
    proposal = replace(
        versions["all"],
        operation_grounds={"all.1": (Ground("finding", "99"), Ground("right", "31"))},
    )
    coverage = cover_citing(cite_proposals([proposal]), {"finding": ["14"]})
    assert [(key, ground.ref) for key, ground in coverage.unknown] == [
        ("all.1", "99"),
        ("all.1", "31"),
    ]


def test_provisions_of_the_adopted_text_and_what_they_rest_on(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    adopted = covenant.adopt(grounded(versions["all"]))
    drafts = [Draft("held", 1, {}, {}, article="7", grounds=(Ground("finding", "3"),))]
    citing = {each.id: each for each in cite_provisions(adopted, drafts)}
    assert citing["art-21.cl-2"].grounds == (FINDING,)
    assert citing["art-21.cl-4"].grounds == (RIGHT, FINDING)
    assert citing["art-7"].grounds == (Ground("finding", "3"),)
    assert citing["art-7.cl-2"].shared == (Ground("finding", "3"),)
    groundless = cover_citing(citing.values(), {}).groundless
    assert groundless == ("art-21", "art-21.cl-1", "art-21.cl-3")


def test_every_right_has_a_title_of_its_own_in_both_languages() -> None:
    titles = [right_title(ref) for ref in RIGHTS]
    assert len(RIGHTS) == 30
    for language in ("en", "ur"):
        assert len({title[language] for title in titles}) == 30
    assert right_title("31") == {}


@pytest.mark.parametrize("written", ["14", "udhr-14", "UDHR 14", "Article 14", "udhr art. 14"])
def test_a_right_is_known_however_it_is_written(written: str) -> None:
    assert normalise_right(written) == "udhr-14"
    assert Ground("right", written).key == ("right", "udhr-14")
