"""A release as it is published, and the proof that is kept with it and never published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import TamperError
from misaq.record.counting import ActCounts, Period
from misaq.record.disclosure import PROTECTS, SHOWN
from misaq.record.published_cells import PublishedCells
from misaq.record.release import lay_out
from misaq.record.release_series import FrameError, Page, find_series_gaps, suppress_next


class ReleaseError(TamperError):
    """An earlier release and its proof do not belong together, or do not prove what they should."""

    code = "release_proof"


@dataclass(frozen=True)
class PublicationRelease:
    """One release of a series.

    number : 1 for the first. query : what was counted and by which rules. earlier : hashes of all releases before.
    cells : name to {"value", "suppressed"}, and for a cell that protects "as_of", the last release that told it, with
        the value told then.
    page : its proof; not for publication.
    """

    number: int
    query: Mapping[str, Any]
    earlier: tuple[str, ...]
    cells: Mapping[str, Mapping[str, Any]]
    page: Page = field(repr=False)

    def document(self) -> dict[str, Any]:
        """What is published."""
        return {
            "misaq_release": "1",
            "number": self.number,
            "query": dict(self.query),
            "earlier": list(self.earlier),
            "cells": {name: dict(cell) for name, cell in self.cells.items()},
        }

    def payload(self) -> bytes:
        """The canonical bytes of the document."""
        return canonical_json(self.document())

    @property
    def sha256(self) -> str:
        """The hash of the document."""
        return sha256_hex(self.payload())

    def proof(self) -> bytes:
        """True table, states and layout: to make and to check later releases. Never for publication."""
        page, cells = self.page, self.page.cells
        moves = page.states - page.truth
        return canonical_json(
            {
                "misaq_release_proof": "1",
                "release": self.document(),
                "keys": page.keys,
                "cell_keys": page.cell_keys,
                "truth": page.truth,
                "moves": [[[int(j), int(row[j])] for j in np.flatnonzero(row)] for row in moves],
                "parents": page.parents,
                "marks": page.marks,
                "members": list(cells.members),
                "thresholds": cells.thresholds,
                "inner": cells.inner,
                "links": [list(pair) for pair in cells.links],
            }
        )


def read_release_proof(payload: bytes) -> PublicationRelease:
    """Read what `PublicationRelease.proof` wrote. Raises ReleaseError when it is none."""
    try:
        raw = json.loads(payload)
        truth = np.array(raw["truth"], dtype=np.int64)
        states = np.tile(truth, (len(raw["moves"]), 1))
        for at, row in enumerate(raw["moves"]):
            for j, move in row:
                states[at, j] += move
        cells = PublishedCells(
            [np.array(one, dtype=np.int64) for one in raw["members"]],
            np.array(raw["thresholds"], dtype=np.int64),
            np.array(raw["inner"], dtype=bool),
            [(np.array(a, np.int64), np.array(b, np.int64)) for a, b in raw["links"]],
        )
        page = Page(
            tuple(raw["keys"]), tuple(raw["cell_keys"]), cells, states,
            np.array(raw["parents"], dtype=np.int64), tuple(raw["marks"]),
        )  # fmt: skip
        told = raw["release"]
        return PublicationRelease(
            told["number"], told["query"], tuple(told["earlier"]), told["cells"], page
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise ReleaseError(reason="not a proof of a release") from None


def release_frame(
    earlier: Sequence[PublicationRelease],
) -> tuple[tuple[str, ...], tuple[Period, ...]]:
    """Kinds of act and periods that a next release must keep."""
    if not earlier:
        return (), ()
    query = earlier[-1].query
    return tuple(query["act_types"]), tuple(Period(*pair) for pair in query["periods"])


def make_release(
    counts: ActCounts,
    *,
    threshold: int,
    sensitive: int,
    derived: frozenset[str] = frozenset(),
    rules: Mapping[str, Any],
    earlier: Sequence[PublicationRelease] = (),
) -> PublicationRelease:
    """Make the next release of a series, proved safe beside every earlier one.

    counts : counted with the frame of the series (`release_frame`). rules : what was counted, as it is published.
    Raises FrameError when thresholds, rules or cells of the series changed, ReleaseError when the earlier releases
    do not prove themselves, SuppressionError when no safe choice was proved.
    """
    query = {
        "rules": dict(rules),
        "threshold": threshold,
        "threshold_sensitive": sensitive,
        "derived_sources": sorted(derived),
        "communities": counts.communities,
        "act_types": counts.types,
        "periods": [[p.first, p.last] for p in counts.periods],
    }
    _check(earlier, query)
    plan = lay_out(counts, threshold, sensitive, derived)
    pages = [one.page for one in earlier]
    page = suppress_next(plan.base, plan.keys(), plan.cells(), plan.cell_keys(), pages)
    hashes = tuple(one.sha256 for one in earlier)
    return PublicationRelease(len(earlier) + 1, query, hashes, _told([*pages, page]), page)


def _check(earlier: Sequence[PublicationRelease], query: Mapping[str, Any]) -> None:
    if not earlier:
        return
    fixed = ("rules", "threshold", "threshold_sensitive", "derived_sources", "communities")
    now = json.loads(canonical_json(query))
    before = json.loads(canonical_json(earlier[-1].query))
    lost = [name for name in fixed if now[name] != before[name]]
    if lost:
        raise FrameError(lost=", ".join(lost))
    hashes: list[str] = []
    for number, one in enumerate(earlier, start=1):
        told = json.loads(canonical_json(_told([other.page for other in earlier[:number]])))
        if one.number != number or list(one.earlier) != hashes or told != one.cells:
            raise ReleaseError(reason=f"release {number}")
        hashes.append(one.sha256)
    gaps = find_series_gaps([one.page for one in earlier])
    if gaps:
        raise ReleaseError(reason=gaps[0])


def _told(pages: Sequence[Page]) -> dict[str, dict[str, Any]]:
    """The published cells of the last page; one that protects gives the value that was told last, and when."""
    earlier = [page.shown() for page in pages[:-1]]
    shown, found = pages[-1].shown(), {}
    for key, mark in zip(pages[-1].cell_keys, pages[-1].marks, strict=True):
        cell: dict[str, Any] = {"value": shown.get(key), "suppressed": mark or None}
        if mark == PROTECTS:
            at = next((n for n in range(len(earlier), 0, -1) if key in earlier[n - 1]), 0)
            cell["as_of"] = {"release": at, "value": earlier[at - 1][key]} if at else None
        assert (mark == SHOWN) == (cell["value"] is not None)
        found[str(key)] = cell
    return found
