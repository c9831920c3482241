"""Doubtful history: where a row of official texts shows something that no legislature is likely to have done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from misaq.charter.reversals import Tokens
from misaq.charter.weave import Weave

Reason = Literal["survives", "used_again"]

_CITED = re.compile(
    r"(?:[Aa]rticles?|ARTICLES?|[Aa]rticol[oi]|[Aa]rtt?\.|دفعہ|دفعات)\s+"
    r"(?P<labels>\d+[A-Z]{0,3}(?:\s*\(\w+\))*(?:(?:\s*[,،]\s*|\s+(?:and|to|or|e|اور|تا)\s+)\d+[A-Z]{0,3}(?:\s*\(\w+\))*)*)"
)
_LABEL = re.compile(r"(?<![(\w])\d+[A-Z]{0,3}\b")
_HEAD, _SHORT = 2, 80  # lines at the head of a text, and characters of one
_WRITTEN_ANEW = 0.7  # part of a text that one act took out when it wrote another in its place
_LEAST = 20  # tokens; a shorter text is no schedule


@dataclass(frozen=True)
class Doubtful:
    """Something in a row of texts that a person should look up in the acts.

    reason : "survives": `by` took the words of `of` out of every article that a text of `of` names as its own, yet
        that text stays. "used_again": a whole text of `of` stood untouched until `by` wrote other matter under
        its label.
    of, by : places of versions.
    until : place of the version that took most of that text out at last; -1 when it stands.
    provisions : places of the provisions of that text. tokens : how many words and marks it has.
    """

    reason: Reason
    of: int
    by: int
    until: int
    provisions: tuple[int, ...]
    tokens: int


@dataclass(frozen=True)
class _Text:
    """Neighbouring provisions of one file in which every word is of one amendment."""

    of: int
    file: int
    provisions: tuple[int, ...]
    runs: tuple[int, ...]


def find_doubtful(weave: Weave) -> tuple[Doubtful, ...]:
    """Find what an importer should look up before the history is relied on, in the order of the texts.

    weave : of observed texts, as for `find_reversals`.

    A schedule names above its first paragraph the articles to which it belongs. When a later amendment takes the
    words that brought the schedule out of all of these, the schedule went with them, whatever the next texts print.
    And a schedule that stays untouched and then is other matter from end to end was, more likely, omitted before.
    """
    tokens = Tokens(weave)
    found = [
        doubt
        for of in range(1, len(weave.numbers))
        for text in _own_texts(weave, tokens, of)
        for doubt in (*_survives(weave, tokens, text), *_used_again(tokens, text))
    ]
    return tuple(sorted(found, key=lambda d: (d.by, d.of, d.reason, d.provisions)))


def _own_texts(weave: Weave, tokens: Tokens, of: int) -> Iterator[_Text]:
    """Whole texts that one amendment brought: its words only, on its day, from one provision to the next."""
    there = (tokens.put_in <= of) & ((tokens.out < 0) | (tokens.out > of)) & (tokens.size > 0)
    runs = np.flatnonzero(there)
    others = set(weave.provision[runs[tokens.put_in[runs] < of]].tolist())
    group: list[int] = []
    for run in runs.tolist():
        own = int(weave.provision[run]) not in others
        if group and (not own or weave.file[run] != weave.file[group[-1]]):
            yield _text(weave, of, group)
            group = []
        if own:
            group.append(run)
    if group:
        yield _text(weave, of, group)


def _text(weave: Weave, of: int, runs: list[int]) -> _Text:
    provisions = tuple(dict.fromkeys(weave.provision[runs].tolist()))
    return _Text(of, int(weave.file[runs[0]]), provisions, tuple(runs))


def _survives(weave: Weave, tokens: Tokens, text: _Text) -> Iterator[Doubtful]:
    cited = _cited_first(weave, text)
    if not cited:
        return
    active = weave.active(text.of)
    own = (tokens.put_in == text.of) & (tokens.size > 0)
    own[list(text.runs)] = False
    labels = np.array([weave.label_in(p, active)[0] for p in range(len(weave.provisions))])
    named = own & np.isin(labels[weave.provision], sorted(cited))
    if set(labels[weave.provision[named]].tolist()) != cited:
        return
    # the last amendment that was needed to clear all the articles named
    for by in sorted(set(tokens.out[named].tolist()) - {-1}):
        undone = set(weave.provision[named & (tokens.out == by)].tolist())
        size = int(tokens.size[list(text.runs)].sum())
        stays = [run for run in text.runs if tokens.out[run] < 0 or tokens.out[run] > by]
        if undone == set(weave.provision[named].tolist()) and len(stays) == len(text.runs):
            until = _ended(tokens, text)
            yield Doubtful("survives", text.of, by, until, text.provisions, size)


def _ended(tokens: Tokens, text: _Text) -> int:
    """The version that took most of a text out; -1 when most of it stands."""
    runs = list(text.runs)
    sizes = np.bincount(tokens.out[runs] + 1, weights=tokens.size[runs])
    return int(sizes.argmax()) - 1


def _cited_first(weave: Weave, text: _Text) -> set[str]:
    """Labels of the articles that a text names at its head, above its first paragraph."""
    whole = "".join(weave.text[run] for run in text.runs)
    lines = [line for line in whole.split("\n") if line.strip()][:_HEAD]
    first = "\n".join(line for line in lines if len(line) <= _SHORT)
    return {
        label[0] for names in _CITED.finditer(first) for label in _LABEL.finditer(names["labels"])
    }


def _used_again(tokens: Tokens, text: _Text) -> Iterator[Doubtful]:
    runs = list(text.runs)
    size = int(tokens.size[runs].sum())
    outs = sorted(set(tokens.out[runs].tolist()) - {-1})
    if size < _LEAST or not outs:
        return
    by = outs[0]
    gone = [run for run in runs if tokens.out[run] == by]
    put = (tokens.put_in == by) & np.isin(tokens.provision, text.provisions)
    if (
        by > text.of + 1
        and int(tokens.size[gone].sum()) >= _WRITTEN_ANEW * size
        and int(tokens.size[put].sum()) >= _WRITTEN_ANEW * size
    ):
        yield Doubtful("used_again", text.of, by, by, text.provisions, size)
