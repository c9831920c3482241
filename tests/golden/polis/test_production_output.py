"""Our statistics against what Polis itself published, given the groups it published."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from misaq.dialogue import (
    AnswerCounts,
    OpinionPlane,
    VoteMatrix,
    build_vote_matrix,
    find_representative,
    group_aware_consensus,
    measure_extremity,
    measure_priority,
    measure_representativeness,
)
from misaq.formats import read_polis_export

pytestmark = pytest.mark.shared

BLOBS = {  # export folder to the blob of the same state
    "3atycmhmer": "scoop-hivemind.biodiversity",
    "5sw7wa5dep": "scoop-hivemind.taxes",
    "5twd2jsnfk": "austria-climate.5twd2jsnkf.2022-08-08",
    "7z7ejpbmv5": "austria-climate.7z7ejpbmv5.2022-08-08",
}
OTHERS = ("3n77nvkhri", "2fafhz9s2m", "4asmnumwa4", "2xkaetybza", "7dkazf8dpb", "9hfkdabjkb")


@cache
def blob_of(shared_data: Path, name: str) -> dict:
    folder = "polis-exports-oracle" if name in BLOBS else "polis-oracle"
    return json.loads((shared_data / "dialogue" / folder / name / "math-pca2.json").read_bytes())


def counts_in(blob: dict) -> tuple[AnswerCounts, list[int]]:
    """The counts by group that Polis published, (n_groups, n_statements)."""
    ids = sorted({int(s) for g in blob["group-votes"].values() for s in g["votes"]})
    groups = [blob["group-votes"][g]["votes"] for g in sorted(blob["group-votes"], key=int)]
    agree, disagree, voted = (
        np.array([[g.get(str(s), {}).get(key, 0) for s in ids] for g in groups]) for key in "ADS"
    )
    return AnswerCounts(agree, disagree, voted - agree - disagree), ids


def members_in(blob: dict) -> Iterator[list[int]]:
    """The participants of each published group: a group holds base clusters, and they hold people."""
    people = dict(zip(blob["base-clusters"]["id"], blob["base-clusters"]["members"], strict=True))
    for group in sorted(blob["group-clusters"], key=lambda g: g["id"]):
        yield [p for cluster in group["members"] for p in people[cluster]]


@cache
def export_matrix(shared_data: Path, export: str) -> VoteMatrix:
    given = read_polis_export(shared_data / "dialogue" / "polis-exports" / export)
    ids = np.array(given.statement_ids, dtype=object)
    people = np.array(given.participants, dtype=object)
    return build_vote_matrix(people[given.person], ids[given.statement], given.votes)


def labels_from(blob: dict, matrix: VoteMatrix) -> NDArray[np.int64]:
    place = {name: i for i, name in enumerate(matrix.participants)}
    labels = np.full(matrix.n_participants, -1)
    for group, people in enumerate(members_in(blob)):
        labels[[place[str(p)] for p in people if str(p) in place]] = group
    return labels


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_group_aware_consensus_is_what_polis_published(shared_data: Path, name: str):
    blob = blob_of(shared_data, name)
    counts, ids = counts_in(blob)
    published = [blob["group-aware-consensus"][str(s)] for s in ids]
    np.testing.assert_allclose(group_aware_consensus(counts), published, rtol=1e-9)


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_representativeness_is_what_polis_published(shared_data: Path, name: str):
    blob = blob_of(shared_data, name)
    counts, ids = counts_in(blob)
    checked = 0
    for g, group in enumerate(sorted(blob["group-votes"], key=int)):
        for row in blob["repness"][group]:
            s = ids.index(row["tid"])
            measures = measure_representativeness(counts, row["repful-for"])
            ours = [float(m[g, s]) for m in measures]
            theirs = [row["p-success"], row["p-test"], row["repness"], row["repness-test"]]
            np.testing.assert_allclose(ours[:3], theirs[:3], rtol=1e-9)
            np.testing.assert_allclose(
                ours[3], theirs[3], rtol=2**-23
            )  # published in single precision
            checked += 1
    assert checked >= len(blob["group-votes"])


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_the_statements_chosen_for_each_group_are_those_polis_chose(shared_data: Path, name: str):
    """All but the one statement that Polis marks "best agree", which it puts first whatever its strength."""
    blob = blob_of(shared_data, name)
    counts, ids = counts_in(blob)
    out = set(blob["mod-out"])
    kept = np.array([s not in out for s in ids])
    counts = AnswerCounts(*(c[:, kept] for c in (counts.agree, counts.disagree, counts.passed)))
    ids = [s for s in ids if s not in out]
    for g, chosen in enumerate(find_representative(counts)):
        published = [r["tid"] for r in blob["repness"][str(g)] if not r.get("best-agree")]
        assert set(published) <= {ids[c.statement] for c in find_representative(counts, most=9)[g]}
        assert len(chosen) <= 5


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_extremity_is_what_polis_published_given_its_plane(shared_data: Path, name: str):
    pca = blob_of(shared_data, name)["pca"]
    components = np.array(pca["comps"], dtype=float)
    mean = -np.array(pca["center"], dtype=float)  # Polis stores agree as -1
    plane = OpinionPlane(mean, components, np.ones(2))
    np.testing.assert_allclose(
        measure_extremity(plane), pca["comment-extremity"], rtol=1e-6, atol=1e-9
    )


def priorities_in(blob: dict) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ours and Polis's, by statement. A statement nobody in a group answered counts as having no answers."""
    counts, ids = counts_in(blob)
    total, place = counts.total(), {s: i for i, s in enumerate(ids)}
    tids, meta = blob["tids"], set(blob["meta-tids"])
    agree, passed, voted = (
        np.array([c[0, place[t]] if t in place else 0 for t in tids])
        for c in (total.agree, total.passed, total.voted)
    )
    is_meta = np.array([t in meta for t in tids])
    extremity = np.array(blob["pca"]["comment-extremity"], float)
    ours = measure_priority(agree, passed, voted, extremity, is_meta=is_meta)
    return ours, np.array([blob["comment-priorities"].get(str(t), np.nan) for t in tids])


@pytest.mark.parametrize("name", [*BLOBS, *OTHERS])
def test_priority_is_what_polis_published(shared_data: Path, name: str):
    ours, theirs = priorities_in(blob_of(shared_data, name))
    known = ~np.isnan(theirs)
    assert known.sum() >= 0.9 * len(ours)
    np.testing.assert_allclose(ours[known], theirs[known], rtol=1e-6)
