"""Two wordings of a clause, word by word, made ready for a template."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from misaq.charter import Passage, Version, count_words, cut_paragraphs, weave_versions
from misaq.web.shell.words import direction_of

Run = dict[str, str]


@dataclass(frozen=True)
class Redline:
    """A clause in one language with what goes and what comes. words_in, words_out : how many of each."""

    language: str
    direction: str
    paragraphs: list[list[Run]]
    words_in: int
    words_out: int

    @property
    def changes(self) -> bool:
        """Whether a word differs at all."""
        return bool(self.words_in or self.words_out)


def redline_words(language: str, old: str, new: str) -> Redline:
    """What must go from `old` and come in to read `new`; the whole of the clause is shown."""
    passages = list(_passages(old, new))
    return Redline(
        language,
        direction_of(language),
        [_spaced([_run(p) for p in paragraph]) for paragraph in cut_paragraphs(passages)],
        sum(count_words(p.text) for p in passages if p.kind == "in"),
        sum(count_words(p.text) for p in passages if p.kind == "out"),
    )


def _passages(old: str, new: str) -> Iterator[Passage]:
    if old.strip() == new.strip():
        yield Passage("same", new, 0)
        return
    if not old.strip() or not new.strip():
        yield Passage("in" if new.strip() else "out", new if new.strip() else old, 0)
        return
    weave = weave_versions((Version(0, "", None, {"c": old}), Version(1, "", None, {"c": new})))
    before, after = weave.live(weave.active(0)), weave.live(weave.active(1))
    for run, text in enumerate(weave.text):
        if before[run] and after[run]:
            yield Passage("same", text, 0)
        elif after[run]:
            yield Passage("in" if text.strip() else "same", text, 0)
        elif text.strip():
            yield Passage("out", text, 0)


def _run(passage: Passage) -> Run:
    """A run for a template: the mark stands on the words, the white space round them outside it."""
    words = passage.text.strip()
    if not words:
        return {"kind": "same", "before": "", "text": passage.text, "after": ""}
    start = passage.text.index(words)
    return {
        "kind": passage.kind,
        "before": passage.text[:start],
        "text": words,
        "after": passage.text[start + len(words) :],
    }


def _spaced(runs: list[Run]) -> list[Run]:
    """Two words are never run together, and what goes stands apart from what comes in its place."""
    for run, following in pairwise(runs):
        if run["after"] or following["before"]:
            continue
        touch = run["text"][-1:].isalnum() and following["text"][:1].isalnum()
        if touch or "same" not in {run["kind"], following["kind"]}:
            run["after"] = " "
    return runs
