"""What people decide on a conflict is carried out: undone too, kept in their words, or parted by instruction."""

from collections.abc import Callable

import pytest

from misaq.charter import (
    BadResolutionError,
    FirstTextError,
    Operation,
    Resolution,
    Source,
    UnknownOperationError,
    Version,
    Weave,
    choose_operations,
    draft_bill,
    find_dependencies,
    fold_operations,
    read_resolution,
    revert_values,
    start_weave,
    undo_amendments,
    undo_operations,
    undoing_document,
)

Build = Callable[..., Weave]

TEXT = (
    "Article 1. Water\n(1) The water is common.\n(2) Nobody may sell it.\n\n"
    "Article 2. Land\n(1) The land is free.\n"
)


def folded(*operations: Operation) -> Weave:
    """The two articles with operations of amendments 1, 2, 3."""
    last = max((operation.n for operation in operations), default=0)
    stamps = [Version(n, f"Amendment {n}", f"19{50 + n}", {}) for n in range(1, last + 1)]
    return fold_operations(start_weave(Version(0, "", "1950", {"a": TEXT})), operations, stamps)


@pytest.fixture
def council() -> Weave:
    """The first brings article 3; the second changes it, and article 2 too; the third adds to the second's words."""
    return folded(
        Operation(
            "1.1",
            1,
            "insert_provision",
            "art-3",
            after="art-2",
            label="3",
            heading="Council",
            text="Article 3. Council\n(1) The council has seven members.\n",
            file="a",
            source=Source(section="s. 2"),
        ),
        Operation(
            "1.2", 1, "substitute_words", "art-2.cl-1", words="free", text="held by the council"
        ),
        Operation("2.1", 2, "substitute_words", "art-3.cl-1", words="seven", text="nine"),
        Operation("2.2", 2, "omit_words", "art-1.cl-2", words="may sell it"),
        Operation(
            "2.3", 2, "insert_words", "art-1.cl-2", words="Nobody", where="after", text="sells it"
        ),
        Operation(
            "3.1", 3, "insert_words", "art-3.cl-1", words="nine", where="after", text="elected"
        ),
    )


def by_key(undoing):
    return {conflict.key: conflict for conflict in undoing.conflicts}


def test_words_in_a_provision_that_goes_are_orphans_with_stable_keys(council: Weave) -> None:
    alone = undo_amendments(council, [1])
    assert set(by_key(alone)) == {"2/art-3.cl-1", "3/art-3.cl-1"}
    first = by_key(alone)["2/art-3.cl-1"]
    assert (first.severity, first.reason, first.sample) == ("needs_drafting", "orphan", "nine")
    assert set(by_key(undo_operations(council, choose_operations(council, ["1/2"])))) == set(
        by_key(alone)
    )


def test_cascading_is_undoing_both(council: Weave) -> None:
    keys = ["2/art-3.cl-1", "3/art-3.cl-1"]
    cascaded = undo_amendments(council, [1], resolutions=[Resolution(k, "cascade") for k in keys])
    chosen = choose_operations(council, ["1", "2.1", "3.1"])
    assert cascaded.texts == undo_operations(council, chosen).texts
    assert cascaded.conflicts == () == cascaded.open
    assert [council.operations[p].id for p in cascaded.cascaded] == ["2.1", "3.1"]
    assert "Nobody sells it." in cascaded.texts["a"]  # the rest of the second amendment stays


def test_what_depends_on_what_was_cascaded_comes_up_next(council: Weave) -> None:
    chosen = choose_operations(council, ["2.1"])
    undoing = undo_operations(council, chosen)
    assert set(by_key(undoing)) == {"3/art-3.cl-1"}
    assert undo_amendments(council, [1]).levels == (
        (
            council.operations.index(find(council, "2.1")),
            council.operations.index(find(council, "3.1")),
        ),
    )


def find(weave: Weave, id_: str) -> Operation:
    return next(operation for operation in weave.operations if operation.id == id_)


