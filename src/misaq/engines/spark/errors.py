"""What can go wrong with Spark, and its texts."""

from misaq.foundation.errors import EngineError, InputError
from misaq.foundation.messages import N_, Message, register


class SparkError(EngineError):
    """Spark stopped."""

    code = "spark_failed"


class SparkMissingError(SparkError):
    """Spark is not installed."""

    code = "spark_missing"


class JavaMissingError(SparkError):
    """There is no Java to run Spark."""

    code = "java_missing"


class TooWideError(SparkError):
    """More statements than the sums over pairs of them have room for."""

    code = "spark_too_wide"


class NotParquetError(InputError):
    """There is no Parquet file."""

    code = "spark_needs_parquet"


register(
    "engines",
    {
        "spark_failed": Message(
            N_("Spark stopped: {reason}"),
            N_("Nothing was written. Run it again, or use --engine local."),
        ),
        "spark_missing": Message(
            N_("Spark is not installed."),
            N_('Install it with: pip install "misaq[spark]". Or use --engine local.'),
        ),
        "java_missing": Message(
            N_("Spark needs a Java runtime, version 17 or later, and none was found."),
            N_("Install one (on Debian: apt install default-jre-headless) or set JAVA_HOME."),
        ),
        "spark_needs_parquet": Message(
            N_("There is no Parquet file of votes here: {source}."),
            N_("Give Spark a Parquet file or a folder of them, or use --engine local."),
        ),
        "spark_too_wide": Message(
            N_("There are {count} statements; on Spark there may be {limit}."),
            N_("Use --engine local."),
        ),
    },
)
