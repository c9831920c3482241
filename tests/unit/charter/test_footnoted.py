"""A footnoted edition of an invented country: who changed each bracket, and what the edition does not give."""

import re

import pytest

from misaq.charter import (
    NotInSourceError,
    find_authors,
    read_footnoted,
    read_notes,
    split_pages,
    weave_edition,
)

EDITION = """CONSTITUTION OF ARBERA
1
1. Name

11. (1) Arbera is a 2[federal] Republic of 3[Parliament and people].

3. Water

3. It is 4* common 5[to all who live here].

6* * * * *

1  Brought into force on 10th March, 1971, see Gaz. of Arb.
2  Ins. by the Constitution (First Amdt.) Act, 1974 (3 of 1974), s. 2 (w.e.f. the 4th May, 1974).
3  Subs. by the Constitution (Ninth Amdt.) Act, 2010 (10 of 2010), s. 3, for ―Assembly‖.
4  The word "always" omitted ibid., s. 4.
5  Subs. by Act 10 of 2010, s. 5, for “clause (2)”.
6  Clause (3) omitted ibid.
CONSTITUTION OF ARBERA
2
4. Woods

1[4. They are 2[Parliament]'s.]

1  New Article 4 ins. by P. O. No. 14 of 1985, Art. 2.
2  See footnote 3 on page 1, supra.
"""


def edition():
    return read_footnoted(split_pages(EDITION))


def test_notes_say_who_where_when_and_what_stood_before() -> None:
    notes = {(n.page, n.n): n for n in edition().notes}
    assert [(n.kind, n.act, n.section, n.date) for n in edition().notes] == [
        ("remark", "", "", ""),
        ("insert", "3 of 1974", "s. 2", "1974-05-04"),
        ("substitute", "10 of 2010", "s. 3", "2010"),
        ("omit", "10 of 2010", "s. 4", "2010"),
        ("substitute", "10 of 2010", "s. 5", "2010"),
        ("omit", "10 of 2010", "s. 5", "2010"),
        ("insert", "P.O. 14 of 1985", "Art. 2", "1985"),
        ("reference", "10 of 2010", "s. 3", "2010"),
    ]
    assert notes[1, 3].title == notes[1, 5].title == "Constitution (Ninth Amendment) Act, 2010"
    assert (notes[1, 3].old, notes[1, 3].old_is_label) == ("Assembly", False)
    assert (notes[1, 4].old, notes[1, 4].old_is_label) == ("always", False)
    assert (notes[1, 5].old, notes[1, 5].old_is_label) == ("clause (2)", True)
    assert (notes[2, 2].old, notes[2, 2].refers_to) == ("Assembly", (1, 3))


def test_marks_leave_the_text_and_are_found_again() -> None:
    read = edition()
    assert "[" not in read.text
    assert "1. (1) Arbera is a federal Republic" in read.text
    assert [(m.note.n, read.text[m.start : m.end]) for m in read.marks if m.bracketed] == [
        (2, "federal"),
        (3, "Parliament and people"),
        (5, "to all who live here"),
        (1, "4. They are Parliament's."),
        (2, "Parliament"),
    ]
    assert not read.unplaced
    assert [n.n for n in read.not_in_source] == [5, 6]


def test_the_text_that_pdfium_takes_from_a_page_reads_the_same() -> None:
    """PDFium ends the line after every raised number, and names the pages itself."""
    raised = EDITION.replace("CONSTITUTION OF ARBERA\n2\n", "# Page 2\nCONSTITUTION OF ARBERA\n2\n")
    raised = re.sub(r"(?<=[ \n])(\d)(?=\[|\*)", r"\1\n", raised).replace("\n11. (1)", "\n1\n1. (1)")
    raised = re.sub(r"^(\d)  (?=[A-Z])", r"\1\n ", raised, flags=re.M)
    assert raised.count("\n") > EDITION.count("\n") + 12
    read = read_footnoted(split_pages(raised))
    assert [n.text for n in read.notes] == [n.text for n in edition().notes]
    assert not read.unplaced
    assert read.text == edition().text


