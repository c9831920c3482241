"""The opinion map over Parquet partitions on Apache Spark: the votes stay where they are, only sums travel.

Nothing is computed here that the dialogue does not define; this room says where it is computed. Spark itself is an
optional part of the installation and is not imported before `open_spark`.
"""

from misaq.engines.spark.blocks import ReadVotes
from misaq.engines.spark.errors import (
    JavaMissingError,
    NotParquetError,
    SparkError,
    SparkMissingError,
    TooWideError,
)
from misaq.engines.spark.opinion_map import (
    MOST_STATEMENTS,
    MOST_VOTES_AT_HAND,
    map_on_spark,
)
from misaq.engines.spark.session import open_spark

__all__ = [
    "MOST_STATEMENTS",
    "MOST_VOTES_AT_HAND",
    "JavaMissingError",
    "NotParquetError",
    "ReadVotes",
    "SparkError",
    "SparkMissingError",
    "TooWideError",
    "map_on_spark",
    "open_spark",
]
