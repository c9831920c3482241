"""`misaq record custody receive | add | copy | open | verify`: an evidence folder and its chain of custody."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Exit, Output, answering, fault_place, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.record_seal import OWNER_ONLY, FileThereError, require_free
from misaq.engines.working_copy import Box
from misaq.formats import (
    Folder,
    open_original,
    read_evidence_tables,
    stream_pieces,
    write_atomically,
)
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process import Admitted, add_event, copy_item, receive_file, verify_evidence
from misaq.record import (
    CUSTODY_EVENTS,
    CustodianSet,
    CustodyReport,
    Secret,
    read_custodians,
    seal_record,
)

app = typer.Typer(no_args_is_help=True)

EvidenceFolder = Annotated[Path, typer.Argument(help=t("The evidence folder."), metavar="FOLDER")]
Item = Annotated[str, typer.Argument(help=t("The id of the piece of evidence."), metavar="ITEM")]
By = Annotated[
    str, typer.Option("--from", help=t("Who had it or acts: a handle, not a name."), metavar="WHO")
]
To = Annotated[str, typer.Option("--to", help=t("Who gets it: a handle."), metavar="WHO")]
Place = Annotated[str, typer.Option("--place", help=t("Where, as far as it may be written."))]
At = Annotated[
    str,
    typer.Option("--at", help=t("When, as 2026-05-17T14:30:00+05:00; left out: now."), metavar="TIME"),
]  # fmt: skip
KeyFile = Annotated[
    Path,
    typer.Option("--key", help=t("The file with the item's key, 64 hexadecimal digits."), metavar="FILE"),
]  # fmt: skip


class NoKeeperError(InputError):
    """Nobody was named to keep the key, or two ways at once."""

    code = "custody_no_keeper"


class NotAKeyError(InputError):
    """The file holds no key."""

    code = "custody_bad_key"


class NotABoxError(InputError):
    """The text is no box."""

    code = "custody_bad_box"


class NotHeadsError(InputError):
    """The file holds no heads."""

    code = "custody_bad_heads"


@app.command(
    "receive",
    help=t(
        "Take files into an evidence folder: hashed, examined, encrypted, each under a key of its own; their chain "
        "of custody begins."
    ),
    epilog=t(
        "Example: misaq record custody receive photo.jpg --folder evidence --from family-7 --to desk-1 "
        "--custodians custodians.toml"
    ),
)
def receive_command(
    files: Annotated[list[Path], typer.Argument(help=t("The files."), metavar="FILE...")],
    folder: Annotated[
        Path, typer.Option("--folder", help=t("The evidence folder."), metavar="FOLDER")
    ],
    giver: By,
    taker: To,
    custodians: Annotated[
        Path | None,
        typer.Option(
            "--custodians",
            help=t("Who keeps the shares of the keys, and how many open one (TOML)."),
            metavar="FILE",
        ),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            "--keys",
            help=t("Write the keys into this folder, unsealed: keep it apart from the evidence."),
            metavar="FOLDER",
        ),
    ] = None,
    place: Place = "",
    at: At = "",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Take files into an evidence folder."""
    output = Output(as_json, quiet)
    with answering(output):
        if (custodians is None) == (keys is None):
            raise NoKeeperError
        keepers = read_custodians(custodians.read_text("utf-8")) if custodians else None
        taken = []
        for file in files:
            admitted = receive_file(
                folder, file, giver=giver, taker=taker, at=at or _now(), place=place
            )
            _keep_key(admitted, folder, keepers, keys)
            _say_admitted(output, admitted, file)
            taken.append(_plain(admitted))
        output.say(t("The files you gave are still where they were, unencrypted."))
        output.give({"items": taken})


