"""Blocks of whole participants, and a computation carried out on each where it lies."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from misaq.dialogue import VoteMatrix
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault, sort_faults

if TYPE_CHECKING:  # an optional part of the installation
    from pyspark.sql import DataFrame

_BLOCK = "faults string, participants array<string>, statements array<string>, arrays array<binary>"
_OUTCOME = "part int, arrays array<binary>"
_BYTES = pa.list_(pa.binary())


ReadVotes = Callable[[pa.Table], VoteMatrix]
"""What reads votes into a matrix, of repeats the latest; raises FaultsError. Workers must be able to import it."""
Compute = Callable[[int, VoteMatrix], Sequence[NDArray[Any]]]


@dataclass(frozen=True)
class BlockHead:
    """What the driver knows of a block: which it is, whose votes it holds and how many each gave."""

    part: int
    participants: list[str]
    statements: list[str]
    answers: NDArray[np.int64]


def gather_blocks(rows: "DataFrame", read: ReadVotes) -> "DataFrame":
    """Put all rows of a partition into one block: ids, columns, votes, starts.

    rows : votes of whole participants in each partition, in any order.
    """

    def blocks(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        given = list(batches)
        if not sum(batch.num_rows for batch in given):
            return
        try:
            matrix = read(pa.Table.from_batches(given))
        except FaultsError as error:
            yield _block_row(error.faults, (), (), ())
        else:
            arrays = (matrix.columns, matrix.votes, matrix.starts)
            yield _block_row((), matrix.participants, matrix.statements, arrays)

    return rows.mapInArrow(blocks, _BLOCK).selectExpr("spark_partition_id() as part", "*")


def block_heads(blocks: "DataFrame") -> list[BlockHead]:
    """Collect what the driver needs to know of the blocks, in their order.

    Raises FaultsError with the faults of all blocks: rows have no number here, so equal ones are told once.
    """
    found = blocks.selectExpr(
        "part", "faults", "participants", "statements", "get(arrays, 2) as starts"
    ).toArrow()
    faults = {str(f): f for text in found["faults"].to_pylist() for f in _faults(text)}
    if faults:
        raise FaultsError(sort_faults(faults.values()))
    heads = [
        BlockHead(part, participants, statements, np.diff(_array(starts)))
        for part, participants, statements, starts in zip(
            *(found[name].to_pylist() for name in ("part", "participants", "statements", "starts")),
            strict=True,
        )
    ]
    return sorted(heads, key=lambda head: head.part)


def compute_on_blocks(
    blocks: "DataFrame", statements: Sequence[str], compute: Compute
) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """Carry out `compute` on each block where it lies; give each block's number and arrays.

    statements : ids of all blocks, sorted; the matrix that `compute` is given has a column for each.
    """
    place = {name: index for index, name in enumerate(statements)}

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for row in batch.to_pylist():
                columns, votes, starts = (_array(each) for each in row["arrays"])
                moved = np.array([place[name] for name in row["statements"]], np.int32)
                matrix = VoteMatrix(
                    tuple(row["participants"]), tuple(statements), moved[columns], votes, starts
                )
                arrays = [_bytes(array) for array in compute(row["part"], matrix)]
                yield pa.record_batch(
                    [pa.array([row["part"]], pa.int32()), pa.array([arrays], _BYTES)],
                    names=["part", "arrays"],
                )

    for batch in blocks.mapInArrow(work, _OUTCOME).toArrow().to_batches():
        for row in batch.to_pylist():
            yield row["part"], [_array(each) for each in row["arrays"]]


def _block_row(
    faults: Sequence[Fault],
    participants: Sequence[str],
    statements: Sequence[str],
    arrays: Sequence[NDArray[Any]],
) -> pa.RecordBatch:
    told = [(f.code, f.file, f.column, dict(f.params)) for f in faults if f.severity == "error"]
    ids = pa.list_(pa.string())
    return pa.record_batch(
        [
            pa.array([json.dumps(told, default=str)]),
            pa.array([list(participants)], ids),
            pa.array([list(statements)], ids),
            pa.array([[_bytes(array) for array in arrays]], _BYTES),
        ],
        names=["faults", "participants", "statements", "arrays"],
    )


def _faults(text: str) -> list[Fault]:
    return [
        Fault(code, file, column=column, params=params)
        for code, file, column, params in json.loads(text)
    ]


def _bytes(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _array(payload: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(payload), allow_pickle=False)
    return array
