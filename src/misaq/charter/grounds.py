"""What each clause of a draft rests on, and what no clause has taken up: coverage both ways."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS = ("finding", "statement", "amendment", "right", "commitment", "acknowledgement")
RIGHTS = tuple(f"udhr-{article}" for article in range(1, 31))


@dataclass(frozen=True)
class Ground:
    """One reason for a clause: something that was found, said, promised or admitted.

    kind : one of KINDS. ref : its id; a right is named by its article of the Universal Declaration of Human
    Rights ("udhr-14"). note : in the words of the drafters, by language.
    """

    kind: str
    ref: str
    note: Mapping[str, str] = field(default_factory=dict)


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
class Coverage:
    """Both directions at once.

    cited : kind to ref to the slugs of the clauses that cite it.
    uncited : kind to the refs that no clause cites. unknown : (slug, ground) whose ref is nowhere.
    groundless : slugs of clauses without a ground.
    """

    cited: Mapping[str, Mapping[str, tuple[str, ...]]]
    uncited: Mapping[str, tuple[str, ...]]
    unknown: tuple[tuple[str, Ground], ...]
    groundless: tuple[str, ...] = field(default=())


def normalise_right(ref: str) -> str:
    """A right's ref in its one form; what is no article of the Declaration stays as it is.

    >>> normalise_right("UDHR 14"), normalise_right("31")
    ('udhr-14', '31')
    """
    match = re.fullmatch(
        r"(?:udhr[\s:.-]*)?(?:art(?:icle)?[\s.-]*)?(\d+)", ref.strip(), re.IGNORECASE
    )
    named = f"udhr-{int(match[1])}" if match else ref
    return named if named in RIGHTS else ref


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
    refs = {kind: set(values) for kind, values in known.items()} | {"right": set(RIGHTS)}
    cited, unknown = _cite(ordered, refs)
    slugs = {draft.slug for draft in ordered}
    for kind, ref, slug in sorted(serves):
        clauses = cited.setdefault(kind, {}).setdefault(ref, []) if slug in slugs else [slug]
        if slug not in clauses:
            clauses.append(slug)
    return Coverage(
        cited={
            kind: {ref: tuple(clauses) for ref, clauses in sorted(by_ref.items())}
            for kind, by_ref in sorted(cited.items())
        },
        uncited={
            kind: tuple(sorted(values - cited.get(kind, {}).keys()))
            for kind, values in sorted(refs.items())
            if kind != "right"  # a charter need not cite every right
        },
        unknown=tuple(unknown),
        groundless=tuple(draft.slug for draft in ordered if not draft.grounds),
    )


def _cite(
    drafts: Iterable[Draft], refs: Mapping[str, set[str]]
) -> tuple[dict[str, dict[str, list[str]]], list[tuple[str, Ground]]]:
    """Kind to ref to the clauses that cite it, and the grounds whose ref is nowhere."""
    cited: dict[str, dict[str, list[str]]] = {}
    unknown: list[tuple[str, Ground]] = []
    for draft in drafts:
        for ground in draft.grounds:
            ref = normalise_right(ground.ref) if ground.kind == "right" else ground.ref
            if ground.kind not in KINDS or ref not in refs.get(ground.kind, {ref}):
                unknown.append((draft.slug, ground))
                continue
            clauses = cited.setdefault(ground.kind, {}).setdefault(ref, [])
            if draft.slug not in clauses:
                clauses.append(draft.slug)
    return cited, unknown
