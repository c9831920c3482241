"""`misaq assembly`: seats, the lottery, the draw and their check, on a run or on bare files. One module a command."""

import typer

from misaq.cli.assembly.draw import draw_command
from misaq.cli.assembly.lottery import lottery_command
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
    "lottery",
    help=t(
        "Find the lottery that gives the least likely person the best chance, and seal its panels."
    ),
    epilog=t("Example: misaq assembly lottery pool.csv quotas.csv --size 60 --out lottery.json"),
)(lottery_command)
app.command(
    "draw",
    help=t("Draw one panel from a sealed list: the same list and randomness give the same panel."),
    epilog=t('Example: misaq assembly draw lottery.json --randomness "dice 4 7 1"'),
)(draw_command)
app.command(
    "verify",
    help=t(
        "Check a lottery again: seal, panels, every probability, the draw. Exit 4 when any does not agree."
    ),
    epilog=t(
        "Example: misaq assembly verify lottery.json --draw draw.json --pool pool.csv --quotas quotas.csv"
    ),
)(verify_command)
