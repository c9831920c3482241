"""The dialogue: two opinion groups that cut across communities, and a few statements on which a community differs."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from misaq.process.demo.chance import Chance
from misaq.process.demo.resource import csv_bytes, resource_table

# How many took part and named this community; a dozen named two, and one in twenty did not say.
TOOK_PART = {
    "talhen": 500,
    "orsane": 231,
    "kelvar": 147,
    "vedrul": 107,
    "nadrim": 74,
    "pelosh": 55,
    "ishtol": 40,
    "gharem": 32,
    "dhoven": 14,
    "sovan": 8,
}
TWO_COMMUNITIES = (
    "talhen;orsane",
    "talhen;orsane",
    "talhen;orsane",
    "talhen;kelvar",
    "talhen;kelvar",
    "talhen;vedrul",
    "orsane;nadrim",
    "orsane;pelosh",
    "kelvar;ishtol",
    "kelvar;gharem",
    "vedrul;nadrim",
    "pelosh;dhoven",
)
DID_NOT_SAY = 64
N_PARTICIPANTS = sum(TOOK_PART.values()) + len(TWO_COMMUNITIES) + DID_NOT_SAY
N_VOTES = 41_870
SHARE_A = 0.57  # of each community alike: opinion groups are not communities
_PASSERS_BY = 0.047  # leave after a few answers and belong to no group
_OPENED = datetime(2031, 3, 3, 6, tzinfo=UTC)
_DAYS_OPEN = 76
_CHANGED_MIND = 60


def dialogue_files() -> dict[str, bytes]:
    """Statements, their translation, participants and votes."""
    statements = resource_table("plant/statements.csv")
    people = _people()
    votes, shown = _votes(people, statements)
    return {
        "dialogue/statements.csv": csv_bytes(
            ("id", "text", "language", "moderated", "is_meta", "theme"),
            [
                [s["id"], s["text_en"], "en", s["moderated"], s["is_meta"], s["theme"]]
                for s in statements
            ],
        ),
        "dialogue/statements.ur.csv": csv_bytes(
            ("id", "text", "status"),
            [[s["id"], s["text_ur"], s["translation"]] for s in statements],
        ),
        "dialogue/participants.csv": csv_bytes(("id", "communities", "way_in"), people),
        "dialogue/votes.csv": csv_bytes(("participant", "statement", "vote", "time"), votes),
        "dialogue/moderation.csv": csv_bytes(
            ("id", "statement", "kind", "state", "reason", "day"), _decisions(statements)
        ),
        "dialogue/exposures.csv": csv_bytes(
            ("participant", "statement", "step", "probability"), shown
        ),
    }


def _decisions(statements: list[dict[str, str]]) -> list[list[object]]:
    """Each statement accepted when the conversation opened, or rejected by two, one after an appeal in vain."""
    day, rows = f"{_OPENED:%Y-%m-%d}", []
    reasons = ("exposes", "repeats", "several", "off_topic")
    for place, statement in enumerate(statements):
        if statement["moderated"] != "-1":
            rows.append([statement["id"], "decided", "accepted", ""])
            continue
        reason = reasons[place % len(reasons)]
        rows.append([statement["id"], "proposed", "waiting", reason])
        rows.append([statement["id"], "confirmed", "rejected", reason])
    appealed = next((row[0] for row in rows if row[1] == "confirmed"), None)
    if appealed is not None:
        rows += [[appealed, "appealed", "rejected", ""], [appealed, "dismissed", "rejected", ""]]
    return [[f"m{number}", *row, day] for number, row in enumerate(rows, start=1)]


def _people() -> list[list[str]]:
    chance = Chance("dialogue.people")
    communities = [c for c, n in TOOK_PART.items() for _ in range(n)]
    communities += [*TWO_COMMUNITIES, *[""] * DID_NOT_SAY]
    ways = {"code": 38.0, "link": 50.0, "account": 12.0}
    return [
        [f"p{number:04d}", community, chance.weighted(ways)]
        for number, community in enumerate(chance.shuffled(communities), start=1)
    ]


def _votes(
    people: Sequence[Sequence[str]], statements: list[dict[str, str]]
) -> tuple[list[list[object]], list[list[object]]]:
    """The answers, and what was shown to whom with its chance."""
    chance = Chance("dialogue.votes")
    effects = _community_effects(statements)
    lengths = _answers_each(chance, len(people), sum(s["moderated"] != "-1" for s in statements))
    rows: list[list[object]] = []
    shown: list[list[object]] = []
    for (participant, communities, _), length in zip(people, lengths, strict=True):
        group = "a" if chance.happens(SHARE_A) else "b"
        moment = _OPENED + timedelta(seconds=chance.below(_DAYS_OPEN * 86_400 - 4_000))
        seen = _seen(chance, statements, length)
        shown += _exposures(participant, seen, statements)
        for statement in seen:
            moment += timedelta(seconds=chance.between(5, 40))
            shift = effects.get((statement["id"], communities.split(";")[0]), 0.0)
            vote = _vote(chance, statement, group, shift)
            rows.append([participant, statement["id"], vote, f"{moment:%Y-%m-%dT%H:%M:%SZ}"])
    rows.sort(key=lambda row: (str(row[3]), str(row[0]), str(row[1])))
    return _with_changed_minds(chance, rows), shown


def _answers_each(chance: Chance, n_people: int, n_open: int) -> list[int]:
    """How many statements each person answers; together as many as the dialogue counted."""
    lengths = [
        chance.between(1, 6) if chance.happens(_PASSERS_BY) else min(n_open, 24 + chance.below(21))
        for _ in range(n_people)
    ]
    wanted = N_VOTES - _CHANGED_MIND
    while (missing := wanted - sum(lengths)) != 0:
        person = chance.below(n_people)
        if 10 <= lengths[person] + (missing > 0) <= n_open:
            lengths[person] += 1 if missing > 0 else -1
    return lengths


def _seen(chance: Chance, statements: list[dict[str, str]], length: int) -> list[dict[str, str]]:
    """The first `length` statements of one person's order: what came earlier is shown to more people."""
    keyed = [
        (-math.log(1.0 - chance.unit()) / float(s["shown"]), i) for i, s in enumerate(statements)
    ]
    return [statements[i] for _, i in sorted(keyed)[:length]]


