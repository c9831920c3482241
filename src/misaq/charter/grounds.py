"""What each clause and operation rests on, and what none has taken up: coverage both ways."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from misaq.charter.rights import RIGHTS, normalise_right

KINDS = (
    "grievance",
    "finding",
    "statement",
    "amendment",
    "right",
    "commitment",
    "acknowledgement",
)


@dataclass(frozen=True)
class Ground:
    """One reason for a clause: something that was suffered, found, said, promised or admitted.

    kind : one of KINDS. ref : its id; a grievance is a case or a theme of the record, a right an article of the
    Universal Declaration of Human Rights ("udhr-14"). note : in the words of the drafters, by language.
    """

    kind: str
    ref: str
    note: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Kind and ref in their one form: two grounds with one key are the same."""
        return self.kind, normalise_right(self.ref) if self.kind == "right" else self.ref


@dataclass(frozen=True)
class Draft:
    """A draft clause.

    slug : its id. order : its place in the charter. title, text, status : by language.
    rule : name of its decision rule; "" when none.
    """

    slug: str
    order: int
    title: Mapping[str, str]
    text: Mapping[str, str]
    article: str = ""
    grounds: tuple[Ground, ...] = ()
    rule: str = ""
    status: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Citing:
    """Something that may cite grounds.

    id : slug of a clause, id of a proposal, of an operation, or of a provision of the text.
    grounds : its own. shared : those of what it belongs to: an operation rests on those of its proposal too.
    """

    id: str
    kind: Literal["clause", "proposal", "operation", "provision"]
    grounds: tuple[Ground, ...] = ()
    shared: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Both directions at once.

    cited : kind to ref to the ids of what cites it.
    uncited : kind to the refs that nothing cites. unknown : (id, ground) whose ref is nowhere.
    groundless : ids of clauses, proposals, operations or provisions without a ground, their own or shared.
    """

    cited: Mapping[str, Mapping[str, tuple[str, ...]]]
    uncited: Mapping[str, tuple[str, ...]]
    unknown: tuple[tuple[str, Ground], ...]
    groundless: tuple[str, ...] = field(default=())


def cover_grounds(
    drafts: Iterable[Draft],
    known: Mapping[str, Iterable[str]],
    *,
    serves: Iterable[tuple[str, str, str]] = (),
) -> Coverage:
    """See which refs the clauses cite, which they leave aside, and which clauses rest on nothing.

    known : kind to every ref there is; rights need not be given. A kind that is not given is not checked.
    serves : (kind, ref, slug) of links that stand on the other side, as a commitment names the clause it serves;
        they count as taken up, but give a clause no ground.

    >>> drafts = [Draft("water", 1, {}, {}, grounds=(Ground("statement", "12"),)), Draft("name", 2, {}, {})]
    >>> coverage = cover_grounds(drafts, {"statement": ["12", "13"]})
    >>> dict(coverage.uncited), coverage.groundless
    ({'statement': ('13',)}, ('name',))
    """
    ordered = sorted(drafts, key=lambda d: (d.order, d.slug))
    return cover_citing(
        (Citing(draft.slug, "clause", draft.grounds) for draft in ordered), known, serves=serves
    )


def cover_citing(
    citing: Iterable[Citing],
    known: Mapping[str, Iterable[str]],
    *,
    serves: Iterable[tuple[str, str, str]] = (),
) -> Coverage:
    """The same for anything that may cite grounds, in the order given: clauses, operations, provisions.

    >>> both = [Citing("p", "proposal"), Citing("p.1", "operation", shared=(Ground("finding", "14"),))]
    >>> coverage = cover_citing(both, {"finding": ["14", "21"]})
    >>> coverage.groundless, dict(coverage.uncited)
    (('p',), {'finding': ('14', '21')})
    """
    ordered = list(citing)
    refs = {kind: set(values) for kind, values in known.items()} | {"right": set(RIGHTS)}
    cited, unknown = _cite(ordered, refs)
    ids = {each.id for each in ordered}
    for kind, ref, slug in sorted(serves):
        named = cited.setdefault(kind, {}).setdefault(ref, []) if slug in ids else [slug]
        if slug not in named:
            named.append(slug)
    return Coverage(
        cited={
            kind: {ref: tuple(named) for ref, named in sorted(by_ref.items())}
            for kind, by_ref in sorted(cited.items())
        },
        uncited={
            kind: tuple(sorted(values - cited.get(kind, {}).keys()))
            for kind, values in sorted(refs.items())
            if kind != "right"  # a charter need not cite every right
        },
        unknown=tuple(unknown),
        groundless=tuple(each.id for each in ordered if not (each.grounds or each.shared)),
    )


def _cite(
    citing: Iterable[Citing], refs: Mapping[str, set[str]]
) -> tuple[dict[str, dict[str, list[str]]], list[tuple[str, Ground]]]:
    """Kind to ref to what cites it, and the grounds whose ref is nowhere."""
    cited: dict[str, dict[str, list[str]]] = {}
    unknown: list[tuple[str, Ground]] = []
    for each in citing:
        for ground in each.grounds:
            kind, ref = ground.key
            if kind not in KINDS or ref not in refs.get(kind, {ref}):
                unknown.append((each.id, ground))
                continue
            named = cited.setdefault(kind, {}).setdefault(ref, [])
            if each.id not in named:
                named.append(each.id)
    return cited, unknown
