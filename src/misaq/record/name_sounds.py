"""How a word of a name sounds: one spelling for Latin and Arabic script, and the bare bones of its consonants.

Rules of spelling only; the table of irregular names is `terms/names.toml`. Every function takes one folded word (see
`misaq.record.names`); columns of names go through them once per distinct word.
"""

import re
from functools import lru_cache

# Arabic letters that Urdu, Pashto, Balochi, Persian and Arabic write for one sound; own table.
_LETTERS = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "s", "ج": "j", "چ": "c", "ح": "h", "خ": "x",
    "د": "d", "ڈ": "d", "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "S", "ص": "s",
    "ض": "z", "ط": "t", "ظ": "z", "ع": "E", "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ں": "n", "و": "w", "ہ": "h", "ھ": "", "ی": "y", "ے": "e", "ء": "", "ټ": "t",
    "ډ": "d", "ړ": "r", "ږ": "g", "ښ": "S", "ڼ": "n", "ځ": "z", "څ": "s", "ګ": "g", "ې": "e", "ۍ": "y",
    "ئ": "y", "ؤ": "w", "ۃ": "h", "ۀ": "h", "ٻ": "b", "ڄ": "j", "ڃ": "j", "ڇ": "c", "ڌ": "d", "ڏ": "d",
    "ڦ": "f", "ڪ": "k", "ڳ": "g", "ڱ": "n", "ڻ": "n", "ٽ": "t", "ٿ": "t", "ڊ": "d", "ڙ": "r",
}  # fmt: skip
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
# order matters: longer spellings first
_SPELLINGS = (
    ("sch", "S"), ("tch|ch", "C"), ("kh", "x"), ("gh", "g"), ("sh", "S"), ("ph", "f"),
    ("zh", "j"), ("dj", "j"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("jh", "j"), ("ck", "k"),
    ("q|c", "k"), ("ee|ea|ie|ei|ii|ey|ay|ai|ae|y(?=[^aeiou]|$)", "i"),
    ("oo|ou|au|aw|ow|oa|ao|uu", "u"), ("aa", "a"), ("e", "i"), ("o", "u"), ("v", "w"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), plain) for pattern, plain in _SPELLINGS)


@lru_cache(maxsize=1 << 17)
def romanise(word: str) -> str:
    """Write an Arabic-script word in Latin letters, as it is spelt: short vowels are not there to write.

    S stands for sh, x for kh, c for ch, E for ain. A word in Latin script comes back unchanged.

    >>> romanise("اسلم"), romanise("خدیجہ"), romanise("Aslam")
    ('aslm', 'xdyjh', 'Aslam')
    """
    if not _ARABIC.search(word):
        return word
    return "".join(_LETTERS.get(letter, letter if letter.isascii() else "") for letter in word)


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """One spelling for words that sound alike: aspirates, long vowels, v and w, doubled letters.

    >>> sound("kareem") == sound("karim"), sound("zahoor") == sound("zahur"), sound("farooq") == sound("faruk")
    (True, True, True)
    >>> sound("ظہور"), sound("zahur")
    ('zhur', 'zahur')
    """
    if _ARABIC.search(word):
        return _sound_of_arabic(romanise(word))
    text = word
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    text = _single(text.replace("C", "c"))
    if len(text) > 2 and text[-1] == "h" and text[-2] in "aiu":
        text = text[:-1]
    return text


def _sound_of_arabic(text: str) -> str:
    """Long vowels from their letters: w and y are vowels between consonants and at the end; h at the end is a."""
    if len(text) > 2 and text.endswith("h"):
        text = text[:-1] + "a"
    out = []
    for place, letter in enumerate(text):
        before = text[place - 1] if place else ""
        after = text[place + 1] if place + 1 < len(text) else ""
        weak = place > 0 and before not in "aiuEe" and (not after or after not in "aE")
        if letter == "w":
            out.append("u" if weak else "w")
        elif letter == "y":
            out.append("i" if weak or not after else "y")
        elif letter == "E":
            out.append("" if after == "a" or (before and before in "ai") else "a")
        else:
            out.append("i" if letter == "e" else letter)
    return _single("".join(out))


def _single(text: str) -> str:
    """Each letter once where it stands doubled."""
    return re.sub(r"(.)\1+", r"\1", text)


_DROPPED = str.maketrans("", "", "aiuwyhE")
_MERGED = str.maketrans({"x": "k", "j": "z", "S": "s", "c": "s"})


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """The consonants a clerk of either script would write: no vowels, no h, w, y but at the beginning.

    Words that begin with a vowel begin with "a". Different names can share a skeleton: it finds candidates, it
    never decides.

    >>> skeleton("aslam"), skeleton("اسلم"), skeleton("waheed"), skeleton("وحید")
    ('aslm', 'aslm', 'wd', 'wd')
    >>> skeleton("khalid") == skeleton("خالد") == skeleton("kaleed")
    True
    """
    plain = sound(word)
    if not plain:
        return ""
    first = "a" if plain[0] in "aiuE" else plain[0]
    return (first + plain[1:].translate(_DROPPED)).translate(_MERGED)
