"""The command `misaq`: the whole process, and one group per room."""

import sys

import typer

from misaq.cli import assembly, charter, dialogue, dynamics, ledger, record, table
from misaq.cli.check import check_command
from misaq.cli.console import t
from misaq.cli.conversation import export_command, open_command
from misaq.cli.demo import demo_command
from misaq.cli.linkage import link_command
from misaq.cli.linkage_desk import desk_export_command
from misaq.cli.new import new_command
from misaq.cli.record_custody import app as custody_app
from misaq.cli.record_import import import_command, xlsform_command
from misaq.cli.record_open import app as open_app
from misaq.cli.record_release import release_command
from misaq.cli.record_seal import custodian_key_command, reseal_command, seal_command
from misaq.cli.run import run_command, verify_command
from misaq.cli.site import load_command, manage_command, serve_command

app = typer.Typer(
    name="misaq",
    help=t("From testimony to clause, every step open to be checked."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command(
    "new",
    help=t(
        "Make a process folder to begin with: settings, the header of each table, notes.\n\n"
        "Example: misaq new my-process --title-en 'Our process'"
    ),
)(new_command)
app.command(
    "check",
    help=t(
        "List every fault of a process folder: where, what, how to mend it. "
        "Exit 1 when any is an error.\n\n"
        "Example: misaq check my-process --json"
    ),
)(check_command)
app.command(
    "run",
    help=t(
        "Compute whatever the folder has input for: results, pages and the public log.\n\n"
        "Example: misaq run my-process --out out"
    ),
)(run_command)
app.command(
    "load",
    help=t(
        "Release the documents of a run on a site, and log them there.\n\n"
        "Example: misaq load out --folder my-process --site my-site"
    ),
)(load_command)
app.command(
    "serve",
    help=t(
        "Serve a site, with its background worker, until Ctrl-C.\n\n"
        "Example: misaq serve --site my-site --port 8080"
    ),
)(serve_command)
app.command(
    "demo",
    help=t(
        "Make an invented country's whole process, compute it, and serve it on this machine.\n\n"
        "Example: misaq demo --dir velmara --no-serve"
    ),
)(demo_command)
app.command(
    "verify",
    help=t(
        "Compute every published number again from the folder, and check the log. "
        "Exit 0 when all agree, 4 when a number or the log does not.\n\n"
        "Example: misaq verify out --folder my-process"
    ),
)(verify_command)
app.command(
    "manage",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    help=t(
        "Run a management command of the website's framework on a site.\n\n"
        "Example: misaq manage --site my-site migrate"
    ),
)(manage_command)

dialogue.app.command(
    "open",
    help=t(
        "Open the conversation of a site: people can then vote on the statements of its newest release."
    ),
    epilog=t("Example: misaq dialogue open --site my-site"),
)(open_command)
dialogue.app.command(
    "export",
    help=t("Write what was voted on a site into the dialogue tables of a process folder."),
    epilog=t("Example: misaq dialogue export --site my-site --out FOLDER/dialogue"),
)(export_command)

record.app.command(
    "import",
    help=t(
        "Read a list through its mapping: rows, acts, every fault; with --folder, write it into a process folder."
    ),
    epilog=t("Example: misaq record import hospital.xlsx --map hospital.toml --dry-run"),
)(import_command)
record.app.command(
    "xlsform",
    help=t(
        "Write the form for telephones in the field (XLSForm, for ODK or Kobo), in two languages."
    ),
    epilog=t("Example: misaq record xlsform --out form.xlsx"),
)(xlsform_command)
record.app.command(
    "link",
    help=t(
        "Find which rows of one or several lists tell of one person, with the chance that they do. "
        "Not for publication."
    ),
    epilog=t("Example: misaq record link hospital.csv police.csv --out persons.csv"),
)(link_command)
record.app.command(
    "release",
    help=t("Make the next release of a series, proved safe beside every earlier one."),
    epilog=t("Example: misaq record release misaq-demo --series releases"),
)(release_command)
record.app.command(
    "desk-export",
    help=t(
        "Write the pairs of a linkage that wait for people, both rows side by side, with room for decisions. "
        "Not for publication."
    ),
    epilog=t("Example: misaq record desk-export pairs.csv hospital.csv police.csv --out desk.csv"),
)(desk_export_command)
record.app.command(
    "custodian-key",
    help=t(
        "Make a custodian's or an asker's key on their own machine; it is never sent to anyone."
    ),
    epilog=t("Example: misaq record custodian-key --out north-1.key"),
)(custodian_key_command)
record.app.command(
    "seal",
    help=t("Seal a text so that several custodians together open it, and fewer nothing."),
    epilog=t(
        "Example: misaq record seal r-7f3a --custodians custodians.toml --text - --out r-7f3a.sealed.json"
    ),
)(seal_command)
record.app.add_typer(
    open_app, name="open", help=t("Open one sealed record: ask, release shares, combine them.")
)
record.app.command(
    "reseal",
    help=t("Seal a record anew for other custodians, with the shares that the old ones released."),
    epilog=t(
        "Example: misaq record reseal r-7f3a.sealed.json share-*.json --identity me.key "
        "--custodians new.toml --out r-7f3a.new.json"
    ),
)(reseal_command)

record.app.add_typer(
    custody_app, name="custody", help=t("Evidence: take it in, who had it when, and check it.")
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
