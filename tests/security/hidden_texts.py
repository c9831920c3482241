"""Look for many texts at once in much data, in every way that text is written down."""

import base64
import unicodedata
import urllib.parse
from collections.abc import Iterable

import numpy as np

PREFIX = 8


def forms_of(text: str) -> set[bytes]:
    """How a text can lie in a file: UTF-8, UTF-16 of both orders, Base64 at each offset, hexadecimal, escapes.

    Also in lower case, and decomposed.
    """
    forms: set[bytes] = set()
    for plain in {text, text.lower(), unicodedata.normalize("NFKD", text)}:
        for coded in (plain.encode(), plain.encode("utf-16-le"), plain.encode("utf-16-be")):
            forms |= {coded, coded.hex().encode(), coded.hex().upper().encode()}
            forms |= set(_base64(coded))
        forms.add(plain.encode("unicode_escape"))
        forms.add(urllib.parse.quote(plain, safe="").encode())
    return {form for form in forms if len(form) >= PREFIX}


def _base64(coded: bytes) -> Iterable[bytes]:
    for offset in range(3):
        whole = base64.b64encode(bytes(offset) + coded)
        core = whole[-(-offset * 8 // 6) : len(whole) - 4]
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


class HiddenTexts:
    """Texts to look for. `find` takes any number of pieces of data."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_prefix: dict[int, list[tuple[bytes, str]]] = {}
        for text in texts:
            for form in forms_of(text):
                key = int.from_bytes(form[:PREFIX], "little")
                self.by_prefix.setdefault(key, []).append((form, text))
        self.prefixes = np.array(sorted(self.by_prefix), dtype=np.uint64)

    def find(self, data: bytes) -> set[str]:
        """Which of the texts lie in `data`."""
        found: set[str] = set()
        whole = np.frombuffer(data, np.uint8)
        for offset in range(PREFIX):
            n_words = (len(whole) - offset) // PREFIX
            if n_words <= 0:
                continue
            words = whole[offset : offset + n_words * PREFIX].view(np.uint64)
            places = np.searchsorted(self.prefixes, words)
            places[places == len(self.prefixes)] = 0
            for hit in np.flatnonzero(self.prefixes[places] == words):
                start = offset + int(hit) * PREFIX
                for form, text in self.by_prefix[int(words[hit])]:
                    if data.startswith(form, start):
                        found.add(text)
        return found
