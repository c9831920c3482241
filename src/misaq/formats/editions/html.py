"""A constitution as one HTML page that needs nothing else: anchors, contents, print style, language and direction."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from misaq.charter import Outline, derive_eids, split_paragraphs
from misaq.formats.editions.akomantoso import Edition
from misaq.formats.editions.docx import is_right_to_left

_HEADINGS = {
    "part": "h2",
    "schedule": "h2",
    "preamble": "h2",
    "chapter": "h3",
    "title": "h3",
    "article": "h4",
    "amendment": "h4",
    "section": "h5",
}
_LISTED = {"part", "schedule", "preamble", "chapter", "title", "article", "amendment"}
_STYLE = """
:root{color-scheme:light dark}
body{font-family:"Noto Serif",Georgia,serif;line-height:1.6;max-width:42rem;margin-inline:auto;padding:1rem}
:lang(ur),:lang(sd),:lang(ps){font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq",serif;line-height:2.4}
h1,h2{text-align:center}
h4,h5{margin-block-end:.25rem}
section.clause,section.paragraph,section.proviso,section.explanation,section.entry,section.item{margin-inline-start:1.5rem}
nav ol{list-style:none;padding-inline-start:1rem}
a.anchor{text-decoration:none;color:inherit}
a.anchor:focus-visible,nav a:focus-visible{outline:2px solid}
:target{scroll-margin-top:1rem;background:#fff3b0;color:#000}
@media print{nav{display:none}body{max-width:none;padding:0;font-size:11pt}
h2{break-before:page}h2,h3,h4,h5{break-after:avoid}}
@page{size:A4;margin:2cm}
"""


def html_of(outline: Outline, edition: Edition, *, contents: str = "") -> str:
    """A text as a page of its own, with an anchor for every provision (its eId) and no script.

    contents : heading of the table of contents, in the reader's language; "" for a page without one.
    """
    eids = derive_eids(outline)
    body = "".join(part for node in outline.children for part in _node(node, eids))
    return _page(edition, _contents(outline, eids, contents) if contents else "", body)


def html_of_sections(sections: Iterable[tuple[str, str]], edition: Edition) -> str:
    """Numbered sections, each as (number, wording), as a page of their own: a bill."""
    body = "".join(
        f'<section id="sec_{escape(number)}">'
        + "".join(
            f"<p>{escape(f'{number}. {words}' if i == 0 else words)}</p>"
            for i, words in enumerate(split_paragraphs(wording))
        )
        + "</section>"
        for number, wording in sections
    )
    return _page(edition, "", body)


def _page(edition: Edition, listed: str, body: str) -> str:
    direction = "rtl" if is_right_to_left(edition.language) else "ltr"
    title = escape(edition.title)
    day = edition.date
    dated = f"<p><time datetime={_quote(day)}>{escape(day)}</time></p>" if day else ""
    return (
        f'<!doctype html>\n<html lang={_quote(edition.language)} dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><header><h1>{title}</h1>{dated}</header>"
        f"{listed}<main>{body}</main></body></html>\n"
    )


def _contents(outline: Outline, eids: Mapping[str, str], heading: str) -> str:
    items = "".join(
        f'<li><a href="#{escape(eids[node.id])}">{escape(_head(node) or eids[node.id])}</a></li>'
        for node in outline.walk()
        if node.kind in _LISTED and node.id
    )
    return f"<nav aria-label={_quote(heading)}><h2>{escape(heading)}</h2><ol>{items}</ol></nav>"


def _node(node: Outline, eids: Mapping[str, str]) -> Iterator[str]:
    eid = escape(eids[node.id])
    head = _head(node)
    paragraphs = split_paragraphs(node.text)
    yield f'<section id="{eid}" class={_quote(node.kind)}>'
    element = _HEADINGS.get(node.kind)
    if head and element:
        yield f'<{element}><a class="anchor" href="#{eid}">{escape(head)}</a></{element}>'
    elif head and paragraphs:
        paragraphs[0] = f"{head} {paragraphs[0]}"
    elif head:
        paragraphs = [head]
    for words in paragraphs:
        yield f"<p>{escape(words)}</p>"
    for child in node.children:
        yield from _node(child, eids)
    yield "</section>"


def _head(node: Outline) -> str:
    return " ".join(part for part in (node.num, node.heading) if part)


def _quote(value: str) -> str:
    return f'"{escape(value, quote=True)}"'
