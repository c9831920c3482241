"""The opinion map over Parquet partitions: three passes over blocks of people, the small algebra in the driver."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue import (
    NOT_ASSESSED,
    AnswerCounts,
    DialogueRules,
    MapAnalysis,
    NoVotesError,
    OpinionPlane,
    PlacedPeople,
    Stability,
    Turnout,
    VoteMatrix,
    VoteProducts,
    assess_stability,
    build_from_codes,
    conclude_map,
    count_answers,
    count_by_group,
    fit_plane_to_products,
    group_voters,
    multiply_votes,
    sum_along_axes,
    with_votes,
)
from misaq.engines.spark.blocks import (
    BlockHead,
    ReadVotes,
    block_heads,
    compute_on_blocks,
    gather_blocks,
)
from misaq.engines.spark.errors import SparkError, TooWideError
from misaq.foundation.progress import Progress, Silent

if TYPE_CHECKING:  # an optional part of the installation
    from pyspark.sql import DataFrame, SparkSession

MOST_STATEMENTS = 2_000
"""Sums over pairs of statements take 12 bytes a pair and block of people: 48 MB a block at this number."""
MOST_VOTES_AT_HAND = 20_000_000
"""Up to this many votes the driver gathers them (5 bytes each) to draw the participants again."""
_BYTES_A_BLOCK = 32 << 20  # of Parquet


@dataclass(frozen=True, eq=False)
class _Conversation:
    """Votes on the workers, and what the driver knows of them.

    order : (n_participants,) place, block after block, of each participant in the order of ids.
    """

    blocks: "DataFrame"
    heads: Sequence[BlockHead]
    voters: Turnout
    order: NDArray[np.int64]

    def parts(self, in_order: NDArray[Any]) -> dict[int, NDArray[Any]]:
        """What is known of the participants, by block."""
        scattered = np.empty_like(in_order)
        scattered[self.order] = in_order
        ends = np.cumsum([len(head.participants) for head in self.heads])[:-1]
        return {
            head.part: part
            for head, part in zip(self.heads, np.split(scattered, ends), strict=True)
        }

    def gathered(self, parts: dict[int, NDArray[Any]]) -> NDArray[Any]:
        """What is known by block, in the order of the participants' ids."""
        return np.concatenate([parts[head.part] for head in self.heads])[self.order]


def map_on_spark(
    session: "SparkSession",
    paths: Sequence[Path],
    read: ReadVotes,
    *,
    seed: int,
    rules: DialogueRules | None = None,
    progress: Progress | None = None,
    votes_at_hand: int = MOST_VOTES_AT_HAND,
) -> MapAnalysis:
    """Map the votes in Parquet files: the map `analyse_dialogue` makes of them, where every statement counts.

    paths : Parquet files of equal columns, which every worker can read. read : reads a table of votes.
    seed, rules, progress : as for `analyse_dialogue`.
    votes_at_hand : with more votes than this the groups are "not_assessed": drawing the participants again
        takes all votes in one place.
    Sums over people are whole numbers, and a place depends on one person's votes, so partitions and their order
    change nothing. Places differ from the local engine's in their last digits.
    Raises FaultsError as the local engine does, without row numbers; NoVotesError; TooWideError; SparkError.
    """
    rules, listener = rules or DialogueRules(), progress or Silent()
    listener.step("step.dialogue.map", 0, 1)
    conversation = _read_votes(session, paths, read)
    try:
        opinions = _place(conversation, seed, rules)
        groups, everyone = _count(conversation, opinions)
        listener.step("step.dialogue.map", 1, 1)
        stability = _assess(conversation, opinions, seed, rules, listener, votes_at_hand)
    finally:
        conversation.blocks.unpersist()
    return conclude_map(opinions, stability, groups, everyone, rules=rules)


def _read_votes(session: "SparkSession", paths: Sequence[Path], read: ReadVotes) -> _Conversation:
    from pyspark.sql.functions import expr  # noqa: PLC0415  optional

    size = sum(path.stat().st_size for path in paths)
    n_parts = max(session.sparkContext.defaultParallelism, math.ceil(size / _BYTES_A_BLOCK))
    source = session.read.option("__globPaths__", "false")  # a bracket in a path is a bracket
    rows = source.parquet(*(f"file://{path.resolve()}" for path in paths))
    if "participant" in rows.columns:
        whole = rows.repartition(n_parts, expr("coalesce(cast(participant as string), '')"))
    else:
        whole = rows.limit(1)  # enough to be told what is missing
    blocks = gather_blocks(whole, read).persist()
    heads = block_heads(blocks)
    ids = [name for head in heads for name in head.participants]
    if not ids:
        raise NoVotesError()
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    participants = tuple(ids[place] for place in order)
    if len(set(ids)) < len(ids):
        raise SparkError(reason="a participant's votes lie in two blocks")
    statements = tuple(sorted({name for head in heads for name in head.statements}))
    if len(statements) > MOST_STATEMENTS:
        raise TooWideError(count=len(statements), limit=MOST_STATEMENTS)
    answers = np.concatenate([head.answers for head in heads])[order]
    return _Conversation(blocks, heads, Turnout(participants, statements, answers), order)


