"""The other lens: declared communities beside the groups that votes reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.dialogue.counts import AnswerCounts
from misaq.dialogue.intervals import wilson_interval
from misaq.dialogue.suppression import Showing, choose_shown, choose_shown_rows

DID_NOT_SAY = "did_not_say"
REJECT_BELOW = 0.5  # a community rejects when even the upper end of its interval is below this


@dataclass(frozen=True, eq=False)
class Membership:
    """Who says they belong to which community; a person may name several, or none.

    communities : ids in the order of the process, then DID_NOT_SAY.
    table : (n_participants, n_communities + 1) 1 where a person belongs.
    """

    communities: tuple[str, ...]
    table: csr_array

    @property
    def sizes(self) -> NDArray[np.int64]:
        """(n_communities + 1,) people in each, counted once in every community they name."""
        return np.asarray(self.table.sum(axis=0)).ravel().astype(np.int64)


@dataclass(frozen=True)
class CommunityCell:
    """How many of one community agree with one statement, with the 95 % interval of the share.

    showing : "shown", "small" or "protects" (hidden because it would give away another).
    is_large : True when at least the threshold answered, so that the community can reject.
    All numbers are for the maker of the page; only `public` may leave.
    """

    community: str
    agree: int
    voted: int
    lower: float
    upper: float
    showing: Showing
    is_large: bool

    @property
    def shown(self) -> bool:
        """Whether the numbers may be published."""
        return self.showing == "shown"

    @property
    def rejects(self) -> bool:
        """Whether even the upper end of the interval is below one half; who did not say are no community."""
        return self.is_large and self.community != DID_NOT_SAY and self.upper < REJECT_BELOW

    def public(self) -> dict[str, object]:
        """What may be published of the cell."""
        if not self.shown:
            return {"community": self.community, "showing": self.showing}
        return {
            "community": self.community,
            "showing": "shown",
            "agree": self.agree,
            "voted": self.voted,
            "share": self.agree / self.voted,
            "lower": self.lower,
            "upper": self.upper,
            "rejects": self.rejects,
        }


def declare_membership(
    participants: Sequence[str], declared: Mapping[str, Sequence[str]], communities: Sequence[str]
) -> Membership:
    """Put what people say of themselves into a table; an unknown community is left out.

    participants : ids in the order of the vote matrix. declared : participant id to community ids.
    communities : ids in the order of the process.

    >>> declare_membership(["a", "b"], {"a": ["talhen"]}, ["talhen", "sovan"]).sizes
    array([1, 0, 1])
    """
    place = {name: index for index, name in enumerate(communities)}
    rows, columns = [], []
    for row, person in enumerate(participants):
        own = sorted({place[c] for c in declared.get(person, ()) if c in place}) or [
            len(communities)
        ]
        rows.extend([row] * len(own))
        columns.extend(own)
    shape = (len(participants), len(communities) + 1)
    return Membership(
        (*communities, DID_NOT_SAY), csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    )


def agreement_by_community(
    membership: Membership, counts: AnswerCounts, *, threshold: int
) -> list[list[CommunityCell]]:
    """Agreement with each statement in each community, with intervals, and what of it may be shown.

    counts : answers by community, in the order of `membership.communities`.
    Returns one list of cells per statement.
    To protect a small community "did not say" is hidden first, then a community that does not reject, so that
    nobody's refusal disappears if that can be helped.
    """
    voted, agree = counts.voted, counts.agree
    lower, upper = wilson_interval(agree, voted)
    statements = []
    for s in range(voted.shape[1]):
        large = voted[:, s] >= threshold
        rank = np.where(large & (upper[:, s] < REJECT_BELOW), 2.0, 1.0)
        rank[-1] = 0.0  # "did not say" costs nobody their visibility
        showing = choose_shown(
            voted[:, s].tolist(), threshold=threshold, prefer_hidden=rank.tolist()
        )
        statements.append(
            [
                CommunityCell(
                    name,
                    int(agree[c, s]),
                    int(voted[c, s]),
                    float(lower[c, s]),
                    float(upper[c, s]),
                    showing[c],
                    bool(large[c]),
                )
                for c, name in enumerate(membership.communities)
            ]
        )
    return statements


def spread_over_groups(
    membership: Membership, labels: NDArray[np.int64], *, n_groups: int, threshold: int
) -> tuple[NDArray[np.int64], list[Showing]]:
    """How each community spreads over the opinion groups, and which rows may be shown.

    labels : (n_participants,) group, -1 in none.
    Returns (n_communities + 1, n_groups) counts of people in a group, and what may be shown of each row.
    """
    used = labels >= 0
    shape = (len(labels), n_groups)
    in_group = csr_array(
        (np.ones(int(used.sum())), (np.flatnonzero(used), labels[used])), shape=shape
    )
    table = np.rint((membership.table.T @ in_group).toarray()).astype(np.int64)
    rank = [1.0] * len(table)
    rank[-1] = 0.0
    return table, choose_shown_rows(table, threshold=threshold, prefer_hidden=rank)
