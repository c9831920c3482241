"""The weave behind the pages, and its words made ready for a template: redlines and authored text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from misaq.charter import (
    Passage,
    ProvisionRedline,
    Weave,
    article_of,
    cut_paragraphs,
    read_weave,
    redline_states,
)
from misaq.foundation.canonical import canonical_json
from misaq.foundation.messages import N_
from misaq.process import Results

MOST_PROVISIONS = 40  # shown in one redline; the rest is counted and stands in the weave document
MOST_WORDS = 6000
_CONTEXT = 14  # words of unchanged text kept on each side of a change

_woven: dict[bytes, Weave] = {}


def weave_of(results: Results) -> Weave | None:
    """The weave of a process, read once per published document."""
    document = results.get("charter.weave")
    if document is None:
        return None
    key = canonical_json([document["inputs"], document["parameters"]])
    if key not in _woven:
        if len(_woven) > 3:
            _woven.clear()
        _woven[key] = read_weave(document["results"])
    return _woven[key]


# Schedules are counted in words in many constitutions: "THE FIRST SCHEDULE".
_ORDINALS = {
    "FIRST": N_("First"),
    "SECOND": N_("Second"),
    "THIRD": N_("Third"),
    "FOURTH": N_("Fourth"),
    "FIFTH": N_("Fifth"),
    "SIXTH": N_("Sixth"),
    "SEVENTH": N_("Seventh"),
    "EIGHTH": N_("Eighth"),
    "NINTH": N_("Ninth"),
    "TENTH": N_("Tenth"),
    "ELEVENTH": N_("Eleventh"),
    "TWELFTH": N_("Twelfth"),
}


def provision_name(weave: Weave, provision: int, n: int) -> str:
    """What a page calls a provision: "Article 21", "Part I", or its file when it has no label."""
    article = article_of(weave, provision)
    if article != provision:
        return provision_name(weave, article, n) + _clause_name(weave, article, provision, n)
    label, heading = weave.label_at(provision, weave.place(n))
    match weave.provisions[provision].kind:
        case "article" | "item" if label:
            return _("Article %(label)s") % {"label": label}
        case "part" if label:
            return _("Part %(label)s") % {"label": label}
        case "chapter" | "title" if label:
            return _("Chapter %(label)s") % {"label": label}
        case "section" if label:
            return _("Section %(label)s") % {"label": label}
        case "schedule" if label:
            named = label.isalpha() and not set(label) <= set("IVXLC")
            text = _("%(label)s Schedule") if named else _("Schedule %(label)s")
            if named:
                label = _(_ORDINALS[label.upper()]) if label.upper() in _ORDINALS else label.title()
            return text % {"label": label}
        case "amendment" if label:
            return _("Amendment %(label)s") % {"label": label}
        case "preamble":
            return _("Preamble")
    stem = weave.provisions[provision].file.rpartition("/")[2].partition(".")[0]
    return label or heading or (_("Opening words") if len(weave.files) == 1 else stem)


def _clause_name(weave: Weave, article: int, provision: int, n: int) -> str:
    """The labels of a clause below its article: "(2)(a)"; what has none goes by the one above it."""
    labels: list[str] = []
    place = provision
    while place != article and place >= 0:
        label = weave.label_at(place, weave.place(n))[0]
        labels.insert(0, f"({label})" if label else "")
        place = weave.provisions[place].parent
    return "".join(labels)


def anchor_of(weave: Weave, provision: int) -> str:
    """The address of a provision within a page: its id, which stays the same whatever its label becomes."""
    return re.sub(r"[^\w.-]+", "-", weave.provisions[provision].id)


def redline_blocks(
    weave: Weave, changes: Sequence[ProvisionRedline], n: int
) -> tuple[list[dict[str, Any]], int]:
    """The changed paragraphs of each provision for a template, and how many provisions were left out."""
    blocks: list[dict[str, Any]] = []
    words = 0
    for change in changes:
        if len(blocks) >= MOST_PROVISIONS or words > MOST_WORDS:
            break
        words += change.words_in + change.words_out
        blocks.append(
            {
                "anchor": anchor_of(weave, change.provision),
                "name": provision_name(weave, change.provision, n),
                "heading": weave.label_at(change.provision, weave.place(n))[1],
                "words_in": change.words_in,
                "words_out": change.words_out,
                "paragraphs": _changed_paragraphs(change.passages),
            }
        )
    return blocks, len(changes) - len(blocks)


def redline_between(
    weave: Weave, before: Iterable[bool], after: Iterable[bool], n: int
) -> tuple[list[dict[str, Any]], int]:
    """`redline_blocks` of two states of the weave."""
    return redline_blocks(weave, redline_states(weave, before, after), n)  # type: ignore[arg-type]


def _changed_paragraphs(passages: Iterable[Passage]) -> list[list[dict[str, str]]]:
    shown: list[list[dict[str, str]]] = []
    for paragraph in cut_paragraphs(passages):
        if all(p.kind == "same" or not p.text.strip() for p in paragraph):
            continue
        last = len(paragraph) - 1
        runs = [
            _run(p.kind, _shorten(p.text, i == 0, i == last) if p.kind == "same" else p.text)
            for i, p in enumerate(paragraph)
        ]
        for run, following in pairwise(runs):
            if not (run["after"] or following["before"]) and _stand_apart(run, following):
                run["after"] = " "
        shown.append(runs)
    return shown


def _stand_apart(run: Mapping[str, str], following: Mapping[str, str]) -> bool:
    """Two words are never run together, and what goes stands apart from what comes in its place."""
    words = run["text"][-1:].isalnum() and following["text"][:1].isalnum()
    return words or "same" not in {run["kind"], following["kind"]}


def _run(kind: str, text: str) -> dict[str, str]:
    """A run for a template: the mark stands on the words, the white space round them outside it."""
    words = text.strip()
    if not words:
        return {"kind": "same", "before": "", "text": text, "after": ""}
    start = text.index(words)
    return {
        "kind": kind,
        "before": text[:start],
        "text": words,
        "after": text[start + len(words) :],
    }


def _shorten(text: str, first: bool, last: bool) -> str:
    """Unchanged words far from any change give way to an ellipsis; the space at a change is kept."""
    words = text.split()
    room = _CONTEXT * (1 if first or last else 2)
    if len(words) <= room + 4:
        return text
    start = [] if first else words[:_CONTEXT]
    end = [] if last else words[-_CONTEXT:]
    lead = "" if first else text[: len(text) - len(text.lstrip())]
    tail = "" if last else text[len(text.rstrip()) :]
    return lead + " ".join([*start, "…", *end]) + tail
