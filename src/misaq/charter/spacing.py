"""White space around words that are put in or taken out, where the amending act says nothing of it."""

_CLOSING = ",.;:!?)]}»”’،؛۔؟%"
_OPENING = "([{«“‘"
_QUOTES = "\"'"


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


def spaces_around(core: str, left: str, old: str, right: str, where: str) -> tuple[str, str]:
    """The white space before and after words that are put between two others, where an act says nothing of it.

    left, right : the words on both sides, "" at an edge of the text; old : what stands between them.
    where : "before" `right`, "after" `left`, at the "start" (after a heading) or the "end" of a provision.

    >>> spaces_around("or more", "year", "", '"', "after"), spaces_around("and clean", "common", "", ",", "before")
    ((' ', ''), (' ', ''))
    """
    glued = not old and bool(left) and bool(right)
    closes = glued and (right in _CLOSING or (right in _QUOTES and left not in _OPENING))
    opens = glued and left in _QUOTES and not closes
    if where == "start":
        return old or gap_between(left, core), gap_between(core, right) if right else " "
    if where == "end":
        return gap_between(left, core), old
    if where == "before":
        if closes:
            return gap_between(left, core), old
        first = old if old or opens or not left else gap_between(left, core)
        return first, gap_between(core, right)
    first = "" if opens else gap_between(left, core)
    return first, old if old or closes else gap_between(core, right)


def keeps_space_before(space_after: str, following: str) -> bool:
    """Whether, of the white space around words taken out, that before them stays rather than that after them."""
    if "\n" in space_after:
        return False
    return bool(space_after) or not (following and following[0] in _CLOSING)
