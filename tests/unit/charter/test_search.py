"""Searching a text of law: what stands in it is found, however it is typed, and nothing of it is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import TextIndex, Version, Weave, mark_words, plain_letters, weave_versions

WORDS = st.sampled_from(
    ["land", "Water", "دفعہ", "كتابي", "کُل", "12A", "State's", "(2)", "élu", "۔", "a"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def _weave(*articles: str) -> Weave:
    text = "".join(f"Article {n}. Heading\n{words}\n" for n, words in enumerate(articles, 1))
    return weave_versions([Version(0, "", "1950", {"a": text})])


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
@settings(max_examples=80, deadline=None)
def test_every_word_finds_the_articles_it_stands_in(
    articles: list[str], data: st.DataObject
) -> None:
    weave = _weave(*articles)
    wanted = data.draw(st.sampled_from([w for words in articles for w in words.split()]))
    found = TextIndex.of(weave, weave.active()).search(f'"{wanted}"')
    names = {weave.provisions[each.provision].id for each in found}
    holding = {f"art-{n}" for n, words in enumerate(articles, 1) if wanted in words.split()}
    assert not any(c.isalnum() for c in wanted) or holding <= names


@given(TEXTS, st.lists(WORDS, max_size=3))
def test_marking_changes_no_letter(text: str, terms: list[str]) -> None:
    marked = mark_words(text, [plain_letters(term) for term in terms if term.strip()])
    assert "".join(piece for piece, _ in marked) == text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fed", ["art-2"]),
        ("fe", []),  # a short word is looked for whole
        ("2", ["art-2"]),
        ("article 1", ["art-1"]),
        ("part 1", []),
        ("land federation", []),
        ("", []),
        ('""', []),
        ("۔", []),
    ],
)
def test_what_a_query_finds(query: str, found: list[str]) -> None:
    weave = _weave("Land is common.", "The Federation holds it.")
    hits = TextIndex.of(weave, weave.active()).search(query)
    assert [weave.provisions[each.provision].id for each in hits] == found


def test_an_older_text_is_searched_as_it_stood() -> None:
    first, second = "Article 1. A\nThe province.\n", "Article 1. A\nThe Federation.\n"
    weave = weave_versions(
        [Version(0, "", "1950", {"a": first}), Version(1, "", "1960", {"a": second})]
    )
    assert TextIndex.of(weave, weave.active(0)).search("province")
    assert not TextIndex.of(weave, weave.active(1)).search("province")


def test_a_result_shows_the_words_round_its_first_hits() -> None:
    weave = _weave("one " * 40 + "needle " + "two " * 40)
    (found,) = TextIndex.of(weave, weave.active()).search("needle")
    shown = "".join(text for text, _ in found.pieces)
    assert found.hits == 1
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert shown.count("one") == shown.count("two") == 12
