"""Headings of several traditions are found; lists are not taken for articles."""

from misaq.charter import split_provisions


def keys(text: str) -> list[str]:
    return [segment.key for segment in split_provisions(text)]


def test_segments_cover_the_text_without_gap() -> None:
    text = (
        "\nThe people\n\nPart I. Rights\n\nArticle 1. Life\n(1) Yes.\n1. a list entry\n"
        "Article 1A. More\nSecond Schedule. Tongues\n1. X\n"
    )
    segments = split_provisions(text)
    assert "".join(text[s.start : s.end] for s in segments) == text
    assert keys(text) == ["front", "part-i", "art-1", "art-1a", "sched-second"]
    assert [s.heading for s in segments] == ["", "Rights", "Life", "More", "Tongues"]


def test_markdown_sections_belong_to_their_article() -> None:
    assert keys("# Preamble\nWe\n# Article I\n## Section 1\na\n# Article II\n## Section 1\nb") == [
        "preamble",
        "art-i",
        "art-i.sec-1",
        "art-ii",
        "art-ii.sec-1",
    ]


def test_indian_side_headings() -> None:
    text = (
        "PART III\nFUNDAMENTAL RIGHTS\n12. Definition.—In this Part, unless\n(a) x\n"
        "13A. Saving of laws\nwhich hold.—(1) Nothing\n[14. Old.] Rep.\n"
    )
    found = [(s.key, s.heading) for s in split_provisions(text)]
    assert found[:3] == [
        ("part-iii", "FUNDAMENTAL RIGHTS"),
        ("art-12", "Definition"),
        ("art-13a", "Saving of laws which hold"),
    ]


def test_urdu_headings() -> None:
    segments = split_provisions("حصہ 1۔ حقوق\nدفعہ 12۔ پانی\nپانی سب کا ہے۔\n")
    assert [(s.kind, s.label, s.heading) for s in segments] == [
        ("part", "1", "حقوق"),
        ("article", "12", "پانی"),
    ]


def test_words_that_only_begin_like_a_heading_are_text() -> None:
    assert keys("Article 1. A\nArticle twelve is dear to us.\nPart of the land is common.\n") == [
        "art-1"
    ]


def test_the_same_label_twice_has_two_keys() -> None:
    assert keys("1. a\n2. b\n1. c\n") == ["art-1", "art-2", "art-1_2"]


def test_a_text_without_headings_is_one_piece() -> None:
    assert keys("No headings here.\nAt all.") == ["front"]
    assert keys("") == ["front"]
