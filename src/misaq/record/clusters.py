"""Link decisions to persons: nothing is ever overwritten, so every merge can be taken back.

A decision says of two mentions that they are one person, are not, or may be. The newest decision on a pair that is
not taken back is in force; persons are what the decisions in force join. Taking back is one more decision.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from misaq.foundation.errors import InputError

LinkKind = Literal["same", "different", "unsure"]
LINK_KINDS: tuple[LinkKind, ...] = ("same", "different", "unsure")


class LinkDecisionError(InputError):
    """A decision that cannot be taken: on one mention, of no known kind, by nobody, or undone out of turn."""

    code = "link_decision"


class OneReviewerError(InputError):
    """A decision on a sealed name by one person alone; `needed` people must agree."""

    code = "link_one_reviewer"


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One decision on two mentions, in the order taken.

    number : its place in the log, from 1. weight : the probability then, NaN for none.
    decided_by : people, or the model for a proposal of the machine. supersedes : the number taken back, 0 for none.
    """

    number: int
    mention_a: str
    mention_b: str
    kind: LinkKind
    decided_by: tuple[str, ...]
    reason: str = ""
    weight: float = float("nan")
    model_version: str = ""
    supersedes: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        """The two mentions."""
        return self.mention_a, self.mention_b


def decide(
    log: Sequence[LinkDecision],
    a: str,
    b: str,
    kind: LinkKind,
    *,
    decided_by: Sequence[str],
    reason: str = "",
    weight: float = float("nan"),
    model_version: str = "",
    sealed: Collection[str] = (),
    needed: int = 2,
) -> tuple[LinkDecision, ...]:
    """Add a decision to the log; the log given is left as it is.

    sealed : mentions whose names are sealed; a decision on one needs `needed` different people.
    Raises LinkDecisionError, OneReviewerError.

    >>> log = decide((), "a/2", "b/7", "same", decided_by=["Noor"])
    >>> [sorted(person) for person in find_persons(["a/2", "b/7", "b/8"], log)]
    [['a/2', 'b/7'], ['b/8']]
    """
    people = tuple(sorted({one for one in decided_by if one}))
    if a == b or kind not in LINK_KINDS or not people:
        raise LinkDecisionError(number=len(log) + 1)
    if (a in sealed or b in sealed) and len(people) < needed:
        raise OneReviewerError(needed=needed)
    first, second = sorted((a, b))
    return (
        *log,
        LinkDecision(len(log) + 1, first, second, kind, people, reason, weight, model_version),
    )


def undo(
    log: Sequence[LinkDecision],
    number: int,
    *,
    decided_by: Sequence[str],
    reason: str = "",
    sealed: Collection[str] = (),
) -> tuple[LinkDecision, ...]:
    """Take a decision back, in any order: one more decision, which leaves in force what stands without it.

    number : the decision to take back; it may itself be one that took another back.
    Raises LinkDecisionError when there is no such decision or it is taken back already; OneReviewerError as `decide`.

    >>> log = undo(decide((), "a", "b", "same", decided_by=["Noor"]), 1, decided_by=["Zarmina"])
    >>> [(one.kind, one.supersedes) for one in log], len(find_persons(["a", "b"], log))
    ([('same', 0), ('unsure', 1)], 2)
    """
    taken = next((one for one in log if one.number == number), None)
    if taken is None or number in _taken_back(log):
        raise LinkDecisionError(number=number)
    added = decide(log, *taken.pair, "unsure", decided_by=decided_by, reason=reason, sealed=sealed)
    back = replace(added[-1], supersedes=number)
    stands = decisions_in_force((*log, back)).get(taken.pair)
    return (*log, replace(back, kind=stands.kind if stands else "unsure"))


def _taken_back(log: Iterable[LinkDecision]) -> set[int]:
    """The decisions that a later one takes back which is not taken back itself."""
    gone: set[int] = set()
    for one in sorted(log, key=lambda decision: -decision.number):
        if one.supersedes and one.number not in gone:
            gone.add(one.supersedes)
    return gone


def decisions_in_force(log: Iterable[LinkDecision]) -> dict[tuple[str, str], LinkDecision]:
    """The newest decision on each pair that is not taken back and takes none back."""
    log = sorted(log, key=lambda decision: decision.number)
    newest: dict[tuple[str, str], LinkDecision] = {}
    gone = _taken_back(log)
    for one in log:
        if one.number not in gone and not one.supersedes:
            newest[one.pair] = one
    return newest


def find_persons(
    mentions: Sequence[str], log: Iterable[LinkDecision]
) -> tuple[frozenset[str], ...]:
    """Put mentions together that decisions in force say are one person; every mention is in exactly one.

    A decision on a mention that is not given is left aside. Persons come in the order of their first mention.
    """
    place = {mention: at for at, mention in enumerate(mentions)}
    same = [
        (place[one.mention_a], place[one.mention_b])
        for one in decisions_in_force(log).values()
        if one.kind == "same" and one.mention_a in place and one.mention_b in place
    ]
    ends = np.array(same, np.int64).reshape(-1, 2)
    person = join_pairs(len(mentions), ends[:, 0], ends[:, 1])
    members: dict[int, list[str]] = {}
    for mention, one_person in zip(mentions, person.tolist(), strict=True):
        members.setdefault(one_person, []).append(mention)
    return tuple(frozenset(group) for group in members.values())


def find_conflicts(
    mentions: Sequence[str], log: Sequence[LinkDecision]
) -> tuple[LinkDecision, ...]:
    """Decisions in force that say "different" of two mentions which others join: for people to settle."""
    home = {
        mention: at for at, person in enumerate(find_persons(mentions, log)) for mention in person
    }
    return tuple(
        one
        for one in decisions_in_force(log).values()
        if one.kind == "different"
        and one.mention_a in home
        and home.get(one.mention_a) == home.get(one.mention_b)
    )


def join_pairs(n: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the persons of n rows that pairs join, (n,), from 0 in the order of their first rows.

    >>> join_pairs(4, np.array([0, 2]), np.array([3, 2])).tolist()
    [0, 1, 2, 0]
    """
    if not n:
        return np.empty(0, np.int64)
    edges = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(n, n))
    labels = connected_components(edges, directed=False)[1]
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.asarray(rank[inverse], np.int64)
