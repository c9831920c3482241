"""The step of dynamics: events in, weekly series out; no claims."""

from collections.abc import Mapping
from dataclasses import asdict

from misaq.dynamics import (
    BIN_WEEKS,
    LARGEST_HIDDEN_SHARE,
    EventFormError,
    EventsSpanError,
    TooManySeriesError,
    count_weeks,
    publish_weeks,
    read_events,
)
from misaq.formats import Table
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.step import Outcome, Stage, Step

FILE = "events/events.csv"


def series_result(
    table: Table, *, threshold: int, inputs: Mapping[str, str] | None = None
) -> Result:
    """The document `dynamics.series`, from the table of events.

    Ids and regions are not read: nothing that is published could lead back to an event.
    """
    events = read_events(
        table.text("date"),
        table.text("kind"),
        table.text("side"),
        table.text("count") if "count" in table else None,
    )
    published = publish_weeks(count_weeks(events), threshold=threshold)
    return Result(
        "dynamics.series",
        {**asdict(published), "says": "dynamics.no_claims"},
        {
            "threshold": threshold,
            "bin_weeks": BIN_WEEKS,
            "largest_hidden_share": LARGEST_HIDDEN_SHARE,
            "weeks": "ISO 8601, Monday to Sunday",
        },
        inputs=inputs or {},
    )


def check_events(table: Table) -> list[Fault]:
    """Faults that no single row shows: dates too far apart, codes that are no codes."""
    try:
        series_result(table, threshold=1)
    except EventsSpanError as error:
        return [Fault("events_span", table.file, None, "date", error.params)]
    except TooManySeriesError as error:
        return [Fault("events_too_many_series", table.file, None, "kind", error.params)]
    except EventFormError as error:
        # The table's own schema names every value that cannot be read, but for a count too large.
        if error.params["column"] != "count" or not error.params["value"].isdigit():
            return []
        return [Fault("bad_event", table.file, error.params["row"], "count", error.params)]
    return []


def _check(folder: ProcessFolder) -> list[Fault]:
    table, _ = folder.files.load_table(FILE)
    return [] if table is None else check_events(table)


def _run(folder: ProcessFolder, progress: Progress) -> Outcome:
    result = series_result(
        folder.files.table(FILE),
        threshold=folder.config.thresholds["record"],
        inputs=folder.input_hashes(FILE, "process.toml"),
    )
    n = len(result.results["series"])
    code = "stage.dynamics.some" if n else "stage.dynamics.none"
    return Outcome(Stage("dynamics", "done" if n else "none", code, {"n": n}), (result,))


STEP = Step("dynamics", (FILE,), _check, _run)

register(
    "process",
    {
        "stage.dynamics.none": Message(N_("no event that is dated to the week")),
        "stage.dynamics.some": Message(N_("weekly series: {n}")),
    },
)
