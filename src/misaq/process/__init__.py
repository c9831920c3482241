"""The rooms as one journey: a folder of plain files in, result documents out, and their check by a stranger."""

from misaq.process.config import Community, ProcessConfig, read_config
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result, Results

__all__ = ["Community", "ProcessConfig", "ProcessFolder", "Result", "Results", "read_config"]
