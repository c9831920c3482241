"""What to say to somebody who writes a statement: too long, two in one, a question, loud or loaded words."""

import re

SHORTEST, LONGEST, ADVISED = 12, 300, 140
"""Characters of a statement: fewer is refused, more is refused, more than advised is told."""

_LOADED = frozenset({
    "obviously", "clearly", "always", "never", "everyone", "nobody", "disgusting", "stupid", "evil",
    "traitor", "traitors", "ہمیشہ", "کبھی", "سب", "غدار", "ظالم", "بیوقوف", "شرمناک", "ظاہر",
})  # fmt: skip
# a short list on purpose: it hints, it never refuses


def wording_hints(text: str) -> tuple[str, ...]:
    """Codes of what could be worded better, in a fixed order; empty when nothing is noticed.

    "long": more than 140 characters; "question"; "loud": capitals or exclamation marks; "two": two statements in
    one; "loaded": words that judge rather than say. A hint never stops anybody.

    >>> wording_hints("Is it always so?"), wording_hints("Wells are repaired within a month.")
    (('question', 'loaded'), ())
    """
    words = re.findall(r"\w+", text)
    found = {
        "long": len(text) > ADVISED,
        "question": text.rstrip().endswith(("?", "؟")),
        "loud": "!" in text or sum(len(w) > 3 and w.isupper() for w in words) > 1,
        "two": bool(re.search(r"[.۔;؛]\s*\S+\s+\S+", text)),
        "loaded": bool(_LOADED & {word.casefold() for word in words}),
    }
    return tuple(code for code, noticed in found.items() if noticed)