def _exposures(
    participant: str, seen: list[dict[str, str]], statements: list[dict[str, str]]
) -> list[list[object]]:
    """One person's exposures: the next is drawn from the rest in proportion to how often each is shown."""
    left = sum(float(statement["shown"]) for statement in statements)
    rows: list[list[object]] = []
    for step, statement in enumerate(seen, start=1):
        weight = float(statement["shown"])
        rows.append([participant, statement["id"], step, f"{weight / left:.9f}"])
        left -= weight
    return rows


def _vote(chance: Chance, statement: Mapping[str, str], group: str, shift: float) -> int:
    if chance.happens(float(statement["pass"]) / 100):
        return 0
    odds = _log_odds(_agrees_unless_passing(statement, float(statement[group]))) + shift
    return 1 if chance.happens(1 / (1 + math.exp(-odds))) else -1


def _agrees_unless_passing(statement: Mapping[str, str], percent: float) -> float:
    """The table's shares are of all who answer; this is the share of those who do not pass."""
    return min(percent / (100 - float(statement["pass"])), 0.985)


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _community_effects(statements: list[dict[str, str]]) -> dict[tuple[str, str], float]:
    """For the few statements on which a community differs: how much, in log odds."""
    by_id = {s["id"]: s for s in statements}
    effects = {}
    for row in resource_table("plant/community_effects.csv"):
        statement = by_id[row["statement"]]
        everyone = SHARE_A * float(statement["a"]) + (1 - SHARE_A) * float(statement["b"])
        theirs, all_of_them = (
            _log_odds(_agrees_unless_passing(statement, percent))
            for percent in (float(row["agree"]), everyone)
        )
        effects[row["statement"], row["community"]] = theirs - all_of_them
    return effects


def _with_changed_minds(chance: Chance, rows: list[list[object]]) -> list[list[object]]:
    """Some answer again, a minute later and otherwise: only the latest counts."""
    changed = []
    for _ in range(_CHANGED_MIND):
        participant, statement, vote, time = rows[chance.below(len(rows))]
        later = datetime.fromisoformat(str(time)) + timedelta(seconds=chance.between(60, 3_000))
        other = chance.one_of([v for v in (-1, 0, 1) if v != vote])
        changed.append([participant, statement, other, f"{later:%Y-%m-%dT%H:%M:%SZ}"])
    return sorted([*rows, *changed], key=lambda row: (str(row[3]), str(row[0]), str(row[1])))
