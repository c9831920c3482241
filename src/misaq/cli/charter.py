"""`misaq charter`: text at any date, who wrote it, what undoing brings, the bill for it, and whether all is exact."""

import typer

from misaq.cli.charter_files import convert_command
from misaq.cli.charter_history import (
    check_command,
    depends_command,
    operations_command,
    reversals_command,
)
from misaq.cli.charter_import import import_command
from misaq.cli.charter_read import blame_command, redline_command, show_command
from misaq.cli.charter_rules import app as rules
from misaq.cli.charter_undo import bill_command, revert_command
from misaq.cli.console import t

app = typer.Typer(no_args_is_help=True)

app.command(
    "show",
    help=t(
        "The text on a day, without any amendments. "
        "Example: misaq charter show versions.jsonl.xz --at 1976-11-01 --without 38,39 --provision 31C"
    ),
)(show_command)
app.command(
    "blame",
    help=t("Who wrote each word. Example: misaq charter blame versions.jsonl.xz --provision 19"),
)(blame_command)
app.command(
    "redline",
    help=t(
        "What differs between two days, word by word. "
        "Example: misaq charter redline versions.jsonl.xz 1975-01-01 44"
    ),
)(redline_command)
app.command(
    "check",
    help=t(
        "Is every version exact? With operations: does folding them give the dated texts back? "
        "Example: misaq charter check versions.jsonl.xz"
    ),
)(check_command)
app.command(
    "reversals",
    help=t(
        "Which amendments undid earlier ones. Example: misaq charter reversals versions.jsonl.xz"
    ),
)(reversals_command)
app.command(
    "depends",
    help=t(
        "On what an amendment was built, and what was built on it. "
        "Example: misaq charter depends versions.jsonl.xz 42"
    ),
)(depends_command)
app.command(
    "revert",
    help=t(
        "What undoing amendments, or sections of them, brings, and what stands in the way. "
        "Example: misaq charter revert versions.jsonl.xz 42 --at 1980"
    ),
)(revert_command)
app.command(
    "bill",
    help=t(
        "The bill that undoes amendments, in words; checked to give exactly that text. "
        "Example: misaq charter bill FOLDER 42 --to docx --out bill.docx"
    ),
)(bill_command)
app.command(
    "convert",
    help=t(
        "A text in another form: Akoma Ntoso, Word, HTML, Markdown, PDF. "
        "Example: misaq charter convert versions.jsonl.xz --to akn --out constitution.xml"
    ),
)(convert_command)
app.command(
    "import",
    help=t(
        "Read a text of any form and add it to a history as a dated text. "
        "Example: misaq charter import 42nd.docx --into FOLDER --date 1976-11-01"
    ),
)(import_command)
app.command(
    "operations",
    help=t(
        "The instructions that the amending acts must have had, to be assigned to sections by a person. "
        "Example: misaq charter operations FOLDER --out FOLDER/operations.csv"
    ),
)(operations_command)
app.add_typer(
    rules,
    name="rule",
    help=t("Decision rules: what one says, and who can carry, block or bind whom."),
)
