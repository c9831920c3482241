"""Articles, parts and schedules: where each begins in a text, and by which id it is known for ever."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = r"(?P<label>\d+[A-Z]{0,3}(?:-[A-Z]+)?|[IVXLC]+(?:-?[A-Z])?)"
_END = r"(?:\s*[.:۔–—-]+\s*|\s*$)"
_REST = r"(?P<heading>.*)$"

# (kind, prefix of its id, level, pattern): the heading grammar, one line of text each
_HEADINGS = tuple(
    (kind, prefix, level, re.compile(pattern))
    for kind, prefix, level, pattern in (
        (
            "preamble",
            "preamble",
            1,
            r"^#*\s*(?P<heading>P ?reamble|P ?REAMBLE|تمہید)\s*(?P<label>)$",
        ),
        ("part", "part", 1, rf"^#*\s*(?:PART|Part|PARTE|حصہ)\s+{_LABEL}{_END}{_REST}"),
        ("chapter", "ch", 2, rf"^#*\s*(?:CHAPTER|Chapter|باب)\s+{_LABEL}{_END}{_REST}"),
        ("title", "title", 2, rf"^#*\s*(?:TITLE|Title|TITOLO|Titolo)\s+{_LABEL}{_END}{_REST}"),
        ("schedule", "sched", 1, rf"^#*\s*(?:SCHEDULE|Schedule|جدول)\s+{_LABEL}{_END}{_REST}"),
        (
            "schedule",
            "sched",
            1,
            r"^#*\s*(?:THE\s+|The\s+)?(?P<label>[A-Z][A-Za-z]+)\s+(?:SCHEDULE|Schedule)(?:[.:—–]\s*|\s*$)(?P<heading>.*)$",
        ),
        ("amendment", "amdt", 3, rf"^#*\s*(?:AMENDMENT|Amendment)\s+{_LABEL}{_END}{_REST}"),
        (
            "article",
            "art",
            3,
            rf"^#*\s*(?:ARTICLE|Article|Articolo|Art\.?|دفعہ)\s+{_LABEL}{_END}{_REST}",
        ),
        (
            "section",
            "sec",
            4,
            rf"^#+\s*(?:Section|SECTION|Sezione|SEZIONE)\s+{_LABEL}{_END}{_REST}",
        ),
    )
)
_MAY_OPEN = re.compile(  # what any of the patterns begins with, tried first: most lines are no heading
    r"#|P ?reamble|P ?REAMBLE|تمہید|PART|Part|حصہ|CHAPTER|Chapter|باب|TITLE|Title|TITOLO|Titolo|[A-Z][A-Za-z]+ S"
    r"|SCHEDULE|Schedule|جدول|AMENDMENT|Amendment|ARTICLE|Article|Articolo|Art\b|دفعہ|THE\b|The\b"
)
_WRAPPED = 60  # a line shorter than this was ended on purpose, not by a wrap
_REFERS = re.compile(
    r"(?:The\s+)?[A-Z][a-z]+\s+Schedule\b"
)  # a heading, or a reference on a wrapped line
_NUMBERED = re.compile(  # a note under the page ("1. Subs. by Act 7 ...") is no article
    r"^\[?(?P<label>\d+(?:-[A-Z]|[A-Z]{0,3}))\.(?=\s|$|[A-Z])"
    r"(?!\s*(?:Subs|Ins|Added|Omitted|Rep|Renumbered|The words?)\b[^—]{0,80}\bby\b)\s*(?P<heading>.*)$"
)
_SIDE_HEADING = re.compile(r"(?P<heading>[^—]{2,220}?)\s*\.?\s*[—–]")


@dataclass(frozen=True)
class Segment:
    """A stretch of one text from a heading to the next.

    key : its id by label, unique within the text, for example "art-12" or "part-i.item-3".
    kind : "front", "preamble", "part", "chapter", "title", "schedule", "amendment", "article", "section", "item".
    label : as printed ("12A"); "" when it has none.
    heading : the words of the heading without the label; "" when it has none.
    start, end : offsets in the text, in characters.
    """

    key: str
    kind: str
    label: str
    heading: str
    start: int
    end: int


def split_provisions(text: str, *, numbered: bool | None = None) -> tuple[Segment, ...]:
    """Cut a text into provisions by its headings; what stands before the first is "front".

    Headings are lines such as "Part I. The land", "Article 12. Water", "دفعہ 12۔ پانی", "## Art. 12" and
    "12. Water.—(1)". Bare numbers are headings only in a text without "Article" headings: else they number lists.
    numbered : True when bare numbers are known to be the articles, and a line "Article 42" only refers to one.

    >>> [(s.key, s.heading) for s in split_provisions("Part I. The land\\nArticle 1. Water\\n(1) It is common.\\n")]
    [('part-i', 'The land'), ('art-1', 'Water')]
    """
    found = list(_named_headings(text))
    if numbered:
        found = [heading for heading in found if heading[0] != "article"]
    if numbered or not any(kind in {"article", "amendment", "section"} for kind, *_ in found):
        found = sorted([*found, *_numbered_headings(text)], key=lambda heading: heading[3])
        found = _without_notes(found, text)
    starts = [start for *_, start in found]
    if not starts or text[: starts[0]].strip():
        found, starts = [("front", "front", "", 0), *found], [0, *starts]
    elif starts[0] > 0:  # white space at the start belongs to the first heading
        starts = [0, *starts[1:]]
    ends = [*starts[1:], len(text)]
    keys = _unique([key for _, key, *_ in found])
    return tuple(
        Segment(key, kind, label, _heading_words(kind, label, text[start:end]), start, end)
        for key, (kind, _, label, _), start, end in zip(keys, found, starts, ends, strict=True)
    )


def slug(text: str) -> str:
    """A short name for addresses: lower-case letters, digits and hyphens; other scripts keep their letters.

    >>> slug("PART IV-A")
    'part-iv-a'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def _named_headings(text: str) -> Iterator[tuple[str, str, str, int]]:
    """(kind, key, label, offset) of each line that names itself."""
    above = ""
    for line, start in _lines(text):
        if not _MAY_OPEN.match(line) or (_REFERS.match(line) and _runs_on(text, start)):
            continue
        for kind, prefix, level, pattern in _HEADINGS:
            if match := pattern.match(line):
                label = match["label"]
                key = f"{prefix}-{slug(label)}" if label else prefix
                if level == 4 and above:
                    key = f"{above}.{key}"
                elif level == 3:
                    above = key
                yield kind, key, label, start
                break


