"""`misaq assembly check`: a pool and its quotas, every fault, and whether a panel can meet the quotas."""

from dataclasses import asdict

from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    PoolFile,
    QuotaFile,
    Reading,
    SeatCount,
    SelectedFile,
    UnknownAnswers,
    read_pool_files,
    say_notes,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet


def check_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    household: HouseholdColumn = None,
    selected: SelectedFile = None,
    unknown: UnknownAnswers = "refuse",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Read a pool and its quotas; name every fault, or say that a panel can be drawn. Write nothing."""
    output = Output(as_json, quiet)
    with answering(output):
        reading = Reading(household, selected, unknown)
        people, inputs = read_pool_files(pool, quotas, size, reading)
        said = t(
            "{people} people of {types} kinds; a panel of {seats} can meet the {quotas} quotas.",
            people=people.n_people,
            types=people.n_types,
            seats=people.quotas.size,
            quotas=len(people.quotas.rows),
        )
        output.say(said, style="green")
        say_notes(people, output)
        output.give(
            {
                "n_people": people.n_people,
                "n_types": people.n_types,
                "n_households": people.n_households,
                "notes": [asdict(note) for note in people.notes],
                "n_quotas": len(people.quotas.rows),
                "size": size,
                "inputs": inputs,
            }
        )