@app.command(
    "add",
    help=t("Add an event to the chain of custody of a piece of evidence."),
    epilog=t(
        "Example: misaq record custody add evidence e-1 transferred --from desk-1 --to court-2"
    ),
)
def add_command(
    folder: EvidenceFolder,
    item: Item,
    event: Annotated[
        str,
        typer.Argument(help=t("What happened: {events}.", events=", ".join(CUSTODY_EVENTS)), metavar="EVENT"),
    ],
    giver: By,
    taker: To = "",
    place: Place = "",
    made: Annotated[
        str,
        typer.Option("--made", help=t("SHA-256 of the copy that was made or exported."), metavar="HASH"),
    ] = "",
    at: At = "",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Add an event to the chain of custody."""
    output = Output(as_json, quiet)
    with answering(output):
        new = add_event(
            folder, item, event, giver=giver, taker=taker, place=place, made=made, at=at or _now()  # type: ignore[arg-type]
        )  # fmt: skip
        output.say(t("Event {number} of {item} is written.", number=new.number, item=item))
        output.say(t("Head: {digest}", digest=new.digest))
        output.give({"item": item, "number": new.number, "head": new.digest})


@app.command(
    "copy",
    help=t(
        "Make a working copy that may be shown, or with --redact one with parts blacked out. "
        "The original stays as it is."
    ),
    epilog=t(
        "Example: misaq record custody copy evidence e-1 --key e-1.key --from desk-1 --redact 1,0.2,0.1,0.5,0.4"
    ),
)
def copy_command(
    folder: EvidenceFolder,
    item: Item,
    key: KeyFile,
    giver: By,
    redact: Annotated[
        list[str] | None,
        typer.Option(
            "--redact",
            help=t("A box: page, left, top, right, bottom; edges as parts of the page, 0 to 1. Again for each."),
            metavar="BOX",
        ),
    ] = None,
    at: At = "",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Make a working copy, or a redacted one."""
    output = Output(as_json, quiet)
    with answering(output):
        boxes = [_box(text) for text in redact or []]
        changed, copy = copy_item(
            folder, item, _read_key(key), giver=giver, at=at or _now(), redactions=boxes
        )
        made = changed.redacted_copy if boxes else changed.working_copy
        assert made is not None
        counted = {"pages": copy.pages, "all": copy.pages_of_original}
        output.say(t("{path}: {pages} of {all} pages.", path=folder / made.place, **counted))
        output.give(
            {
                "item": item,
                "copy": made.place,
                "sha256": copy.sha256,
                "pages": copy.pages,
                "pages_of_original": copy.pages_of_original,
                "redacted": copy.redacted,
                "duplicate_hash": copy.duplicate_hash,
            }
        )


@app.command(
    "open",
    help=t("Decrypt an original with its key. Add the event that tells why: exported, or viewed."),
    epilog=t("Example: misaq record custody open evidence e-1 --key e-1.key --out photo.jpg"),
)
def open_command(
    folder: EvidenceFolder,
    item: Item,
    key: KeyFile,
    out: Annotated[
        Path,
        typer.Option("--out", help=t("Write the original here, readable by you alone."), metavar="FILE"),
    ],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Decrypt an original with its key."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        stored = {one.item.id: one for one in read_evidence_tables(Folder(folder))[0]}
        if item not in stored:
            raise FaultsError([Fault("evidence_unknown", params={"item": item[:120]})])
        path = Folder(folder).path(stored[item].item.original)
        with open_original(path, _read_key(key), item=item) as original:
            payload = b"".join(stream_pieces(original))
        write_atomically(out, payload, mode=OWNER_ONLY)
        output.say(
            t("The original is in {path}, unencrypted: delete it when you are done.", path=out)
        )
        output.give({"item": item, "path": str(out), "bytes": len(payload)})


@app.command(
    "verify",
    help=t(
        "Check evidence folders: every chain of custody, every stored file. Exit 0 when all agree, 4 when anything "
        "does not."
    ),
    epilog=t("Example: misaq record custody verify evidence --heads heads.json"),
)
def verify_command(
    folders: Annotated[list[Path], typer.Argument(help=t("The evidence folders."), metavar="PATH...")],
    keys: Annotated[
        Path | None,
        typer.Option(
            "--keys",
            help=t("A folder with keys, ITEM.key: with an item's key its original is opened and checked too."),
            metavar="FOLDER",
        ),
    ] = None,
    heads: Annotated[
        Path | None,
        typer.Option(
            "--heads",
            help=t("What an earlier `verify --json` printed, kept elsewhere: no chain may have lost its head."),
            metavar="FILE",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Check evidence folders."""
    output = Output(as_json, quiet)
    with answering(output):
        known = _read_heads(heads) if heads else {}
        opened = _read_keys(keys) if keys else {}
        reports = [
            (str(folder), verify_evidence(_there(folder), keys=opened, heads=known.get(folder.resolve().name)))
            for folder in folders
        ]  # fmt: skip
        for name, report in reports:
            _say_report(output, name, report)
        sound = all(not _errors(report) for _, report in reports)
        output.give({"sound": sound, "folders": [_report(name, r) for name, r in reports]})
        if not sound:
            raise SystemExit(int(Exit.TAMPERED))


def _errors(report: CustodyReport) -> list[Fault]:
    return [fault for fault in report.faults if fault.severity == "error"]


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise FaultsError([Fault("file_missing", str(folder))])
    return folder


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _keep_key(
    admitted: Admitted, folder: Path, keepers: CustodianSet | None, keys: Path | None
) -> None:
    item, text = admitted.item.id, (admitted.key.reveal().hex() + "\n").encode()
    if keepers is not None:
        sealed = seal_record(text, record=item, custodians=keepers)
        write_atomically(
            folder / "keys" / f"{item}.sealed.json", sealed.document(), mode=OWNER_ONLY
        )
    elif keys is not None:
        path = keys / f"{item}.key"
        if path.exists():
            raise FileThereError(path=str(path))
        write_atomically(path, text, mode=OWNER_ONLY)


def _say_admitted(output: Output, admitted: Admitted, file: Path) -> None:
    item = admitted.item
    said = {
        "accepted": t("{file}: {item}; a copy of it may be shown.", file=file.name, item=item.id),
        "attachment": t("{file}: {item}; kept and handed over, never shown.", file=file.name, item=item.id),
        "quarantined": t("{file}: {item}; kept sealed.", file=file.name, item=item.id),
    }  # fmt: skip
    output.say(said[item.standing], style="bold")
    for finding in admitted.examination.findings:
        output.say("    " + finding.message(LANGUAGE).sentence())


def _plain(admitted: Admitted) -> dict[str, Any]:
    item = admitted.item
    return {
        "item": item.id,
        "sha256": item.sha256,
        "size": item.size,
        "kind": item.mime_detected,
        "standing": item.standing,
        "findings": [fault.as_dict(LANGUAGE) for fault in admitted.examination.findings],
    }


def _read_key(path: Path) -> Secret:
    text = path.read_text("ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise NotAKeyError(path=str(path))
    return Secret(key)


def _read_keys(folder: Path) -> dict[str, Secret]:
    return {path.stem: _read_key(path) for path in sorted(folder.glob("*.key"))}


def _read_heads(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Folder's name to its heads, from the JSON of an earlier check."""
    try:
        found = json.loads(path.read_bytes())
        return {
            Path(one["folder"]).resolve().name: {str(k): str(v) for k, v in one["heads"].items()}
            for one in found["folders"]
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotHeadsError(path=str(path)) from None


def _box(text: str) -> Box:
    try:
        page, left, top, right, bottom = text.split(",")
        return Box(float(left), float(top), float(right), float(bottom), int(page))
    except ValueError:
        raise NotABoxError(text=text[:60]) from None


def _say_report(output: Output, name: str, report: CustodyReport) -> None:
    for fault in report.faults:
        text = fault.message(LANGUAGE)
        place = fault_place(fault.file, fault.row, fault.column)
        output.say(f"{place}: {text.what}" if place else text.what, style="bold")
        if text.mend:
            output.say(f"    {text.mend}  [{fault.code}]")
    output.say(
        t(
            "{folder}: {items} pieces of evidence, {events} events; {wrong} disagree.",
            folder=name, items=report.items, events=report.events, wrong=len(_errors(report)),
        )
    )  # fmt: skip


def _report(name: str, report: CustodyReport) -> dict[str, Any]:
    return {
        "folder": name,
        "items": report.items,
        "events": report.events,
        "heads": dict(report.heads),
        "faults": [fault.as_dict(LANGUAGE) for fault in report.faults],
    }


register(
    "cli",
    {
        "custody_no_keeper": Message(
            N_("It must be said who keeps the keys, in one way."),
            N_(
                "Give --custodians FILE, or --keys FOLDER for a folder kept apart from the evidence."
            ),
        ),
        "custody_bad_key": Message(
            N_("{path} holds no key of an original."),
            N_("It has 64 hexadecimal digits; opening the sealed key of the item writes them."),
        ),
        "custody_bad_box": Message(
            N_("“{text}” is no box."),
            N_("Write page,left,top,right,bottom, such as 1,0.2,0.1,0.5,0.4."),
        ),
        "custody_bad_heads": Message(
            N_("{path} is not what a check of evidence folders printed."),
            N_("Keep what `misaq record custody verify --json` prints, and give that."),
        ),
    },
)