def _runs_on(text: str, start: int) -> bool:
    """Whether the line before this offset runs on: "... specified in the" / "Tenth Schedule."."""
    line = text[:start].removesuffix("\n").rpartition("\n")[2].rstrip()
    return len(line) >= _WRAPPED and line[-1] not in ".:;—–-]*_)"


def _numbered_headings(text: str) -> Iterator[tuple[str, str, str, int]]:
    for line, start in _lines(text):
        if match := _NUMBERED.match(line):
            yield "article", f"art-{slug(match['label'])}", match["label"], start


def _without_notes(
    found: list[tuple[str, str, str, int]], text: str
) -> list[tuple[str, str, str, int]]:
    """Leave out numbers that fall back while the articles go on after them (22, 1, 23): notes under the page."""
    kept: list[tuple[str, str, str, int]] = []
    last = (0, "")
    fallen: list[tuple[str, str, str, int]] = []
    for heading in found:
        bare = heading[0] == "article" and text[heading[3]].isdigit()
        parts = re.match(r"(\d+)(.*)", heading[2]) if bare else None
        number = (int(parts[1]), parts[2]) if parts else (0, "")
        if bare and number < last:
            fallen.append(heading)
            continue
        if not (last < number and number[0] <= last[0] + 3):  # no notes: a list began anew
            kept += fallen
        last = number
        fallen = []
        kept.append(heading)
    return [*kept, *fallen]


def _lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def _heading_words(kind: str, label: str, segment: str) -> str:
    """The heading of a segment: the rest of its first line, or the side heading before a long dash."""
    first, _, rest = segment.lstrip("\n").partition("\n")
    for _, _, _, pattern in _HEADINGS:
        if match := pattern.match(first):
            words = match["heading"].strip()
            following = rest.partition("\n")[0].strip()
            if not words and kind in {"part", "schedule"} and following.isupper():
                words = following  # the title of a part stands on the line below its number
            return words.strip("# ").rstrip(".")
    if match := _NUMBERED.match(first):
        start = segment.index(label) + len(label) + 1
        if side := _SIDE_HEADING.match(segment[start : start + 240].lstrip()):
            return " ".join(side["heading"].split())
        return match["heading"] if len(match["heading"]) <= 60 else ""
    return ""


def _unique(keys: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    unique = []
    for key in keys:
        seen[key] += 1
        unique.append(key if seen[key] == 1 else f"{key}_{seen[key]}")
    return unique
