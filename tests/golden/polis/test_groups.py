"""Cold groups by Polis' rules against those Polis published, and the plane and clusters against its output.

One setting for every conversation. The floors of the first five are red-dwarf's own figures less .02; the others
are held to what was measured, less .03. All thirteen were in view when the setting was chosen: no blind test.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.golden.polis.test_production_output import (
    BLOBS,
    OTHERS,
    blob_of,
    counts_in,
    export_matrix,
    labels_from,
    members_in,
)

from misaq.dialogue import (
    OpinionMap,
    OpinionPlane,
    VoteMatrix,
    admit_participants,
    build_vote_matrix,
    compare_groupings,
    count_answers,
    count_by_group,
    find_majority,
    fit_opinion_plane,
    map_opinions,
    project_participants,
)
from misaq.formats import read_polis_export

pytestmark = pytest.mark.shared

FLOORS = {
    "scoop-hivemind.biodiversity": 0.93,
    "scoop-hivemind.taxes": 0.89,
    "austria-climate.5twd2jsnkf.2022-08-08": 0.93,
    "austria-climate.7z7ejpbmv5.2022-08-08": 0.81,
    "canadian-electoral-reform": 0.98,
    "brexit-consensus": 0.60,
    "american-assembly.bowling-green": 0.39,
}
MEASURED = {
    "2fafhz9s2m": 1.0,
    "2xkaetybza": 0.578,
    "3n77nvkhri": 0.939,
    "4asmnumwa4": 1.0,
    "7dkazf8dpb": 0.974,
    "9hfkdabjkb": 0.934,
}
COMPLETE = (
    "3atycmhmer",
    "5sw7wa5dep",
    "5twd2jsnfk",
    "7z7ejpbmv5",
    "2fafhz9s2m",
    "2xkaetybza",
    "4asmnumwa4",
)
INCOMPLETE = {
    # people Polis counted whose votes are not in the dump; how many statements' means their votes moved
    "3n77nvkhri": ({"533"}, 1),
    "7dkazf8dpb": ({"621", "622"}, 13),
    "9hfkdabjkb": ({"249"}, 1),
}


@cache
def export(
    shared_data: Path, name: str, *, bare: bool = False
) -> tuple[VoteMatrix, frozenset[str], dict[str, int]]:
    """Votes, statements that are not counted, published groups; `bare`: by the export folder alone."""
    given = read_polis_export(shared_data / "dialogue" / "polis-exports" / name)
    people = np.array(given.participants, dtype=object)
    ids = np.array(given.statement_ids, dtype=object)
    matrix = build_vote_matrix(
        people[given.person],
        ids[given.statement],
        given.votes,
        all_participants=given.participants,
        all_statements=given.statement_ids,
    )
    out = frozenset(s for s, _, moderated, _ in given.statements if moderated == "-1")
    if not bare and (blob := {folder: state for state, folder in BLOBS.items()}.get(name)):
        # an export does not say which statements ask about the participants themselves; the server's state does
        about_people = {str(s) for s in blob_of(shared_data, blob)["meta-tids"]}
        out |= about_people & set(given.statement_ids)
    published = zip(given.participants, given.groups, strict=True)
    return matrix, out, {p: int(g) for p, g in published if g != ""}


@cache
def oracle_matrix(shared_data: Path, name: str) -> VoteMatrix:
    """The votes behind a blob, on every statement it knows."""
    known = [str(s) for s in blob_of(shared_data, name)["tids"]]
    if name in BLOBS:
        given = export_matrix(shared_data, BLOBS[name])
        people, ids = (np.array(x, dtype=object) for x in (given.participants, given.statements))
        return build_vote_matrix(
            people[given.rows], ids[given.columns], given.votes, all_statements=known
        )
    path = shared_data / "dialogue/polis-oracle" / name / "votes.json"
    columns = zip(
        *(
            (v["participant_id"], v["statement_id"], v["vote"], v["modified"])
            for v in json.loads(path.read_bytes())
        ),
        strict=True,
    )
    return build_vote_matrix(*columns, all_statements=known)


def compat(matrix: VoteMatrix, out: frozenset[str]) -> OpinionMap:
    left_out = matrix.only_statements(out)
    kept = matrix.only_statements(set(matrix.statements) - out)
    return map_opinions(kept, seed=0, mode="compat", left_out=left_out)


def agreement(opinions: OpinionMap, published: dict[str, int]) -> float:
    ours = opinions.labels_by_participant()
    both = [(published[p], g) for p, g in ours.items() if g >= 0 and p in published]
    return compare_groupings(*np.array(both).T)


@pytest.mark.parametrize("bare", [True, False], ids=["bare", "with-meta"])
@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_cold_groups_of_exports_are_those_polis_published(
    shared_data: Path, name: str, floor: float, bare: bool
):
    """From the folder alone, as a person would call it; and with the statements about people, which it lacks."""
    matrix, out, published = export(shared_data, name, bare=bare)
    assert agreement(compat(matrix, out), published) >= floor


@pytest.mark.parametrize(("name", "measured"), MEASURED.items())
def test_cold_groups_of_other_conversations(shared_data: Path, name: str, measured: float):
    blob = blob_of(shared_data, name)
    matrix = oracle_matrix(shared_data, name)
    published = {str(p): g for g, people in enumerate(members_in(blob)) for p in people}
    ours = compat(matrix, frozenset(str(s) for s in blob["mod-out"]))
    assert agreement(ours, published) >= measured - 0.03


def published_plane(blob: dict, statements: tuple[str, ...]) -> OpinionPlane:
    """The means and directions that Polis published, agree = +1 (it stores agree as -1)."""
    column = {str(s): i for i, s in enumerate(blob["tids"])}
    chosen = [column[s] for s in statements]
    mean = -np.array(blob["pca"]["center"], dtype=float)[chosen]
    components = -np.array(blob["pca"]["comps"], dtype=float)[:, chosen]
    return OpinionPlane(mean, components, np.ones(2))


def counted_votes(shared_data: Path, name: str) -> VoteMatrix:
    """The votes behind a blob on the statements that Polis did not set to zero."""
    matrix = oracle_matrix(shared_data, name)
    out = {str(s) for s in blob_of(shared_data, name)["mod-out"]}
    return matrix.only_statements(set(matrix.statements) - out)


def clusters_out_of_place(
    blob: dict, kept: VoteMatrix, plane: OpinionPlane
) -> tuple[float, set[str]]:
    """How far the mean place of a base cluster's people is from what Polis published, at most.

    And who of a cluster has no vote in the dump: such a cluster is left out.
    """
    places = project_participants(kept, plane, zeroed=len(blob["tids"]) - kept.n_statements)
    row = {p: i for i, p in enumerate(kept.participants)}
    clusters, worst, unknown = blob["base-clusters"], 0.0, set()
    for x, y, people in zip(clusters["x"], clusters["y"], clusters["members"], strict=True):
        if missing := {str(p) for p in people} - row.keys():
            unknown |= missing
            continue
        middle = places[[row[str(p)] for p in people]].mean(axis=0)
        worst = max(worst, float(np.abs(middle - [x, y]).max()))
    return worst, unknown


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_the_plane_is_the_one_polis_published(shared_data: Path, name: str):
    """On all ten: the two incomplete dumps lack too few votes to turn it."""
    kept = counted_votes(shared_data, name)
    theirs = published_plane(blob_of(shared_data, name), kept.statements)
    ours = fit_opinion_plane(kept)
    assert np.abs((ours.components * theirs.components).sum(axis=1)).min() >= 0.9999
    off = np.flatnonzero(np.abs(ours.mean - theirs.mean) > 1e-9)
    assert len(off) == (INCOMPLETE[name][1] if name in INCOMPLETE else 0)


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_base_clusters_are_where_polis_published_them(shared_data: Path, name: str):
    """By the means and directions Polis published. One cluster of 7dkazf8dpb holds a person without votes."""
    blob = blob_of(shared_data, name)
    kept = counted_votes(shared_data, name)
    worst, unknown = clusters_out_of_place(blob, kept, published_plane(blob, kept.statements))
    assert worst <= 1e-8
    assert unknown == ({"621"} if name == "7dkazf8dpb" else set())


@pytest.mark.parametrize("name", COMPLETE)
def test_base_clusters_by_our_own_means_are_where_polis_published_them(
    shared_data: Path, name: str
):
    """Where every vote is in the dump nothing of Polis' is needed but the sign and who is in which cluster."""
    blob = blob_of(shared_data, name)
    kept = counted_votes(shared_data, name)
    theirs, ours = published_plane(blob, kept.statements), fit_opinion_plane(kept)
    sign = np.sign((ours.components * theirs.components).sum(axis=1))
    plane = OpinionPlane(ours.mean, sign[:, None] * ours.components, ours.variances)
    assert clusters_out_of_place(blob, kept, plane)[0] <= 1e-3


