"""The command `misaq`: the whole process, and one group per room."""

import sys

import typer

from misaq.cli import assembly, charter, dialogue, dynamics, ledger, record, table
from misaq.cli.console import t

app = typer.Typer(
    name="misaq",
    help=t("From testimony to clause, every step open to be checked."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_GROUPS = {
    "record": (record, t("The record: lists, acts, counts, acknowledgement.")),
    "dialogue": (dialogue, t("The dialogue: votes, opinion groups, common ground.")),
    "table": (table, t("The table: commitments and what became of them.")),
    "assembly": (assembly, t("The assembly: seats, the lottery, the draw.")),
    "charter": (charter, t("The charter: text at any date, who wrote it, undoing an amendment.")),
    "dynamics": (dynamics, t("Dynamics: weekly series of events; no claims.")),
    "ledger": (ledger, t("The public log: entries and proofs.")),
}
for name, (module, text) in _GROUPS.items():
    app.add_typer(module.app, name=name, help=text)


def run() -> None:
    """Entry point of the command."""
    sys.exit(app())
