"""`misaq record open ask | share | combine`: three people at three machines open one sealed record."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.record_seal import (
    OWNER_ONLY,
    IdentityFile,
    PassphraseFile,
    ReleaseFiles,
    SealedFile,
    read_input,
    read_key,
    read_releases,
    require_free,
    say_refused,
)
from misaq.formats import write_atomically
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register
from misaq.record import (
    OpenRequest,
    combine_shares,
    read_request,
    read_sealed,
    release_share,
    request_opening,
)

app = typer.Typer(no_args_is_help=True)
_KEPT = "\n\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


class NotReleasedError(InputError):
    """The custodian did not agree."""

    code = "share_not_released"


@app.command(
    "ask",
    help=t("The asker: write down who asks for which record, and why, for the custodians."),
    epilog=t(
        "Example: misaq record open ask r-7f3a.sealed.json --asker court-2 --recipient age1... "
        "--reason why.txt --out request.json"
    ),
)
def ask_command(
    sealed: SealedFile,
    asker: Annotated[
        str, typer.Option("--asker", help=t("Your handle, not your name."), metavar="HANDLE")
    ],
    recipient: Annotated[
        str,
        typer.Option(
            "--recipient",
            help=t("Your recipient, as `misaq record custodian-key` printed it."),
            metavar="AGE1...",
        ),
    ],
    reason: Annotated[
        Path,
        typer.Option(
            "--reason",
            help=t("A file that says why; - reads standard input. It is not encrypted: no names."),
            metavar="FILE",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help=t("Write the request here."), metavar="FILE")],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The asker: write down who asks for which record, and why, for the custodians."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        record = read_sealed(sealed.read_bytes())
        why = read_input(reason).decode("utf-8", "replace")
        request = request_opening(record, asker=asker, recipient=recipient, reason=why)
        write_atomically(out, request.document())
        output.say(t("Send {path} and the sealed record to the custodians.", path=out))
        output.say(t("Tell them your recipient by another way; they compare it before they agree."))
        output.give(
            {"record": request.record, "sealing": request.seal, "request": request.digest}
            | {"path": str(out)}
        )


@app.command(
    "share",
    help=t("A custodian, on their own machine: release your share of one record to the asker."),
    epilog=t(
        "Example: misaq record open share r-7f3a.sealed.json request.json --identity north-1.key "
        "--out share-north-1.json"
    ),
)
def share_command(
    sealed: SealedFile,
    request: Annotated[Path, typer.Argument(help=t("The asker's request."), metavar="REQUEST")],
    identity: IdentityFile,
    out: Annotated[
        Path,
        typer.Option("--out", help=t("Write the share for the asker here."), metavar="FILE"),
    ],
    passphrase_file: PassphraseFile = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", help=t("Release it without being asked: you have read the request.")),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """A custodian, on their own machine: release your share of one record to the asker."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        record, asked = read_sealed(sealed.read_bytes()), read_request(request.read_bytes())
        if not yes:
            _agree(asked)
        release = release_share(record, asked, read_key(identity, passphrase_file))
        write_atomically(out, release.document())
        output.say(
            t(
                "Share of {custodian} in {record} written.",
                custodian=release.custodian,
                record=release.record,
            )
        )
        output.say(t("Send {path} to the asker; nobody else can read it.", path=out))
        output.give(
            {
                "record": release.record,
                "sealing": release.seal,
                "request": release.request,
                "custodian": release.custodian,
                "path": str(out),
            }
        )


@app.command(
    "combine",
    help=t("The asker, on their own machine: open the record with the shares released to you."),
    epilog=t(
        "Example: misaq record open combine r-7f3a.sealed.json share-*.json --identity me.key "
        "--out r-7f3a.txt"
    ),
)
def combine_command(
    sealed: SealedFile,
    shares: ReleaseFiles,
    identity: IdentityFile,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            help=t("Write the text here, readable by you alone; - writes to standard output."),
            metavar="FILE",
        ),
    ],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """The asker, on their own machine: open the record with the shares released to you.

    With `-` the text goes to standard output and nothing else does.
    """
    to_stdout = out == Path("-")
    output = Output(as_json and not to_stdout, quiet or to_stdout)
    with answering(output):
        if not to_stdout:
            require_free(out)
        record, releases = read_sealed(sealed.read_bytes()), read_releases(shares)
        opened = combine_shares(record, releases, read_key(identity, passphrase_file))
        if to_stdout:
            sys.stdout.buffer.write(opened.text.reveal())
            return
        write_atomically(out, opened.text.reveal(), mode=OWNER_ONLY)
        say_refused(output, opened.refused)
        names = ", ".join(opened.used)
        output.say(
            t("opened {record} with the shares of {names}", record=record.record, names=names)
        )
        output.say(t("The text is in {path}, unencrypted: delete it when you are done.", path=out))
        output.give(
            {
                "record": record.record,
                "sealing": record.digest,
                "used": list(opened.used),
                "refused": list(opened.refused),
                "path": str(out),
            }
        )


def _agree(request: OpenRequest) -> None:
    """Show a custodian what they are asked, on stderr; go on only after a yes."""
    for line in (
        t("record: {record}", record=request.record),
        t("asked by: {asker}", asker=request.asker),
        t("readable by: {recipient}", recipient=request.recipient),
        t("reason: {reason}", reason=_printable(request.reason)),
    ):
        typer.echo(line, err=True)
    if not typer.confirm(t("Release your share to this asker?"), err=True):
        raise NotReleasedError(record=request.record)


def _printable(text: str) -> str:
    """The text without what could repaint a custodian's terminal or turn its direction; joiners of Urdu stay."""
    return "".join(
        c if c.isprintable() or c in _KEPT else "\N{REPLACEMENT CHARACTER}" for c in text
    )


register(
    "cli",
    {
        "share_not_released": Message(
            N_("Nothing was released for the record {record}."),
            N_("Tell the asker why, if you wish to."),
        ),
    },
)
