"""The rooms as one journey: a folder of plain files in, result documents out, and their check by a stranger."""

from misaq.process import check_messages as _check_messages  # noqa: F401  registers texts
from misaq.process import evidence_messages as _evidence_messages  # noqa: F401  registers texts
from misaq.process import messages as _messages  # noqa: F401  registers the texts of this room
from misaq.process.check import Examination, check_folder, examine_folder
from misaq.process.config import Community, ProcessConfig, read_config
from misaq.process.demo import write_demo
from misaq.process.evidence_folder import (
    Admitted,
    add_event,
    copy_item,
    receive_file,
    verify_evidence,
)
from misaq.process.folder import ProcessFolder
from misaq.process.new import write_new
from misaq.process.results import Result, Results
from misaq.process.run import Run, origin_of, require_ours, run_folder, write_run
from misaq.process.steps.charter import undoing_values as charter_undoing_values
from misaq.process.steps.charter_history import WovenHistory, weave_texts
from misaq.process.steps.charter_history import check_document as charter_check
from misaq.process.steps.charter_history import reversal_values as charter_reversals
from misaq.process.steps.dialogue import analyse_folder as analyse_dialogue_folder
from misaq.process.steps.dynamics import check_events, series_result
from misaq.process.steps.record import counted_results, next_release, read_bare_list, read_record
from misaq.process.steps.table import check_commitments, table_results
from misaq.process.verify import (
    Difference,
    NotADocumentError,
    Verification,
    require_run,
    verify_run,
)

__all__ = [
    "Admitted",
    "Community",
    "Difference",
    "Examination",
    "NotADocumentError",
    "ProcessConfig",
    "ProcessFolder",
    "Result",
    "Results",
    "Run",
    "Verification",
    "WovenHistory",
    "add_event",
    "analyse_dialogue_folder",
    "charter_check",
    "charter_reversals",
    "charter_undoing_values",
    "check_commitments",
    "check_events",
    "check_folder",
    "copy_item",
    "counted_results",
    "examine_folder",
    "next_release",
    "origin_of",
    "read_bare_list",
    "read_config",
    "read_record",
    "receive_file",
    "require_ours",
    "require_run",
    "run_folder",
    "series_result",
    "table_results",
    "verify_evidence",
    "verify_run",
    "weave_texts",
    "write_demo",
    "write_new",
    "write_run",
]
