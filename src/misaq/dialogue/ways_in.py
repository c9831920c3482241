"""How people came in, reported apart: by a code that lets one person in, by an open link, by an account."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from misaq.dialogue.communities import (
    DID_NOT_SAY,
    CommunityCell,
    Membership,
    agreement_by_community,
    declare_membership,
)
from misaq.dialogue.counts import count_by_membership
from misaq.dialogue.intervals import wilson_interval
from misaq.dialogue.suppression import Showing, choose_shown
from misaq.dialogue.vote import VoteMatrix

Document = dict[str, Any]
WAYS_IN = ("code", "link", "account")
NOT_KNOWN = "not_known"


def publish_ways(matrix: VoteMatrix, ways: Mapping[str, str], *, threshold: int) -> Document:
    """Who came in which way, and what those people answered, with small counts and what protects them withheld.

    matrix : votes on counted statements. ways : participant id to one of WAYS_IN; others are not known.
    threshold : smallest count published.
    An open link lets one person in many times: whoever reads a result can see how it stands without those who
    came by it.
    """
    membership = _membership(matrix, ways)
    cells = agreement_by_community(
        membership, count_by_membership(matrix, membership.table), threshold=threshold
    )
    took_part = (matrix.votes_per_participant > 0).astype(np.float64)
    sizes = np.rint(membership.table.T @ took_part).astype(np.int64)
    n_people = int(took_part.sum())
    lower, upper = wilson_interval(sizes, np.full_like(sizes, n_people))
    showing = choose_shown(
        sizes.tolist(),
        threshold=threshold,
        prefer_hidden=[float(name != DID_NOT_SAY) for name in membership.communities],
    )
    present = range(len(membership.communities))
    people = [
        {"way": _way(membership.communities[w]), "showing": showing[w]}
        | (
            {
                "people": int(sizes[w]),
                "share": float(sizes[w]) / max(n_people, 1),
                "lower": float(lower[w]),
                "upper": float(upper[w]),
            }
            if showing[w] == "shown"
            else {}
        )
        for w in present
    ]
    statements = [
        {"id": name, "cells": [_public(cells[s][w], showing[w]) for w in present]}
        for s, name in enumerate(matrix.statements)
    ]
    return {"n_people": n_people, "people": people, "statements": statements}


def _membership(matrix: VoteMatrix, ways: Mapping[str, str]) -> Membership:
    """Who came in which way; a way that nobody took is no small count, so it is left out."""
    declared = {person: (way,) for person, way in ways.items()}
    everybody = declare_membership(matrix.participants, declared, WAYS_IN)
    used = np.flatnonzero(everybody.sizes)
    return Membership(tuple(everybody.communities[w] for w in used), everybody.table[:, used])


def _public(cell: CommunityCell, of_people: Showing) -> Document:
    """What may leave of a cell. A way hidden among people is hidden in every statement: where all of them voted,
    one table would give away what the other withholds.
    """
    if cell.shown and of_people != "shown":
        cell = replace(cell, showing="protects")
    kept = {
        key: value for key, value in cell.public().items() if key not in {"community", "rejects"}
    }
    return {"way": _way(cell.community), **kept}


def _way(name: str) -> str:
    return NOT_KNOWN if name == DID_NOT_SAY else name
