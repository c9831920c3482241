"""Where a source has its knowledge from: ten lists that copy one are one source."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from misaq.record.clusters import join_pairs
from misaq.record.source import Source


def find_origins(
    sources: Iterable[Source], *, alike: Iterable[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Each source's origin: the source it copies from, or that one's, and so on; itself when it stands alone.

    alike : pairs of ids of given sources that say the same word for word; they share the smallest of their origins.
    A source derived from one that is not given stands for that one. Circles are faults (`check_sources`); here the
    smallest id of a circle is its origin.

    >>> find_origins([Source("press", {}), Source("blog", {}, derived_from="press"), Source("court", {})])
    {'press': 'press', 'blog': 'press', 'court': 'court'}
    >>> find_origins([Source("a", {}), Source("b", {})], alike=[("a", "b")])
    {'a': 'a', 'b': 'a'}
    """
    parent = {source.id: source.derived_from for source in sources}
    origin = {source: _origin(source, parent) for source in parent}
    pairs = [(origin[one], origin[other]) for one, other in alike]
    names = sorted({*origin.values()})
    place = {name: at for at, name in enumerate(names)}
    ends = np.array([(place[one], place[other]) for one, other in pairs], np.int64).reshape(-1, 2)
    group = join_pairs(len(names), ends[:, 0], ends[:, 1]).tolist()
    first: dict[int, str] = {}
    for name, number in zip(names, group, strict=True):
        first.setdefault(number, name)
    return {source: first[group[place[name]]] for source, name in origin.items()}


def independent_sources(names: Iterable[str], sources: Sequence[Source]) -> frozenset[str]:
    """The independent sources among those named: one for each origin, by the origin's id.

    names : ids of sources, repeats allowed; one that is not among `sources` stands alone.

    >>> press, blog = Source("press", {}), Source("blog", {}, derived_from="press")
    >>> sorted(independent_sources(["blog", "press", "court"], [press, blog]))
    ['court', 'press']
    """
    origin = find_origins(sources)
    return frozenset(origin.get(name, name) for name in names)


def _origin(source: str, parent: Mapping[str, str]) -> str:
    seen = [source]
    while above := parent.get(seen[-1], ""):
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]
