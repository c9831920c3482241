"""`misaq assembly`: seats, the lottery, the draw and their check, on a run or on bare files. One module a command."""

import typer

from misaq.cli.assembly.alternates import alternates_command
from misaq.cli.assembly.bundle import bundle_command, pseudonyms_command
from misaq.cli.assembly.check import check_command
from misaq.cli.assembly.commit import commit_command, gather_command
from misaq.cli.assembly.draw import draw_command
from misaq.cli.assembly.explain import explain_command
from misaq.cli.assembly.replace import replace_command
from misaq.cli.assembly.report import report_command
from misaq.cli.assembly.seats import seats_command
from misaq.cli.assembly.verify import verify_command
from misaq.cli.console import t

app = typer.Typer(no_args_is_help=True)

app.command(
    "seats",
    help=t("Share seats among communities by population."),
    epilog=t("Example: misaq assembly seats communities.csv --size 60 --floor 1"),
)(seats_command)
app.command(
    "check",
    help=t("Read a pool and its quotas: every fault, and whether a panel can meet the quotas."),
    epilog=t("Example: misaq assembly check pool.csv --quotas quotas.csv --size 60"),
)(check_command)
app.command(
    "pseudonyms",
    help=t("Give each person of a pool a code of their own, and the pool ids that only it finds."),
    epilog=t("Example: misaq assembly pseudonyms people.csv --out pool.csv --codes codes.csv"),
)(pseudonyms_command)
app.command(
    "draw",
    help=t(
        "Find the lottery of a pool and seal its panels; with a public randomness draw one of them. "
        "Given a sealed list, draw from that."
    ),
    epilog=t(
        "Example: misaq assembly draw pool.csv --quotas quotas.csv --size 60 --named dice:9 --out lottery.json; "
        "then misaq assembly draw lottery.json --randomness dice:471829305 --out draw.json"
    ),
)(draw_command)
app.command(
    "commit",
    help=t("As a party: draw a secret value, and write the commitment that you publish first."),
    epilog=t("Example: misaq assembly commit --party North --secret secret.json --out north.json"),
)(commit_command)
app.command(
    "gather",
    help=t(
        "Put the commitments of all parties into one file, or what they reveal; name who stops the draw."
    ),
    epilog=t("Example: misaq assembly gather north.json south.json --out commitments.json"),
)(gather_command)
app.command(
    "verify",
    help=t(
        "Check a lottery again: seal, panels, every probability, the draw. Exit 4 when any does not agree."
    ),
    epilog=t("Example: misaq assembly verify bundle.zip"),
)(verify_command)
app.command(
    "bundle",
    help=t("Write all that a stranger needs to check a lottery and its draw, with Python alone."),
    epilog=t(
        "Example: misaq assembly bundle lottery.json --draw draw.json --pool pool.csv --quotas quotas.csv "
        "--out bundle.zip"
    ),
)(bundle_command)
app.command(
    "explain",
    help=t(
        "Say why no panel meets the quotas: limits that conflict, with the sum; and the smallest changes that help."
    ),
    epilog=t("Example: misaq assembly explain pool.csv --quotas quotas.csv --size 60"),
)(explain_command)
app.command(
    "alternates",
    help=t("Choose the alternates with whom the quotas suffer least when people drop out."),
    epilog=t(
        "Example: misaq assembly alternates pool.csv --quotas quotas.csv --size 60 --panel draw.json --number 15"
    ),
)(alternates_command)
app.command(
    "replace",
    help=t("Find who comes for those who left, keep the quotas, and write it into the log."),
    epilog=t(
        "Example: misaq assembly replace pool.csv --quotas quotas.csv --size 60 --panel draw.json --left left.csv "
        "--alternates alternates.json --log log.json"
    ),
)(replace_command)
app.command(
    "report",
    help=t("Report a lottery's chances by feature and by two features; small counts are hidden."),
    epilog=t(
        "Example: misaq assembly report lottery.json --pool pool.csv --quotas quotas.csv --size 60 --csv report.csv"
    ),
)(report_command)
