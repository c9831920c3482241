"""A proposal: operations on a frozen text, the same in each authentic language, known by the hash of its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from misaq.charter.grounds import Ground
from misaq.charter.operations import Operation
from misaq.charter.text import prepare_text
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.faults import Fault

# what of an operation is law: its number, its note and who read it are not
_BINDING = (
    "kind",
    "provision",
    "words",
    "text",
    "occurrence",
    "where",
    "parent",
    "after",
    "file",
    "label",
    "heading",
    "targets",
    "commencement",
    "expiry",
)
# what must be the same in every language: where the operation acts, not with which words
_STRUCTURE = (
    "id",
    "kind",
    "provision",
    "where",
    "parent",
    "after",
    "file",
    "label",
    "targets",
    "commencement",
    "expiry",
)
_GIVEN = ("words", "text", "heading")  # given in one language, then in all


@dataclass(frozen=True)
class Certificate:
    """Somebody's word that the languages of a proposal say the same.

    by : who. languages : which ones were compared. on : day. text : hash of the proposal that was read
    (`Proposal.sha256`); for another wording it says nothing.
    """

    by: str
    languages: tuple[str, ...]
    on: str = ""
    text: str = ""


@dataclass(frozen=True)
class Proposal:
    """A set of operations put forward to be voted on as one.

    id : unique in a process. base : hash of the text it changes (`Base.sha256`); of the proposal it changes when
        it amends one (`Proposal.sha256`).
    operations : by language, the same operations in each; when it amends a proposal, `Operation.provision` names the
        operation whose new words it changes.
    title : by language. author : who put it forward. house : committee or delegation.
    order : order of submission, which breaks ties. submitted : day.
    clause : slug of the clause it is a version of; proposals with one clause compete. "" for none.
    amends : id of the proposal whose words it changes; "" when it changes the base.
    supersedes : ids of earlier proposals that it takes the place of.
    grounds : of the whole. operation_grounds : id of an operation to its own.
    certified : who says that the languages agree.
    amended_by : ids of the proposals that were adopted into its words, in order.
    voted_as : hashes of earlier states whose votes count for this one: only the rebasing of a proposal that nothing
        overlaps adds one, because no word that was voted on has changed.
    """

    id: str
    base: str
    operations: Mapping[str, tuple[Operation, ...]]
    title: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    house: str = ""
    order: int = 0
    submitted: str = ""
    clause: str = ""
    amends: str = ""
    supersedes: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    operation_grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    certified: tuple[Certificate, ...] = ()
    amended_by: tuple[str, ...] = ()
    voted_as: tuple[str, ...] = ()

    @cached_property
    def operations_sha256(self) -> str:
        """Hash of the operations in every language: of what is law in them, in their order."""
        return hash_operations(self.operations)

    @cached_property
    def sha256(self) -> str:
        """Hash of what is voted on: base, languages, operations. Another word, another hash."""
        return bind_text(self.base, self.operations)

    @property
    def languages(self) -> tuple[str, ...]:
        """Its languages, in alphabetical order."""
        return tuple(sorted(self.operations))

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates that are about the words it has now."""
        return tuple(c for c in self.certified if c.text in {"", self.sha256, *self.voted_as})


def hash_operations(operations: Mapping[str, Iterable[Operation]]) -> str:
    """SHA-256 of the canonical JSON of an operation set: its binding fields, by language, the operations in order.

    Texts are brought to their one form first (`prepare_text`), so that line ends make no other hash.

    >>> one = Operation("p.1", 1, "omit_words", "art-1", words="not")
    >>> hash_operations({"en": [one]}) == hash_operations({"en": [replace(one, id="q.7", n=3, note="a note")]})
    True
    >>> hash_operations({"en": [one]}) == hash_operations({"en": [replace(one, words="never")]})
    False
    """
    return f"sha256:{sha256_hex(canonical_json(_binding(operations)))}"


def bind_text(base: str, operations: Mapping[str, Iterable[Operation]]) -> str:
    """The hash to which votes are bound: the base's hash, and the operations in each language."""
    payload = {"base": base, "operations": _binding(operations)}
    return f"sha256:{sha256_hex(canonical_json(payload))}"


def renumber_operations(proposal: Proposal, n: int) -> Proposal:
    """The same proposal as amendment number `n` of a history; its hash stays."""
    return replace(
        proposal,
        operations={
            language: tuple(replace(operation, n=n) for operation in operations)
            for language, operations in proposal.operations.items()
        },
    )


def check_languages(proposal: Proposal, languages: Iterable[str]) -> list[Fault]:
    """What is not the same in every language: one that is missing or too many, and operations that differ.

    languages : those of the base. Faults name the proposal in `params`; `column` is the operation.
    """
    wanted = set(languages)
    faults = [
        _fault(proposal, "proposal_language_missing", language)
        for language in sorted(wanted - set(proposal.operations))
    ]
    faults += [
        _fault(proposal, "proposal_language_unknown", language, known=", ".join(sorted(wanted)))
        for language in sorted(set(proposal.operations) - wanted)
    ]
    there = [language for language in proposal.languages if language in wanted]
    if not any(proposal.operations.values()):
        faults.append(_fault(proposal, "proposal_empty"))
    for language in there:
        ids = [operation.id for operation in proposal.operations[language]]
        faults += [
            _fault(proposal, "proposal_operation_twice", language, key)
            for key in sorted({key for key in ids if ids.count(key) > 1})
        ]
    for language in there[1:]:
        faults += _differences(proposal, there[0], language)
    return faults


def check_certificates(proposal: Proposal) -> list[Fault]:
    """Certificates given for other words than those that stand now, each as a warning."""
    valid = proposal.certificates
    return [
        Fault(
            "proposal_certificate_stale",
            column="certified",
            params={"proposal": proposal.id, "by": certificate.by},
            severity="warning",
        )
        for certificate in proposal.certified
        if certificate not in valid
    ]


def _binding(operations: Mapping[str, Iterable[Operation]]) -> dict[str, list[dict[str, Any]]]:
    return {
        language: [_binding_fields(operation) for operation in each]
        for language, each in operations.items()
    }


def _binding_fields(operation: Operation) -> dict[str, Any]:
    values = {name: getattr(operation, name) for name in _BINDING}
    return {
        name: prepare_text(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value not in ("", ())
    }


def _differences(proposal: Proposal, first: str, other: str) -> list[Fault]:
    ours, theirs = proposal.operations[first], proposal.operations[other]
    if [operation.id for operation in ours] != [operation.id for operation in theirs]:
        missing = {o.id for o in ours} ^ {o.id for o in theirs}
        named = ", ".join(sorted(missing)) or ", ".join(o.id for o in theirs)
        return [
            _fault(proposal, "proposal_structure_differs", other, named, first=first, what="id")
        ]
    faults = []
    for one, two in zip(ours, theirs, strict=True):
        differing = [name for name in _STRUCTURE if getattr(one, name) != getattr(two, name)]
        differing += [n for n in _GIVEN if bool(getattr(one, n)) != bool(getattr(two, n))]
        faults += [
            _fault(proposal, "proposal_structure_differs", other, one.id, first=first, what=name)
            for name in differing
        ]
    return faults


def _fault(
    proposal: Proposal, code: str, language: str = "", operation: str = "", **more: str
) -> Fault:
    params = {"proposal": proposal.id, "lang": language, "operation": operation} | more
    return Fault(code, column=operation or "operations", params=params)
