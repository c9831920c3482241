"""Which section of the act says what was proposed: a person says so, and it is kept when proposals are made again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from misaq.charter.operations import EFFECTS, Operation


def assign_sections(
    operations: Iterable[Operation],
    sections: Mapping[str, str],
    *,
    act: str = "",
    checked_by: str = "",
) -> tuple[Operation, ...]:
    """Say by which section of its act each operation came about, and who read it there.

    sections : id of an operation to the section, for example "s. 5(b)"; operations not named stay as they are.
    act : name of the act, where it is not said yet.
    checked_by : who compared the operations with the act; "" when nobody did.

    >>> proposed = [Operation("8.1", 8, "omit_words", "art-1", words="new")]
    >>> [o] = assign_sections(proposed, {"8.1": "s. 2"}, act="Eighth Act", checked_by="Ada")
    >>> o.source.section, o.source.act, o.source.status, o.source.checked_by
    ('s. 2', 'Eighth Act', 'checked', ('Ada',))
    """
    return tuple(_assigned(o, sections.get(o.id, ""), act, checked_by) for o in operations)


def _assigned(operation: Operation, section: str, act: str, checked_by: str) -> Operation:
    if not section:
        return operation
    source = replace(operation.source, section=section, act=operation.source.act or act)
    if checked_by:
        names = tuple(dict.fromkeys((*source.checked_by, checked_by)))
        source = replace(source, checked_by=names, status="checked")
    return replace(operation, source=source)


def keep_assignments(
    proposed: Iterable[Operation], earlier: Iterable[Operation]
) -> tuple[Operation, ...]:
    """Take over what people said of earlier proposals, wherever the words still agree.

    proposed : made again, for example after a misprint in an official text was mended. earlier : as assigned.
    Act, section, page, who checked, commencement, expiry and note are kept where an operation does the same to the
    same provision with the same words, whatever its id was. Effects among `earlier` are kept, their targets under
    the new ids. What people said of an operation that is no longer proposed is not kept.

    >>> earlier = assign_sections([Operation("8.1", 8, "omit_words", "art-5", words="one")], {"8.1": "s. 2"})
    >>> again = [Operation("8.1", 8, "omit_words", "art-1", words="new"), replace(earlier[0], id="8.2")]
    >>> [(o.id, o.source.section) for o in keep_assignments(again, earlier)]
    [('8.1', ''), ('8.2', 's. 2')]
    """
    waiting: dict[tuple[object, ...], list[Operation]] = defaultdict(list)
    effects: list[Operation] = []
    for operation in earlier:
        if operation.kind in EFFECTS:
            effects.append(operation)
        else:
            waiting[_deed(operation)].append(operation)
    kept: list[Operation] = []
    renamed: dict[str, str] = {}
    for operation in proposed:
        same = waiting[_deed(operation)]
        if same:
            before = same.pop(0)
            renamed[before.id] = operation.id
            kept.append(
                replace(before, id=operation.id, text=operation.text, words=operation.words)
            )
        else:
            kept.append(operation)
    taken = {operation.id for operation in kept}
    for effect in effects:
        targets = tuple(renamed.get(target, target) for target in effect.targets)
        kept.append(replace(effect, id=_free(effect, taken), targets=targets))
        taken.add(kept[-1].id)
    return tuple(kept)


def _deed(operation: Operation) -> tuple[object, ...]:
    """What an operation does, its id, its source and the white space of its words left out."""
    return (
        operation.n,
        operation.kind,
        operation.provision,
        " ".join(operation.words.split()),
        " ".join(operation.text.split()),
        operation.where,
        operation.parent,
        operation.after,
        operation.file,
        operation.label,
        operation.heading,
    )


def _free(operation: Operation, taken: set[str]) -> str:
    """The id of an operation, or the next number of its amendment when another has it now."""
    if operation.id not in taken:
        return operation.id
    number = 1
    while f"{operation.n}.{number}" in taken:
        number += 1
    return f"{operation.n}.{number}"
