"""Find Latin words on an Urdu page that nothing marks as another language: texts without Urdu."""

import re
from html.parser import HTMLParser

_VOID = {
    "meta",
    "link",
    "br",
    "hr",
    "input",
    "img",
    "col",
    "path",
    "rect",
    "circle",
    "use",
    "line",
    "polygon",
}
# Names and terms that are written in Latin letters in Urdu too.
KNOWN = {
    "CSV",
    "JavaScript",
    "WCAG",
    "AA",
    "axe",
    "SHA-256",
    "Python",
    "digest",
    "JSON",
    "Sainte-Laguë",
}
_WORD = re.compile(r"[A-Za-zÀ-ſ][A-Za-zÀ-ſ0-9'’-]*[A-Za-zÀ-ſ0-9]")
_CODE = re.compile(r"[A-Z]{2,4}|[a-z]\d+|[\w.-]+\.(?:json|csv|toml|txt|jsonl)|[\w-]*\d[\w-]*")


class _Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: set[str] = set()
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        marked = (
            (self._open[-1][1] if self._open else False)
            or given.get("lang") == "en"
            or tag in {"head", "code", "bdi", "kbd"}
            or "hash" in (given.get("class") or "").split()
        )
        self._open.append((tag, marked))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.words.update(_WORD.findall(re.sub(r"[\w-]+\.[\w.-]*\w", " ", data)))


def unmarked_words(html: str) -> list[str]:
    """The Latin words of an Urdu page outside code, isolated values and parts marked as English."""
    words = _Texts(html).words
    return sorted(word for word in words if word not in KNOWN and not _CODE.fullmatch(word))
