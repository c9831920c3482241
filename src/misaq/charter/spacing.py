"""White space around words that are put in or taken out, where the amending act says nothing of it."""

_CLOSING = ",.;:!?)]}»”’،؛۔؟%"
_OPENING = "([{«“‘"


def split_space(text: str) -> tuple[str, str, str]:
    """A text as white space at its start, its words, white space at its end.

    >>> split_space("\\nand a half ")
    ('\\n', 'and a half', ' ')
    """
    core = text.strip()
    if not core:
        return text, "", ""
    at = text.index(core)
    return text[:at], core, text[at + len(core) :]


def gap_between(before: str, after: str) -> str:
    """The white space between two stretches of words: none before a comma or after a bracket, else one space.

    >>> gap_between("one year", "and"), gap_between("one year", ", and"), gap_between("(", "one")
    (' ', '', '')
    """
    if not before or not after or after[0] in _CLOSING or before[-1] in _OPENING:
        return ""
    if before[-1] in "—–-" or after[0] in "—–-":
        return ""
    return " "


def keeps_space_before(space_after: str, following: str) -> bool:
    """Whether, of the white space around words taken out, that before them stays rather than that after them."""
    if "\n" in space_after:
        return False
    return bool(space_after) or not (following and following[0] in _CLOSING)