def test_keeping_puts_the_persons_words_in(council: Weave) -> None:
    words = "(1) The council of article 2 has nine elected members."
    undoing = undo_amendments(
        council,
        [1],
        resolutions=[
            Resolution("2/art-3.cl-1", "keep", text=words),
            Resolution("3/art-3.cl-1", "keep", text=words),
        ],
    )
    assert not undoing.open
    assert undoing.texts["a"].rstrip().endswith(words)
    assert "The land is free." in undoing.texts["a"]
    assert undoing.weave.numbers == (0, 1, 2, 3, 4)  # what they wrote is one more version
    assert council.texts(council.active()) == undoing.weave.texts(undoing.counted)
    bill = draft_bill(undoing)  # the heading goes, and the words that people wrote come
    assert [o.text for o in bill.operations] == ["free", "", "of article 2"]


def test_keeping_words_of_an_observed_text(history: Build) -> None:
    weave = history("it belongs to A here", "it belongs to B here", "it belongs to C here")
    undoing = undo_amendments(
        weave, [1], resolutions=[Resolution("2/front", "keep", text="it belongs to all of us here")]
    )
    assert undoing.texts == {"text": "it belongs to all of us here"}
    marks = Resolution("2/front", "keep", text="it belongs to “all of us”, here")
    assert undo_amendments(weave, [1], resolutions=[marks]).texts == {"text": marks.text}
    assert not undoing.open
    assert undo_amendments(weave, [1], resolutions=[Resolution("2/front", "keep")]).open


def test_the_redline_shows_what_people_wrote(history: Build) -> None:
    weave = history("it belongs to A here", "it belongs to B here", "it belongs to C here")
    keep = Resolution("2/front", "keep", text="it belongs to all here")
    (change,) = undo_amendments(weave, [1], resolutions=[keep]).redline
    shown = [(passage.kind, passage.text.strip()) for passage in change.passages]
    assert ("out", "C") in shown
    assert ("in", "all") in shown
    assert ("in", "A") not in shown


def test_parting_an_amendment_undoes_some_of_it(council: Weave) -> None:
    part = Resolution("2/art-3.cl-1", "split", ("2.1", "2.2"))
    undoing = undo_amendments(
        council, [1], resolutions=[part, Resolution("3/art-3.cl-1", "cascade")]
    )
    assert [council.operations[p].id for p in undoing.cascaded] == ["2.1", "2.2", "3.1"]
    assert "Nobody sells it may sell it." in undoing.texts["a"]


def test_what_stays_of_a_parted_amendment_is_still_open(council: Weave) -> None:
    undoing = undo_amendments(
        council, [1], resolutions=[Resolution("2/art-3.cl-1", "split", ("2.2",))]
    )
    assert by_key(undoing)["2/art-3.cl-1"].open


def test_decisions_in_any_order_and_those_no_longer_needed(council: Weave) -> None:
    decisions = [Resolution(k, "cascade") for k in ("3/art-3.cl-1", "2/art-3.cl-1", "2/art-1")]
    one = undo_amendments(council, [1], resolutions=decisions)
    other = undo_amendments(council, [1], resolutions=decisions[::-1])
    assert undoing_document(one) == undoing_document(other)
    assert [each.conflict for each in one.unused] == ["2/art-1"]


def test_decisions_are_plain_values_and_back(council: Weave) -> None:
    for decision in (
        Resolution("2/art-3.cl-1", "keep", text="(1) x"),
        Resolution("2/art-3.cl-1", "split", ("2.1",)),
    ):
        assert read_resolution(decision.document()) == decision
    for wrong in (
        {},
        {"conflict": "a", "choice": "burn"},
        {"conflict": "a", "choice": "keep", "text": 3},
    ):
        with pytest.raises(BadResolutionError):
            read_resolution(wrong)


@pytest.mark.parametrize(
    "decisions",
    [
        [Resolution("2/art-3.cl-1", "cascade"), Resolution("2/art-3.cl-1", "keep")],
        [Resolution("2/art-3.cl-1", "split")],
        [Resolution("2/art-3.cl-1", "split", ("3.1",))],
        [
            Resolution("2/art-3.cl-1", "keep", text="(1) x"),
            Resolution("3/art-3.cl-1", "keep", text="(1) y"),
        ],
    ],
    ids=["twice", "nothing parted", "of another amendment", "two texts for one provision"],
)
def test_decisions_that_cannot_be_carried_out(council: Weave, decisions: list[Resolution]) -> None:
    with pytest.raises(BadResolutionError):
        undo_amendments(council, [1], resolutions=decisions)