def _place(conversation: _Conversation, seed: int, rules: DialogueRules) -> PlacedPeople:
    statements = conversation.voters.statements
    products = reduce(
        add,
        (
            VoteProducts(int(n[0]), *(each.astype(np.int64) for each in pairs))
            for _, (n, *pairs) in compute_on_blocks(conversation.blocks, statements, _multiply)
        ),
    )
    plane = fit_plane_to_products(products)
    sums = {
        part: placed
        for part, (placed,) in compute_on_blocks(
            conversation.blocks, statements, _SummingAlong(plane)
        )
    }
    return group_voters(
        conversation.voters,
        plane,
        conversation.gathered(sums),
        seed=seed,
        mode=rules.mode,
        max_groups=rules.max_groups,
        min_group_size=max(2, rules.threshold),
    )


def _count(
    conversation: _Conversation, opinions: PlacedPeople
) -> tuple[AnswerCounts, AnswerCounts]:
    counting = _Counting(conversation.parts(opinions.labels), opinions.n_groups)
    counted = [
        (AnswerCounts(*arrays[:3]), AnswerCounts(*arrays[3:]))
        for _, arrays in compute_on_blocks(
            conversation.blocks, conversation.voters.statements, counting
        )
    ]
    return reduce(add, [one for one, _ in counted]), reduce(add, [every for _, every in counted])


def _assess(
    conversation: _Conversation,
    opinions: PlacedPeople,
    seed: int,
    rules: DialogueRules,
    progress: Progress,
    votes_at_hand: int,
) -> Stability:
    voters = conversation.voters
    fits = int(voters.votes_per_participant.sum()) <= votes_at_hand
    if opinions.n_groups < 2 or rules.n_resamples < 1 or not fits:
        return NOT_ASSESSED
    return assess_stability(
        with_votes(opinions, _fetch(conversation)),
        seed=seed,
        n_resamples=rules.n_resamples,
        max_groups=rules.max_groups,
        min_group_size=max(2, rules.threshold),
        progress=progress,
    )


def _fetch(conversation: _Conversation) -> VoteMatrix:
    """All votes in the driver: blocks one after another, then in the order of ids."""
    voters, heads = conversation.voters, conversation.heads
    rank = conversation.parts(np.arange(len(voters.participants)))
    fetched = dict(compute_on_blocks(conversation.blocks, voters.statements, _votes_of))
    people = [np.repeat(rank[head.part], head.answers) for head in heads]
    columns, votes = (np.concatenate([fetched[h.part][at] for h in heads]) for at in (0, 1))
    return build_from_codes(
        voters.participants, np.concatenate(people), voters.statements, columns, votes
    )


def _multiply(_: int, matrix: VoteMatrix) -> Sequence[NDArray[Any]]:
    products = multiply_votes(matrix)
    each = (
        products.both,
        products.votes,
        products.mixed,
    )  # no block has two thousand million people
    return np.array([products.n_participants]), *(a.astype(np.int32) for a in each)


def _votes_of(_: int, matrix: VoteMatrix) -> Sequence[NDArray[Any]]:
    return matrix.columns.astype(np.int64), matrix.votes


@dataclass(frozen=True, eq=False)
class _SummingAlong:
    plane: OpinionPlane

    def __call__(self, _: int, matrix: VoteMatrix) -> Sequence[NDArray[Any]]:
        return (sum_along_axes(matrix, self.plane),)


@dataclass(frozen=True, eq=False)
class _Counting:
    labels: dict[int, NDArray[np.int64]]
    n_groups: int

    def __call__(self, part: int, matrix: VoteMatrix) -> Sequence[NDArray[Any]]:
        groups = count_by_group(matrix, self.labels[part], n_groups=self.n_groups)
        every = count_answers(matrix)
        return (
            groups.agree, groups.disagree, groups.passed, every.agree, every.disagree, every.passed,
        )  # fmt: skip
