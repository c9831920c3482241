"""A weave holds every word once, says who wrote it, and gives back every text it was made from."""

from collections.abc import Callable

import numpy as np
import pytest

from misaq.charter import (
    UnknownVersionError,
    Version,
    Weave,
    find_authors,
    find_removed,
    read_weave,
    rebuild_version,
    weave_document,
    weave_versions,
)

Build = Callable[..., Weave]


def test_every_word_knows_who_wrote_and_who_removed_it(history: Build) -> None:
    weave = history("No one may be held.", "No one shall be held.", "No one shall ever be held.")
    runs = list(zip(weave.text, weave.inserted.tolist(), weave.deleted.tolist(), strict=True))
    assert ("may ", 0, 1) in runs
    assert ("shall ", 1, -1) in runs
    assert ("ever ", 2, -1) in runs
    assert weave.words.sum() == 7


def test_files_that_come_and_go(history: Build) -> None:
    versions = [
        Version(0, "", "1950", {"a": "One.", "b": "Two."}),
        Version(1, "", "1951", {"b": "Two.", "c": "Three."}),
        Version(2, "", "1952", {"a": "One again.", "b": "", "c": "Three."}),
    ]
    weave = weave_versions(reversed(versions))
    for place, version in enumerate(versions):
        wanted = {path: text for path, text in version.files.items() if text}
        assert weave.texts(weave.active(place)) == wanted
        assert rebuild_version(weave_document(weave), version.n) == wanted


def test_text_on_a_day(history: Build) -> None:
    weave = history("a", "a b", "a b c")
    assert weave.place_on("1951-06-30") == 1
    assert weave.place_on("1951") == 1
    assert weave.place_on("2031-05-18") == 2
    with pytest.raises(UnknownVersionError):
        weave.place_on("1949-12-31")
    with pytest.raises(UnknownVersionError):
        weave.place(3)


def test_white_space_that_changes_alone_is_nobodys_word(history: Build) -> None:
    weave = history("One two.\nThree.", "One\ntwo. Three.")
    assert weave.texts(weave.active(1)) == {"text": "One\ntwo. Three."}
    by = weave.inserted[weave.words > 0]
    assert not by.any()


def test_a_document_reads_back_as_the_same_weave(history: Build) -> None:
    weave = history("Part I. A\nArticle 1. B\nText.", "Part I. A\nArticle 1. B\nOther text.")
    again = read_weave(weave_document(weave))
    assert weave_document(again) == weave_document(weave)
    assert np.array_equal(again.live(again.active()), weave.live(weave.active()))


def test_an_article_stays_itself_when_it_is_renumbered(history: Build) -> None:
    body = "(1) Water belongs to all who live by it, and to nobody else in the land."
    weave = history(
        f"Article 1. Land\nLand is common.\n\nArticle 2. Water\n{body}\n",
        f"Article 1. Land\nLand is common.\n\nArticle 3. Water\n{body}\n",
    )
    water = next(p for p in weave.provisions if p.id == "art-2")
    assert water.labels == ((0, "2", "Water"), (1, "3", "Water"))
    assert weave.provision_place("3", 1) == weave.provisions.index(water)
    assert weave.provision_place("3", 0) is None


def test_a_new_article_is_a_new_provision(history: Build) -> None:
    weave = history(
        "Article 1. A\nOne.\n\nArticle 2. B\nTwo.\n",
        "Article 1. A\nOne.\n\nArticle 1A. C\nNew.\n\nArticle 2. B\nTwo.\n",
    )
    put_in = weave.inserted == 1
    assert {weave.provisions[p].id for p in weave.provision[put_in]} == {"art-1a"}
    assert "".join(np.array(weave.text)[put_in]).startswith("Article 1A. C")


def test_words_of_different_acts_are_never_run_together(history: Build) -> None:
    weave = history("One two", "One", "One three")
    assert weave.texts(weave.active()) == {"text": "One three"}
    assert weave.texts(weave.active(without=[1]))["text"].split() == ["One", "two", "three"]


def test_authors_and_what_they_replaced(history: Build) -> None:
    weave = history("No one may be held.", "No one shall be held.")
    words = find_authors(weave, weave.active())[0]
    assert [(a.text, a.by, a.instead_of) for a in words] == [
        ("No one ", 0, ""),
        ("shall ", 1, "may"),
        ("be held.", 0, ""),
    ]
    removed = find_removed(weave, weave.active())[0]
    assert [(r.text, r.put_in, r.taken_out) for r in removed] == [("may ", 0, 1)]


def test_what_was_replaced_is_known_when_words_came_between_later(history: Build) -> None:
    weave = history("it belongs to A here", "it belongs to B here", "it belongs to new B here")
    words = [(a.text, a.by, a.instead_of) for a in find_authors(weave, weave.active())[0]]
    assert ("B ", 1, "A") in words
    assert ("new ", 2, "") in words
