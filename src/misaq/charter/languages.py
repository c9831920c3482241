"""Several authentic languages of one text, side by side: which provision answers to which, and where they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from misaq.charter.eids import eid_number
from misaq.charter.labels import read_label
from misaq.charter.outline import Outline
from misaq.charter.provisions import slug

_CONTAINERS = {"part", "chapter", "title", "schedule", "preamble", "front"}
Key = tuple[str, ...]


@dataclass(frozen=True)
class AlignedProvision:
    """One provision in all languages.

    path : its place by labels, the same in every language: "chapter-2/9/3/a". depth : 0 for what stands at the top.
    nodes : language to the provision in it; a language that has none is absent.
    """

    path: str
    depth: int
    nodes: Mapping[str, Outline]


@dataclass(frozen=True)
class LanguageGap:
    """A provision that some languages have and others do not; what stands beneath it is not listed again.

    missing, found : languages, in the order given.
    """

    path: str
    missing: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class KindDifference:
    """A provision that is a different kind of thing in different languages: a clause here, a proviso there."""

    path: str
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class LanguageAlignment:
    """Texts side by side.

    languages : in the order given. provisions : in the order of the text; where languages differ, that of the first.
    gaps : provisions missing in a language. kinds : provisions of different kinds. order : paths whose place among
        their neighbours differs between languages.
    """

    languages: tuple[str, ...]
    provisions: tuple[AlignedProvision, ...]
    gaps: tuple[LanguageGap, ...]
    kinds: tuple[KindDifference, ...]
    order: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether every language has the same provisions, of the same kinds, in the same order."""
        return not (self.gaps or self.kinds or self.order)


def align_languages(outlines: Mapping[str, Outline]) -> LanguageAlignment:
    """Set the same provisions of several languages side by side, by their labels.

    outlines : language to its text as a tree; the first gives the order.
    Labels are compared by what they count: "۲" is 2, "(الف)" is the first of a list as "(a)" is. What has no label
    (a preamble, a proviso) is matched by kind and order.

    >>> def text(*labels: str) -> Outline:
    ...     return Outline("", "text", "", "", "", tuple(Outline(x, "clause", x, "", "") for x in labels))
    >>> aligned = align_languages({"en": text("1", "2"), "ur": text("۱")})
    >>> [(p.path, sorted(p.nodes)) for p in aligned.provisions], aligned.gaps[0].missing
    ([('1', ['en', 'ur']), ('2', ['en'])], ('ur',))
    """
    table = _Table(tuple(outlines))
    table.align("", 0, {language: root.children for language, root in outlines.items()})
    return LanguageAlignment(
        table.languages,
        tuple(table.provisions),
        tuple(table.gaps),
        tuple(table.kinds),
        tuple(table.order),
    )


class _Table:
    """The rows as they are found, from the top down."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.provisions: list[AlignedProvision] = []
        self.gaps: list[LanguageGap] = []
        self.kinds: list[KindDifference] = []
        self.order: list[str] = []

    def align(self, above: str, depth: int, children: Mapping[str, Sequence[Outline]]) -> None:
        keyed = {language: dict(_keys(nodes)) for language, nodes in children.items()}
        for key in _merge([list(nodes) for nodes in keyed.values()]):
            nodes = {language: own[key] for language, own in keyed.items() if key in own}
            path = "/".join(filter(None, [above, _shown(key, next(iter(nodes.values())))]))
            self._row(path, depth, nodes, tuple(children))
            self.align(
                path, depth + 1, {language: node.children for language, node in nodes.items()}
            )
        self._compare_order(above, keyed)

    def _row(
        self, path: str, depth: int, nodes: Mapping[str, Outline], asked: tuple[str, ...]
    ) -> None:
        self.provisions.append(AlignedProvision(path, depth, nodes))
        missing = tuple(language for language in asked if language not in nodes)
        if missing:
            self.gaps.append(LanguageGap(path, missing, tuple(nodes)))
        kinds = {language: node.kind for language, node in nodes.items()}
        if len(set(kinds.values())) > 1:
            self.kinds.append(KindDifference(path, kinds))

    def _compare_order(self, above: str, keyed: Mapping[str, Mapping[Key, Outline]]) -> None:
        lists = list(keyed.values())
        for own in lists[1:]:
            shared = [key for key in lists[0] if key in own]
            there = [key for key in own if key in lists[0]]
            for here, other in zip(shared, there, strict=True):
                path = "/".join(filter(None, [above, _shown(here, lists[0][here])]))
                if here != other and path not in self.order:
                    self.order.append(path)


def _keys(nodes: Sequence[Outline]) -> Iterator[tuple[Key, Outline]]:
    """(what it is called among its siblings, the node) of each; never twice the same."""
    seen: Counter[Key] = Counter()
    labels = [
        eid_number(node.label) for node in nodes if node.kind not in _CONTAINERS and node.label
    ]
    roman = "ii" in labels or labels == ["i"]
    for node in nodes:
        kind = node.kind if node.kind in _CONTAINERS or not node.label else ""
        key: Key = (kind, *_rank(node.label, roman=roman))
        seen[key] += 1
        yield (key if seen[key] == 1 else (*key, f"~{seen[key]}")), node


def _rank(label: str, *, roman: bool) -> tuple[str, ...]:
    """What a label counts, the same in every script. roman : the list it stands in is (i), (ii), (iii)."""
    plain = eid_number(label)
    if not plain or plain[0].isdigit():
        return (plain,) if plain else ()
    readings = read_label(plain, "bracket")
    fitting = [r for r in readings if r.family.endswith("roman")] if roman else readings
    n, more = (fitting or readings)[0].order
    return (f"#{n}{more}",)


def _merge(lists: Sequence[Sequence[Key]]) -> list[Key]:
    """All keys once: those of the first list in its order, others after what they follow in their own."""
    merged = list(lists[0]) if lists else []
    for keys in lists[1:]:
        at = 0
        for key in keys:
            if key in merged:
                at = merged.index(key) + 1
            else:
                merged.insert(at, key)
                at += 1
    return merged


def _shown(key: Key, node: Outline) -> str:
    """A provision's part of a path: its label as it stands, or its kind."""
    again = key[-1] if key[-1].startswith("~") else ""
    return "-".join(filter(None, [slug(key[0]), eid_number(node.label) + again]))
