"""Amendments to amendments: operations on the new words of another proposal, whose result is again a proposal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from misaq.charter.operations import EVERY, Operation
from misaq.charter.proposals import Proposal
from misaq.charter.text import cut_units
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

AMENDING = (
    "substitute_words",
    "insert_words",
    "omit_words",
    "substitute_provision",
    "omit_provision",
    "substitute_heading",
    "renumber",
)
_CLOSING = ".,;:!?)]}»”’۔،؛؟"


def amend_proposal(target: Proposal, amendment: Proposal) -> Proposal:
    """The proposal with an amendment in its words: again operations on the base, with another hash.

    amendment : its operations name operations of `target` as their provision. They change its new words
        ("substitute_words", "insert_words", "omit_words"), give it a new text ("substitute_provision"), heading or
        label ("substitute_heading", "renumber"), or leave the operation out ("omit_provision").
    Certificates and votes of the old words do not pass to the new ones.
    Raises FaultsError with all that cannot be applied.

    >>> words = Operation("p.1", 1, "substitute_words", "art-1", words="half", text="two thirds of it")
    >>> other = Operation("q.1", 1, "omit_words", "p.1", words="of it")
    >>> target = Proposal("p", "sha256:0", {"en": (words,)})
    >>> amend_proposal(target, Proposal("q", target.sha256, {"en": (other,)}, amends="p")).operations["en"][0].text
    'two thirds'
    """
    faults = list(check_amendment(target, amendment))
    if faults:
        raise FaultsError(faults)
    return replace(
        target,
        operations={
            language: _amended(operations, amendment.operations[language])
            for language, operations in target.operations.items()
        },
        certified=(),
        amended_by=(*target.amended_by, amendment.id),
        voted_as=(),
    )


def check_amendment(target: Proposal, amendment: Proposal) -> Iterator[Fault]:
    """All that keeps an amendment from being put into the words of `target`."""
    params = {"proposal": amendment.id, "target": target.id}
    if amendment.amends != target.id:
        yield Fault("amendment_other_target", params=params | {"amends": amendment.amends})
        return
    if amendment.base != target.sha256:
        hashes = {"base": amendment.base, "now": target.sha256}
        yield Fault("amendment_target_changed", column="base", params=params | hashes)
    for language in target.languages:
        if language not in amendment.operations:
            yield Fault("proposal_language_missing", params=params | {"lang": language})
            continue
        yield from _check_words(target, amendment, language)


def _check_words(target: Proposal, amendment: Proposal, language: str) -> Iterator[Fault]:
    standing = {operation.id: operation for operation in target.operations[language]}
    for change in amendment.operations[language]:
        params = {
            "proposal": amendment.id,
            "target": target.id,
            "operation": change.id,
            "lang": language,
            "words": change.words,
            "wanted": change.provision,
        }
        if change.provision not in standing:
            known = ", ".join(standing)
            yield Fault(
                "amendment_no_operation", column=change.id, params=params | {"known": known}
            )
            continue
        if change.kind not in AMENDING:
            more = {"kind": change.kind, "known": ", ".join(AMENDING)}
            yield Fault("amendment_kind", column=change.id, params=params | more)
            continue
        try:
            _replace(standing, change)
        except WordsNotThereError as error:
            more = {"found": str(error.found)}
            yield Fault("amendment_words_missing", column=change.id, params=params | more)
    if not standing:
        yield Fault(
            "amendment_leaves_nothing", params={"proposal": amendment.id, "target": target.id}
        )


def _amended(
    operations: tuple[Operation, ...], changes: tuple[Operation, ...]
) -> tuple[Operation, ...]:
    standing = {operation.id: operation for operation in operations}
    for change in changes:
        _replace(standing, change)
    return tuple(standing.values())


def _replace(standing: dict[str, Operation], change: Operation) -> None:
    """Put a change into the operation that it names, or leave that operation out."""
    operation = standing[change.provision]
    if change.kind == "omit_provision":
        del standing[change.provision]
    elif change.kind == "substitute_provision":
        standing[change.provision] = replace(operation, text=change.text)
    elif change.kind == "substitute_heading":
        standing[change.provision] = replace(operation, heading=change.heading)
    elif change.kind == "renumber":
        standing[change.provision] = replace(operation, label=change.label)
    else:
        standing[change.provision] = replace(operation, text=change_words(operation.text, change))


class WordsNotThereError(ValueError):
    """The quoted words do not stand there as often as was said."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True)
class Span:
    """Where quoted words stand in a text, in characters, without the white space after them."""

    start: int
    end: int


def change_words(text: str, change: Operation) -> str:
    """A text with words put in, taken out or exchanged; quoted words are compared word by word.

    Raises WordsNotThereError when the words do not stand there, or not as often as `change.occurrence` says.

    >>> change_words("the half", Operation("a", 1, "insert_words", words="half", text="other", where="before"))
    'the other half'
    >>> change_words("kept at once, and paid.", Operation("a", 1, "omit_words", words="at once"))
    'kept, and paid.'
    """
    if change.kind == "insert_words" and change.where in {"start", "end"}:
        place = 0 if change.where == "start" else len(text.rstrip())
        return _put(text, Span(place, place), change.text)
    spans = find_words(text, change.words)
    if not spans or change.occurrence > len(spans):
        raise WordsNotThereError(len(spans))
    chosen = spans if change.occurrence == EVERY else [spans[change.occurrence - 1]]
    for span in reversed(chosen):
        text = _put(text, _target(span, change), change.text if change.kind != "omit_words" else "")
    return text


def find_words(text: str, words: str) -> list[Span]:
    """Where the words stand in a text, one after another; never two that overlap."""
    wanted = [token for token, _ in cut_units(words) if token]
    places: list[tuple[str, int]] = []
    offset = 0
    for token, space in cut_units(text):
        if token:
            places.append((token, offset))
        offset += len(token) + len(space)
    spans, at = [], 0
    while wanted and at + len(wanted) <= len(places):
        here = places[at : at + len(wanted)]
        if [token for token, _ in here] == wanted:
            last, start = here[-1]
            spans.append(Span(here[0][1], start + len(last)))
            at += len(wanted)
        else:
            at += 1
    return spans


def _target(span: Span, change: Operation) -> Span:
    if change.kind != "insert_words":
        return span
    place = span.start if change.where == "before" else span.end
    return Span(place, place)


def _put(text: str, span: Span, new: str) -> str:
    """The text with `new` instead of a span, one space where two words would touch, none before a comma."""
    before, after = text[: span.start], text[span.end :]
    if not new.strip():
        after = after.lstrip(" ") if not before or before[-1:].isspace() else after
        return (before.rstrip(" ") if after[:1] in _CLOSING else before) + after
    new = new.strip()
    left = " " if before and not before[-1].isspace() and before[-1] not in "([" else ""
    left = "" if new[0] in _CLOSING else left
    right = " " if after and not after[0].isspace() and after[0] not in _CLOSING else ""
    return before + left + new + right + after
