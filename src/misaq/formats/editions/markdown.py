"""A constitution as Markdown that reads the same when it comes in again."""

from misaq.charter import Outline
from misaq.formats.editions.akomantoso import Edition
from misaq.formats.editions.imported import plain_text


def markdown_of(outline: Outline, edition: Edition) -> str:
    """A text as Markdown: its title, then every provision by the heading grammar of our own reader.

    >>> article = Outline("a", "article", "1", "Water", "It is common.", num="Article 1.")
    >>> print(markdown_of(Outline("", "text", "", "", "", (article,)), Edition("The Covenant")))
    # The Covenant
    <BLANKLINE>
    ### Article 1. Water
    <BLANKLINE>
    It is common.
    <BLANKLINE>
    """
    lines = [line for line in plain_text(outline).split("\n") if line]
    if not lines or lines[0].lstrip("# ") != edition.title:
        lines = [f"# {edition.title}", *lines]
    return "\n\n".join(lines) + "\n"
