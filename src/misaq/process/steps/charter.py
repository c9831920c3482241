"""The charter's step: dated texts and draft clauses in; the weave, what undoing brings, and the grounds out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from misaq.charter import (
    RULES,
    SEVERITIES,
    Caution,
    Conflict,
    Coverage,
    Draft,
    Undoing,
    Version,
    Weave,
    cite_proposals,
    cover_grounds,
    date_versions,
    digest_files,
    find_dependencies,
    library_votes,
    lift_dependencies,
    normalise_right,
    official_state,
    prepare_text,
    redline_states,
    undo_amendments,
    weave_document,
)
from misaq.formats import Table, TextHistory, load_drafts, load_history, load_rules
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.charter_coverage import coverage_document, unknown_grounds
from misaq.process.steps.charter_drafting import (
    check_drafting,
    decisions_document,
    follow_minutes,
    load_drafting,
    proposals_document,
    rule_document,
)
from misaq.process.steps.charter_history import (
    check_document,
    check_operations,
    reversals_document,
    weave_history,
)
from misaq.process.steps.step import HandOver, Outcome, Stage, Step

_TABLES = {  # kind of ground to the table whose ids it names
    "finding": "record/findings.csv",
    "statement": "dialogue/statements.csv",
    "commitment": "table/commitments.csv",
    "acknowledgement": "record/acknowledgements.csv",
}


def check(folder: ProcessFolder) -> list[Fault]:
    """Faults of the texts and drafts, and grounds or rules that are nowhere."""
    history, faults = load_history(folder.files)
    drafts, found = load_drafts(folder.files)
    faults = [*faults, *found]
    if history is not None:
        faults += _check_dates(history)
    faults += check_operations(folder, history)
    coverage = cover_grounds(drafts, _known_refs(folder, history))
    faults += [
        Fault("unknown_ground", file, None, "grounds", {"kind": ground.kind, "ref": ground.ref})
        for slug, ground in coverage.unknown
        for file in folder.files.glob(f"charter/drafts/{slug}.*.md")
    ]
    rules = {**RULES, **library_votes(), **load_rules(folder.files)[0]}
    known = {"name": "", "known": ", ".join(rules)}
    faults += [
        Fault("draft_unknown_rule", file, None, "rule", known | {"name": draft.rule})
        for draft in drafts
        if draft.rule and draft.rule not in rules
        for file in folder.files.glob(f"charter/drafts/{draft.slug}.*.md")
    ]
    return faults + _check_proposals(folder, history)


def _check_proposals(folder: ProcessFolder, history: TextHistory | None) -> list[Fault]:
    """Faults of the proposals and decisions, and their grounds that are nowhere."""
    drafting, minutes, faults = load_drafting(folder, *_dated(history))
    if any(fault.severity == "error" for fault in faults):
        return faults
    known = _known_refs(folder, history)
    of = {
        citing.id: proposal.id
        for proposal in drafting.proposals
        for citing in cite_proposals([proposal])
    }
    faults += [
        Fault("unknown_ground", drafting.files[of[key]], None, key, {"kind": kind, "ref": ref})
        for key, kind, ref in unknown_grounds(cite_proposals(drafting.proposals), known)
    ]
    return [*faults, *check_drafting(drafting, minutes)]


def _dated(history: TextHistory | None) -> tuple[tuple[Version, ...], str]:
    """The dated texts as proposals change them, hard wraps undone, and their language."""
    if history is None:
        return (), "en"
    width = history.join_lines_of
    joined = tuple(
        replace(v, files={p: prepare_text(t, join_lines_of=width) for p, t in v.files.items()})
        for v in history.versions
    )
    return joined, history.language or "en"


def run(folder: ProcessFolder, progress: Progress) -> Outcome:
    """Compute the charter's documents."""
    history, faults = load_history(folder.files)
    drafts, found = load_drafts(folder.files)
    errors = [fault for fault in [*faults, *found] if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    results: list[Result] = []
    amendments = 0
    if history is not None:
        results += _history_results(folder, history, progress)
        amendments = len(history.versions) - 1
    if drafts:
        results.append(_drafts_result(folder, history, drafts))
    results += _drafting_results(folder, history, drafts)
    return Outcome(_stage(amendments, drafts), tuple(results))


def _stage(amendments: int, drafts: tuple[Draft, ...]) -> Stage:
    if not drafts:
        return Stage("charter", "open", "stage.charter.open", {"amendments": amendments})
    counts = {"clauses": len(drafts), "grounded": sum(1 for draft in drafts if draft.grounds)}
    return Stage(
        "charter",
        "part",
        "stage.charter.part",
        {"clauses": len(drafts)},
        HandOver("handover.clauses", counts),
    )


def _history_results(
    folder: ProcessFolder, history: TextHistory, progress: Progress
) -> Iterator[Result]:
    woven = weave_history(folder, history, progress)
    inputs = folder.input_hashes(*woven.files)
    parameters = {"join_lines_of": history.join_lines_of, "language": history.language}
    for kind, results in (
        ("charter.versions", versions_document(history, woven.weave)),
        ("charter.weave", weave_document(woven.weave)),
        ("charter.undo", undo_document(woven.weave)),
        ("charter.reversals", reversals_document(woven)),
        ("charter.check", check_document(woven)),
    ):
        yield Result(kind, results, parameters=parameters, inputs=inputs)


def versions_document(history: TextHistory, weave: Weave) -> dict[str, Any]:
    """Each version: its title, day, size, what it changed in each provision, and the digest of its text."""
    entries = []
    for place, version in enumerate(history.versions):
        active = official_state(weave, place)
        before = official_state(weave, place - 1) if place else active
        changes = redline_states(weave, before, active)
        dating = weave.datings[place]
        entries.append(
            {
                "n": version.n,
                "title": version.titles or {history.language or "en": version.title},
                "date": dating.date,
                "date_inherited": dating.inherited,
                "date_given": version.date,
                "words": int(weave.words[weave.live(active)].sum()),
                "words_in": sum(change.words_in for change in changes),
                "words_out": sum(change.words_out for change in changes),
                "provisions": [
                    [change.provision, change.words_in, change.words_out] for change in changes
                ],
                "sha256": digest_files(weave.texts(active)),
            }
        )
    return {"language": history.language or "en", "versions": entries}


def undo_document(weave: Weave) -> dict[str, Any]:
    """For each amendment: the newest text without it, counted, and what follows."""
    dependencies = find_dependencies(weave)
    return {
        "at": weave.numbers[-1],
        "amendments": [
            undoing_values(weave, undo_amendments(weave, [place], dependencies=dependencies))
            for place in range(1, len(weave.numbers))
        ],
        "dependencies": [
            [weave.numbers[d.by], weave.numbers[d.on], d.kind, d.provision, d.words]
            for d in lift_dependencies(weave, dependencies)
        ],
    }


def undoing_values(weave: Weave, undoing: Undoing) -> dict[str, Any]:
    """What undoing brings as plain values; versions by their n, provisions by their place in the weave."""
    named = [_named(each) for each in undoing.cautions if each.kind == "reference"]
    consequences = [*(_consequence(weave, each) for each in undoing.conflicts), *named]
    return {
        "undone": [weave.numbers[place] for place in undoing.amendments(undoing.undone)],
        "at": weave.numbers[undoing.at],
        "severity": undoing.severity,
        "words_restored": undoing.restored,
        "words_removed": undoing.removed,
        "closure": [weave.numbers[place] for place in undoing.amendments(undoing.closure)],
        "clean": undoing.clean,
        "consequences": sorted(consequences, key=_gravest_first),
    }


def _gravest_first(consequence: Mapping[str, Any]) -> tuple[int, int, int, str]:
    grave = SEVERITIES.index(consequence["severity"])
    return grave, consequence["provision"], consequence["by"] or 0, consequence["reason"]


def _consequence(weave: Weave, conflict: Conflict) -> dict[str, Any]:
    return {
        "severity": conflict.severity,
        "reason": conflict.reason,
        "by": weave.numbers[conflict.by],
        "provision": conflict.provision,
        "words": conflict.words,
        "sample": conflict.sample,
    }


def _named(caution: Caution) -> dict[str, Any]:
    """An article that is named though it is gone, told as what follows too."""
    return {
        "severity": "needs_drafting",
        "reason": "dangling",
        "by": None,
        "provision": caution.provision,
        "words": 0,
        "sample": caution.subject,
    }


def _drafts_result(
    folder: ProcessFolder, history: TextHistory | None, drafts: tuple[Draft, ...]
) -> Result:
    known = _known_refs(folder, history)
    coverage = cover_grounds(drafts, known, serves=_served(folder))
    tables = [file for file in _TABLES.values() if folder.files.has(file)]
    files = [*folder.files.glob("charter/drafts/*.md"), *tables, "process.toml"]
    names = {draft.rule for draft in drafts if draft.rule} | set(folder.config.rules.values())
    rules = {**RULES, **library_votes(), **load_rules(folder.files)[0]}
    files += ["charter/rules.toml"] if folder.files.has("charter/rules.toml") else []
    return Result(
        "charter.drafts",
        {
            "drafts": [_draft(draft, coverage) for draft in drafts],
            "cited": coverage.cited,
            "uncited": coverage.uncited,
            "groundless": coverage.groundless,
            "known": {kind: len(refs) for kind, refs in known.items()},
            "rules": {name: rule_document(rules[name]) for name in sorted(names) if name in rules},
        },
        parameters={"rules": folder.config.rules},
        inputs=folder.input_hashes(*files, *(history.files if history else ())),
    )


def _drafting_results(
    folder: ProcessFolder, history: TextHistory | None, drafts: tuple[Draft, ...]
) -> Iterator[Result]:
    """What was proposed and decided, and the grounds of it all; nothing without a proposal or a clause in draft."""
    drafting, minutes, faults = load_drafting(folder, *_dated(history))
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    proceedings = follow_minutes(drafting, minutes)
    files = [*drafting.inputs, *(history.files if history else ())]
    parameters = {"rules": folder.config.rules}
    tables = [file for file in _TABLES.values() if folder.files.has(file)]
    cited = [*files, *folder.files.glob("charter/drafts/*.md"), *tables]
    if proceedings:
        decided = folder.input_hashes(*files, *minutes.inputs, "process.toml")
        proposed = proposals_document(drafting, proceedings)
        yield Result("charter.proposals", proposed, parameters=parameters, inputs=decided)
        judged = decisions_document(minutes, proceedings)
        yield Result("charter.decisions", judged, parameters=parameters, inputs=decided)
    if proceedings or drafts:
        known = _known_refs(folder, history)
        covered = coverage_document(drafts, proceedings, known, _served(folder))
        covered["findings"] = _findings(folder)
        inputs = folder.input_hashes(*cited, *minutes.inputs, "process.toml")
        yield Result("charter.coverage", covered, parameters=parameters, inputs=inputs)


def _draft(draft: Draft, coverage: Coverage) -> dict[str, Any]:
    unknown = {(slug, ground.kind, ground.ref) for slug, ground in coverage.unknown}
    return {
        "slug": draft.slug,
        "order": draft.order,
        "article": draft.article,
        "title": draft.title,
        "text": draft.text,
        "status": draft.status,
        "rule": draft.rule,
        "grounds": [
            {
                "kind": ground.kind,
                "ref": normalise_right(ground.ref) if ground.kind == "right" else ground.ref,
                "note": ground.note,
                "known": (draft.slug, ground.kind, ground.ref) not in unknown,
            }
            for ground in draft.grounds
        ],
    }


def _known_refs(folder: ProcessFolder, history: TextHistory | None) -> Mapping[str, list[str]]:
    """Every id that a ground may name, by kind; a kind without its table is not checked."""
    known: dict[str, list[str]] = {}
    for kind, file in _TABLES.items():
        if not folder.files.has(file):
            continue
        try:
            table = folder.files.table(file)
        except FaultsError:  # the table's own faults are told by its schema
            continue
        ids = _ids(table)
        moderated = table.text("moderated", "0") if kind == "statement" else ["0"] * len(ids)
        known[kind] = [ref for ref, verdict in zip(ids, moderated, strict=True) if verdict != "-1"]
    if history is not None:
        known["amendment"] = [str(version.n) for version in history.versions[1:]]
    return known


def _findings(folder: ProcessFolder) -> list[dict[str, Any]]:
    """The record's findings in words, so that whoever drafts can look for what a clause should answer."""
    file = _TABLES["finding"]
    if not folder.files.has(file):
        return []
    table = folder.files.table(file)
    columns = (_ids(table), table.text("title_en"), table.text("title_ur"))
    return [
        {"id": ref, "title": {"en": en, "ur": ur}} for ref, en, ur in zip(*columns, strict=True)
    ]


def _served(folder: ProcessFolder) -> list[tuple[str, str, str]]:
    """Commitments that name the clause they serve."""
    file = _TABLES["commitment"]
    if not folder.files.has(file):
        return []
    table = folder.files.table(file)
    ids, drafts = _ids(table), table.text("draft")
    return [("commitment", ref, slug) for ref, slug in zip(ids, drafts, strict=True) if slug]


def _ids(table: Table) -> list[str]:
    return table.text("id") if "id" in table else [str(i) for i in range(1, table.n_rows + 1)]


def _check_dates(history: TextHistory) -> Iterator[Fault]:
    file = history.files[0]
    for version, dating in zip(history.versions, date_versions(history.versions), strict=True):
        params = {"n": version.n, "date": version.date, "counts": dating.date}
        if dating.inherited:
            code = f"versions_date_{dating.inherited}"
            yield Fault(code, file, None, "date", params, severity="warning")


STEP = Step(
    room="charter",
    wanted=(
        "charter/versions.jsonl",
        "charter/versions.jsonl.xz",
        "charter/versions/*.txt",
        "charter/drafts/*.md",
        "charter/proposals/*.toml",
    ),
    check=check,
    run=run,
)
