"""`misaq assembly commit` and `gather`: parties that do not trust each other make one randomness together."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import gather_commitments, gather_reveals, new_reveal
from misaq.cli.assembly.documents import load_document
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.record_seal import OWNER_ONLY, require_free
from misaq.formats import write_atomically
from misaq.foundation.canonical import canonical_json


def commit_command(
    party: Annotated[
        str, typer.Option("--party", help=t("The name of the party."), metavar="NAME")
    ],
    secret: Annotated[
        Path,
        typer.Option(
            "--secret",
            help=t(
                "Write the secret here, readable by you alone; it is published when all reveal."
            ),
            metavar="FILE",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", help=t("Write what you publish now here."), metavar="FILE")
    ],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Draw a party's secret value, and write what it publishes first."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(secret)
        require_free(out)
        made = new_reveal(party)
        write_atomically(secret, canonical_json(made.document()), mode=OWNER_ONLY)
        write_atomically(out, canonical_json(made.public()))
        output.say(made.commitment, style="bold")
        output.say(t("Publish {out}. Keep {secret} to yourself.", out=out, secret=secret))
        output.say(
            t(
                "When all have committed and the list is sealed, publish {secret} too; lost, the draw stops.",
                secret=secret,
            )
        )
        output.give({**made.public(), "path": str(out)})


def gather_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            help=t("What each party published: its commitment, or with --commitments its secret."),
            metavar="FILES",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", help=t("Write all of them as one file here."), metavar="FILE")
    ],
    commitments: Annotated[
        Path | None,
        typer.Option(
            "--commitments",
            help=t("The gathered commitments; then FILES are what the parties reveal."),
            metavar="FILE",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Put what the parties published into one file: commitments before the seal, secrets after it."""
    output = Output(as_json, quiet)
    with answering(output):
        documents = [load_document(path) for path in files]
        made = (
            gather_reveals(load_document(commitments), documents)
            if commitments
            else gather_commitments(documents)
        )
        write_atomically(out, canonical_json(made))
        names = t(", ").join(row["party"] for row in made["commitments"])
        output.say(t("Parties: {names}.", names=names))
        if commitments:
            output.say(t("All revealed. Draw with --randomness reveal:{path}", path=out))
        else:
            output.say(t("Seal with --named reveal:{path}; reveal only afterwards.", path=out))
        output.give(made)