def test_choosing_amendments_sections_and_operations(council: Weave) -> None:
    ids = [council.operations[p].id for p in choose_operations(council, ["1/2", "2.3", "3"])]
    assert ids == ["1.1", "2.3", "3.1"]
    for unknown in ("9", "1/7", "4.4", ""):
        with pytest.raises(UnknownOperationError):
            choose_operations(council, [unknown])
    with pytest.raises(FirstTextError):
        undo_amendments(council, [0])


def test_a_provision_under_one_that_goes_depends_on_it() -> None:
    weave = folded(
        Operation(
            "1.1",
            1,
            "insert_provision",
            "art-3",
            after="art-2",
            file="a",
            text="Article 3. Council\n(1) It sits.\n",
        ),
        Operation(
            "2.1", 2, "insert_provision", "art-3.cl-2", after="art-3.cl-1", text="(2) It hears all."
        ),
        Operation("3.1", 3, "renumber", "art-3", label="4"),
    )
    undoing = undo_amendments(weave, [1])
    reasons = {key: conflict.reason for key, conflict in by_key(undoing).items()}
    assert reasons == {"2/art-3.cl-2": "orphan", "3/art-3": "orphan"}
    kinds = {(d.kind, d.provision) for d in find_dependencies(weave)}
    assert ("child", place(weave, "art-3.cl-2")) in kinds
    assert ("label", place(weave, "art-3")) in kinds


def place(weave: Weave, id_: str) -> int:
    return next(i for i, provision in enumerate(weave.provisions) if provision.id == id_)


def test_words_next_to_quoted_words_of_another_depend_on_them() -> None:
    weave = folded(
        Operation(
            "1.1", 1, "insert_words", "art-1.cl-1", words="water", where="after", text="of rivers"
        ),
        Operation(
            "2.1", 2, "insert_words", "art-1.cl-1", words="rivers", where="after", text="and wells"
        ),
    )
    undoing = undo_amendments(weave, [1])
    (conflict,) = undoing.conflicts
    assert (conflict.reason, conflict.severity, conflict.words) == ("anchor", "dependent", 2)
    assert undo_amendments(weave, [2]).conflicts == ()


def test_the_answer_of_the_command(council: Weave) -> None:
    values = revert_values(undo_amendments(council, [1], mode="repealed"), timing={"undo": 3.0})
    assert values["undone"] == [1]
    assert values["mode"] == "repealed"
    first = values["conflicts"][0]
    assert {"with", "kind", "severity", "tokens", "provisions", "why"} <= first.keys()
    assert (
        first["with"],
        first["kind"],
        first["severity"],
        first["tokens"],
        first["provisions"],
    ) == (
        2,
        "orphan",
        "needs_drafting",
        1,
        ["art-3.cl-1"],
    )
    assert "someone has to write it" in first["why"]
    assert len(values["text_sha256"]) == 64
    never = revert_values(undo_amendments(council, [1]))
    assert (never["mode"], never["text_sha256"]) == ("never_made", values["text_sha256"])


def test_words_for_a_provision_that_has_none_stand_where_it_stood() -> None:
    weave = folded(
        Operation(
            "1.1",
            1,
            "insert_provision",
            "art-3",
            after="art-2",
            file="a",
            text="Article 3. Council\n(1) It sits.\n",
        ),
        Operation("2.1", 2, "substitute_words", "art-3", words="Council", text="Assembly"),
    )
    keep = Resolution("2/art-3", "keep", text="Article 3. Assembly")
    undoing = undo_amendments(weave, [1], resolutions=[keep])
    assert undoing.texts["a"] == TEXT + "Article 3. Assembly\n"


def test_undoing_nothing_changes_nothing(council: Weave) -> None:
    undoing = undo_amendments(council, [])
    assert (undoing.severity, undoing.conflicts, undoing.cautions) == ("clean", (), ())
    assert undoing.texts == council.texts(council.active())
    assert draft_bill(undoing).operations == ()
