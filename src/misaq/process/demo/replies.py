"""What those said to be responsible answered: in full, in part, denied, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from misaq.process.demo.chance import Chance
from misaq.process.demo.lists import Row
from misaq.process.demo.resource import resource_table

_HEADER = (
    "id",
    "act",
    "actor_en",
    "actor_ur",
    "response",
    "date",
    "authority_en",
    "authority_ur",
    "remedy",
)
_ASKED = 0.91  # of the verified acts; the others have not been put to anyone yet
# How each kind of act was answered, in the same order for every side.
_ANSWERS = {
    "killing": {"full": 68.0, "partial": 41.0, "denied": 139.0, "silent": 60.0},
    "taken": {"full": 12.0, "partial": 9.0, "denied": 92.0, "silent": 30.0},
    "detention": {"full": 84.0, "partial": 62.0, "denied": 74.0, "silent": 100.0},
    "illtreatment": {"full": 17.0, "partial": 22.0, "denied": 61.0, "silent": 45.0},
    "homes": {"full": 33.0, "partial": 29.0, "denied": 22.0, "silent": 35.0},
}
_OTHERWISE = {"full": 18.0, "partial": 14.0, "denied": 34.0, "silent": 34.0}
_FIRST_REPLY = date(2029, 9, 1)


def acknowledgement_rows(
    lists: Mapping[str, Sequence[Row]],
) -> tuple[tuple[str, ...], list[list[object]]]:
    """The replies to verified acts of every list that is not itself a copy."""
    chance = Chance("record.replies")
    actors = {row["id"]: row for row in resource_table("plant/actors.csv")}
    rows: list[list[object]] = []
    for source in sorted(lists):
        for row in lists[source]:
            actor = actors[row.actor]
            answers = actor["answers"] == "yes" and not row.copied_from
            if row.verification == "verified" and answers and chance.happens(_ASKED):
                rows.append([f"ack-{len(rows) + 1:04d}", *_reply(chance, source, row, actor)])
    return _HEADER, rows


def _reply(chance: Chance, source: str, row: Row, actor: Mapping[str, str]) -> list[object]:
    response = chance.weighted(_ANSWERS.get(row.kind, _OTHERWISE))
    silent = response == "silent"
    day = "" if silent else (_FIRST_REPLY + timedelta(days=chance.below(600))).isoformat()
    remedy = int(chance.happens({"full": 0.6, "partial": 0.3}.get(response, 0.0)))
    signed = ["", ""] if silent else [actor["signs_en"], actor["signs_ur"]]
    return [
        f"{source}/{row.ref}",
        actor["name_en"],
        actor["name_ur"],
        response,
        day,
        *signed,
        remedy,
    ]
