"""An invented constitution of any size with its amendments, as texts and as operations: speed is measured on it.

Words are invented syllables, drawn as often as words of a language are (rank to frequency); a few articles are
amended far more often than the rest, and later amendments build on words of earlier ones. Same seed, same bytes.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from misaq.charter import Operation, Version

FILE = "constitution.txt"
_KINDS = {
    "substitute_words": 0.55,
    "insert_words": 0.22,
    "omit_words": 0.12,
    "insert_provision": 0.08,
    "omit_provision": 0.03,
}


@dataclass(frozen=True)
class Synthetic:
    """versions : the text after each amendment, place 0 the first. operations : of each amendment, in order."""

    versions: tuple[Version, ...]
    operations: tuple[Operation, ...]


@dataclass
class _Clause:
    id: str
    label: str
    words: list[str]

    def line(self) -> str:
        return f"({self.label}) {' '.join(self.words)}."


@dataclass
class _Article:
    number: int
    heading: str
    clauses: list[_Clause]
    taken: int = field(default=0)  # labels used so far, those of omitted clauses too

    def text(self) -> str:
        lines = [f"Article {self.number}. {self.heading}", *(c.line() for c in self.clauses)]
        return "\n".join(lines)


def synthesise(
    *, articles: int = 400, amendments: int = 200, operations: int = 3_432, seed: int = 1
) -> Synthetic:
    """Make the texts and operations; about `operations` in all, of which one amendment has a hundred."""
    chance = Random(seed)
    draw = _Words(chance)
    book = [_article(number, draw, chance) for number in range(1, articles + 1)]
    heat = list(accumulate(1 / (rank + 8) for rank in range(articles)))
    order = chance.sample(book, len(book))
    versions = [_version(0, book)]
    told: list[Operation] = []
    for n, size in enumerate(_sizes(chance, amendments, operations), start=1):
        touched: set[str] = set()
        for _ in range(size):
            article = chance.choices(order, cum_weights=heat)[0]
            operation = _amend(article, n, f"{n}.{len(touched) + 1}", draw, chance, touched)
            if operation is not None:
                told.append(operation)
        versions.append(_version(n, book))
    return Synthetic(tuple(versions), tuple(told))


class _Words:
    """Invented words, often and seldom ones."""

    def __init__(self, chance: Random, many: int = 4_000) -> None:
        syllables = [a + b for a in "bdfghklmnprstvz" for b in "aeiou"]
        sizes = (1, 2, 2, 3)
        made = {"".join(chance.choices(syllables, k=chance.choice(sizes))) for _ in range(many)}
        self.words = sorted(made)
        chance.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.chance = chance

    def take(self, many: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=many)


def _sizes(chance: Random, amendments: int, operations: int) -> list[int]:
    """How many operations each amendment has: one a hundred, the rest shared unevenly."""
    weights = [chance.expovariate(1) + 0.1 for _ in range(amendments - 1)]
    left = operations - 100
    sizes = [max(1, round(weight * left / sum(weights))) for weight in weights]
    sizes.insert(amendments // 2, 100)
    return sizes


def _article(number: int, draw: _Words, chance: Random) -> _Article:
    article = _Article(number, " ".join(draw.take(3)).capitalize(), [])
    for _ in range(chance.randint(5, 9)):
        article.clauses.append(_clause(article, draw, chance))
    return article


def _clause(article: _Article, draw: _Words, chance: Random) -> _Clause:
    article.taken += 1
    label = str(article.taken)
    return _Clause(f"art-{article.number}.cl-{label}", label, draw.take(chance.randint(25, 60)))


def _amend(
    article: _Article, n: int, name: str, draw: _Words, chance: Random, touched: set[str]
) -> Operation | None:
    """Change one clause of an article, and say how; None when this amendment has touched it already."""
    kind = chance.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
    place = chance.randrange(len(article.clauses))
    clause = article.clauses[place]
    if clause.id in touched:
        return None
    touched.add(clause.id)
    if kind == "insert_provision":
        fresh = _clause(article, draw, chance)
        article.clauses.append(fresh)
        touched.add(fresh.id)
        return _inserted(article, n, name, fresh)
    if kind == "omit_provision" and len(article.clauses) > 3 and place < len(article.clauses) - 1:
        del article.clauses[place]
        return Operation(name, n, "omit_provision", clause.id)
    return _reword(clause, n, name, kind, draw, chance)


def _inserted(article: _Article, n: int, name: str, fresh: _Clause) -> Operation:
    return Operation(
        name,
        n,
        "insert_provision",
        fresh.id,
        text=fresh.line(),
        label=f"({fresh.label})",
        parent=f"art-{article.number}",
        after=article.clauses[-2].id,
    )


def _reword(
    clause: _Clause, n: int, name: str, kind: str, draw: _Words, chance: Random
) -> Operation | None:
    """Substitute, insert or omit a few words, quoted so that they stand once in the clause."""
    words = clause.words
    at = chance.randrange(1, len(words) - 8)
    size = chance.randint(2, 6)
    quoted = words[at : at + size]
    while _times(words, quoted) > 1 and at + len(quoted) < len(words):
        quoted = words[at : at + len(quoted) + 1]
    if _times(words, quoted) > 1 or len(words) - len(quoted) < 20:
        return None
    text, told = draw.take(chance.randint(2, 14)), " ".join(quoted)
    if kind == "insert_words":
        words[at + len(quoted) : at + len(quoted)] = text
        return Operation(
            name, n, "insert_words", clause.id, words=told, text=" ".join(text), where="after"
        )
    if kind == "omit_words":
        words[at : at + len(quoted)] = []
        return Operation(name, n, "omit_words", clause.id, words=told)
    words[at : at + len(quoted)] = text
    return Operation(name, n, "substitute_words", clause.id, words=told, text=" ".join(text))


def _times(words: list[str], quoted: list[str]) -> int:
    return sum(words[i : i + len(quoted)] == quoted for i in range(len(words)))


def _version(n: int, book: list[_Article]) -> Version:
    text = "\n\n".join(article.text() for article in book) + "\n"
    day = f"{1900 + n // 2}-{1 + (n % 2) * 6:02d}-01"
    return Version(n, f"Amendment {n}" if n else "The constitution", day, {FILE: text})
