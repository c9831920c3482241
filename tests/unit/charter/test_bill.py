"""The bill gives the wanted text exactly, in as few words as can be, said in both languages; or there is no bill."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from misaq.charter import (
    SAVINGS,
    Bill,
    BillDiffersError,
    Resolution,
    UnknownSavingsError,
    Version,
    Weave,
    bill_drafting,
    bill_markdown,
    bill_text,
    draft_bill,
    fold_operations,
    start_weave,
    undo_amendments,
    weave_versions,
)
from misaq.charter.text import cut_units

Build = Callable[..., Weave]

LAND = "Article 2. Land\n(1) The land of the hills belongs to those who till it.\n"
WATER = "Article 1. Water\n(1) The water is common to all.\n(2) Nobody may sell it for more than one year.\n\n"


def tokens(texts: Mapping[str, str]) -> dict[str, list[str]]:
    return {path: [word for word, _ in cut_units(text)[1:]] for path, text in texts.items() if text}


def folded(present: Mapping[str, str], bill: Bill) -> dict[str, list[str]]:
    """The present text with the bill's operations, as anyone would fold them."""
    weave = start_weave(Version(0, "", None, present))
    after = fold_operations(
        weave,
        [replace(operation, n=1) for operation in bill.operations],
        [Version(1, "", None, {})],
    )
    return tokens(after.texts(after.active()))


def undone(*texts: str, which: int = 1) -> Bill:
    """The bill that undoes one amendment of a history of texts; its text is checked here once more."""
    weave = weave_versions(
        Version(n, "", f"{1950 + n}", {"a": text}) for n, text in enumerate(texts)
    )
    undoing = undo_amendments(weave, [which])
    bill = draft_bill(undoing)
    assert folded(weave.texts(weave.active()), bill) == tokens(undoing.texts)
    return bill


def said(bill: Bill, language: str = "en") -> list[str]:
    return [clause.words[language] for clause in bill.clauses if clause.part == "operation"]


def test_words_for_words() -> None:
    bill = undone(WATER + LAND, WATER.replace("one year", "two months") + LAND)
    assert said(bill) == [
        "In article 1, clause (2), for the words “two months” the words “one year” shall be substituted."
    ]
    assert said(bill, "ur") == [
        "دفعہ 1 کی شق (2) میں الفاظ ”two months“ کی جگہ الفاظ ”one year“ تبدیل کر دیے جائیں گے۔"
    ]


def test_words_omitted_and_inserted() -> None:
    bill = undone(
        WATER + LAND, WATER.replace("common to all", "common") + LAND.replace("of the hills ", "")
    )
    assert said(bill) == [
        "In article 1, clause (1), after the words “is common”, the words “to all” shall be inserted.",
        "In article 2, clause (1), after the words “The land”, the words “of the hills” shall be inserted.",
    ]
    bill = undone(WATER + LAND, WATER.replace("all", "all of us") + LAND)
    assert said(bill) == ["In article 1, clause (1), the words “of us” shall be omitted."]
    assert said(bill, "ur") == ["دفعہ 1 کی شق (1) میں الفاظ ”of us“ حذف کر دیے جائیں گے۔"]


def test_a_word_that_stands_twice_is_quoted_with_its_neighbours() -> None:
    law = (
        "Article 1. Heirs\n"
        "(1) A son and a guest share, a daughter and a guest share, and a widow and a guest share.\n"
    )
    bill = undone(law, law.replace("daughter and a guest", "daughter and a cousin"))
    assert [(o.words, o.occurrence) for o in bill.operations] == [("cousin", 1)]
    bill = undone(law, law.replace("a daughter and a guest", "a daughter or a guest"))
    (operation,) = bill.operations
    assert operation.occurrence == 1
    assert operation.words == "or"
    bill = undone(law.replace("a daughter and a guest", "a daughter or a guest"), law)
    (operation,) = bill.operations
    assert (operation.words, operation.text, operation.occurrence) == (
        "daughter and",
        "daughter or",
        1,
    )


def test_what_no_neighbours_tell_apart_is_counted() -> None:
    many = "Article 1. Bells\n(1) " + "ring the bell and " * 8 + "rest.\n"
    one_less = many.replace(
        "(1) ring the bell and ring the bell and", "(1) ring the bell and sound the bell and", 1
    )
    bill = undone(one_less, many)
    (operation,) = bill.operations
    assert operation.kind == "substitute_words"
    assert said(bill)[0].endswith("shall be substituted.")


