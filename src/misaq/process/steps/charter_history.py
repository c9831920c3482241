"""The history of a charter in a process: its dated texts, the operations that were read from the acts, and both held
against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from misaq.charter import (
    Operation,
    Residue,
    Weave,
    find_doubtful,
    find_reversals,
    fold_operations,
    measure_residue,
    official_state,
    prepare_text,
    start_weave,
    weave_versions,
)
from misaq.formats import OPERATIONS_FILE, TextHistory, load_operations, locate_operations
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder


@dataclass(frozen=True)
class WovenHistory:
    """A history in both ways: `weave` of the operations where there are some, `observed` of the dated texts.

    files : what both were read from, inside the folder.
    """

    history: TextHistory
    weave: Weave
    observed: Weave
    operations: tuple[Operation, ...]
    files: tuple[str, ...]


def weave_history(
    folder: ProcessFolder, history: TextHistory, progress: Progress | None = None
) -> WovenHistory:
    """Weave the dated texts, and fold the operations; raises FaultsError with every operation that does not fit."""
    operations, faults = load_operations(folder.files)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    width = history.join_lines_of
    observed = weave_versions(history.versions, join_lines_of=width, progress=progress)
    if not operations:
        return WovenHistory(history, observed, observed, (), history.files)
    try:
        first = start_weave(history.versions[0], join_lines_of=width)
        weave = fold_operations(first, operations, history.versions[1:])
    except FaultsError as error:
        raise FaultsError(locate_operations(folder.files, error.faults)) from None
    return WovenHistory(history, weave, observed, operations, (*history.files, OPERATIONS_FILE))


def check_operations(folder: ProcessFolder, history: TextHistory | None) -> Iterator[Fault]:
    """Faults of the operations, each with its row, and the dated texts that they do not give back."""
    operations, faults = load_operations(folder.files)
    yield from faults
    if history is None or not operations or any(fault.severity == "error" for fault in faults):
        return
    try:
        woven = weave_history(folder, history)
    except FaultsError as error:
        yield from error.faults
        return
    for each in find_residue(woven):
        params = {"n": each.n, "tokens": each.tokens, "files": ", ".join(each.files)}
        yield Fault("operations_residue", OPERATIONS_FILE, None, "", params, severity="warning")


def find_residue(woven: WovenHistory) -> list[Residue]:
    """The dated texts that the weave does not give back to the letter."""
    found = []
    for place, version in enumerate(woven.history.versions):
        wanted = {
            path: prepare_text(text, join_lines_of=woven.history.join_lines_of)
            for path, text in version.files.items()
        }
        given = woven.weave.texts(official_state(woven.weave, place))
        if residue := measure_residue(version.n, wanted, given):
            found.append(residue)
    return found


def check_document(woven: WovenHistory) -> dict[str, Any]:
    """Is every dated text given back to the letter, and what in the history should be looked up in the acts."""
    residue = find_residue(woven)
    weave = woven.observed
    return {
        "versions": len(woven.history.versions),
        "exact": len(woven.history.versions) - len(residue),
        "operations": len(woven.operations),
        "residue": [
            {"version": each.n, "tokens": each.tokens, "files": list(each.files)}
            for each in residue
        ],
        "inherited_dates": [
            {"version": n, "date": dating.date, "why": dating.inherited}
            for n, dating in zip(weave.numbers, weave.datings, strict=True)
            if dating.inherited
        ],
        "doubtful": [
            {
                "reason": doubt.reason,
                "of": weave.numbers[doubt.of],
                "by": weave.numbers[doubt.by],
                "until": None if doubt.until < 0 else weave.numbers[doubt.until],
                "provisions": [weave.provisions[place].id for place in doubt.provisions],
                "tokens": doubt.tokens,
            }
            for doubt in find_doubtful(weave)
        ],
    }


def reversals_document(woven: WovenHistory) -> dict[str, Any]:
    """Which amendments undid earlier ones, found from the dated texts alone."""
    return {"reversals": list(reversal_values(woven.observed))}


def reversal_values(weave: Weave) -> Iterator[dict[str, Any]]:
    """Each reversal as plain values; amendments by their n, provisions by their id."""
    for each in find_reversals(weave):
        yield {
            "of": weave.numbers[each.of],
            "by": weave.numbers[each.by],
            "tokens_restored": each.tokens_restored,
            "tokens_removed": each.tokens_removed,
            "share": each.share,
            "provisions": [weave.provisions[place].id for place in each.provisions],
        }
