"""A history in both ways, instructions and official texts, and one checked against the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from misaq.charter.diary import Diary
from misaq.charter.doubtful import Doubtful, find_doubtful
from misaq.charter.fabric import Fabric, Reach, close_fabric, open_weave
from misaq.charter.folding import add_versions, apply_operation, start_weave
from misaq.charter.matching import align_cuts
from misaq.charter.operations import Operation
from misaq.charter.proposing import Proposer
from misaq.charter.published import rebuild_version, weave_document
from misaq.charter.quoting import Cut
from misaq.charter.text import Vocabulary, prepare_text
from misaq.charter.versions import Version, order_versions
from misaq.charter.weave import Weave
from misaq.charter.weaving import weave_versions
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

Way = Literal["observed", "operations"]


@dataclass(frozen=True)
class Difference:
    """A place at which a text that was folded differs from the official one.

    folded, official : the words of each there, with the white space between them; equal words where white space alone
        differs.
    """

    file: str
    folded: str
    official: str


@dataclass(frozen=True)
class Residue:
    """What is left between a version as folded and as printed.

    way : "observed" the weave of official texts, in its published form; "operations" the instructions.
    tokens : words and marks that differ, of both texts; 0 when white space alone does.
    """

    n: int
    way: Way
    tokens: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class FoldedHistory:
    """A history as instructions.

    weave : folded from instructions, provisions down to clauses. observed : of the official texts alone.
    proposed : the operations that were not given: all of an amendment for which none were, and what is still missing
        after those given.
    residue : versions for which operations were given that do not give the official text, before what is missing was
        proposed; and, were there ever one, versions that the proposals miss.
    """

    weave: Weave
    observed: Weave
    proposed: tuple[Operation, ...]
    residue: tuple[Residue, ...]


@dataclass(frozen=True)
class InheritedDate:
    """A version without a day of its own. why : "missing" or "backwards"; date : the day from which it counts."""

    n: int
    date: str
    why: str


@dataclass(frozen=True)
class Check:
    """Whether a history is what was printed.

    versions : how many. exact : how many come back character for character in both ways.
    residue : of the others, in order. doubtful : what should be looked up in the acts, by places of versions.
    dates : versions that inherit their day. weave : the observed one, to which the places belong.
    """

    versions: int
    exact: int
    residue: tuple[Residue, ...]
    doubtful: tuple[Doubtful, ...]
    dates: tuple[InheritedDate, ...]
    weave: Weave


def fold_history(
    versions: Iterable[Version], *, join_lines_of: int = 0, operations: Iterable[Operation] = ()
) -> FoldedHistory:
    """Fold a history from instructions: those given where an amendment has some, proposed ones for the others.

    versions : official texts in any order. operations : of any of them, in the order in which they are applied.
    After given operations the text is compared with the official one; what they miss is told (`residue`) and then
    proposed, so that the next amendment begins from the official text.
    Raises NoVersionError, TwiceNumberedError; FaultsError with every given operation that cannot be applied.

    >>> texts = ("Article 1. Water\\nIt is common.\\n", "Article 1. Water\\nIt is free.\\n")
    >>> history = fold_history(Version(n, "", None, {"a": text}) for n, text in enumerate(texts))
    >>> [(o.id, o.kind, o.words, o.text) for o in history.proposed], history.residue
    ([('1.1', 'substitute_words', 'common', 'free')], ())
    """
    ordered = order_versions(versions)
    given: dict[int, list[Operation]] = {version.n: [] for version in ordered}
    for operation in operations:
        given.setdefault(operation.n, []).append(operation)
    fabric = open_weave(start_weave(ordered[0], join_lines_of=join_lines_of))
    folder = _Folder(fabric, join_lines_of)
    for version in ordered[1:]:
        folder.add(version, given[version.n])
    if folder.faults:
        raise FaultsError(folder.faults)
    return FoldedHistory(
        weave=close_fabric(fabric),
        observed=weave_versions(ordered, join_lines_of=join_lines_of),
        proposed=tuple(folder.proposed),
        residue=tuple(folder.residue),
    )


class _Folder:
    """Folds version after version, and keeps what was proposed and what is left."""

    def __init__(self, fabric: Fabric, join_lines_of: int) -> None:
        self.fabric, self.join_lines_of = fabric, join_lines_of
        self.diary = Diary(fabric)
        self.proposer = Proposer(fabric, self.diary, join_lines_of=join_lines_of)
        self.vocabulary = Vocabulary()
        self.proposed: list[Operation] = []
        self.residue: list[Residue] = []
        self.faults: list[Fault] = []

    def add(self, version: Version, given: Sequence[Operation]) -> None:
        self.faults += add_versions(self.fabric, [version])
        place = len(self.fabric.numbers) - 1
        for operation in given:
            self.faults += apply_operation(self.fabric, self.diary, operation, place)
        if given:
            self._compare(version, sorted(version.files.keys() | set(self.fabric.files)))
            self.proposer.unsettle()
        self.proposed += self.proposer.propose(version, first=_next_number(given))
        if self.proposer.proposed:
            self._compare(version, self.proposer.amended)

    def _compare(self, version: Version, paths: Sequence[str]) -> None:
        """Compare some files with the official ones; the others stand as they did when they were compared."""
        idle = self.diary.idle_on(self.fabric.datings[-1].date)
        roots = dict(zip(self.fabric.files, self.fabric.roots, strict=True))
        folded = {p: Reach(self.fabric, roots[p], idle).text for p in paths if p in roots}
        official = _prepared({p: version.files.get(p, "") for p in paths}, self.join_lines_of)
        self.residue += _residue(version.n, "operations", folded, official, self.vocabulary)


def check_history(
    versions: Iterable[Version], *, join_lines_of: int = 0, operations: Iterable[Operation] = ()
) -> Check:
    """Rebuild every version in both ways and compare it with what was printed; say what is doubtful in the history.

    The observed weave is rebuilt from its published form, as a stranger would. Operations are folded as in
    `fold_history`.
    Raises as `fold_history` does.
    """
    ordered = order_versions(versions)
    history = fold_history(ordered, join_lines_of=join_lines_of, operations=operations)
    document, vocabulary = weave_document(history.observed), Vocabulary()
    residue: list[Residue] = []
    for version in ordered:
        official = _prepared(version.files, join_lines_of)
        rebuilt = rebuild_version(document, version.n)
        residue += _residue(version.n, "observed", rebuilt, official, vocabulary)
    residue += history.residue
    observed = history.observed
    return Check(
        versions=len(ordered),
        exact=len(ordered) - len({each.n for each in residue}),
        residue=tuple(sorted(residue, key=lambda r: (r.n, r.way))),
        doubtful=find_doubtful(observed),
        dates=tuple(
            InheritedDate(n, dating.date, dating.inherited)
            for n, dating in zip(observed.numbers, observed.datings, strict=True)
            if dating.inherited
        ),
        weave=observed,
    )


def _residue(
    n: int,
    way: Way,
    folded: Mapping[str, str],
    official: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Residue]:
    """What differs between two states of all files; nothing when they are the same."""
    tokens, differences = 0, []
    for path in sorted(folded.keys() | official.keys()):
        have, want = folded.get(path, ""), official.get(path, "")
        if have == want:
            continue
        old, new = Cut.of(have), Cut.of(want)
        changes = align_cuts(old, new, vocabulary)
        for from_old, to_old, from_new, to_new in changes:
            tokens += to_old - from_old + to_new - from_new
            words = old.joined_text(from_old, to_old), new.joined_text(from_new, to_new)
            differences.append(Difference(path, *words))
        if not changes:
            differences.append(Difference(path, have, want))
    if differences:
        yield Residue(n, way, tokens, tuple(differences))


def _prepared(files: Mapping[str, str], join_lines_of: int) -> dict[str, str]:
    return {
        path: prepare_text(text, join_lines_of=join_lines_of)
        for path, text in files.items()
        if text
    }


def _next_number(given: Iterable[Operation]) -> int:
    """The number after the last of the ids given, "42.7" to 8."""
    numbers = (operation.id.rpartition(".")[2] for operation in given)
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
