"""Compute everything a folder has input for, and write it where a stranger can check it."""

import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_limits

from misaq import __version__
from misaq.formats import replace_folder, write_atomically
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.progress import Progress, Silent
from misaq.ledger import ledger_files, ledger_result_values, standalone_check
from misaq.process.check import check_folder
from misaq.process.folder import ProcessFolder
from misaq.process.overview import overview_result
from misaq.process.results import Result, Results
from misaq.process.steps import Outcome
from misaq.process.steps.registry import STEPS


class NothingToRunError(InputError):
    """The folder has no input for any room."""

    code = "nothing_to_run"


class OutNotOursError(InputError):
    """The folder to write into holds something that no earlier run wrote."""

    code = "out_not_ours"


@dataclass
class Run:
    """One run: its documents, and apart from them what depends on the machine and the day.

    results : documents in order of kind; the same folder and seed give the same bytes.
    seconds : room to the seconds its step took.
    """

    results: tuple[Result, ...]
    seconds: dict[str, float] = field(default_factory=dict)

    def documents(self) -> Results:
        """The documents as the pages read them."""
        return Results({result.kind: result.document() for result in self.results})


def run_folder(root: Path, *, seed: int | None = None, progress: Progress | None = None) -> Run:
    """Check the folder and compute every room it has input for.

    seed : overrides the public seed of `process.toml`.
    Raises FaultsError with every fault; NothingToRunError when no room has input.
    """
    progress = progress or Silent()
    progress.step("step.check", 0, 1)
    require_sound(root)
    progress.step("step.check", 1, 1)
    return compute(ProcessFolder.open(root).with_seed(seed), progress=progress)


def require_sound(root: Path) -> None:
    """Raise FaultsError with every fault of the folder when any of them is an error."""
    faults = check_folder(root)
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)


def compute(
    folder: ProcessFolder, *, rooms: Iterable[str] | None = None, progress: Progress
) -> Run:
    """Compute the rooms of a sound folder (`rooms`: only these), the overview and the log document.

    Linear algebra runs on one thread: on several, the order of its sums, and so the last digits, would depend on
    the machine (and these matrices are small: it is also faster).
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _compute(folder, rooms, progress)


def _compute(folder: ProcessFolder, rooms: Iterable[str] | None, progress: Progress) -> Run:
    steps = [s for s in STEPS if s.has_input(folder) and (rooms is None or s.room in set(rooms))]
    if not steps and rooms is None:
        raise NothingToRunError(path=str(folder.files.root))
    outcomes: list[Outcome] = []
    seconds: dict[str, float] = {}
    for done, step in enumerate(steps):
        progress.step("step.rooms", done, len(steps))
        began = time.perf_counter()
        outcomes.append(step.run(folder, progress))
        seconds[step.room] = round(time.perf_counter() - began, 3)
    progress.step("step.rooms", len(steps), len(steps))
    results = [result for outcome in outcomes for result in outcome.results]
    results.append(overview_result(folder, outcomes, folder.config.seed))
    results.sort(key=lambda result: result.kind)
    results.append(_log_document(results, folder.config.id))
    return Run(tuple(results), seconds)


def origin_of(process_id: str) -> str:
    """The name of a process's log, as its checkpoints carry it."""
    return f"misaq/{process_id}"


def _log_document(results: Iterable[Result], process_id: str) -> Result:
    hashes = {result.kind: sha256_hex(result.payload()) for result in results}
    origin = origin_of(process_id)
    return Result("ledger.log", ledger_result_values(hashes, origin), parameters={"origin": origin})


def write_run(run: Run, out: Path, *, inputs: Mapping[str, str] | None = None) -> None:
    """Write `results/`, `ledger/` and `run.json` under `out`, each whole or not at all.

    inputs : raw SHA-256 of the input files, for `run.json` only.
    Raises OutNotOursError when `out` holds anything that no earlier run wrote.
    """
    require_ours(out)
    payloads = {f"{result.kind}.json": result.payload() for result in run.results}
    replace_folder(out / "results", payloads)
    logged = {r.kind: sha256_hex(r.payload()) for r in run.results if r.kind != "ledger.log"}
    log = next(r for r in run.results if r.kind == "ledger.log")
    files = ledger_files(logged, str(log.parameters["origin"]))
    replace_folder(out / "ledger", {**files, "check_log.py": standalone_check()})
    write_atomically(out / "run.json", canonical_json(_machine_facts(run, inputs or {})))


def require_ours(out: Path) -> None:
    """Refuse to write over a folder that no run wrote."""
    if out.exists() and any(out.iterdir()) and not (out / "run.json").is_file():
        raise OutNotOursError(path=str(out))


def _machine_facts(run: Run, inputs: Mapping[str, str]) -> dict[str, object]:
    libraries = ("numpy", "scipy", "highspy", "pyarrow", "rapidfuzz")
    return {
        "misaq": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in libraries},
        "seconds": run.seconds,
        "files": dict(inputs),
    }
