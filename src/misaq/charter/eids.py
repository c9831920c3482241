"""Names of provisions by their labels, as Akoma Ntoso makes them: art_58__subsec_2__para_b."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from misaq.charter.outline import (
    WORDS,
    Outline,
    find_stretches,
    outline_file,
    outline_state,
    unique_name,
)
from misaq.charter.provisions import slug
from misaq.charter.weave import Weave

_SHORT = {
    "part": "part",
    "chapter": "chp",
    "title": "title",
    "article": "art",
    "section": "sec",
    "clause": "subsec",
    "subsection": "subsec",
    "paragraph": "para",
    "subparagraph": "subpara",
    "schedule": "sched",
    "amendment": "amdt",
    "item": "point",
    "entry": "point",
    "front": "preface",
    "explanation": "expl",
    WORDS: "p",
}


@dataclass(frozen=True)
class EidSpan:
    """For how long a provision bore a name.

    id : the provision's own, which never changes (wId). eid : its name in that time.
    first, last : n of the first and the last version with that name. since : day of the first; "" unknown.
    until : day of the version that ended it; "" when it still stands.
    """

    id: str
    eid: str
    first: int
    last: int
    since: str
    until: str


def derive_eids(outline: Outline) -> dict[str, str]:
    """Provision's id to its eId in this text; never twice the same.

    An article stands for itself (art_58), since articles are numbered through; what is under it, and all else,
    carries the name of what it stands in. A schedule numbers its articles anew, so they carry its name. Digits of
    other scripts are written 0-9. When two would have one name, the later one gets "_2".
    Source: OASIS Akoma Ntoso Naming Convention 1.0, section 5.

    >>> clause = Outline("x", "clause", "2", "", "It is.", num="(2)")
    >>> derive_eids(Outline("", "text", "", "", "", (Outline("a", "article", "58", "", "", (clause,)),)))
    {'a': 'art_58', 'x': 'art_58__subsec_2'}
    """
    taken: set[str] = set()
    named: dict[str, str] = {}
    _name(outline, "", False, taken, named)
    return named


def _name(
    parent: Outline, above: str, numbered_anew: bool, taken: set[str], named: dict[str, str]
) -> None:
    unlabelled: Counter[str] = Counter()
    for child in parent.children:
        short = _SHORT.get(child.kind, slug(child.kind) or "level")
        if child.kind == parent.kind == "paragraph":
            short = "subpara"
        number = eid_number(child.label)
        if not number and child.kind not in {"preamble", "front"}:
            unlabelled[short] += 1
            number = str(unlabelled[short])
        own = f"{short}_{number}" if number else short
        alone = child.kind == "article" and not numbered_anew
        eid = unique_name(own if alone or not above else f"{above}__{own}", taken)
        named[child.id] = eid
        _name(child, eid, numbered_anew or child.kind == "schedule", taken, named)


def eid_number(label: str) -> str:
    """The label as it stands in an eId: no brackets, points or spaces at its ends, hyphens within.

    >>> eid_number("(2A)"), eid_number("IV - A"), eid_number("۵۸")
    ('2A', 'IV-A', '58')
    """
    plain = "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c
        for c in unicodedata.normalize("NFC", label)
    )
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def eid_history(weave: Weave) -> tuple[EidSpan, ...]:
    """Which eId each provision bore from which version to which, in the order of ids and time.

    A name given up and borne again later has two rows.
    """
    spans: dict[str, list[EidSpan]] = {}
    for place, named in enumerate(_eids_of_versions(weave)):
        n, since = weave.numbers[place], weave.datings[place].date
        for id_, eid in named.items():
            own = spans.setdefault(id_, [])
            before = weave.numbers[place - 1] if place else None
            if own and own[-1].eid == eid and own[-1].last == before:
                own[-1] = replace(own[-1], last=n)
            else:
                own.append(EidSpan(id_, eid, n, n, since, ""))
    return tuple(_ended(weave, span) for id_ in sorted(spans) for span in spans[id_])


def _ended(weave: Weave, span: EidSpan) -> EidSpan:
    following = weave.places[span.last] + 1
    if following == len(weave.numbers):
        return span
    return replace(span, until=weave.datings[following].date)


def _eids_of_versions(weave: Weave) -> Iterator[dict[str, str]]:
    """The eIds in every version; of a weave of observed texts only the files that changed are cut again."""
    places = range(len(weave.numbers))
    if any(provision.parent >= 0 for provision in weave.provisions):
        for place in places:
            yield derive_eids(outline_state(weave, weave.active(place)))
        return
    trees: dict[str, tuple[str, tuple[Outline, ...]]] = {}
    for place in places:
        active = weave.active(place)
        texts = weave.texts(active)
        changed = [file for file, text in texts.items() if trees.get(file, ("",))[0] != text]
        for file in [path for path in trees if path not in texts or path in changed]:
            del trees[file]
        taken = {n.id for _, roots in trees.values() for root in roots for n in root.walk()}
        stretches = find_stretches(weave, active, changed) if changed else {}
        for file in changed:
            prefix = f"{slug(PurePosixPath(file).stem)}." if len(weave.files) > 1 else ""
            known = stretches[file]
            tree = outline_file(file, texts[file], prefix=prefix, taken=taken, known=known)
            trees[file] = texts[file], tree
        roots = tuple(root for file in sorted(trees) for root in trees[file][1])
        yield derive_eids(Outline("", "text", "", "", "", roots))
