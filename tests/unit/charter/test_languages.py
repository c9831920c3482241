"""Authentic languages side by side: what answers to what, and what one of them lacks."""

from misaq.charter import align_languages, outline_texts

ENGLISH = "Article 1. Water\n(1) It is common.\n(a) always;\n(b) everywhere.\n(2) x\nArticle 2. Woods\ny\n"
URDU = "دفعہ ۱۔ پانی\n(۱) یہ سب کا ہے۔\n(الف) ہمیشہ؛\n(ب) ہر جگہ۔\nدفعہ ۲۔ جنگل\nی\n"


def test_labels_answer_to_each_other_across_scripts() -> None:
    aligned = align_languages(
        {"en": outline_texts({"a": ENGLISH}), "ur": outline_texts({"a": URDU})}
    )
    pairs = {p.path: tuple(n.label for n in p.nodes.values()) for p in aligned.provisions}
    assert pairs["1/1/a"] == ("a", "الف")
    assert pairs["1/1/b"] == ("b", "ب")
    assert pairs["2"][0] == "2"
    assert [(g.path, g.missing, g.found) for g in aligned.gaps] == [("1/2", ("ur",), ("en",))]
    assert not aligned.agree


def test_the_same_structure_agrees() -> None:
    same = ENGLISH.replace("common", "gemein")
    aligned = align_languages(
        {"en": outline_texts({"a": ENGLISH}), "de": outline_texts({"a": same})}
    )
    assert aligned.agree


def test_what_only_the_second_language_has_stands_where_it_stands_there() -> None:
    more = ENGLISH.replace("(2) x", "(1A) new\n(2) x")
    aligned = align_languages(
        {"en": outline_texts({"a": ENGLISH}), "de": outline_texts({"a": more})}
    )
    paths = [p.path for p in aligned.provisions]
    assert paths.index("1/1A") == paths.index("1/2") - 1
    assert aligned.gaps[0].missing == ("en",)


def test_roman_lists_are_not_taken_for_letters() -> None:
    one = "Article 1. A\n(i) a\n(ii) b\n"
    other = "Article 1. A\n(۱) a\n(۲) b\n"
    aligned = align_languages({"en": outline_texts({"a": one}), "ur": outline_texts({"a": other})})
    assert len(aligned.provisions) == 5  # numbers and Roman numbers are two kinds of list
    again = align_languages({"en": outline_texts({"a": one}), "de": outline_texts({"a": one})})
    assert again.agree


def test_another_order_and_another_kind_are_told() -> None:
    turned = "Article 2. Woods\ny\nArticle 1. Water\n(1) It is common.\n(a) always;\n(b) everywhere.\n(2) x\n"
    aligned = align_languages(
        {"en": outline_texts({"a": ENGLISH}), "de": outline_texts({"a": turned})}
    )
    assert aligned.order == ("1", "2")
    kinds = align_languages(
        {
            "en": outline_texts({"a": "Article 1. A\nx\n"}),
            "de": outline_texts({"a": "AMENDMENT 1. A\nx\n"}),
        }
    )
    assert dict(kinds.kinds[0].kinds) == {"en": "article", "de": "amendment"}
