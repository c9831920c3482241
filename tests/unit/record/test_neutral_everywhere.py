"""misaq's own words take no side: every template, every catalogue, every vocabulary; and the sides may be swapped."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from misaq.record import VOCABULARIES, check_wording, terms, vocabulary_list

PACKAGE = Path(str(files("misaq")))
CATALOGUES = sorted(PACKAGE.rglob("*.po"))
TEMPLATES = sorted(
    path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml"}
)
LIST = tomllib.loads((files("misaq.record") / "terms" / "neutral.toml").read_text("utf-8"))
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%s|\{\{[^{}]*\}\}")


@lru_cache(maxsize=1)
def entries():
    """(catalogue, language, text) of every message."""
    found = []
    for path in CATALOGUES:
        with path.open("rb") as stream:
            for message in read_po(stream):
                if not message.id:
                    continue
                for language, text in (("en", message.id), ("ur", message.string)):
                    texts = (text,) if isinstance(text, str) else tuple(text)
                    found += [
                        (path.relative_to(PACKAGE).as_posix(), language, one) for one in texts
                    ]
    return found


def unquoted(text: str) -> str:
    """Straight quotes hold attributes and messages there, not what a source said: their inside is looked at too."""
    return text.replace('"', " ").replace("'", "’")


@lru_cache(maxsize=1)
def swaps():
    """For each family and script one word of each side."""
    found = []
    for name, family in LIST.items():
        if not isinstance(family, dict):
            continue
        for one, other in product(family["terms"], repeat=2):
            if (one["leans"], other["leans"]) == ("authority", "challenger"):
                found += [
                    (name, script, one[script][0], other[script][0])
                    for script in ("en", "ur")
                    if one[script] and other[script]
                ]
    return found


def found_in(text):
    return [(word.family, word.severity) for word in check_wording(text, "structured")]


def test_there_is_something_to_look_at():
    assert len(CATALOGUES) >= 10
    assert len(TEMPLATES) >= 50
    assert len(entries()) > 3000
    assert {(name, script) for name, script, _, _ in swaps()} == {
        (name, script)
        for name, family in LIST.items()
        if isinstance(family, dict)
        for script in ("en", "ur")
    }


def test_no_message_of_any_catalogue_takes_a_side():
    assert not [(where, text) for where, _, text in entries() if found_in(unquoted(text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_template_takes_a_side(path):
    assert found_in(unquoted(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_list_takes_a_side(name):
    about = vocabulary_list(name)
    texts = [*about.label.values(), *about.question.values(), *about.counting.values()]
    texts += [text for term in terms(name).values() for text in term.label.values()]
    assert not [text for text in texts if found_in(text)]


@pytest.mark.parametrize("script", ["en", "ur"])
def test_any_message_read_with_the_sides_swapped_gives_the_same(script):
    """A value that a message carries is found or passed over alike, whichever side's word it is."""
    with_values = sorted(
        {text for _, language, text in entries() if language == script and PLACEHOLDER.search(text)}
    )
    assert len(with_values) > 300
    pairs = [pair for pair in swaps() if pair[1] == script]
    heard = 0
    for place, text in enumerate(with_values):
        name, _, one, other = pairs[place % len(pairs)]
        first, second = (
            found_in(PLACEHOLDER.sub(lambda _, word=word: f" {word} ", text))
            for word in (one, other)
        )
        assert first == second, (text, one, other)
        assert {family for family, _ in first} <= {name}
        heard += bool(first)
    # many values stand in quotation marks, where nothing is looked for
    assert heard > 100


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_any_template_read_with_the_sides_swapped_gives_the_same(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if "{{" in line]
    for place, line in enumerate(lines):
        _, _, one, other = swaps()[place % len(swaps())]
        first, second = (
            found_in(unquoted(PLACEHOLDER.sub(lambda _, word=word: f" {word} ", line)))
            for word in (one, other)
        )
        assert first == second, (line, one, other)
        assert first or "“" in line, line
