"""A Spark of our own: heard by nobody else, its files readable by nobody else and gone afterwards."""

import atexit
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from misaq.engines.spark.errors import JavaMissingError, SparkError, SparkMissingError

if TYPE_CHECKING:  # an optional part of the installation
    import pyspark.sql

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.maxResultSize": "0",
}
_LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


@contextmanager
def open_spark(master: str = "") -> Iterator["pyspark.sql.SparkSession"]:
    """Start Spark, and stop it again; its files lie in a folder of their own that goes with the process.

    master : where it runs; "" for MISAQ_SPARK_MASTER or, without that, all cores of this machine. On this machine
        nothing listens but on the loopback address; how a cluster's machines talk is the cluster's own setting.
    A session that is already open in this process is used as it is, and left open.
    Raises SparkMissingError or JavaMissingError when a part is not installed, SparkError when Spark stops.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415  optional
        from pyspark.errors import PySparkException  # noqa: PLC0415  optional
        from pyspark.sql import SparkSession  # noqa: PLC0415  optional
    except ImportError:
        raise SparkMissingError() from None
    if not _has_java():
        raise JavaMissingError()
    chosen = master or os.environ.get("MISAQ_SPARK_MASTER", "local[*]")
    session = None
    try:
        if known := SparkSession.getActiveSession():
            yield known
            return
        session = _start(chosen, _own_folder())
        yield session
    except (PySparkException, Py4JError) as error:
        raise SparkError(reason=_first_line(error)) from error
    finally:
        if session is not None:
            session.stop()


@cache
def _own_folder() -> Path:
    """A folder for this process, which Java keeps to as long as it lives: a session that ends empties its part."""
    folder = Path(tempfile.mkdtemp(prefix="misaq-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None) is not None


def _start(master: str, root: Path) -> "pyspark.sql.SparkSession":
    from pyspark.sql import SparkSession  # noqa: PLC0415  optional

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name in (
        "SQLQueryContextLogger",
        "py4j",
    ):  # they would print what the error says, and pages more
        logging.getLogger(name).setLevel(logging.CRITICAL)
    builder = SparkSession.builder.master(master).appName("misaq")
    here = _LOOPBACK if master.startswith("local") else {}
    own = {
        "spark.local.dir": str(root),
        "spark.sql.warehouse.dir": str(root / "warehouse"),
        "spark.driver.memory": os.environ.get("MISAQ_SPARK_MEMORY", "2g"),
    }
    for key, value in {**_SETTINGS, **here, **own}.items():
        builder = builder.config(key, value)
    with _quietly(root / "spark.log", loopback=bool(here)):
        return builder.getOrCreate()


@contextmanager
def _quietly(log: Path, *, loopback: bool) -> Iterator[None]:
    """What Java says while it starts goes to a file, and what it writes can be read by its owner alone."""
    mask, before = os.umask(0o077), os.environ.get("SPARK_LOCAL_IP")
    if loopback:
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with log.open("wb") as stream:
            os.dup2(stream.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.umask(mask)
        if before is None:
            os.environ.pop("SPARK_LOCAL_IP", None)


def _first_line(error: Exception) -> str:
    """What Spark says, without the pages that follow it."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "")[:300]
