"""Tables of votes as vote matrices: of repeats the latest answer, whoever reads them."""

import pyarrow as pa

from misaq.dialogue import VoteMatrix, build_from_codes
from misaq.formats.tables import Table
from misaq.formats.votes import VoteColumns, read_arrow_votes, read_votes


def read_vote_matrix(table: Table) -> VoteMatrix:
    """Read a table of votes. Raises FaultsError as `read_votes` and `build_from_codes` do."""
    return matrix_of_votes(read_votes(table))


def read_vote_part(arrow: pa.Table, file: str) -> VoteMatrix:
    """Read some rows of a table of votes, every row of each participant in them. Raises FaultsError.

    file : what the whole table is called; row numbers in faults are those of the part.
    """
    return matrix_of_votes(read_arrow_votes(arrow, file))


def matrix_of_votes(columns: VoteColumns) -> VoteMatrix:
    """Votes that were read already. Raises FaultsError with a `vote_contradiction` for each."""
    return build_from_codes(
        columns.participants,
        columns.person,
        columns.statements,
        columns.statement,
        columns.votes,
        columns.times,
        row_number=columns.row_number,
        file=columns.file,
    )
