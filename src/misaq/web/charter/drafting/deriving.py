"""From an edited text to the smallest operations, the same in every language, checked by folding them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from misaq.charter import (
    Operation,
    ProposedText,
    Version,
    Weave,
    check_proposal,
    draft_text,
    fold_operations,
    prepare_text,
    propose_operations,
    split_provisions,
)
from misaq.charter import Proposal as CoreProposal
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.web.charter.drafting.texts import (
    CONTAINERS,
    Clause,
    DraftText,
    clauses_of,
    provision_text,
    renamed,
    with_unit,
)
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.words import say

Operations = Mapping[str, tuple[Operation, ...]]
LONGEST = 20_000
_WORDS = frozenset({"substitute_words", "insert_words", "omit_words", "substitute_provision"})
_STRUCTURE = ("kind", "provision", "where", "parent", "after", "file", "label")


@dataclass(frozen=True)
class Derived:
    """What a proposal does, derived from its text.

    operations : by language, the same in each. sha256 : of the operations and the text they stand on.
    text : the whole with them in it. reach : words put in and taken out, all languages together.
    clause : the clause as it would read; None when it would not be there.
    before : as it reads now; None for a new one.
    """

    operations: Operations
    sha256: str
    text: ProposedText
    clause: Clause | None
    before: Clause | None = None

    @property
    def reach(self) -> int:
        """How many words go and come."""
        return self.text.reach


def derive_change(text: DraftText, clause: Clause, texts: Mapping[str, str], stem: str) -> Derived:
    """The operations that make a clause read as edited. Raises RefusedError."""
    edited = _cleaned(text, texts)
    if all(edited[code].strip() == clause.texts.get(code, "").strip() for code in edited):
        raise RefusedError(_("Nothing is changed yet: the text is the same as before."))
    found: dict[str, tuple[Operation, ...]] = {}
    for language, new in edited.items():
        weave = text.base.weaves[language]
        files = with_unit(text.sections(language), clause.id, new)
        found[language] = _propose(weave, files)
    derived = _derived(text, _align(text, clause, edited, found), stem, clause.id)
    if not _gives(text, clause, derived.operations, edited):
        raise RefusedError(
            _(
                "These words cannot be put into the text as written. Write new clauses as clauses of their own."
            )
        )
    return derived


def derive_new(text: DraftText, after: str, texts: Mapping[str, str], stem: str) -> Derived:
    """The operation that puts a new clause in. after : the clause it follows, "" for the first place."""
    edited = _cleaned(text, texts)
    before = text.by_id.get(after)
    if after and before is None:
        raise RefusedError(_("The clause it should follow is no longer there."))
    heads = {code: _heading(new) for code, new in edited.items()}
    labels = {label for label, _heading_words in heads.values()}
    if len(labels) != 1 or not all(labels):
        raise RefusedError(
            _(
                "Begin with number and heading, the number the same in every language: “Article 12. Water”."
            )
        )
    (label,) = labels
    taken = {clause.id for clause in text.clauses}
    taken |= {p.id for weave in text.base.weaves.values() for p in weave.provisions}
    provision, again = f"art-{label.lower()}", 1
    while provision in taken:
        again += 1
        provision = f"art-{label.lower()}_{again}"
    file = before.file if before else (text.clauses[0].file if text.clauses else text.file)
    parent = before.parent if before else (text.clauses[0].parent if text.clauses else "")
    operations = {
        code: (
            Operation(
                "1",
                0,
                "insert_provision",
                provision,
                text=new.strip(),
                parent=parent,
                after=after,
                file="" if parent else file,
                label=label,
                heading=heads[code][1],
            ),
        )
        for code, new in edited.items()
    }
    return _derived(text, operations, stem, provision)


def derive_move(text: DraftText, clause: Clause, after: str, stem: str) -> Derived:
    """The operation that moves a clause behind another."""
    before = text.by_id.get(after)
    if after == clause.id or (after and before is None):
        raise RefusedError(_("Choose another clause for it to follow."))
    parent = before.parent if before else clause.parent
    operation = Operation("1", 0, "move", clause.id, parent=parent, after=after)
    if not parent:
        operation = replace(operation, file=before.file if before else clause.file)
    return _derived(text, dict.fromkeys(text.languages, (operation,)), stem, clause.id)


def derive_omission(text: DraftText, clause: Clause, stem: str) -> Derived:
    """The operation that leaves a clause out."""
    operation = Operation("1", 0, "omit_provision", clause.id)
    return _derived(text, dict.fromkeys(text.languages, (operation,)), stem, clause.id)


def derive_again(text: DraftText, operations: Operations, provision: str, stem: str) -> Derived:
    """The same operations on the text as it stands now. Raises RefusedError where they no longer apply."""
    return _derived(text, operations, stem, provision)


def _propose(weave: Weave, files: Mapping[str, str]) -> tuple[Operation, ...]:
    n = max(weave.numbers) + 1
    try:
        return propose_operations(weave, Version(n, "", None, files))
    except FaultsError as error:
        raise RefusedError(fault_words(error.faults)) from None


def _derived(text: DraftText, operations: Operations, stem: str, provision: str) -> Derived:
    named = {code: renamed(each, stem) for code, each in operations.items()}
    proposal = CoreProposal(stem, text.sha256, named)
    faults = [f for f in check_proposal(text.base, proposal) if f.severity == "error"]
    if faults:
        raise RefusedError(fault_words(faults))
    drafted = draft_text(text.base, proposal)
    clauses = clauses_of(drafted.weaves, text.languages)
    clause = next((c for c in clauses if c.id == provision), None)
    return Derived(named, proposal.sha256, drafted, clause, text.by_id.get(provision))


def _align(
    text: DraftText,
    clause: Clause,
    edited: Mapping[str, str],
    found: Mapping[str, tuple[Operation, ...]],
) -> Operations:
    """The same operations in each language: where they differ, a provision is substituted as a whole in all of them.

    A text that is authentic in several languages is changed in all of them by one decision; a provision that only one
    language changes is written out in the others as it stands. Where even that does not give the edited text, the
    whole clause is substituted.
    """
    # white space is nobody's word: it is no reason for another instruction in the other language
    worded = {code: tuple(o for o in each if o.kind != "respace") for code, each in found.items()}
    for candidate in (worded, _by_provision(text, worded)):
        if candidate and _same_shape(candidate) and _gives(text, clause, candidate, edited):
            return candidate
    return {code: (_whole(clause, edited[code]),) for code in found}


def _by_provision(text: DraftText, found: Operations) -> Operations | None:
    """Each provision that the languages change otherwise as one substitution; None where more than words changes."""
    if any(o.kind not in _WORDS for each in found.values() for o in each):
        return None
    touched = dict.fromkeys(o.provision for each in found.values() for o in each)
    aligned: dict[str, list[Operation]] = {code: [] for code in found}
    for provision in touched:
        own = {
            code: tuple(o for o in each if o.provision == provision) for code, each in found.items()
        }
        if not _same_shape(own):
            own = {
                code: (_replaced(text.base.weaves[code], provision, each),)
                for code, each in own.items()
            }
        for code, each in own.items():
            aligned[code] += each
    return {code: tuple(each) for code, each in aligned.items()}


def _replaced(weave: Weave, provision: str, operations: tuple[Operation, ...]) -> Operation:
    """The substitution of a provision by its words with some operations in them."""
    n = max(weave.numbers) + 1
    named = [replace(o, id=f"{n}.{i}", n=n) for i, o in enumerate(operations)]
    folded = fold_operations(weave, named, [Version(n, "", None, {})])
    active = folded.active()
    place = next(i for i, p in enumerate(folded.provisions) if p.id == provision)
    label, heading = folded.label_in(place, active)
    words = provision_text(folded, active, place).strip()
    return Operation(
        "1", 0, "substitute_provision", provision, text=words, label=label, heading=heading
    )


def _same_shape(found: Operations) -> bool:
    shapes = [[_shape(operation) for operation in each] for each in found.values()]
    return bool(shapes[0]) and all(shape == shapes[0] for shape in shapes)


def _gives(
    text: DraftText, clause: Clause, operations: Operations, edited: Mapping[str, str]
) -> bool:
    """Whether folding the operations gives the words as edited, and changes nothing else."""
    proposal = CoreProposal(
        "try", text.sha256, {code: renamed(each, "try") for code, each in operations.items()}
    )
    if any(f.severity == "error" for f in check_proposal(text.base, proposal)):
        return False
    wording = draft_text(text.base, proposal).wording
    return all(
        _words_of(wording[code]) == _words_of(with_unit(text.sections(code), clause.id, new))
        for code, new in edited.items()
    )


def _words_of(files: Mapping[str, str]) -> list[str]:
    return [word for path in sorted(files) for word in files[path].split()]


def _whole(clause: Clause, new: str) -> Operation:
    heading = _heading(new)[1]
    return Operation(
        "1",
        0,
        "substitute_provision",
        clause.id,
        text=new.strip(),
        label=clause.label,
        heading=heading,
    )


def _shape(operation: Operation) -> tuple[object, ...]:
    given = tuple(bool(getattr(operation, name)) for name in ("words", "text", "heading"))
    return (*(getattr(operation, name) for name in _STRUCTURE), given)


def _cleaned(text: DraftText, texts: Mapping[str, str]) -> dict[str, str]:
    edited = {code: prepare_text(texts.get(code, "")).strip() for code in text.languages}
    if missing := [code for code, words in edited.items() if not words]:
        raise RefusedError(
            _(
                "The text is authentic in every language: write it in all of them. Missing: %(codes)s."
            )
            % {"codes": ", ".join(language_name(code) for code in missing)}
        )
    if any(len(words) > LONGEST for words in edited.values()):
        raise RefusedError(_("That is too long for one clause: 20,000 characters at most."))
    return edited


def language_name(code: str) -> str:
    """What a page calls a language."""
    return {"en": _("English"), "ur": _("Urdu")}.get(code, code)


def _heading(words: str) -> tuple[str, str]:
    """(label, heading) of the first line of a clause."""
    segments = [s for s in split_provisions(words.strip()) if s.kind not in CONTAINERS]
    if not segments:
        return "", ""
    return segments[0].label, segments[0].heading


def fault_words(faults: Sequence[Fault]) -> str:
    """Faults as sentences in the page's language."""
    return " ".join(dict.fromkeys(say(fault.code, fault.params) for fault in faults))
