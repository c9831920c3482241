"""`misaq record custodian-key | seal | reseal`: keys and sealed records as files.

No secret stands in an argument, where other users of the machine could read it: texts come from files or standard
input, passphrases from a prompt or a file.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import write_atomically
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register
from misaq.record import (
    Identity,
    Secret,
    ShareRelease,
    identity_needs_passphrase,
    make_identity,
    read_custodians,
    read_identity,
    read_release,
    read_sealed,
    reseal_record,
    seal_record,
    write_identity,
)

OWNER_ONLY = 0o600

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help=t("A file whose first line is the passphrase of the key; left out: it is asked for."),
        metavar="FILE",
    ),
]
IdentityFile = Annotated[
    Path, typer.Option("--identity", help=t("The file of your own key."), metavar="FILE")
]
CustodiansFile = Annotated[
    Path,
    typer.Option(
        "--custodians",
        help=t("Who keeps the shares, and how many open the record (TOML)."),
        metavar="FILE",
    ),
]
SealedFile = Annotated[Path, typer.Argument(help=t("The sealed record."), metavar="SEALED")]
ReleaseFiles = Annotated[
    list[Path], typer.Argument(help=t("The shares released to you."), metavar="SHARE...")
]
SealedOut = Annotated[
    Path, typer.Option("--out", help=t("Write the sealed record here."), metavar="FILE")
]


class FileThereError(InputError):
    """There is a file already where this would be written."""

    code = "file_there"


def custodian_key_command(
    out: Annotated[
        Path,
        typer.Option("--out", help=t("Write the key here, readable by you alone."), metavar="FILE"),
    ],
    passphrase_file: PassphraseFile = None,
    no_passphrase: Annotated[
        bool,
        typer.Option(
            "--no-passphrase",
            help=t("Leave the key unencrypted: whoever has the file has the key."),
        ),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Make a custodian's or an asker's key on their own machine; it is never sent to anyone."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        passphrase = None if no_passphrase else _passphrase(passphrase_file, confirm=True)
        key = make_identity()
        write_atomically(out, write_identity(key, passphrase), mode=OWNER_ONLY)
        output.say(key.recipient, style="bold")
        output.say(
            t("Give this line to whoever lists the custodians. Keep {path} to yourself.", path=out)
        )
        output.say(t("Copy the key to a second safe place: lost, it opens nothing ever again."))
        output.give({"recipient": key.recipient, "path": str(out)})


def seal_command(
    record: Annotated[
        str, typer.Argument(help=t("The record's id: random, never a name."), metavar="RECORD")
    ],
    custodians: CustodiansFile,
    text: Annotated[
        Path,
        typer.Option("--text", help=t("The file to seal; - reads standard input."), metavar="FILE"),
    ],
    out: SealedOut,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Seal a text so that several custodians together open it, and fewer nothing."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        keepers = read_custodians(custodians.read_text("utf-8"))
        sealed = seal_record(read_input(text), record=record, custodians=keepers)
        payload = sealed.document()
        write_atomically(out, payload)
        output.say(t("sealed {record} as {digest}", record=record, digest=sealed.digest))
        output.say(
            t(
                "{threshold} of {number} custodians open it.",
                threshold=sealed.threshold,
                number=len(sealed.shares),
            )
        )
        if text != Path("-"):
            output.say(t("The unsealed text is still in {path}: delete it.", path=text))
        output.give(
            {
                "record": record,
                "sealing": sealed.digest,
                "threshold": sealed.threshold,
                "custodians": [share.custodian.name for share in sealed.shares],
                "bytes": len(payload),
                "path": str(out),
            }
        )


def reseal_command(
    sealed: SealedFile,
    shares: ReleaseFiles,
    identity: IdentityFile,
    custodians: CustodiansFile,
    out: SealedOut,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Seal a record anew for other custodians, with the shares that the old ones released."""
    output = Output(as_json, quiet)
    with answering(output):
        if out.resolve() != sealed.resolve():
            require_free(out)
        old, releases = read_sealed(sealed.read_bytes()), read_releases(shares)
        keepers = read_custodians(custodians.read_text("utf-8"))
        rotation = reseal_record(
            old, releases, read_key(identity, passphrase_file), custodians=keepers
        )
        write_atomically(out, rotation.sealed.document())
        say_refused(output, rotation.refused)
        new = rotation.sealed.digest
        output.say(t("sealed {record} as {digest}", record=old.record, digest=new))
        if out.resolve() != sealed.resolve():
            output.say(
                t(
                    "Delete {path} and every copy of it: the old custodians can still open those.",
                    path=sealed,
                )
            )
        output.give(
            {
                "record": old.record,
                "sealing": new,
                "before": old.digest,
                "refused": list(rotation.refused),
                "events": [
                    {"type": event.type, "body": dict(event.body)} for event in rotation.events
                ],
                "path": str(out),
            }
        )


def require_free(path: Path) -> None:
    """Refuse to write over a file: it could be somebody's only key, or the only copy of a sealed record."""
    if path.exists():
        raise FileThereError(path=str(path))


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for "-"."""
    return sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()


def read_key(path: Path, passphrase_file: Path | None) -> Identity:
    """The key in a file; its passphrase is asked for when it has one."""
    payload = path.read_bytes()
    needed = identity_needs_passphrase(payload)
    return read_identity(payload, _passphrase(passphrase_file) if needed else None)


def read_releases(paths: list[Path]) -> list[ShareRelease]:
    """The released shares in files."""
    return [read_release(path.read_bytes()) for path in paths]


def say_refused(output: Output, refused: tuple[str, ...]) -> None:
    """Name the custodians in whose name wrong shares were released."""
    if refused:
        names = ", ".join(refused)
        output.say(
            t(
                "Not used, because they are not what was sealed: the shares of {names}.",
                names=names,
            ),
            style="bold",
        )


def _passphrase(path: Path | None, *, confirm: bool = False) -> Secret:
    if path is not None:
        return Secret((path.read_text("utf-8").splitlines() or [""])[0].encode())
    asked = typer.prompt(
        t("Passphrase of the key"), hide_input=True, confirmation_prompt=confirm, err=True
    )
    return Secret(asked.encode())


register(
    "cli",
    {
        "file_there": Message(
            N_("There is a file at {path} already; it is not overwritten."),
            N_("Choose another name."),
        ),
    },
)
