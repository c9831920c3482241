"""A redline shows the words that differ, by provision, and nothing else."""

from collections.abc import Callable

from misaq.charter import Passage, Weave, cut_paragraphs, redline_states

Build = Callable[..., Weave]


def test_only_changed_provisions_with_counts(history: Build) -> None:
    weave = history(
        "Article 1. A\nOne stays.\n\nArticle 2. B\nTwo may go.\n",
        "Article 1. A\nOne stays.\n\nArticle 2. B\nTwo shall never go.\n",
    )
    (change,) = redline_states(weave, weave.active(0), weave.active(1))
    assert weave.provisions[change.provision].id == "art-2"
    assert (change.words_in, change.words_out) == (2, 1)
    kinds = [(p.kind, p.text.strip()) for p in change.passages]
    assert kinds == [
        ("same", "Article 2. B\nTwo"),
        ("out", "may"),
        ("in", "shall never"),
        ("same", "go."),
    ]


def test_backwards_is_the_mirror(history: Build) -> None:
    weave = history("a b c d e", "a x c d y e")
    (there,) = redline_states(weave, weave.active(0), weave.active(1))
    (back,) = redline_states(weave, weave.active(1), weave.active(0))
    assert (there.words_in, there.words_out) == (back.words_out, back.words_in)


def test_the_same_state_twice_differs_nowhere(history: Build) -> None:
    weave = history("a b", "a c")
    assert redline_states(weave, weave.active(), weave.active()) == ()


def test_hard_wrapped_lines_flow_and_short_lines_do_not() -> None:
    wrapped = "x" * 70 + "\nand it goes on\n(2) Next."
    paragraphs = cut_paragraphs([Passage("same", wrapped, 0)])
    assert ["".join(p.text for p in paragraph) for paragraph in paragraphs] == [
        "x" * 70 + " and it goes on",
        "(2) Next.",
    ]
