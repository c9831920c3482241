"""Decisions as they stand in the minutes: `decisions.csv`, counted in `tallies.csv` or by name in `ballots.csv`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from misaq.charter import (
    RULES,
    UNVOTED,
    VOTED,
    Ballot,
    Ballots,
    Decision,
    DecisionKind,
    Rule,
    Tally,
    Voting,
    count_ballots,
    library_votes,
    read_rule,
    read_rule_document,
    rule_of_stage,
)
from misaq.formats.folder import Folder
from misaq.formats.table import Table
from misaq.formats.texts import parse_toml, read_text
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault

_USUAL = {"ratification": "whole", "rebased": "clause", "amendment": "clause"}
Key = tuple[str, str]  # decision, body


@dataclass(frozen=True)
class Minutes:
    """The decisions of a process folder.

    decisions : in the order of their numbers. base_of : id of a decision to the name of the text it names.
    rules : every rule by its name, the folder's own too. places : id to (file, row), for faults. inputs : files read.
    """

    decisions: tuple[Decision, ...] = ()
    base_of: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()


def load_rules(folder: Folder, under: str = "charter") -> tuple[dict[str, Rule], list[Fault]]:
    """The decision rules of a folder by name, from `rules.toml`, and every fault; without the shipped ones.

    A rule says its tests in full, and what an abstention, a vacant seat and a tie come to, which must be what its
    tests make of them.
    """
    file = f"{under}/rules.toml"
    if not folder.has(file):
        return {}, []
    text, faults = folder.load_text(file)
    values, wrong = parse_toml(text, file)
    rules: dict[str, Rule] = {}
    for name, plain in values.items():
        if not isinstance(plain, dict) or name in RULES:
            wrong.append(
                Fault("rule_name", file, column=name, params={"shipped": ", ".join(RULES)})
            )
            continue
        if "stages" in plain:
            found, told = _staged(name, plain, file)
            rules |= found
            wrong += told
            continue
        try:
            rules[name] = _rule(name, plain)
        except InputError as error:
            wrong.append(Fault(error.code, file, None, name, error.params))
    return rules, [*faults, *wrong]


def load_decisions(
    folder: Folder,
    under: str = "charter",
    *,
    usual: Mapping[str, str],
    communities: Iterable[str] = (),
) -> tuple[Minutes, list[Fault]]:
    """The decisions of a process folder with their tallies, and every fault.

    usual : kind of decision to the rule it is decided by where the line names none.
    communities : of the process: one that a tally leaves out has not voted, and counts as that, never as agreed.
    """
    own, faults = load_rules(folder, under)
    rules = {**RULES, **library_votes(), **own}
    file = f"{under}/decisions.csv"
    inputs = [
        name
        for name in ("rules.toml", "decisions.csv", "tallies.csv", "ballots.csv")
        if folder.has(f"{under}/{name}")
    ]
    table = _table(folder, file)
    if table is None:
        return Minutes((), {}, rules, {}, tuple(f"{under}/{n}" for n in inputs)), faults
    tallies, found = _tallies(folder, under, list(communities))
    faults += found
    lines = sorted(enumerate(table.rows()), key=lambda line: (_number(line[1]), line[1]["id"]))
    grouped: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for index, row in lines:
        grouped[row["id"]].append((table.row_number(index), row))
    faults += [fault for named in grouped.values() for fault in _check_lines(file, named)]
    faults += [
        fault for named in grouped.values() for fault in _check_rules(file, named, rules, usual)
    ]
    if any(fault.severity == "error" for fault in faults):
        return Minutes((), {}, rules, {}, tuple(f"{under}/{n}" for n in inputs)), faults
    decisions = [_decision(named, rules, usual, tallies) for named in grouped.values()]
    return Minutes(
        tuple(decisions),
        {key: named[0][1].get("base", "") for key, named in grouped.items()},
        rules,
        {key: (file, named[0][0]) for key, named in grouped.items()},
        tuple(f"{under}/{n}" for n in inputs),
    ), faults


def _staged(name: str, plain: Mapping[str, Any], file: str) -> tuple[dict[str, Rule], list[Fault]]:
    """A rule in stages: each of its votes by the name `<rule>.<stage>`, as the minutes name it."""
    rule, faults = read_rule_document({**plain, "name": name}, file)
    told = [replace(fault, column=f"{name}.{fault.column}") for fault in faults]
    if rule is None:
        return {}, told
    votes = [rule_of_stage(rule, stage.id) for stage in rule.stages]
    return {vote.name: vote for vote in votes}, told


def load_rule_file(path: Path) -> tuple[Rule | None, list[Fault]]:
    """The decision rule of one file, and every fault; None when one of them is an error.

    Its grammar is in docs/reference/decision-rules.md.
    """
    text, faults = read_text(path, path.name)
    if not any(fault.severity == "error" for fault in faults):
        values, broken = parse_toml(text, path.name)
        faults += broken
        if not broken:
            rule, told = read_rule_document(values, path.name)
            return rule, [*faults, *told]
    return None, faults


def _rule(name: str, plain: Mapping[str, Any]) -> Rule:
    says = {key: str(plain.get(key, "")) for key in ("abstain", "vacancy", "tie")}
    return read_rule(name, _tests(plain, "tests"), _tests(plain, "quorum"), says=says)


def _tests(plain: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = plain.get(name, [])
    return [test for test in listed if isinstance(test, dict)] if isinstance(listed, list) else []


def _table(folder: Folder, file: str) -> Table | None:
    if not folder.has(file):
        return None
    table, faults = folder.load_table(file)
    sound = table is not None and not any(fault.severity == "error" for fault in faults)
    return table if sound else None  # its own faults are told by its schema


def _number(row: Mapping[str, str]) -> int:
    return int(row["n"]) if row.get("n", "").strip().isdecimal() else 0


def _check_lines(file: str, lines: list[tuple[int, dict[str, str]]]) -> Iterator[Fault]:
    """The lines of one decision say the same of all but the body, its rule and its text."""
    first = lines[0][1]
    for row, values in lines[1:]:
        for name in ("n", "date", "kind", "proposal", "base", "because"):
            if values.get(name, "") != first.get(name, ""):
                yield Fault("decision_lines_differ", file, row, name, {"decision": first["id"]})


def _check_rules(
    file: str,
    lines: list[tuple[int, dict[str, str]]],
    rules: Mapping[str, Rule],
    usual: Mapping[str, str],
) -> Iterator[Fault]:
    for row, values in lines:
        name = _rule_name(values, usual)
        if values["kind"] not in UNVOTED and name not in rules:
            params = {"name": name, "known": ", ".join(rules)}
            yield Fault("charter_unknown_rule", file, row, "rule", params)


def _rule_name(row: Mapping[str, str], usual: Mapping[str, str]) -> str:
    kind = row["kind"]
    return row.get("rule", "") or usual.get(kind, "") or usual.get(_USUAL.get(kind, kind), "")


def _decision(
    lines: list[tuple[int, dict[str, str]]],
    rules: Mapping[str, Rule],
    usual: Mapping[str, str],
    tallies: Mapping[Key, Tally],
) -> Decision:
    first = lines[0][1]
    votings = [
        Voting(
            text=row.get("text", ""),
            rule=rules[_rule_name(row, usual)],
            tally=tallies[row["id"], row.get("body", "")],
            body=row.get("body", ""),
            date=row.get("date", ""),
            referendum=row.get("referendum", "") == "1",
        )
        for _, row in lines
        if (row["id"], row.get("body", "")) in tallies
    ]
    complete = len(votings) == len(lines)
    note = {language: first.get(f"note_{language}", "") for language in ("en", "ur")}
    return Decision(
        id=first["id"],
        kind=_kind(first["kind"]),
        proposal=first.get("proposal", ""),
        date=first.get("date", ""),
        votings=tuple(votings) if complete else (),
        because=first.get("because", ""),
        note={language: text for language, text in note.items() if text},
    )


def _kind(written: str) -> DecisionKind:
    """The kind as a line writes it; the schema allows no other."""
    return next((kind for kind in (*VOTED, *UNVOTED) if kind == written), "clause")


def _tallies(
    folder: Folder, under: str, communities: list[str]
) -> tuple[dict[Key, Tally], list[Fault]]:
    counted, faults = _counted(folder, f"{under}/tallies.csv")
    named, found = _by_name(folder, f"{under}/ballots.csv")
    faults += found
    faults += [
        Fault("tally_and_ballots", f"{under}/tallies.csv", params={"decision": decision})
        for decision, _ in sorted(counted.keys() & named.keys())
    ]
    return {
        key: _with_all(tally, communities) for key, tally in {**named, **counted}.items()
    }, faults


def _with_all(tally: Tally, communities: list[str]) -> Tally:
    """A tally by community in which each community of the process has its place, if only an empty one."""
    if not tally.groups:
        return tally
    absent = {key: Ballots(0, 0, 0, 0) for key in communities if key not in tally.groups}
    return Tally(tally.overall, {**tally.groups, **absent}, tally.regions)


def _counted(folder: Folder, file: str) -> tuple[dict[Key, Tally], list[Fault]]:
    table = _table(folder, file)
    if table is None:
        return {}, []
    parts: dict[Key, dict[str, dict[str, Ballots]]] = defaultdict(
        lambda: {"overall": {}, "community": {}, "region": {}}
    )
    faults = []
    for index, row in enumerate(table.rows()):
        if bool(row.get("group", "")) == (row["over"] == "overall"):
            faults.append(
                Fault("tally_group", file, table.row_number(index), "group", {"over": row["over"]})
            )
            continue
        numbers = {
            name: int(row.get(name) or 0) for name in ("yes", "no", "abstain", "members", "vacant")
        }
        of = parts[row["decision"], row.get("body", "")][row["over"]]
        of[row.get("group", "")] = Ballots(**numbers)
    tallies = {}
    for key, found in parts.items():
        if not found["overall"]:
            faults.append(Fault("tally_no_overall", file, params={"decision": key[0]}))
            continue
        tallies[key] = Tally(found["overall"][""], found["community"], found["region"])
    return tallies, faults


def _by_name(folder: Folder, file: str) -> tuple[dict[Key, Tally], list[Fault]]:
    table = _table(folder, file)
    if table is None:
        return {}, []
    ballots: dict[Key, list[Ballot]] = defaultdict(list)
    for row in table.rows():
        ballots[row["decision"], row.get("body", "")].append(
            Ballot(row["member"], row["vote"], row.get("community", ""), row.get("region", ""))
        )
    tallies, faults = {}, []
    for key, cast in ballots.items():
        try:
            tallies[key] = count_ballots(cast)
        except InputError as error:
            faults.append(Fault(error.code, file, params=error.params))
    return tallies, faults
