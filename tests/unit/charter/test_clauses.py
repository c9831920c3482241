"""Texts of several traditions are cut down to paragraphs; a wrapped line begins nothing."""

import pytest

from misaq.charter import split_clauses
from misaq.charter.labels import read_label


def keys(text: str, inside: str = "") -> list[str]:
    return [clause.key for clause in split_clauses(text, inside=inside)]


def test_every_provision_lies_within_its_parent_and_siblings_follow_each_other() -> None:
    text = "Part I. A\n1. B.—(1) c:\n(a) d;\n(b) e.\nProvided that f.\n(2) g\n2. H\nFirst Schedule\n1. i\n(a) j\n"
    clauses = split_clauses(text)
    for clause in clauses:
        if clause.parent >= 0:
            above = clauses[clause.parent]
            assert above.start <= clause.start < clause.end <= above.end
    assert [c.key for c in clauses] == [
        "part-i", "art-1", "art-1.cl-1", "art-1.cl-1.para-a", "art-1.cl-1.para-b", "art-1.cl-1.proviso",
        "art-1.cl-2", "art-2", "sched-first", "sched-first.entry-1", "sched-first.entry-1.para-a",
    ]  # fmt: skip
    assert clauses[-2].kind == "entry"


def test_the_first_clause_may_stand_on_the_line_of_the_heading_or_below() -> None:
    for text in (
        "3. Heading.—(1) One.\n(2) Two.",
        "3. A heading that\nis long.—(1) One.\n(2) Two.",
        "3. Heading.—\n(1) One.\n(2) Two.",
        "3. (1) One.\n(2) Two.",
        "Article 3. Heading\n(1) One.\n(2) Two.",
    ):
        assert keys(text) == ["art-3", "art-3.cl-1", "art-3.cl-2"], text


@pytest.mark.parametrize(
    "wrapped",
    [
        "1. A.—(1) Nothing in sub-clause\n(a) of clause\n(2) of article 5 shall\n(2) Two.",
        "1. A.—(1) Nothing in clauses (1) and\n(3) shall affect it.\n(2) Two.",
        "1. A.—(1) Anything that is done under clause (1) or clause\n(2) of that article.\n(2) Two.",
    ],
)
def test_a_reference_at_the_beginning_of_a_wrapped_line_is_none(wrapped: str) -> None:
    assert keys(wrapped) == ["art-1", "art-1.cl-1", "art-1.cl-2"]


def test_labels_may_follow_each_other_at_once() -> None:
    assert keys("1. A.—(1) x\n(b)(i) y\n(ii) z\n(c) w") == [
        "art-1",
        "art-1.cl-1",
        "art-1.cl-1.para-b",
        "art-1.cl-1.para-b.sub-i",
        "art-1.cl-1.para-b.sub-ii",
        "art-1.cl-1.para-c",
    ]


def test_letters_and_roman_numbers_are_told_apart_by_what_stands_around_them() -> None:
    letters = "".join(f"({letter}) x;\n" for letter in "abcdefghijk")
    assert keys(f"1. A.—\n{letters}")[-3:] == ["art-1.para-i", "art-1.para-j", "art-1.para-k"]
    roman = "1. A.—\n(a) x\n(h) y:\n(i) one\n(ii) two\n(iii) three\n(iv) four\n(v) five\n(i) z"
    assert keys(roman)[3:8] == [f"art-1.para-h.sub-{n}" for n in ("i", "ii", "iii", "iv", "v")]
    assert [r.order for r in read_label("iia", "bracket")] == [(2, "a")]


def test_labels_put_in_later_go_on_their_list() -> None:
    text = "1. A.—(1) x\n(1A) y\n(a) b\n(aa) c\n(b) d\n(2) e"
    assert keys(text) == [
        "art-1", "art-1.cl-1", "art-1.cl-1a", "art-1.cl-1a.para-a", "art-1.cl-1a.para-aa",
        "art-1.cl-1a.para-b", "art-1.cl-2",
    ]  # fmt: skip


def test_a_proviso_belongs_to_its_clause_or_within_a_list_to_its_item() -> None:
    after = "1. A.—(1) x:\n(a) b\n(b) c\nProvided that d\nProvided further that e\n(2) f"
    assert keys(after)[4:6] == ["art-1.cl-1.proviso", "art-1.cl-1.proviso_2"]
    within = "1. A.—(1) x:\n(a) b:\nProvided that d\n(b) c"
    assert keys(within)[3:] == ["art-1.cl-1.para-a.proviso", "art-1.cl-1.para-b"]


def test_an_explanation_of_the_article_belongs_to_the_article() -> None:
    text = "1. A.—(1) x\n(2) y\nExplanation I.—In this article z.\nExplanation II.—(a) b\n(b) c"
    assert keys(text)[3:] == [
        "art-1.expl-i",
        "art-1.expl-ii",
        "art-1.expl-ii.para-a",
        "art-1.expl-ii.para-b",
    ]
    assert keys("1. A.—(1) x\nExplanation.—In this clause z")[2:] == ["art-1.cl-1.expl"]


def test_numbers_with_marks_in_a_text_with_named_articles() -> None:
    assert keys("##### Art. 117.\na) uno;\nb) due;\n")[1:] == ["art-117.para-a", "art-117.para-b"]
    assert keys("#### Art. 1.\n1. uno\n2. due\n")[1:] == ["art-1.cl-1", "art-1.cl-2"]
    assert keys("#### Art. 1.\n1° uno\n2° due\n3) tre\n")[1:3] == ["art-1.cl-1", "art-1.cl-2"]


def test_urdu() -> None:
    text = (
        "حصہ 1۔ حقوق\nدفعہ 12۔ پانی\n(1) پانی سب کا ہے:\n(الف) شہر میں؛\n(ب) گاؤں میں۔\n"
        "بشرطیکہ بارش مفت ہے۔\n(۲) دوم\nتشریح۔ پانی سے مراد\n"
    )
    clauses = split_clauses(text)
    assert [c.kind for c in clauses] == [
        "part", "article", "clause", "paragraph", "paragraph", "proviso", "clause", "explanation",
    ]  # fmt: skip
    assert [c.label for c in clauses][3:5] == ["الف", "ب"]
    assert clauses[4].key == "art-12.cl-1.para-ب"


def test_the_text_of_one_clause_is_cut_as_what_it_is_put_into() -> None:
    assert keys("(2A) x:\n(a) y", inside="article") == ["front", "cl-2a", "cl-2a.para-a"]
    assert keys("7. An entry", inside="schedule") == ["front", "entry-7"]
    assert keys("7. An article", inside="part") == ["art-7"]


def test_a_note_under_the_page_is_no_article() -> None:
    text = "12. A.—x\n13. B.—y\n1. Subs. by the Constitution (Seventh Amendment) Act, s. 2.\n14. C.—z\n"
    assert keys(text) == ["art-12", "art-13", "art-14"]
    fallen = "22. A.—x\n1. See the order of 1958.\n2. Now thirty.\n22A. B.—y\n23. C.—z\n"
    assert keys(fallen) == ["art-22", "art-22a", "art-23"]
    anew = "1. A\n2. B\n1. C\n2. D\n3. E\n"
    assert keys(anew) == ["art-1", "art-2", "art-1_2", "art-2_2", "art-3"]
    assert keys("243H. A.—x\n243-I. B.—y\n") == ["art-243h", "art-243-i"]
