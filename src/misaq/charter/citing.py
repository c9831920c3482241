"""Who cites which ground: proposals, their operations, and the provisions of the text they made."""

from collections.abc import Iterable

from misaq.charter.drafting import Base
from misaq.charter.grounds import Citing, Draft, Ground
from misaq.charter.proposals import Proposal


def cite_proposals(proposals: Iterable[Proposal]) -> tuple[Citing, ...]:
    """Each proposal with its grounds and each of its operations with its own; an operation shares its proposal's.

    >>> from misaq.charter.operations import Operation
    >>> words = (Operation("p.1", 1, "omit_words", "art-1", words="not"),)
    >>> [(each.id, each.kind) for each in cite_proposals([Proposal("p", "", {"en": words})])]
    [('p', 'proposal'), ('p.1', 'operation')]
    """
    citing: list[Citing] = []
    for proposal in sorted(proposals, key=lambda p: (p.order, p.id)):
        citing.append(Citing(proposal.id, "proposal", proposal.grounds))
        first = proposal.operations[proposal.languages[0]] if proposal.operations else ()
        citing += [
            Citing(o.id, "operation", proposal.operation_grounds.get(o.id, ()), proposal.grounds)
            for o in first
        ]
    return tuple(citing)


def cite_provisions(base: Base, drafts: Iterable[Draft] = ()) -> tuple[Citing, ...]:
    """Each provision of the text as it stands that has words, with what it rests on.

    Its own grounds are those of the adopted operations that brought or changed it, and of the draft clause that
    names its label as its article; it shares those of the provisions it stands under.
    """
    weave = base.weaves[base.languages[0]]
    active = weave.active()
    own = _grounds_of_operations(base)
    by_article = {draft.article: draft.grounds for draft in drafts if draft.article}
    for place, provision in enumerate(weave.provisions):
        label = weave.label_in(place, active)[0]
        if provision.kind == "article" and label in by_article:
            own.setdefault(provision.id, []).extend(by_article[label])
    worded = set(weave.provision[weave.live(active) & (weave.words > 0)].tolist())
    order = dict.fromkeys(weave.provision.tolist())
    standing = [p for p in order if p in worded and weave.provisions[p].kind != "front"]
    citing = []
    for place in standing:
        shared: list[Ground] = []
        parent = weave.provisions[place].parent
        while parent >= 0:
            shared += own.get(weave.provisions[parent].id, [])
            parent = weave.provisions[parent].parent
        key = weave.provisions[place].id
        citing.append(Citing(key, "provision", _once(own.get(key, [])), _once(shared)))
    return tuple(citing)


def _grounds_of_operations(base: Base) -> dict[str, list[Ground]]:
    grounds: dict[str, list[Ground]] = {}
    for proposal in base.adopted:
        for operation in proposal.operations[base.languages[0]]:
            own = proposal.operation_grounds.get(operation.id, ())
            grounds.setdefault(operation.provision, []).extend([*own, *proposal.grounds])
    return grounds


def _once(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    return tuple({ground.key: ground for ground in grounds}.values())