def test_provisions_come_and_go_as_such() -> None:
    wells = "(3) Wells belong to those who dig them.\n\n"
    with_wells = WATER.rstrip("\n") + "\n" + wells
    bill = undone(WATER + LAND, with_wells + LAND)
    assert [o.kind for o in bill.operations] == ["omit_provision"]
    assert said(bill) == ["Article 1, clause (3) shall be omitted."]
    bill = undone(with_wells + LAND, WATER + LAND)
    assert [o.kind for o in bill.operations] == ["insert_provision"]
    assert said(bill) == [
        (
            "After article 1, clause (2) the following shall be inserted, namely:—\n\n"
            "“(3) Wells belong to those who dig them.”"
        )
    ]
    assert said(bill, "ur")[0].startswith(
        "دفعہ 1 کی شق (2) کے بعد حسبِ ذیل شامل کر دی جائے گی، یعنی:—"
    )


def test_a_proviso_is_named_in_urdu_as_its_place_in_the_sentence_asks() -> None:
    proviso = WATER.rstrip("\n") + "\nProvided that wells are not water.\n\n"
    bill = undone(WATER + LAND, proviso + LAND)
    assert said(bill) == ["In article 1, clause (2), the proviso shall be omitted."]
    assert said(bill, "ur") == ["دفعہ 1 کی شق (2) کا فقرہ شرطیہ حذف کر دیا جائے گا۔"]
    bill = undone(proviso + LAND, proviso.replace("wells", "ponds") + LAND)
    assert said(bill, "ur") == [
        "دفعہ 1 کی شق (2) کے فقرہ شرطیہ میں لفظ ”ponds“ کی جگہ لفظ ”wells“ تبدیل کر دیا جائے گا۔"
    ]


def test_an_article_that_comes_back_stands_after_its_neighbour() -> None:
    bill = undone(WATER + LAND, WATER)
    (operation,) = bill.operations
    assert (operation.kind, operation.after, operation.label) == ("insert_provision", "art-1", "2")


def test_most_of_the_words_changed_is_a_whole_substitution() -> None:
    other = "(1) Whoever tills any field shall pay a tenth of the harvest every autumn.\n"
    bill = undone(WATER + LAND, WATER + "Article 2. Land\n" + other)
    (operation,) = bill.operations
    assert operation.kind == "substitute_provision"
    assert said(bill)[0].startswith("For article 2, clause (1) the following shall be substituted")
    few = LAND.replace("belongs to", "is held by")
    assert [o.kind for o in undone(WATER + LAND, WATER + few).operations] == ["substitute_words"]


def test_the_instructions_are_numbered_in_the_order_of_the_text() -> None:
    bill = undone(
        WATER + LAND,
        WATER.replace("common", "free").replace("one year", "a day") + LAND.replace("till", "own"),
    )
    assert [clause.number for clause in bill.clauses] == [1, 2, 3, 4, 5]
    assert [clause.provision for clause in bill.clauses[2:]] == [
        "art-1.cl-1",
        "art-1.cl-2",
        "art-2.cl-1",
    ]
    assert [operation.id for operation in bill.operations] == ["2.1", "2.2", "2.3"]


def test_which_amendment_each_clause_takes_back() -> None:
    texts = [WATER + LAND, WATER.replace("common", "free") + LAND]
    texts.append(texts[1].replace("till", "own"))
    weave = weave_versions(
        Version(n, "", f"{1950 + n}", {"a": text}) for n, text in enumerate(texts)
    )
    bill = draft_bill(undo_amendments(weave, [1, 2]))
    assert [clause.reverses for clause in bill.clauses if clause.operation] == [(1,), (2,)]
    assert bill.undone == (1, 2)
    assert bill.clauses[2].statement == {
        "en": "Puts other words in article 1, clause (1). It takes back the first amendment.",
        "ur": "دفعہ 1 کی شق (1) میں الفاظ بدلتی ہے۔ یہ ترمیم نمبر 1 کو واپس لیتی ہے۔",
    }


def test_never_made_and_repealed_differ_in_commencement_alone(history: Build) -> None:
    weave = history(WATER, WATER.replace("common", "free"))
    never = draft_bill(undo_amendments(weave, [1]))
    now = draft_bill(undo_amendments(weave, [1], mode="repealed"))
    assert never.operations == now.operations
    assert never.commencement["en"].endswith("shall be deemed never to have had effect.")
    assert now.commencement["en"].endswith("is repealed as from that day.")
    assert now.commencement["ur"].endswith("اسی دن سے منسوخ سمجھی جائے گی۔")


def test_savings_are_chosen_and_never_imposed(history: Build) -> None:
    undoing = undo_amendments(history(WATER, WATER.replace("common", "free")), [1])
    assert [clause.part for clause in draft_bill(undoing).clauses][-1] == "operation"
    for name in SAVINGS:
        bill = draft_bill(undoing, savings=name)
        assert (bill.clauses[-1].part, bill.savings) == ("savings", name)
        assert "{" not in bill.clauses[-1].words["en"] + bill.clauses[-1].words["ur"]
        assert "first amendment" in bill.clauses[-1].words["en"]
    with pytest.raises(UnknownSavingsError):
        draft_bill(undoing, savings="everything")


