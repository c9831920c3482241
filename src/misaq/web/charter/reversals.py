"""Amendments that took back earlier ones, found in the texts and worked out once per published history."""

from misaq.charter import Reversal, Weave, find_reversals
from misaq.web.charter.kept import Kept

_reversals: Kept[tuple[Reversal, ...]] = Kept(4)


def taken_back(key: str, weave: Weave) -> dict[int, dict[str, list[int]]]:
    """By n of an amendment: which it took back ("took"), and which took it back ("taken").

    key : of the published history.
    """
    found: dict[int, dict[str, list[int]]] = {n: {"took": [], "taken": []} for n in weave.numbers}
    for each in _reversals.get(key, lambda: find_reversals(weave)):
        by, of = weave.numbers[each.by], weave.numbers[each.of]
        found[by]["took"].append(of)
        found[of]["taken"].append(by)
    return found