@pytest.mark.parametrize(("name", "missing"), [(n, who) for n, (who, _) in INCOMPLETE.items()])
def test_the_three_incomplete_dumps_lack_these_people(
    shared_data: Path, name: str, missing: set[str]
):
    """The reason for each exception above: Polis counted answers of people who have none in the dump."""
    counted = blob_of(shared_data, name)["user-vote-counts"]
    matrix = oracle_matrix(shared_data, name)
    ours = dict(zip(matrix.participants, matrix.votes_per_participant.tolist(), strict=True))
    assert {p for p, n in counted.items() if ours.get(p, 0) != n} == missing


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_who_is_placed_is_who_polis_placed(shared_data: Path, name: str):
    """But for people who were let in once and whose votes are no longer all in the dump ("once in, always in")."""
    blob = blob_of(shared_data, name)
    matrix = oracle_matrix(shared_data, name)
    ours = {p for p, ok in zip(matrix.participants, admit_participants(matrix), strict=True) if ok}
    theirs = {str(p) for p in blob["in-conv"]}
    assert ours <= theirs
    assert len(theirs - ours) <= 7


@pytest.mark.parametrize("name", ["scoop-hivemind.taxes", "canadian-electoral-reform"])
def test_compat_labels_do_not_depend_on_the_order_of_rows(shared_data: Path, name: str):
    matrix, out, _ = export(shared_data, name)
    order = np.random.default_rng(1).permutation(matrix.n_votes)
    people, ids = (np.array(x, dtype=object) for x in (matrix.participants, matrix.statements))
    again = build_vote_matrix(
        people[matrix.rows[order]],
        ids[matrix.columns[order]],
        matrix.votes[order],
        all_participants=matrix.participants,
        all_statements=matrix.statements,
    )
    np.testing.assert_array_equal(compat(again, out).labels, compat(matrix, out).labels)


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_counts_from_the_votes_are_the_counts_polis_published(shared_data: Path, name: str):
    """Given who is in which group. Only the person of 7dkazf8dpb who has no votes in the dump is missing."""
    blob, matrix = blob_of(shared_data, name), oracle_matrix(shared_data, name)
    labels = labels_from(blob, matrix)
    counts = count_by_group(matrix, labels, n_groups=len(blob["group-clusters"]))
    published, ids = counts_in(blob)
    place = [matrix.statements.index(str(s)) for s in ids]
    lacking = published.voted - counts.voted[:, place]
    assert lacking.sum() == (10 if name == "7dkazf8dpb" else 0)
    assert (lacking >= 0).all()
    whole = lacking == 0
    np.testing.assert_array_equal(counts.agree[:, place][whole], published.agree[whole])
    np.testing.assert_array_equal(counts.passed[:, place][whole], published.passed[whole])


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_the_majority_statements_are_those_polis_published(shared_data: Path, name: str):
    kept = counted_votes(shared_data, name)
    consensus = blob_of(shared_data, name)["consensus"]
    agreed, refused = find_majority(count_answers(kept))
    assert {int(kept.statements[s]) for s in agreed} == {r["tid"] for r in consensus["agree"]}
    assert {int(kept.statements[s]) for s in refused} == {r["tid"] for r in consensus["disagree"]}