def test_words_that_people_supplied_are_in_the_bill(history: Build) -> None:
    base = "Article 1. Water\n(1) It belongs to {} here and in every valley of the land.\n"
    weave = history(base.format("the king"), base.format("the state"), base.format("the people"))
    keep = Resolution("2/art-1", "keep", text=base.format("all of us"))
    undoing = undo_amendments(weave, [1], resolutions=[keep])
    bill = draft_bill(undoing)
    assert folded(weave.texts(weave.active()), bill) == tokens(undoing.texts)
    assert said(bill) == [
        "In article 1, clause (1), for the words “the people” the words “all of us” shall be substituted."
    ]


def test_what_nobody_has_decided_stands_at_the_top_of_the_bill(history: Build) -> None:
    base = "Article 1. Water\n(1) It belongs to {} here and in every valley of the land.\n"
    weave = history(base.format("the king"), base.format("the state"), base.format("the people"))
    bill = draft_bill(undo_amendments(weave, [1]))
    assert bill.undecided == ("2/art-1",)
    for language in ("en", "ur"):
        for text in (bill_text(bill, language), bill_markdown(bill, language)):
            assert text.index("2/art-1") < text.index("1.")
    decided = [Resolution("2/art-1", "keep", text=base.format("all of us"))]
    assert draft_bill(undo_amendments(weave, [1], resolutions=decided)).undecided == ()


def test_several_files_one_of_which_goes() -> None:
    files = [{"a.txt": WATER}, {"a.txt": WATER.replace("common", "free"), "b.txt": LAND}]
    weave = weave_versions(Version(n, "", f"{1950 + n}", texts) for n, texts in enumerate(files))
    undoing = undo_amendments(weave, [1])
    bill = draft_bill(undoing)
    assert (
        folded(weave.texts(weave.active()), bill)
        == tokens(undoing.texts)
        == tokens({"a.txt": WATER})
    )
    back = weave_versions(
        Version(n, "", f"{1950 + n}", texts) for n, texts in enumerate(files[::-1])
    )
    undoing = undo_amendments(back, [1])
    bill = draft_bill(undoing)
    assert folded(back.texts(back.active()), bill) == tokens(undoing.texts)
    assert {operation.file for operation in bill.operations} == {"", "b.txt"}


def test_a_bill_that_would_differ_is_not_issued(
    history: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    undoing = undo_amendments(history(WATER + LAND, WATER.replace("one year", "a day") + LAND), [1])
    right = bill_drafting.fold_operations

    def careless(weave, operations, versions):
        return right(weave, [replace(o, text="two years") for o in operations], versions)

    monkeypatch.setattr(bill_drafting, "fold_operations", careless)
    with pytest.raises(BillDiffersError) as told:
        draft_bill(undoing)
    assert told.value.params["file"] == "text"
    assert "two years . Article 2" in told.value.params["where"]


def test_what_the_check_says(history: Build) -> None:
    undoing = undo_amendments(history(WATER, WATER.replace("common", "free")), [1])
    check = draft_bill(undoing).check
    assert check.to_sha256 == undoing.text_sha256 != check.from_sha256
    assert (check.instructions, check.tokens) == (1, len(tokens(undoing.texts)["text"]))


def test_undoing_nothing_that_stands_gives_a_bill_without_instructions(history: Build) -> None:
    weave = history(WATER, WATER.replace("common", "free"), WATER)
    bill = draft_bill(undo_amendments(weave, [1, 2]))
    assert bill.operations == ()


def test_an_urdu_law_in_both_languages(history: Build) -> None:
    law = "دفعہ 1۔ پانی\n(1) پانی سب کا مشترک ہے۔\n(2) کوئی اسے ایک سال سے زیادہ کے لیے نہیں بیچے گا۔\n"
    bill = draft_bill(undo_amendments(history(law, law.replace("ایک سال", "دو ماہ")), [1]))
    assert said(bill, "ur") == [
        "دفعہ 1 کی شق (2) میں الفاظ ”دو ماہ“ کی جگہ الفاظ ”ایک سال“ تبدیل کر دیے جائیں گے۔"
    ]
    assert said(bill) == [
        "In article 1, clause (2), for the words “دو ماہ” the words “ایک سال” shall be substituted."
    ]


def test_it_reads_as_markdown_and_as_plain_text(history: Build) -> None:
    bill = draft_bill(undo_amendments(history(WATER + LAND, WATER), [1]), savings="acts_done")
    markdown, plain = bill_markdown(bill), bill_text(bill, "ur")
    assert markdown.startswith(
        "# Constitution (Reversal of the First Amendment) Act\n\n**1.** This Act may be called"
    )
    assert "> “Article 2. Land\n> (1) The land" in markdown
    assert f"(sha256 {bill.check.to_sha256})" in markdown
    assert plain.startswith("آئین (ترمیم نمبر 1 کی واپسی) ایکٹ\n\n1. یہ آئین")
    assert "    ”Article 2. Land" in plain
