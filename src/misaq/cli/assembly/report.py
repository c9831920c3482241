"""`misaq assembly report`: how fair a lottery is to whom, for the public or for the officer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import (
    SMALL,
    FairnessReport,
    Pool,
    published_chances,
    read_population,
    report_fairness,
)
from misaq.cli.assembly.alternates import read_ids
from misaq.cli.assembly.documents import LotteryFile, open_published, write_result
from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    QuotaFile,
    Reading,
    SeatCount,
    SelectedFile,
    UnknownAnswers,
    columns_of,
    read_pool_files,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import read_table, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.process import Result

SHOWN = 60


PoolOption = Annotated[
    Path,
    typer.Option("--pool", help=t("One row a person: a column per category."), metavar="POOL.csv"),
]
DrawnFile = Annotated[
    Path | None,
    typer.Option(
        "--panel", help=t("Who was drawn; else the draw in the lottery's file."), metavar="FILE"
    ),
]
PopulationFile = Annotated[
    Path | None,
    typer.Option(
        "--population",
        help=t("Shares of the population: category, feature, people; category_2, feature_2."),
        metavar="FILE.csv",
    ),
]
Full = Annotated[
    bool,
    typer.Option("--full", help=t("Tell all, small counts and ids too: for the officer alone.")),
]
Threshold = Annotated[
    int, typer.Option("--threshold", min=2, help=t("Smallest count of people that is told."))
]
TableOut = Annotated[
    Path | None, typer.Option("--csv", help=t("Write the table here."), metavar="FILE.csv")
]


def report_command(
    lottery: LotteryFile,
    pool: PoolOption,
    quotas: QuotaFile,
    size: SeatCount,
    panel: DrawnFile = None,
    population: PopulationFile = None,
    full: Full = False,
    threshold: Threshold = SMALL,
    table: TableOut = None,
    household: HouseholdColumn = None,
    selected: SelectedFile = None,
    unknown: UnknownAnswers = "refuse",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Report a lottery's chances by feature and by two features: pool, population and panel side by side."""
    output = Output(as_json, quiet)
    with answering(output):
        reading = Reading(household, selected, unknown)
        people, inputs = read_pool_files(pool, quotas, size, reading)
        shares = _shares(population, people)
        with open_published(lottery) as published:
            chances = published_chances(people, published.lottery)
            drawn = published.drawn.get("people") if published.drawn else None
        if panel is not None:
            drawn = read_ids(panel, "people")
        report = report_fairness(chances, drawn, shares, threshold=threshold, public=not full)
        parameters = {"size": size, "threshold": threshold, "public": not full}
        result = Result("assembly.fairness", report.plain(), parameters, inputs=inputs)
        write_result(result, out)
        if table is not None:
            write_atomically(table, report.csv().encode())
        _say(report, output)
        output.give(result.document())


def _shares(file: Path | None, people: Pool) -> Mapping[tuple[int, ...], float] | None:
    if file is None:
        return None
    read = columns_of(read_table(file, file.name))
    shares, faults = read_population(read, people.quotas, file.name)
    if shares is None:
        raise FaultsError(faults)
    return shares


def _say(report: FairnessReport, output: Output) -> None:
    for group in report.features:
        label = report.quotas.rows[group.features[0]].label
        cells = [group.people, group.expected, group.drawn, group.mean]
        shown = "".join(f"{'–' if n is None else n:>12}" for n in cells)
        output.say(f"{label:<32}{shown}")
    for row in report.barred[:SHOWN]:
        count = f"< {report.threshold}" if row.people is None else str(row.people)
        output.say(t("Cannot sit: {count} people ({limit})", count=count, limit=row.limit))
