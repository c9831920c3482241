"""Three real histories: every version token for token, and who built on whom. See CITATION.md."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from misaq.charter import (
    close_over,
    digest_files,
    find_dependencies,
    prepare_text,
    rebuild_version,
    weave_document,
)

pytestmark = pytest.mark.shared
Real = Callable[[str], Any]


@pytest.mark.parametrize(("country", "versions"), [("india", 105), ("italy", 24), ("usa", 19)])
def test_every_version_is_rebuilt_token_for_token(real: Real, country: str, versions: int) -> None:
    history, width, weave, _ = real(country)
    document = json.loads(json.dumps(weave_document(weave)))  # what a stranger downloads
    assert len(history.versions) == versions
    for place, version in enumerate(history.versions):
        wanted = {
            path: text
            for path, words in version.files.items()
            if (text := prepare_text(words, join_lines_of=width))
        }
        assert rebuild_version(document, version.n) == wanted
        assert digest_files(weave.texts(weave.active(place))) == digest_files(wanted)


@pytest.mark.parametrize(("country", "conflicts"), [("india", 44), ("italy", 4), ("usa", 0)])
def test_amendments_that_others_built_on(real: Real, country: str, conflicts: int) -> None:
    weave = real(country).weave
    dependencies = find_dependencies(weave)
    amendments = range(1, len(weave.numbers))
    assert sum(bool(close_over([each], dependencies)) for each in amendments) == conflicts


def test_what_india_restored_depends_on_what_it_undid(real: Real) -> None:
    weave = real("india").weave
    edges = {(weave.numbers[d.by], weave.numbers[d.on]) for d in find_dependencies(weave)}
    # the 44th took back the 38th, 39th and 42nd; the 63rd the 59th; the 101st the 88th
    assert {(44, 38), (44, 39), (44, 42), (63, 59), (101, 88)} <= edges


def test_an_article_of_india_on_a_day(real: Real) -> None:
    weave = real("india").weave
    place = weave.place_on("1977-01-01")
    assert weave.numbers[place] == 42
    provision = weave.provision_place("74", place)
    assert provision is not None
    live = weave.live(weave.active(place)) & (weave.provision == provision)
    text = " ".join("".join(t for t, shown in zip(weave.text, live, strict=True) if shown).split())
    assert "shall, in the exercise of his functions, act in accordance with such advice" in text


def test_importing_india_is_quick(real: Real) -> None:
    seconds = real("india").seconds
    assert seconds < 20  # some 3 s alone on one core; the bound allows for a loaded machine
