"""`misaq ledger`: the public log of a run; its entries, its proofs, and whether it holds."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import write_atomically
from misaq.foundation.canonical import sha256_hex
from misaq.foundation.errors import InputError, TamperError
from misaq.foundation.messages import N_, Message, register
from misaq.ledger import (
    LOG_DOCUMENT,
    Checkpoint,
    Log,
    check_ledger_files,
    check_log_document,
    consistency_document,
    inclusion_document,
    ledger_result_values,
    parse_checkpoint,
    read_entries,
    read_log,
    standalone_check,
)

app = typer.Typer(no_args_is_help=True)

Out = Annotated[Path, typer.Argument(help=t("What `misaq run` wrote."), metavar="OUT")]


class NoLedgerError(InputError):
    """There is no log here."""

    code = "no_ledger"


class NotLoggedError(InputError):
    """The log has no entry of this name."""

    code = "not_logged"


class NotABeginningError(TamperError):
    """The log does not begin with the log that the checkpoint tells of."""

    code = "not_a_beginning"


@app.command(
    "show",
    help=t("The entries of the log and its root."),
    epilog=t("Example: misaq ledger show misaq-demo/out"),
)
def show_command(out: Out, as_json: Json = False, quiet: Quiet = False, lang: Lang = "") -> None:
    """The entries of the log and its root."""
    output = Output(as_json, quiet)
    with answering(output):
        files = _files(out)
        entries, checkpoint = read_entries(files), _checkpoint(files["checkpoint.txt"])
        for entry in entries:
            output.say(f"{entry.index:>4}  {entry.sha256}  {entry.name}")
        output.say(t("{count} entries of {origin}", count=len(entries), origin=checkpoint.origin))
        output.say(t("root {root}", root=checkpoint.root.hex()), style="bold")
        hashes = {entry.name: entry.sha256 for entry in entries}
        output.give(ledger_result_values(hashes, checkpoint.origin))


@app.command(
    "prove",
    help=t("The proof that a document is in the log: the hashes from its entry up to the root."),
    epilog=t("Example: misaq ledger prove misaq-demo/out dialogue.groups"),
)
def prove_command(
    out: Out,
    name: Annotated[str, typer.Argument(help=t("A document's name."), metavar="NAME")],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The proof that a document is in the log: the hashes from its entry up to the root."""
    output = Output(as_json, quiet)
    with answering(output):
        files = _files(out)
        log, _ = read_log(files)
        place = {entry.name: entry.index for entry in read_entries(files)}
        if name not in place:
            raise NotLoggedError(name=name)
        proof = inclusion_document(log, place[name])
        output.say(t("entry {index} of {size}", index=proof["index"], size=proof["size"]))
        output.say(t("leaf {hash}", hash=proof["leaf"]))
        for value in proof["path"]:
            output.say(t("with {hash}", hash=value))
        output.say(t("root {root}", root=proof["root"]), style="bold")
        output.give(proof)


@app.command(
    "consistency",
    help=t("The proof that the log begins with an earlier one: nothing changed since, only added."),
    epilog=t("Example: misaq ledger consistency misaq-demo/out --checkpoint checkpoint.old.txt"),
)
def consistency_command(
    out: Out,
    size: Annotated[
        int | None,
        typer.Option("--size", min=0, help=t("How many entries the earlier log had.")),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", help=t("An earlier checkpoint.txt."), metavar="FILE"),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The proof that the log begins with an earlier one: nothing was changed since, only added.

    Exit 4 when it does not begin with the log of the checkpoint.
    """
    output = Output(as_json, quiet)
    with answering(output):
        log, _ = read_log(_files(out))
        if checkpoint is not None:
            earlier = _checkpoint(checkpoint.read_bytes())
            size = earlier.size
            _require_beginning(log, earlier)
        proof = consistency_document(log, log.size if size is None else size)
        output.say(t("the first {old} of {size} entries", old=proof["old_size"], size=log.size))
        output.say(t("root {root}", root=proof["old_root"]))
        for value in proof["path"]:
            output.say(t("with {hash}", hash=value))
        output.say(t("root {root}", root=proof["root"]), style="bold")
        output.give(proof)


@app.command(
    "check",
    help=t("Whether the log holds and every document is the one that was logged."),
    epilog=t("Example: misaq ledger check misaq-demo/out"),
)
def check_command(
    out: Out,
    script: Annotated[
        Path | None,
        typer.Option(
            "--script",
            help=t("Write the script that checks a log with Python alone here."),
            metavar="FILE",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Whether the log holds and every document is the one that was logged.

    Computes no number again: that is `misaq verify`. Exit 4 when something does not hold.
    """
    output = Output(as_json, quiet)
    with answering(output):
        files, hashes = _files(out), _document_hashes(out)
        broken = check_ledger_files(files, hashes)
        about = out / "results" / f"{LOG_DOCUMENT}.json"
        if about.is_file():
            broken += check_log_document(files, about.read_bytes())
        for found in broken:
            output.say(found.message(LANGUAGE).sentence(), style="bold")
        if not broken:
            output.say(t("The log holds: {count} documents.", count=len(read_entries(files))))
        if script is not None:
            write_atomically(script, standalone_check())
        output.give({"sound": not broken, "broken": [found.as_dict(LANGUAGE) for found in broken]})
        if broken:
            raise SystemExit(int(Exit.TAMPERED))


def _files(out: Path) -> dict[str, bytes]:
    """The files of the log under `out`, by their path inside it."""
    root = out / "ledger"
    if not (root / "checkpoint.txt").is_file():
        raise NoLedgerError(path=str(out))
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _document_hashes(out: Path) -> dict[str, str]:
    documents = sorted((out / "results").glob("*.json"))
    return {path.stem: sha256_hex(path.read_bytes()) for path in documents}


def _checkpoint(payload: bytes) -> Checkpoint:
    return parse_checkpoint(payload.decode("utf-8", "replace"))


def _require_beginning(log: Log, earlier: Checkpoint) -> None:
    if earlier.size > log.size or log.root_at(earlier.size) != earlier.root:
        raise NotABeginningError(origin=earlier.origin, size=earlier.size)


register(
    "cli",
    {
        "no_ledger": Message(
            N_("{path} holds no log: there is no ledger/checkpoint.txt in it."),
            N_("Give the folder that `misaq run FOLDER --out OUT` wrote."),
        ),
        "not_logged": Message(
            N_("The log has no entry called {name}."),
            N_("`misaq ledger show OUT` lists the entries."),
        ),
        "not_a_beginning": Message(
            N_("This log does not begin with the {size} entries of {origin} in the checkpoint."),
            N_("Either it is another log, or what was logged was changed. Ask who signed it."),
        ),
    },
)