def test_every_marked_word_has_its_act_and_what_it_replaced() -> None:
    sourced = weave_edition(edition(), first_date="1971")
    weave = sourced.weave
    assert weave.texts(weave.active())["constitution.txt"] == edition().text
    assert [d.date for d in weave.datings] == ["1971", "1974-05-04", "1985", "2010"]
    authored = [
        (a.text, int(weave.version_of[a.by]), a.instead_of)
        for parts in find_authors(weave, weave.active()).values()
        for a in parts
    ]
    assert ("federal", 1, "") in authored
    assert ("Parliament and people", 3, "Assembly") in authored
    assert ("Parliament", 3, "Assembly") in authored
    assert {op.source.status for op in weave.operations} == {"parsed"}
    assert [op.source.section for op in weave.operations[1:4]] == ["s. 2", "s. 3", "s. 4"]


def test_a_text_that_the_source_lacks_is_refused_and_not_invented() -> None:
    sourced = weave_edition(edition(), first_date="1971")
    with pytest.raises(NotInSourceError) as refused:
        sourced.texts_on("1990")
    assert refused.value.params["holes"] == 2
    assert sourced.texts_on("2010")


def test_where_every_earlier_word_is_quoted_the_earlier_text_is_given() -> None:
    quoted = EDITION.replace("for “clause (2)”", "for “to its owners”").replace(
        "6  Clause (3) omitted ibid.", '6  The words "It is old." omitted ibid.'
    )
    sourced = weave_edition(read_footnoted(split_pages(quoted)), first_date="1971")
    text = " ".join(sourced.texts_on("1990")["constitution.txt"].split())
    assert "Republic of Assembly" in text
    assert "It is always common to its owners." in text
    assert "It is old. 4. Woods" in text  # the asterisks stand only for what was left out
    assert "federal" in text  # the first amendment had come
    assert "federal" not in sourced.texts_on("1972")["constitution.txt"]
    assert "They are" not in sourced.texts_on("1972")["constitution.txt"]


def test_older_brackets_inside_younger_ones_are_as_young_as_what_holds_them() -> None:
    page = (
        "1. A\n\n1[1. All 2[men] are equal.]\n\n1  Subs. by Act 9 of 2001, s. 1, for “Article 1”.\n"
        "2  Subs. by Act 2 of 1980, s. 1, for “boys”.\n"
    )
    sourced = weave_edition(read_footnoted([(1, page)]))
    place = sourced.weave.text.index("men")
    assert int(sourced.weave.version_of[sourced.weave.inserted[place]]) == 2
    assert "boys" not in "".join(sourced.weave.text)  # it never stood in this text


def test_a_bracket_without_its_partner_is_told() -> None:
    page = "1. A\n\n1. It is 1[so.\n\nMore.\n\n2. B\n\n2. x.\n1  Ins. by Act 9 of 2001.\n"
    mark = read_footnoted([(1, page)]).marks[0]
    assert mark.doubtful


@pytest.mark.parametrize(
    ("text", "kind", "old", "label"),
    [
        ("Subs. by Act 1 of 1990, for the full-stop.", "substitute", ".", False),
        ("Subs. by Act 1 of 1990, s. 2, for certain words.", "substitute", "", False),
        ("Subs. by Act 1 of 1990, for “two”.", "substitute", "two", False),
        ('Subs. by Act 1 of 1990, for "(7) and (8)".', "substitute", "(7) and (8)", True),
        ('Subs. by Act 1 of 1990, for "7,200".', "substitute", "7,200", False),
        ('The brackets and figure "(1)" omitted by Act 1 of 1990.', "omit", "(1)", False),
        ("Entry “21” omitted by Act 1 of 1990.", "omit", "21", True),
        ("Re-numbered as clause (1) by Act 1 of 1990.", "renumber", "", False),
        ("For such Order, see Act 1 of 1990.", "remark", "", False),
    ],
)
def test_what_a_note_quotes(text: str, kind: str, old: str, label: bool) -> None:
    note = read_notes([(1, 1, text)])[0]
    assert (note.kind, note.old, note.old_is_label) == (kind, old, label)
