"""The history of a charter in a process: its dated texts, the operations that were read from the acts, and both held
against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from misaq.charter import (
    FoldedHistory,
    Operation,
    Residue,
    Weave,
    compare_version,
    find_doubtful,
    find_reversals,
    fold_history,
    rebuild_version,
    weave_document,
    weave_versions,
)
from misaq.formats import OPERATIONS_FILE, TextHistory, load_operations, locate_operations
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder

_SHOWN = 20  # differences of one text that are listed


@dataclass(frozen=True)
class WovenHistory:
    """A history in both ways: `weave` of the operations where there are some, `observed` of the dated texts.

    operations : those given and, for amendments that have none, those proposed from the texts; () when none is given.
    residue : dated texts that the operations given do not give back. files : what it was read from, in the folder.
    """

    history: TextHistory
    weave: Weave
    observed: Weave
    operations: tuple[Operation, ...] = ()
    residue: tuple[Residue, ...] = ()
    files: tuple[str, ...] = ()


def weave_texts(
    history: TextHistory,
    operations: tuple[Operation, ...] = (),
    *,
    propose: bool = False,
    progress: Progress | None = None,
) -> WovenHistory:
    """Weave the dated texts, and fold the operations where there are some.

    propose : fold operations that are proposed from the texts where none are given at all.
    Raises FaultsError with every operation that does not fit.
    """
    width = history.join_lines_of
    if not operations and not propose:
        observed = weave_versions(history.versions, join_lines_of=width, progress=progress)
        return WovenHistory(history, observed, observed)
    folded: FoldedHistory = fold_history(
        history.versions, join_lines_of=width, operations=operations
    )
    return WovenHistory(
        history, folded.weave, folded.observed, (*operations, *folded.proposed), folded.residue
    )


def weave_history(
    folder: ProcessFolder, history: TextHistory, progress: Progress | None = None
) -> WovenHistory:
    """The same for a process folder; the faults say in which row of the operations."""
    operations, faults = load_operations(folder.files)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    files = (*history.files, OPERATIONS_FILE) if operations else history.files
    try:
        return replace(weave_texts(history, operations, progress=progress), files=files)
    except FaultsError as error:
        raise FaultsError(locate_operations(folder.files, error.faults)) from None


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
    for each in woven.residue:
        first = each.differences[0]
        params = {
            "n": each.n,
            "tokens": each.tokens,
            "folded": first.folded,
            "text": first.official,
        }
        yield Fault("operations_residue", OPERATIONS_FILE, None, "", params, severity="warning")


def check_document(woven: WovenHistory) -> dict[str, Any]:
    """Is every dated text given back to the letter, and what in the history should be looked up in the acts."""
    residue = [*woven.residue, *_lost(woven)]
    wrong = {each.n for each in residue}
    weave = woven.observed
    return {
        "versions": len(woven.history.versions),
        "exact": len(woven.history.versions) - len(wrong),
        "operations": len(woven.operations),
        "residue": [
            {
                "version": each.n,
                "tokens": each.tokens,
                "way": each.way,
                "files": sorted({difference.file for difference in each.differences}),
                "differences": [
                    [difference.file, difference.folded, difference.official]
                    for difference in each.differences[:_SHOWN]
                ],
            }
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


def _lost(woven: WovenHistory) -> Iterator[Residue]:
    """Dated texts that the published weave of the texts does not give back: a fault of ours, were there ever one."""
    document = weave_document(woven.observed)
    width = woven.history.join_lines_of
    for version in woven.history.versions:
        rebuilt = rebuild_version(document, version.n)
        yield from compare_version(version, rebuilt, join_lines_of=width)


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
