"""What check_lottery.py asks first: whether it can count with the numbers at all; and what it says at the end.

A sum over places that do not exist, or over one place twice, would prove anything; so would broken parts of 1.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Doc = dict[str, Any]


def whole(pairs: Iterable[Any], n: int, least: int) -> None:
    """Raise ValueError unless pairs are whole numbers by their places, each from 0 to n - 1 and named once."""
    given = [tuple(pair) for pair in pairs]
    sound = all(type(k) is type(x) is int and 0 <= k < n and x >= least for k, x in given)
    if not sound or len(dict(given)) < len(given):
        raise ValueError(f"a place twice or one that is not there, or no whole number: {given}"[:160])


def require_whole(sealed: Doc, proof: Doc) -> None:
    """Raise ValueError unless `check_lottery.py` can count with the list and the proof: else sums could lie."""
    sizes, homes = [len(ids) for ids in sealed["types"]], sealed["households"]
    sides = len(sealed["quotas"]) + 1 + sum(len(home["types"]) for home in homes)
    whole(enumerate([sealed["size"], *(n for quota in sealed["quotas"] for n in quota[2:])]), 2**60, 0)
    whole(enumerate(sealed["tickets"]), len(sealed["panels"]), 1)
    whole([(kind, home["number"]) for home in homes for kind in home["types"]], len(sizes), 1)
    for panel in sealed["panels"]:
        whole(panel, len(sizes), 1)
        if any(n > sizes[kind] for kind, n in panel):
            raise ValueError(f"a panel has more seats of a type than there are people: {panel}"[:160])
    for step in [*proof["barred"], *proof["levels"]]:
        whole(step["weights"], len(sizes), 1)
        whole(step["prices"], sides, -(2**9999))
    if any(home["number"] > max(sizes) for home in homes):
        raise ValueError("more households than people")


def check_names(lottery: Doc, quotas: list[dict[str, str]]) -> Iterator[str]:
    """The document says of itself what is sealed, and no feature stands twice among the quotas or in their file."""
    sealed, proof = lottery["sealed"], lottery["certificate"]
    for key in ("commitment", "lottery", "rule", "size"):
        if lottery.get(key) != sealed[key]:
            yield f"heading: {key}: {sealed[key]} is sealed, {lottery.get(key)} was published"
    out = {kind for step in proof["barred"] for kind, _ in step["weights"]} | {*proof["unproven"]}
    seated = sorted(out & {kind for panel in sealed["panels"] for kind, _ in panel})
    if seated:
        yield f"certificate: types {seated} are said to have no seat, and have one"
    names = [(quota[0], quota[1]) for quota in sealed["quotas"]]
    for rows in (names, [(row["category"], row["feature"]) for row in quotas]):
        keys = [tuple(" ".join(text.split()).casefold() for text in row) for row in rows]
        yield from (f"quota {key}: stands there twice" for key in sorted(set(keys)) if keys.count(key) > 1)


def notes(lottery: Doc, drawn: Doc, gap: Any) -> Iterator[str]:
    """What to know where all agrees: what was decided before the lottery is no fault, and nobody should miss it."""
    sealed, unproven = lottery["sealed"], lottery["certificate"]["unproven"]
    yield f"All agrees: no lottery is fairer by more than {float(gap):.1e} (relative)."
    off = lottery["max_deviation"]
    yield f"Rule {sealed['rule']}, {sealed['lottery']}: chances are {off:.1e} from the target at most (of 1)."
    yield f"Given a seat beforehand: {[*sealed['selected']]}. Left out: {sealed['left_out']}."
    yield f"Who lives together is told by the column {sealed['household_column']!r}."
    if unproven:
        people = [person for kind in unproven for person in sealed["types"][kind]]
        yield f"NOT PROVEN: that these people, who have no seat, can have none: {people}"
    if drawn and "source" not in sealed:
        yield "NOT SEALED: where the randomness comes from. Whoever held the draw could have tried several."
    if drawn and drawn["rehearsal"]:
        yield "REHEARSAL: somebody chose the number."
