"""Random sets of amendments undone in three real histories: done again, in any order, and written as a bill."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pytest

from misaq.charter import (
    Bill,
    Undoing,
    Version,
    Weave,
    draft_bill,
    find_dependencies,
    fold_operations,
    start_weave,
    undo_amendments,
    undo_operations,
    weave_versions,
)
from misaq.charter.text import cut_units
from misaq.formats import load_history_file
from misaq.foundation.seeds import generator

pytestmark = pytest.mark.shared
WIDTH = {"india": 80, "italy": 0, "usa": 0}
SETS = {"india": 67, "italy": 67, "usa": 66}  # 200 in all
EACH = {"india": 8, "italy": 2, "usa": 2}  # a bill for every so many: all 200 take a minute
REFOLDED = 5  # draft_bill folds each bill; every so many are folded here once more
MOST = 8  # amendments in a set


@lru_cache(maxsize=3)
def woven(path: Path, width: int) -> Weave:
    history, faults = load_history_file(path)
    assert history is not None, faults
    return weave_versions(history.versions, join_lines_of=width)


def real(shared_data: Path, country: str) -> Weave:
    return woven(shared_data / "charter" / country / "versions.jsonl.xz", WIDTH[country])


def random_sets(weave: Weave, country: str) -> Iterator[list[int]]:
    rng = generator(20261126, f"charter.golden.undoing.{country}")
    for _ in range(SETS[country]):
        size = int(rng.integers(1, MOST + 1))
        yield sorted(rng.choice(len(weave.numbers) - 1, size=size, replace=False) + 1)


def tokens(texts: dict[str, str]) -> dict[str, list[str]]:
    return {path: [word for word, _ in cut_units(text)[1:]] for path, text in texts.items() if text}


@pytest.mark.parametrize("country", SETS)
def test_undone_and_done_again_is_the_same_text(shared_data: Path, country: str) -> None:
    weave = real(shared_data, country)
    whole = weave.texts(weave.active())
    for chosen in random_sets(weave, country):
        without = weave.active(without=chosen)
        again = without.copy()
        again[chosen] = True
        assert weave.texts(again) == whole


@pytest.mark.parametrize("country", SETS)
def test_undone_one_after_another_in_any_order(shared_data: Path, country: str) -> None:
    weave = real(shared_data, country)
    dependencies = find_dependencies(weave)
    rng = generator(20261126, f"charter.golden.order.{country}")
    for chosen in islice(random_sets(weave, country), 0, None, 2 * EACH[country]):
        together = undo_amendments(weave, chosen, dependencies=dependencies)
        counted = weave.active()
        for place in rng.permutation(chosen).tolist():
            step: Undoing = undo_operations(
                weave, [place], counted=counted, dependencies=dependencies
            )
            counted = step.remaining
        assert step.text_sha256 == together.text_sha256
        assert undo_amendments(weave, chosen[::-1]).text_sha256 == together.text_sha256


@pytest.mark.parametrize("country", SETS)
def test_the_bill_gives_the_wanted_text_token_for_token(shared_data: Path, country: str) -> None:
    weave = real(shared_data, country)
    dependencies = find_dependencies(weave)
    present = weave.texts(weave.active())
    for i, chosen in enumerate(islice(random_sets(weave, country), 0, None, EACH[country])):
        undoing = undo_amendments(weave, chosen, dependencies=dependencies)
        bill = draft_bill(undoing)  # raises when it would not
        assert bill.check.to_sha256 == undoing.text_sha256
        if i % REFOLDED:
            continue
        touched = {
            path for path in present | undoing.texts if present.get(path) != undoing.texts.get(path)
        }
        assert fold(present, bill, touched) == {
            path: words for path, words in tokens(undoing.texts).items() if path in touched
        }


def fold(present: dict[str, str], bill: Bill, touched: set[str]) -> dict[str, list[str]]:
    """The files that a bill touches, after it; the others are left empty, so that ids are the same."""
    texts = {path: text if path in touched else "" for path, text in present.items()}
    weave = start_weave(Version(0, "", None, texts))
    operations = [replace(operation, n=1) for operation in bill.operations]
    after = fold_operations(weave, operations, [Version(1, "", None, {})])
    return tokens(after.texts(after.active()))
