"""`misaq assembly alternates`: who stands by when people drop out."""

from dataclasses import replace as with_values
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.assembly import (
    Alternates,
    DropOut,
    Quotas,
    choose_alternates,
    read_replies,
    state_dropout,
)
from misaq.cli.assembly.documents import load_document, results_of, write_result
from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    PoolFile,
    QuotaFile,
    Reading,
    SeatCount,
    UnknownAnswers,
    columns_of,
    read_pool_files,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.formats import read_table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process import Result

PanelFile = Annotated[
    Path,
    typer.Option(
        "--panel",
        help=t("Who was drawn: what `misaq assembly draw` wrote, or a table with a column id."),
        metavar="FILE",
    ),
]


DropOutChance = Annotated[
    float,
    typer.Option(
        "--drop-out", min=0.0, max=1.0, help=t("Probability that somebody drawn does not come.")
    ),
]
FeatureChances = Annotated[
    list[str] | None,
    typer.Option(
        "--feature",
        help=t("Another probability for people with a feature, such as age=18-29:0.4; several."),
        metavar="CATEGORY=FEATURE:P",
    ),
]
RepliesFile = Annotated[
    Path | None,
    typer.Option(
        "--replies",
        help=t("Learn the probabilities from past replies: the categories, and came (yes, no)."),
        metavar="FILE.csv",
    ),
]
ScenarioCount = Annotated[
    int, typer.Option("--scenarios", min=10, max=2000, help=t("How many scenarios are drawn."))
]


def alternates_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    panel: PanelFile,
    number: Annotated[int, typer.Option("--number", min=1, help=t("How many alternates."))],
    drop_out: DropOutChance = 0.2,
    feature: FeatureChances = None,
    replies: RepliesFile = None,
    scenarios: ScenarioCount = 100,
    household: HouseholdColumn = None,
    unknown: UnknownAnswers = "refuse",
    out: OutFile = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Choose the alternates with whom the quotas suffer least when people drop out."""
    output = Output(as_json, quiet)
    with answering(output):
        reading = Reading(household, None, unknown)
        people, inputs = read_pool_files(pool, quotas, size, reading, feasible=False)
        chances = _drop_out(people.quotas, drop_out, feature or [], replies)
        drawn = read_ids(panel, "people")
        found = choose_alternates(
            people, drawn, chances.of(people), number, scenarios=scenarios, seed=seed or 0
        )
        values = _standing(found, chances, people.quotas)
        parameters = {"size": size, "number": number, "scenarios": scenarios}
        result = Result("assembly.alternates", values, parameters, seed or 0, inputs)
        write_result(result, out)
        output.say(" ".join(found.people))
        output.say(
            t(
                "Expected loss {loss} seats, {without} without alternates; no choice is below {bound}.",
                loss=f"{found.loss:.2f}",
                without=f"{found.without:.2f}",
                bound=f"{found.bound:.2f}",
            )
        )
        output.give(result.document())


def read_ids(path: Path, key: str) -> list[str]:
    """The ids that a document or a table names.

    key : where a document of the assembly has them.
    Raises FaultsError when there is no column id, or the document has no such list.
    """
    if path.suffix == ".json":
        found = results_of(load_document(path))
        inner = found.get("panel")
        ids = found.get(key, inner.get(key) if isinstance(inner, dict) else None)
        if not isinstance(ids, list):
            raise FaultsError([Fault("ids_missing", path.name, column=key)])
        return [str(person) for person in ids]
    table = read_table(path, path.name)
    if "id" not in table:
        raise FaultsError([Fault("ids_missing", path.name, column="id")])
    return [text.strip() for text in table.text("id") if text.strip()]


def _drop_out(
    quotas: Quotas, probability: float, features: list[str], replies: Path | None
) -> DropOut:
    stated: dict[tuple[str, str], float] = {}
    for text in features:
        label, _, number = text.rpartition(":")
        category, _, feature = label.partition("=")
        try:
            stated[category.strip(), feature.strip()] = float(number)
        except ValueError:
            raise typer.BadParameter(text, param_hint="--feature") from None
    try:
        found = state_dropout(quotas, probability, stated)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--feature") from None
    if replies is None:
        return found
    learned, faults = read_replies(
        columns_of(read_table(replies, replies.name)), quotas, replies.name
    )
    if learned is None:
        raise FaultsError(faults)
    weights = [
        own if any(own for own in found.weights) and own else past
        for own, past in zip(found.weights, learned.weights, strict=True)
    ]
    return with_values(learned, weights=tuple(weights))


def _standing(found: Alternates, chances: DropOut, quotas: Quotas) -> dict[str, Any]:
    weights = zip(quotas.rows, chances.weights, strict=True)
    return {
        "alternates": list(found.people),
        "loss": found.loss,
        "bound": found.bound,
        "without": found.without,
        "scenarios": found.scenarios,
        "drop_out": {
            "log_odds": chances.base,
            "weights": {quota.label: weight for quota, weight in weights if weight},
            "n_replies": chances.n_replies,
        },
    }


register(
    "cli",
    {
        "ids_missing": Message(
            N_("There are no ids here."),
            N_("Give a table with a column id, or the document that the command names."),
        ),
    },
)
