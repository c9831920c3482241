"""The record's step: lists and replies in; counts, replies and sources out, with small counts withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from misaq.formats import Table, read_list_mapping
from misaq.foundation.dates import DateError, parse_edtf
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.foundation.progress import Progress
from misaq.process.config import Community
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.step import HandOver, Outcome, Stage, Step
from misaq.record import (
    ANSWERS,
    Act,
    ActCounts,
    Answer,
    Cell,
    CountedActs,
    LinkDecision,
    PublicationRelease,
    Release,
    Response,
    Source,
    Verification,
    act_types,
    apply_coding_rules,
    check_mapping,
    check_sources,
    count_acts,
    latest_answers,
    make_release,
    map_list,
    prepare_release,
    release_frame,
    reply_columns,
)

SOURCES = "record/sources.csv"
REPLIES = "record/acknowledgements.csv"
LISTS = "record/lists"


@dataclass(frozen=True)
class Record:
    """The record of a folder: its sources, the acts of all lists, and the answers that stand."""

    sources: tuple[Source, ...]
    acts: tuple[Act, ...]
    answers: Mapping[str, Answer]


def read_record(folder: ProcessFolder) -> Record:
    """Read every list through its mapping. Raises FaultsError with every error of lists, mappings and replies."""
    record, faults = _read(folder)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    return record


def read_bare_list(
    source: str,
    table: Table,
    mapping_text: str,
    mapping_file: str,
    communities: Sequence[str] | None,
) -> tuple[tuple[Act, ...], list[Fault]]:
    """Read one list with the text of its mapping; the acts, and every fault of both."""
    mapping, faults = read_list_mapping(mapping_text, mapping_file)
    faults += check_mapping(mapping, table.names, communities=communities, file=mapping_file)
    columns = {name: table.text(name) for name in table.names}
    read = map_list(source, columns, mapping, communities=communities, file=table.file)
    return read.acts, [*faults, *read.faults]


def _read(folder: ProcessFolder) -> tuple[Record, list[Fault]]:
    sources, faults = _sources(folder)
    lists = {_stem(file): file for file in folder.files.glob(f"{LISTS}/*.csv")}
    mappings = {_stem(file): file for file in folder.files.glob(f"{LISTS}/*.toml")}
    for name in sorted(mappings.keys() - lists.keys()):
        params = {"list": f"{LISTS}/{name}.csv"}
        faults.append(Fault("list_no_rows", mappings[name], None, "", params, "warning"))
    known = {source.id for source in sources}
    acts: list[Act] = []
    reports: set[str] = set()
    for name, file in sorted(lists.items()):
        if known and name not in known:
            faults.append(Fault("list_unknown_source", file, None, "", {"source": name}))
        if name not in mappings:
            faults.append(
                Fault("list_no_mapping", f"{LISTS}/{name}.toml", None, "", {"list": file})
            )
            continue
        table, _ = folder.files.load_table(file)
        text, _ = folder.files.load_text(mappings[name])
        if table is None:
            continue  # told by the check of its form
        read, wrong = read_bare_list(name, table, text, mappings[name], folder.config.community_ids)
        acts += read
        faults += wrong
        reports |= _reports(name, table, text, mappings[name])
    responses, wrong = _responses(folder, reports)
    listed = {source.id for source in sources}
    extra = tuple(Source(name, {"en": name}) for name in sorted(lists) if name not in listed)
    order = sorted((*sources, *extra), key=lambda source: source.id)
    return Record(tuple(order), tuple(acts), latest_answers(responses)), faults + wrong


def _reports(name: str, table: Table, text: str, file: str) -> set[str]:
    """Every report of a list that a reply may speak of, with or without a fault in its row."""
    mapping, _ = read_list_mapping(text, file)
    if not mapping.id:
        return {f"{name}/{row}" for row in range(1, table.n_rows + 1)}
    return {f"{name}/{row.strip()}" for row in table.text(mapping.id)}


def _sources(folder: ProcessFolder) -> tuple[list[Source], list[Fault]]:
    if not folder.files.has(SOURCES):
        return [], []
    table, _ = folder.files.load_table(SOURCES)
    if table is None:
        return [], []
    sources = [
        Source(
            row["id"].strip(),
            {
                language: row[f"name_{language}"]
                for language in ("en", "ur")
                if row.get(f"name_{language}")
            },
            row.get("kind", ""),
            row.get("derived_from", "").strip(),
        )
        for row in table.rows()
    ]
    return sources, check_sources(sources, file=SOURCES)


def _responses(folder: ProcessFolder, reports: set[str]) -> tuple[list[Response], list[Fault]]:
    if not folder.files.has(REPLIES):
        return [], []
    table, _ = folder.files.load_table(REPLIES)
    if table is None:
        return [], []
    responses, faults = [], []
    for index, row in enumerate(table.rows()):
        report, answer = row["act"].strip(), row["response"].strip()
        if report not in reports:
            number = table.row_number(index)
            faults.append(Fault("reply_unknown_act", REPLIES, number, "act", {"value": report}))
        try:
            when = parse_edtf(row["date"].strip()) if row.get("date", "").strip() else None
        except DateError:
            continue  # told by the table's schema
        if answer in ANSWERS:
            responses.append(Response(row["id"], report, answer, when))
    return responses, faults


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _check(folder: ProcessFolder) -> list[Fault]:
    return _read(folder)[1]


def counted_results(
    folder: ProcessFolder, *, least: Verification, decisions: Sequence[LinkDecision] = ()
) -> Result:
    """`record.counts` by the coding rules: acts that count, each once. Raises FaultsError."""
    record = read_record(folder)
    acts = count_record(record, least=least, decisions=decisions).acts
    record = replace(record, acts=acts)
    parameters = {"unit": "act", "least": least}
    found = _results(folder, record, *release_of(record, folder), parameters)
    return next(one for one in found if one.kind == "record.counts")


def _run(folder: ProcessFolder, progress: Progress) -> Outcome:
    record = read_record(folder)
    counts, release = release_of(record, folder)
    return Outcome(_stage(record, release), _results(folder, record, counts, release))


def _results(
    folder: ProcessFolder,
    record: Record,
    counts: ActCounts,
    release: Release,
    rules: Mapping[str, str] = MappingProxyType({"unit": "act_as_reported"}),
) -> tuple[Result, ...]:
    config = folder.config
    inputs = folder.input_hashes(*_inputs(folder))
    parameters = {
        "threshold": config.thresholds["record"],
        "threshold_sensitive": config.thresholds["record_sensitive"],
        **rules,
    }
    documents = {
        "record.summary": publish_summary(record, counts, release),
        "record.counts": publish_counts(folder.config.communities, counts, release),
        "record.acknowledgement": publish_acknowledgement(counts, release),
        "record.sources": publish_sources(record, release),
        "record.vocabulary": {"act_types": list(act_types().values())},
    }
    return tuple(
        Result(kind, values, parameters, inputs=inputs) for kind, values in documents.items()
    )


def release_of(record: Record, folder: ProcessFolder) -> tuple[ActCounts, Release]:
    """Count the record of a folder and choose what of it may be published."""
    thresholds = folder.config.thresholds
    counts = count_acts(
        record.acts,
        record.answers,
        communities=folder.config.community_ids,
        sources=[source.id for source in record.sources],
    )
    release = prepare_release(
        counts,
        threshold=thresholds["record"],
        sensitive=thresholds["record_sensitive"],
        derived=frozenset(source.id for source in record.sources if source.derived_from),
    )
    return counts, release


def next_release(
    folder: ProcessFolder,
    earlier: Sequence[PublicationRelease],
    *,
    least: Verification = "reviewed",
    decisions: Sequence[LinkDecision] = (),
) -> PublicationRelease:
    """Make the next release of a series from a folder, by the coding rules.

    Raises FaultsError, FrameError, ReleaseError, SuppressionError.
    """
    record, thresholds = read_record(folder), folder.config.thresholds
    counted = count_record(record, least=least, decisions=decisions)
    types, periods = release_frame(earlier)
    counts = count_acts(
        counted.acts,
        record.answers,
        communities=folder.config.community_ids,
        sources=[source.id for source in record.sources],
        types=types,
        periods=periods,
    )
    return make_release(
        counts,
        threshold=thresholds["record"],
        sensitive=thresholds["record_sensitive"],
        derived=frozenset(source.id for source in record.sources if source.derived_from),
        rules={"least": least, "unit": "act", "coding_rules": 1},
        earlier=earlier,
    )


def count_record(
    record: Record, *, least: Verification, decisions: Sequence[LinkDecision] = ()
) -> CountedActs:
    """What of a record counts by the coding rules."""
    return apply_coding_rules(record.acts, sources=record.sources, decisions=decisions, least=least)


def _inputs(folder: ProcessFolder) -> list[str]:
    lists = [*folder.files.glob(f"{LISTS}/*.csv"), *folder.files.glob(f"{LISTS}/*.toml")]
    return ["process.toml", *(f for f in (SOURCES, REPLIES) if folder.files.has(f)), *lists]


def publish_summary(record: Record, counts: ActCounts, release: Release) -> dict[str, Any]:
    """`record.summary`: how many acts are reported, verified and acknowledged, and what was withheld."""
    tables = release.tables
    verification = tables["verification"][0]
    own, derived = tables["source_kind"][0]
    return {
        "acts": _cell(tables["total"][0][0]),
        "verification": dict(
            zip(("allegation", "reviewed", "verified"), map(_cell, verification), strict=True)
        ),
        "acknowledged_in_full": _cell(tables["total_reply_verified"][0][0]),
        "acts_of_own_sources": _cell(own),
        "acts_of_derived_sources": _cell(derived),
        "lists": len({act.source for act in record.acts}),
        "derived_lists": sum(bool(source.derived_from) for source in record.sources),
        "first_year": counts.periods[0].first if counts.periods else None,
        "last_year": counts.periods[-1].last if counts.periods else None,
        "withheld": dict(release.n_withheld),
        "other_tables_that_give_the_same_page": release.n_witnesses,
    }


def publish_counts(
    communities: Sequence[Community], counts: ActCounts, release: Release
) -> dict[str, Any]:
    """`record.counts`: by community, kind of act and time, two at a time, with every margin."""
    tables = release.tables
    names = {community.id: community.name for community in communities}
    return {
        "communities": [{"id": c, "name": names.get(c, {})} for c in counts.communities],
        "act_types": _labels(counts),
        "periods": [{"first": p.first, "last": p.last} for p in counts.periods] + [None],
        "years": counts.years,
        "community_by_type": _table(tables["community_type"]),
        "community_by_period": _table(tables["community_period"]),
        "type_by_period": _table(tables["type_period"]),
        "by_community": _column(tables["community"]),
        "by_type": _column(tables["type"]),
        "by_period": _column(tables["period"]),
        "by_year": _column(tables["year"]),
        "year_not_known": _cell(tables["year_unknown"][0][0]),
        "ages": ["child", "adult", "not_given"],
        "type_by_age": _table(tables["type_age"]),
        "by_age": [_cell(cell) for cell in tables["age"][0]],
        "total": _cell(tables["total"][0][0]),
    }


def publish_acknowledgement(counts: ActCounts, release: Release) -> dict[str, Any]:
    """`record.acknowledgement`: what was answered, by kind of act, for verified acts and for the others."""
    tables = release.tables

    def part(name: str) -> dict[str, Any]:
        return {
            "by_type": _table(tables[f"reply_{name}"]),
            "all_replies": _column(tables[f"type_{name}"]),
            "all_types": [_cell(cell) for cell in tables[f"total_reply_{name}"][0]],
            "total": _cell(tables[f"total_{name}"][0][0]),
        }

    return {
        "act_types": _labels(counts),
        "replies": reply_columns(),
        "verified": part("verified"),
        "not_verified": part("unverified"),
    }


def publish_sources(record: Record, release: Release) -> dict[str, Any]:
    """`record.sources`: who keeps each list, what it copies from, and how many acts it reports."""
    reporting = {act.source for act in record.acts}
    return {
        "sources": [
            {
                "id": source.id,
                "name": source.name,
                "kind": source.kind,
                "derived_from": source.derived_from,
                "has_list": source.id in reporting,
                "acts": _cell(row[0]),
            }
            for source, row in zip(record.sources, release.tables["source"], strict=True)
        ]
    }


def _labels(counts: ActCounts) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": act_types()[code].label,
            "unit": act_types()[code].unit,
            "sensitive": act_types()[code].sensitive,
        }
        for code in counts.types
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": cell.value, "suppressed": cell.suppressed}


def _column(table: Sequence[Sequence[Cell]]) -> list[dict[str, Any]]:
    return [_cell(row[0]) for row in table]


def _table(table: Sequence[Sequence[Cell]]) -> list[list[dict[str, Any]]]:
    return [[_cell(cell) for cell in row] for row in table]


def _stage(record: Record, release: Release) -> Stage:
    """Where the record stands; a withheld count is never told here either."""
    acts = release.tables["total"][0][0].value
    verified = release.tables["total_verified"][0][0].value
    if not record.acts:
        return Stage("record", "open", "stage.record.empty")
    if acts is None or verified is None:
        return Stage("record", "part", "stage.record.few")
    handed = HandOver("handover.acts", {"n": verified}) if verified else None
    params = {"n": acts, "verified": verified}
    return Stage("record", "part", "stage.record.some", params, handed)


STEP = Step("record", (f"{LISTS}/*.csv", SOURCES), _check, _run)

register(
    "process",
    {
        "stage.record.empty": Message(N_("no list yet")),
        "stage.record.few": Message(N_("open, too few acts to give a number")),
        "stage.record.some": Message(N_("{n} acts reported, {verified} verified")),
        "handover.acts": Message(N_("{n} verified acts")),
    },
)
