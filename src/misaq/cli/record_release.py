"""`misaq record release`: the next release of a series, proved safe beside every earlier one."""

from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import FolderArgument, Json, Lang, Quiet
from misaq.formats import read_table, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.process import ProcessFolder, next_release
from misaq.record import (
    LinkDecision,
    PublicationRelease,
    ReleaseError,
    Verification,
    decide,
    read_release_proof,
)

Series = Annotated[
    Path,
    typer.Option(
        "--series",
        help=t(
            "The folder of the series: earlier releases with their proofs, and where this one goes."
        ),
        metavar="DIR",
    ),
]
Least = Annotated[
    str,
    typer.Option(
        "--least",
        help=t("Lowest step of verification that counts: allegation, reviewed or verified."),
        metavar="STEP",
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        help=t(
            "Decisions of the linkage desk (CSV: report_a, report_b, kind, decided_by), oldest first."
        ),
        metavar="FILE",
    ),
]
STEPS: dict[str, Verification] = {
    "allegation": "allegation", "reviewed": "reviewed", "verified": "verified",
}  # fmt: skip


def read_step(text: str) -> Verification:
    """The step of verification named. Raises typer.BadParameter."""
    if text not in STEPS:
        raise typer.BadParameter(", ".join(STEPS), param_hint="--least")
    return STEPS[text]


def read_decisions(path: Path) -> tuple[LinkDecision, ...]:
    """The decisions of a table, in its order. Raises FaultsError."""
    table = read_table(path, path.name)
    needed = ("report_a", "report_b", "kind", "decided_by")
    missing = [name for name in needed if name not in table.names]
    if missing:
        raise FaultsError(
            [Fault("list_unknown_column", path.name, 1, "", {"column": name}) for name in missing]
        )
    log: tuple[LinkDecision, ...] = ()
    for a, b, kind, who in zip(*(table.text(name) for name in needed), strict=True):
        log = decide(log, a.strip(), b.strip(), kind.strip(), decided_by=who.split(";"))
    return log


def release_command(
    folder: FolderArgument,
    series: Series,
    least: Least = "reviewed",
    decisions: DecisionsFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Make the next release of a series, or say why it would not be safe."""
    step = read_step(least)
    output = Output(as_json, quiet)
    with answering(output):
        earlier = _earlier(series)
        log = read_decisions(decisions) if decisions else ()
        made = next_release(ProcessFolder.open(folder), earlier, least=step, decisions=log)
        series.mkdir(parents=True, exist_ok=True)
        public, proof = _paths(series, made.number)
        write_atomically(proof, made.proof())
        proof.chmod(0o600)
        write_atomically(public, made.payload())
        _say(made, public, proof, output)
        output.give({"sha256": made.sha256, "file": str(public), **made.document()})


def _paths(series: Path, number: int) -> tuple[Path, Path]:
    return series / f"release-{number:04}.json", series / f"release-{number:04}.proof.json"


def _earlier(series: Path) -> list[PublicationRelease]:
    """The releases of the folder in order, each with the bytes that were published."""
    found: list[PublicationRelease] = []
    published = {*series.glob("release-*.json")} if series.is_dir() else set()
    n_releases = sum(not path.name.endswith(".proof.json") for path in published)
    n_proofs = len(published) - n_releases
    for number in range(1, max(n_releases, n_proofs) + 1):
        public, proof = _paths(series, number)
        if not (public.is_file() and proof.is_file()):
            raise ReleaseError(reason=(public if proof.is_file() else proof).name)
        one = read_release_proof(proof.read_bytes())
        if one.payload() != public.read_bytes():
            raise ReleaseError(reason=public.name)
        found.append(one)
    return found


def _say(made: PublicationRelease, public: Path, proof: Path, output: Output) -> None:
    cells: list[Any] = list(made.cells.values())
    told = sum(cell["value"] is not None for cell in cells)
    small = sum(cell["suppressed"] == "small" for cell in cells)
    before = sum(bool(cell.get("as_of")) for cell in cells)
    output.say(
        t(
            "Release {number}: {told} numbers told, {small} too small, {other} withheld to protect others or "
            "small changes; {before} of these have an earlier value.",
            number=made.number, told=told, small=small, other=len(cells) - told - small, before=before,
        )
    )  # fmt: skip
    output.say(t("For publication: {path}", path=public))
    output.say(t("Never for publication, needed for the next release: {path}", path=proof))
