"""A text as a tree: nothing is lost, everything has its place, and ids hold while labels change."""

from itertools import pairwise

from misaq.charter import (
    Operation,
    Outline,
    Version,
    derive_eids,
    eid_history,
    fold_operations,
    outline_state,
    outline_texts,
    split_paragraphs,
    start_weave,
    weave_versions,
)

TEXT = """Preamble
We, the people.
PART I
THE LAND
Article 1. Water.—(1) It is common:
Provided that wells are not;
(2) Nobody may sell it,—
(a) neither by day;
(i) nor at noon;
(b) nor by night.
Article 2. Woods
They are too.
FIRST SCHEDULE
1. A well.
2. A spring.
"""


def shape(node: Outline, depth: int = 0) -> list[tuple[int, str, str]]:
    return [
        (depth, node.kind, node.label),
        *(x for c in node.children for x in shape(c, depth + 1)),
    ]


def words(outline: Outline) -> list[str]:
    return " ".join(outline.lines()).split()


def test_a_text_becomes_a_tree_down_to_subparagraphs() -> None:
    assert shape(outline_texts({"a": TEXT}))[1:] == [
        (1, "preamble", ""),
        (1, "part", "I"),
        (2, "article", "1"),
        (3, "clause", "1"),
        (4, "proviso", ""),
        (3, "clause", "2"),
        (4, "paragraph", "a"),
        (5, "paragraph", "i"),
        (4, "paragraph", "b"),
        (2, "article", "2"),
        (1, "schedule", "FIRST"),
        (2, "entry", "1"),
        (2, "entry", "2"),
    ]


def test_no_word_is_lost_or_moved() -> None:
    assert words(outline_texts({"a": TEXT})) == TEXT.replace("—(1)", "— (1)").split()


def test_label_and_heading_keep_their_print() -> None:
    outline = outline_texts({"a": TEXT})
    article = next(node for node in outline.walk() if node.id == "art-1")
    assert (article.num, article.heading, article.text) == ("Article 1.", "Water.—", "")
    assert next(n for n in outline.walk() if n.kind == "part").heading == "THE LAND"


def test_a_folded_weave_gives_the_same_tree_as_its_text() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": TEXT}))
    folded = outline_state(weave, weave.active())
    assert shape(folded) == shape(outline_texts({"a": TEXT}))
    assert words(folded) == words(outline_texts({"a": TEXT}))


def test_an_observed_weave_keeps_the_ids_of_its_articles() -> None:
    before = "Article 1. Water\nIt is common to all who live here and drink.\nArticle 2. Woods\nThey are too.\n"
    after = before.replace("Article 1.", "Article 9.", 1)
    weave = weave_versions(
        [Version(0, "", "1950", {"a": before}), Version(1, "", "1951", {"a": after})]
    )
    ids = [[n.id for n in outline_state(weave, weave.active(place)).children] for place in (0, 1)]
    assert ids[0] == ids[1] == ["art-1", "art-2"]
    assert derive_eids(outline_state(weave, weave.active(1)))["art-1"] == "art_9"


def test_eids_follow_labels_in_any_script() -> None:
    named = derive_eids(outline_texts({"a": TEXT}))
    assert named["art-1.cl-2.para-a"] == "art_1__subsec_2__para_a"
    assert named["art-1.cl-2.para-a.sub-i"] == "art_1__subsec_2__para_a__subpara_i"
    assert named["art-1.cl-1.proviso"] == "art_1__subsec_1__proviso_1"
    assert named["art-2"] == "art_2"
    urdu = outline_texts({"a": "دفعہ ۵۸۔ پانی\n(۲) یہ سب کا ہے۔\n(الف) ہمیشہ۔\n"})
    eids = list(derive_eids(urdu).values())
    assert eids[0].startswith("art_58")
    assert len(set(eids)) == len(eids)


def test_articles_of_a_schedule_carry_its_name_and_twins_are_told_apart() -> None:
    twin = "Article 5. One\nx\nArticle 5. Two\ny\nSCHEDULE II\nArticle 5. Three\nz\n"
    assert list(derive_eids(outline_texts({"a": twin})).values()) == [
        "art_5",
        "art_5_2",
        "sched_II",
        "sched_II__art_5",
    ]


def test_a_name_given_up_and_taken_by_another_has_its_rows() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": "Article 1. A\nx.\nArticle 2. B\ny.\n"}))
    weave = fold_operations(
        weave,
        [
            Operation("1.1", 1, "renumber", "art-1", label="1A"),
            Operation("2.1", 2, "renumber", "art-2", label="1"),
        ],
        [Version(1, "First", "1951", {}), Version(2, "Second", "1952", {})],
    )
    rows = [(s.id, s.eid, s.first, s.last, s.since, s.until) for s in eid_history(weave)]
    assert rows == [
        ("art-1", "art_1", 0, 0, "1950", "1951"),
        ("art-1", "art_1A", 1, 2, "1951", ""),
        ("art-2", "art_2", 0, 1, "1950", "1952"),
        ("art-2", "art_1", 2, 2, "1952", ""),
    ]
    for n in (0, 1, 2):
        names = [s.eid for s in eid_history(weave) if s.first <= n <= s.last]
        assert len(set(names)) == len(names) == 2
    assert all(a.last < b.first for a, b in pairwise(eid_history(weave)) if a.id == b.id)


def test_a_schedule_named_on_a_wrapped_line_begins_nothing() -> None:
    wrapped = (
        "Article 1. Tribes\nThe tribal areas shall be administered as is provided in the\nTenth Schedule.\n"
        "Article 2. X\ny\n"
    )
    assert [node.kind for node in outline_texts({"a": wrapped}).children] == ["article", "article"]


def test_paragraphs_that_were_wrapped_flow_on() -> None:
    long = "It is common to every person who lives in the country and to all\nwho come after them."
    assert split_paragraphs(f"{long}\n(2) Nobody owns it.") == [
        long.replace("\n", " "),
        "(2) Nobody owns it.",
    ]
