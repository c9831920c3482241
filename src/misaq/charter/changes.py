"""Which words changed between two wordings of a proposal, or of a text: what a refused vote is answered with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from misaq.charter.alignment import align_words
from misaq.charter.operations import Operation
from misaq.charter.proposals import Proposal
from misaq.charter.text import Vocabulary, cut_units

_FIELDS = ("text", "words", "heading", "label", "provision", "kind", "parent", "after", "where")
_MOST = 12  # changes that one sentence names


@dataclass(frozen=True)
class WordChange:
    """Some words that stand in one wording and not in the other.

    language : "" when it is the same in all. where : id of the operation, or path of the text.
    out : words that only the first has. into : words that only the second has.
    """

    language: str
    where: str
    out: str
    into: str

    @property
    def sentence(self) -> str:
        """The change in signs that need no language: what went, what came.

        >>> WordChange("en", "p.1", "half", "two thirds").sentence
        'p.1 (en): [−half−] {+two thirds+}'
        """
        language = f" ({self.language})" if self.language else ""
        out = f" [−{self.out}−]" if self.out else ""
        into = f" {{+{self.into}+}}" if self.into else ""
        return f"{self.where}{language}:{out}{into}"


def compare_proposals(old: Proposal, new: Proposal) -> tuple[WordChange, ...]:
    """Every word in which two wordings of a proposal differ, by language and operation.

    >>> one = Proposal("p", "b", {"en": (Operation("p.1", 1, "omit_words", "a", words="one half"),)})
    >>> two = Proposal("p", "b", {"en": (Operation("p.1", 1, "omit_words", "a", words="one third"),)})
    >>> [(change.out, change.into) for change in compare_proposals(one, two)]
    [('half', 'third')]
    """
    changes: list[WordChange] = []
    for language in sorted({*old.operations, *new.operations}):
        ours = {o.id: o for o in old.operations.get(language, ())}
        theirs = {o.id: o for o in new.operations.get(language, ())}
        if len(ours.keys() & theirs.keys()) < min(len(ours), len(theirs)):
            # another version numbers its operations after itself: they are compared by place
            ours, theirs = _by_place(ours.values()), _by_place(theirs.values())
        for key in [*ours, *(key for key in theirs if key not in ours)]:
            changes += _compare_operations(language, ours.get(key), theirs.get(key))
    return tuple(changes)


def compare_texts(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> tuple[WordChange, ...]:
    """Every word in which two texts differ, by language and path."""
    return tuple(
        WordChange(language, path, out, into)
        for language in sorted({*old, *new})
        for path in sorted({*old.get(language, {}), *new.get(language, {})})
        for out, into in compare_words(
            old.get(language, {}).get(path, ""), new.get(language, {}).get(path, "")
        )
    )


def tell_changes(changes: Iterable[WordChange]) -> str:
    """The changes as one line, the first dozen of them."""
    listed = [change.sentence for change in changes]
    return "; ".join(listed[:_MOST]) + (" …" if len(listed) > _MOST else "")


def compare_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs (words only in `old`, words only in `new`), in the order of the text; white space is no word.

    >>> list(compare_words("paid within a year", "paid  within two years"))
    [('a year', 'two years')]
    """
    ours = [unit for unit in cut_units(old) if unit[0]]
    theirs = [unit for unit in cut_units(new) if unit[0]]
    vocabulary = Vocabulary()
    changes = align_words(
        vocabulary.ids([token for token, _ in ours]), vocabulary.ids([t for t, _ in theirs])
    )
    for from_old, to_old, from_new, to_new in changes:
        yield _join(ours[from_old:to_old]), _join(theirs[from_new:to_new])


def _by_place(operations: Iterable[Operation]) -> dict[str, Operation]:
    return {str(place): operation for place, operation in enumerate(operations, start=1)}


def _compare_operations(
    language: str, old: Operation | None, new: Operation | None
) -> Iterator[WordChange]:
    where = new.id if new else old.id if old else ""
    for name in _FIELDS:
        one = str(getattr(old, name)) if old else ""
        two = str(getattr(new, name)) if new else ""
        if old and new and name in {"text", "words", "heading"}:
            for out, into in compare_words(one, two):
                yield WordChange(language, where, out, into)
        elif one != two and (name == "text" or (old and new)):
            yield WordChange(language, where, one, two)


def _join(units: Iterable[tuple[str, str]]) -> str:
    return "".join(token + space for token, space in units).strip()
