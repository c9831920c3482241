"""Laws of folding operations, against a naive fold of lists of words."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from misaq.charter import (
    EVERY,
    Operation,
    Version,
    Weave,
    fold_operations,
    read_weave,
    rebuild_version,
    start_weave,
    weave_document,
)
from misaq.charter.text import cut_units

ARTICLES, CLAUSES, LENGTH = 2, 3, 5


class UnfitError(Exception):
    """The naive fold cannot apply an operation."""


@dataclass
class Node:
    """A provision as its words and what stands in it; nothing is remembered."""

    id: str
    items: list["str | Node"] = field(default_factory=list)

    def walk(self) -> Iterator[tuple["Node", int, str]]:
        for i, item in enumerate(self.items):
            if isinstance(item, Node):
                yield from item.walk()
            else:
                yield self, i, item

    def nodes(self) -> Iterator["Node"]:
        yield self
        for item in self.items:
            if isinstance(item, Node):
                yield from item.nodes()

    def holder(self, id_: str) -> tuple["Node", int]:
        for node in self.nodes():
            for i, item in enumerate(node.items):
                if isinstance(item, Node) and item.id == id_:
                    return node, i
        raise UnfitError(id_)

    def get(self, id_: str) -> "Node":
        node, i = self.holder(id_)
        found = node.items[i]
        assert isinstance(found, Node)
        return found

    def words(self) -> list[str]:
        return [word for _, _, word in self.walk()]


def tokens(text: str) -> list[str]:
    return [word for word, _ in cut_units(text)[1:]]


def naive(root: Node, operation: Operation) -> None:
    """Apply one operation to lists of words."""
    kind = operation.kind
    if kind == "insert_provision":
        put_in(root, operation, Node(operation.provision, list(tokens(operation.text))))
        return
    target = root.get(operation.provision)
    if kind == "move":
        node, i = root.holder(operation.provision)
        del node.items[i]
        put_in(root, operation, target)
    elif kind == "renumber":
        where = next(i for i, item in enumerate(target.items) if item not in {"(", "Article"})
        target.items[where : where + 1] = tokens(operation.label)
    elif kind in {"omit_provision", "substitute_provision"}:
        empty(target, operation)
        target.items = [*tokens(operation.text), *target.items]
    elif operation.where == "end":
        if not target.words():
            raise UnfitError(operation.id)
        target.items += tokens(operation.text)
    else:
        change_words(target, operation, tokens(operation.text))


def put_in(root: Node, operation: Operation, node: Node) -> None:
    above, at = root.holder(operation.after)
    if above.id != operation.parent:
        raise UnfitError(operation.id)
    above.items.insert(at + 1, node)


def empty(target: Node, operation: Operation) -> None:
    if not target.words() and operation.kind == "omit_provision":
        raise UnfitError(operation.id)
    for node in list(target.nodes()):
        node.items = [item for item in node.items if isinstance(item, Node)]


def change_words(target: Node, operation: Operation, text: list[str]) -> None:
    quoted, places = tokens(operation.words), list(target.walk())
    words = [word for *_, word in places]
    spans, at = [], 0
    while at <= len(words) - len(quoted):
        if words[at : at + len(quoted)] == quoted:
            spans.append(at)
            at += len(quoted)
        else:
            at += 1
    if len(spans) < operation.occurrence or not spans:
        raise UnfitError(operation.id)
    chosen = spans if operation.occurrence == EVERY else [spans[operation.occurrence - 1]]
    for start in reversed(chosen):
        span = places[start : start + len(quoted)]
        node, i, _ = span[-1] if operation.where == "after" else span[0]
        if operation.where == "after":
            node.items[i + 1 : i + 1] = text
            continue
        if operation.kind != "insert_words":
            for holder, place, _ in reversed(span):
                del holder.items[place]
        node.items[i:i] = text


def first_text(words: Iterator[str]) -> tuple[str, Node]:
    root, lines = Node("", []), []
    for a in range(1, ARTICLES + 1):
        lines.append(f"Article {a}. {next(words)}")
        article = Node(f"art-{a}", list(tokens(lines[-1])))
        root.items.append(article)
        for c in range(1, CLAUSES + 1):
            lines.append(f"({c}) {' '.join(next(words) for _ in range(LENGTH))}.")
            article.items.append(Node(f"art-{a}.cl-{c}", list(tokens(lines[-1]))))
    return "\n".join(lines) + "\n", root


def draw_history(seed: int, vocabulary: int, size: int) -> tuple[str, list[Operation], Node]:
    """A text, operations on it that the naive fold can apply one after another, and what comes of it."""
    chance = random.Random(seed)
    fresh = iter(range(10_000))
    words = (
        f"w{next(fresh) if not vocabulary else chance.randrange(vocabulary)}" for _ in iter(int, 1)
    )
    text, root = first_text(words)
    operations: list[Operation] = []
    while len(operations) < size:
        n = len(operations) + 1
        operation = draw_operation(chance, root, n, words)
        if operation is None:
            continue
        before = [node.id for node in root.nodes()]
        naive(root, operation)
        assert len(set(before)) == len(before)
        operations.append(operation)
    return text, operations, root


def draw_operation(
    chance: random.Random, root: Node, n: int, words: Iterator[str]
) -> Operation | None:
    nodes = [node for node in root.nodes() if ".cl-" in node.id]
    node = chance.choice(nodes)
    article = root.holder(node.id)[0].id
    new = " ".join(next(words) for _ in range(chance.randint(1, 3)))
    body = [w for w in node.words() if w.startswith("w")]
    kinds = ["words"] * 6 + ["put", "put", "replace", "omit", "move", "renumber", "end"]
    kind = chance.choice(kinds)
    id_ = f"{n}.1"
    if kind == "put":
        fresh = f"{article}.cl-9{n}"
        body = f"(9{n}) {new}."
        return Operation(
            id_, n, "insert_provision", fresh, text=body, parent=article, after=node.id
        )
    if kind == "move":
        others = [o for o in nodes if o is not node]
        after = chance.choice(others)
        return Operation(
            id_, n, "move", node.id, parent=root.holder(after.id)[0].id, after=after.id
        )
    if kind == "end":
        provision = chance.choice([article, node.id])
        return Operation(id_, n, "insert_words", provision, text=new, where="end") if body else None
    if not body or "(" not in node.items:
        return None
    if kind == "replace":
        return Operation(id_, n, "substitute_provision", node.id, text=f"({n}) {new}.")
    if kind == "omit":
        return Operation(id_, n, "omit_provision", node.id)
    if kind == "renumber":
        return Operation(id_, n, "renumber", node.id, label=f"8{n}")
    return draw_words(chance, root, chance.choice([root.get(article), node]), (id_, n), new)


def draw_words(
    chance: random.Random, root: Node, scope: Node, name: tuple[str, int], new: str
) -> Operation | None:
    all_words = scope.words()
    starts = [i for i, word in enumerate(all_words) if word.startswith("w")]
    if not starts:
        return None
    at = chance.choice(starts)
    quoted = [w for w in all_words[at : at + chance.randint(1, 3)] if w.startswith("w")]
    if all_words[at : at + len(quoted)] != quoted:
        return None
    count, i = 0, 0
    while i <= at:
        if all_words[i : i + len(quoted)] == quoted:
            count += 1
            i += len(quoted)
        else:
            i += 1
    occurrence = chance.choice([count, count, EVERY]) if count else 1
    kind, where = chance.choice(WORD_KINDS)
    text = "" if kind == "omit_words" else new
    return Operation(
        *name, kind, scope.id, words=" ".join(quoted), text=text, where=where, occurrence=occurrence
    )  # type: ignore[arg-type]


def fold(text: str, operations: list[Operation]) -> Weave:
    weave = start_weave(Version(0, "", "1950", {"a": text}))
    stamps = [Version(o.n, "", None, {}) for o in operations]
    return fold_operations(weave, operations, stamps)


WORD_KINDS = [
    ("substitute_words", "instead"),
    ("omit_words", "instead"),
    ("insert_words", "before"),
    ("insert_words", "after"),
]
SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.integers(1, 12))
@settings(max_examples=80, deadline=None)
def test_folding_gives_what_the_naive_fold_of_words_gives(seed: int, size: int) -> None:
    text, operations, root = draw_history(seed, 4, size)
    weave = fold(text, operations)
    assert tokens(weave.texts(weave.active())["a"]) == root.words()
    assert weave.texts(weave.active(0)) == {"a": text}


@given(SEEDS, st.integers(2, 9), st.data())
@settings(max_examples=80, deadline=None)
def test_leaving_out_is_never_having_made_it_when_nothing_depends_on_it(
    seed: int, size: int, data: st.DataObject
) -> None:
    text, operations, _ = draw_history(
        seed, 0, size
    )  # every word is there once: a quotation is one place
    left_out = data.draw(st.sets(st.sampled_from(range(size)), min_size=1, max_size=3))
    moved = {operations[i].provision for i in left_out if operations[i].kind == "move"}
    assume(not any(o.after in moved for i, o in enumerate(operations) if i not in left_out))
    replaced = {
        o.provision: i for i, o in enumerate(operations) if o.kind == "substitute_provision"
    }
    assume(  # a renumbering of a label that a substitution printed depends on it
        not any(
            o.kind == "renumber" and replaced.get(o.provision, i) < i
            for i, o in enumerate(operations)
        )
    )
    _, root = first_text(iter(tokens_of_first(text)))
    try:
        for i, operation in enumerate(operations):
            if i not in left_out:
                naive(root, operation)
    except UnfitError:
        assume(False)
    weave = fold(text, operations)
    active = weave.active(without_operations=[i + 1 for i in left_out])
    shown = weave.texts(active)
    assert tokens(shown.get("a", "")) == root.words()
    without = [operations[i].id for i in left_out]
    assert rebuild_version(weave_document(weave), operations[-1].n, without=without) == shown


def tokens_of_first(text: str) -> list[str]:
    return [word for word in tokens(text) if word.startswith("w")]


@given(SEEDS, st.integers(2, 8), st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_folding_in_two_steps_by_way_of_the_published_weave_is_folding_at_once(
    seed: int, size: int, step: int
) -> None:
    text, operations, _ = draw_history(seed, 4, size)
    whole = weave_document(fold(text, operations))
    half = fold(text, operations[:step])
    stamps = [Version(o.n, "", None, {}) for o in operations[step:]]
    assert weave_document(fold_operations(half, operations[step:], stamps)) == whole
    if step <= size and half.operations[1:]:
        again = read_weave(weave_document(half))
        assert weave_document(fold_operations(again, operations[step:], stamps)) == whole


@given(SEEDS, st.integers(2, 8), st.data())
@settings(max_examples=40, deadline=None)
def test_operations_on_different_articles_may_be_folded_in_any_order(
    seed: int, size: int, data: st.DataObject
) -> None:
    text, operations, _ = draw_history(seed, 4, size)
    assume(not any(o.kind == "move" for o in operations))
    one = [replace(o, n=1) for o in operations if o.provision.startswith("art-1")]
    two = [replace(o, n=1) for o in operations if o.provision.startswith("art-2")]
    assume(one and two)
    flags = data.draw(st.permutations([0] * len(one) + [1] * len(two)))
    queues = [iter(one), iter(two)]
    mixed = fold(text, [next(queues[flag]) for flag in flags])
    straight = fold(text, [*one, *two])
    assert mixed.texts(mixed.active()) == straight.texts(straight.active())


@given(SEEDS, st.integers(1, 8))
@settings(max_examples=20, deadline=None)
def test_what_operations_are_called_changes_nothing(seed: int, size: int) -> None:
    text, operations, _ = draw_history(seed, 4, size)
    renamed = [replace(o, id=f"x{size - i}") for i, o in enumerate(operations)]
    a, b = fold(text, operations), fold(text, renamed)
    for place in range(len(a.numbers)):
        assert a.texts(a.active(place)) == b.texts(b.active(place))


@given(SEEDS, st.integers(1, 8), st.data())
@settings(max_examples=40, deadline=None)
def test_a_stranger_rebuilds_every_version_and_redoing_is_the_identity(
    seed: int, size: int, data: st.DataObject
) -> None:
    text, operations, _ = draw_history(seed, 4, size)
    weave = fold(text, operations)
    document = weave_document(weave)
    for n in weave.numbers:
        assert rebuild_version(document, n) == weave.texts(weave.active(weave.place(n)))
    left_out = data.draw(st.sets(st.sampled_from(range(1, size + 1))))
    active = weave.active(without_operations=left_out)
    shown = weave.texts(active)
    assert (
        rebuild_version(document, size, without=[weave.operations[i].id for i in left_out]) == shown
    )
    active[list(left_out)] = True
    assert weave.texts(active) == weave.texts(weave.active())
