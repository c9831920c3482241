"""Public seeds: fixed for ever, apart for each use."""

from misaq.foundation.seeds import derive_seed, generator


def test_the_derivation_never_changes() -> None:
    """A published draw must come out again in ten years: these values are frozen."""
    assert derive_seed(7, "dialogue.groups") == 49986164979059728192888422663239696100
    assert generator(7, "frozen").integers(0, 1000, 4).tolist() == [791, 831, 233, 894]


def test_uses_are_apart() -> None:
    assert generator(7, "a").integers(0, 2**62) != generator(7, "b").integers(0, 2**62)
    assert generator(7, "a").integers(0, 2**62) != generator(8, "a").integers(0, 2**62)
