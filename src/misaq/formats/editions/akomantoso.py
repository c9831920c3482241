"""A constitution, or a bill that amends it, written as Akoma Ntoso 3.0."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from misaq.charter import (
    Outline,
    Weave,
    derive_eids,
    split_paragraphs,
)

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {
    "part": "part",
    "chapter": "chapter",
    "title": "title",
    "article": "article",
    "amendment": "article",
    "section": "section",
    "clause": "subsection",
    "subsection": "subsection",
    "paragraph": "paragraph",
    "subparagraph": "subparagraph",
    "proviso": "proviso",
    "item": "point",
    "entry": "point",
}  # every other kind is a <level> with the kind as its class
_THREE_LETTERS = {
    "ar": "ara", "bal": "bal", "bn": "ben", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra",
    "hi": "hin", "it": "ita", "pa": "pan", "ps": "pus", "pt": "por", "sd": "snd", "ur": "urd", "xh": "xho",
    "zu": "zul",
}  # fmt: skip


@dataclass(frozen=True)
class Edition:
    """What an edition of a text says about itself.

    title : of the constitution. language : of its words ("ur"). country : two letters ("pk"); "xx" when not told.
    date : day at which it shows the text; "" unknown. first_date : day of the first text.
    name : short name in addresses. publisher : who issues this edition.
    events : the amendments, in order: what changed the text so far.
    """

    title: str
    language: str = "en"
    country: str = "xx"
    date: str = ""
    first_date: str = ""
    name: str = "constitution"
    publisher: str = "misaq"
    events: tuple["AmendmentEvent", ...] = ()


@dataclass(frozen=True)
class AmendmentEvent:
    """One amendment in the life of the text: its number, title and the day from which it counts ("" unknown)."""

    n: int
    title: str
    date: str = ""


@dataclass(frozen=True)
class BillSection:
    """One section of a bill: the instruction in words, and what it does, for machines.

    wording : the instruction as the house would read it.
    kind : as in `Operation.kind`; "" for a section that changes no words (title, savings).
    target : eId of the provision that it changes. old, new : the words taken out and put in.
    """

    wording: str
    kind: str = ""
    target: str = ""
    old: str = ""
    new: str = ""
    heading: str = ""


def edition_of(
    weave: Weave,
    place: int,
    *,
    title: str,
    language: str,
    titles: Mapping[int, str],
    country: str = "xx",
) -> Edition:
    """The edition that shows a weave at version `place`, with every amendment up to it as an event.

    titles : n of a version to its title.
    """
    first, last = weave.datings[0].date, weave.datings[place].date
    events = tuple(
        AmendmentEvent(n, titles.get(n, "") or f"{n}", weave.datings[i].date)
        for i, n in enumerate(weave.numbers[: place + 1])
        if i
    )
    return Edition(title, language, country, last, first, events=events)


def akomantoso_of(outline: Outline, edition: Edition) -> bytes:
    """A text as an Akoma Ntoso 3.0 act: valid against the schema, every provision with eId and wId.

    The preamble goes before the body and schedules after it, wherever they stood; words, labels and headings are as
    printed. Paragraphs that were only wrapped flow on.
    """
    eids = derive_eids(outline)
    writer = _Body(eids)
    preface = [n for n in outline.children if n.kind == "front"][:1]
    if outline.children[:1] != tuple(preface):
        preface = []
    preamble = [n for n in outline.children if n.kind == "preamble"][:1]
    schedules = [n for n in outline.children if n.kind == "schedule"]
    body = [
        n for n in outline.children if not any(n is o for o in (*preface, *preamble, *schedules))
    ]
    parts = [
        *(writer.container("preface", node) for node in preface),
        *(writer.container("preamble", node) for node in preamble),
        "<body>",
        *(writer.provision(node) for node in body),
        ""
        if body
        else '<level eId="level_1"><content eId="level_1__content"><p/></content></level>',
        "</body>",
    ]
    if schedules:
        attached = "".join(writer.attachment(node, edition) for node in schedules)
        parts.append(f"<attachments>{attached}</attachments>")
    return _document("act", edition, "".join(parts))


def akomantoso_bill(sections: Sequence[BillSection], edition: Edition, *, amends: str) -> bytes:
    """A bill as Akoma Ntoso: its sections in words, and each change as a textual modification for machines.

    amends : address of the text that it amends, as `Edition` writes it (`work_uri`).
    """
    body, mods = [], []
    for number, section in enumerate(sections, start=1):
        eid = f"sec_{number}"
        heading = f"<heading>{_text(section.heading)}</heading>" if section.heading else ""
        words = "".join(_paragraphs(section.wording, f"{eid}__content"))
        body.append(
            f'<section eId="{eid}"><num>{number}.</num>{heading}'
            f'<content eId="{eid}__content">{words}</content></section>'
        )
        if section.kind:
            mods.append(_modification(f"pmod_{number}", eid, section, amends))
    analysis = ""
    if mods:
        analysis = (
            '<analysis source="#misaq"><activeModifications>'
            f"{''.join(mods)}</activeModifications></analysis>"
        )
    return _document("bill", edition, f"<body>{''.join(body)}</body>", analysis)


def work_uri(edition: Edition) -> str:
    """The address of the text as a work: /akn/pk/act/1973/constitution."""
    year = (edition.first_date or edition.date)[:4] or "0000"
    return f"/akn/{edition.country}/act/{year}/{edition.name}"


_MODIFICATIONS = {
    "substitute_words": "substitution",
    "substitute_provision": "substitution",
    "substitute_heading": "substitution",
    "insert_words": "insertion",
    "insert_provision": "insertion",
    "omit_words": "repeal",
    "omit_provision": "repeal",
    "renumber": "renumbering",
    "move": "renumbering",
    "respace": "replacement",
}


def _modification(eid: str, source: str, section: BillSection, amends: str) -> str:
    kind = _MODIFICATIONS.get(section.kind)
    if kind is None:
        return ""
    old = f'<old eId="{eid}__old">{_words(section.old)}</old>' if section.old else ""
    new = f'<new eId="{eid}__new">{_words(section.new)}</new>' if section.new else ""
    target = f"{amends}/~{section.target}" if section.target else amends
    return (
        f'<textualMod eId="{eid}" type="{kind}"><source eId="{eid}__source" href="#{source}"/>'
        f'<destination eId="{eid}__destination" href={quoteattr(target)}/>{old}{new}</textualMod>'
    )


def _words(words: str) -> str:
    """Words inside an element that holds only elements of other vocabularies."""
    return f'<words xmlns="urn:misaq:words">{_text(words)}</words>'


@dataclass
class _Body:
    """Writes provisions; `eids`: wId to eId."""

    eids: Mapping[str, str]

    def provision(self, node: Outline) -> str:
        out: list[str] = []
        self._provision(node, out)
        return "".join(out)

    def _provision(self, node: Outline, out: list[str], within: str = "") -> None:
        eid = self.eids[node.id]
        element = _ELEMENTS.get(node.kind, "level")
        if element == "paragraph" and within == "paragraph":
            element = "subparagraph"
        kind = f" class={quoteattr(node.kind)}" if element == "level" else ""
        out.append(f"<{element}{kind} {self._ids(node)}>")
        if node.num:
            out.append(f"<num>{_text(node.num)}</num>")
        if node.heading:
            out.append(f"<heading>{_text(node.heading)}</heading>")
        children = list(node.children)
        if not children:
            out.append(f'<content eId="{eid}__content">')
            out.extend(_paragraphs(node.text, f"{eid}__content"))
            out.append("</content>")
        else:
            if node.text:
                out.append(f'<intro eId="{eid}__intro">')
                out.extend(_paragraphs(node.text, f"{eid}__intro"))
                out.append("</intro>")
            closing = children.pop() if children[-1].kind == "words" and len(children) > 1 else None
            for child in children:
                self._provision(child, out, node.kind)
            if closing:
                out.append(f'<wrapUp eId="{self.eids[closing.id]}">')
                out.extend(_paragraphs(closing.text, self.eids[closing.id]))
                out.append("</wrapUp>")
        out.append(f"</{element}>")

    def container(self, element: str, node: Outline) -> str:
        eid = self.eids[node.id]
        lines = [part for part in (" ".join(p for p in (node.num, node.heading) if p),) if part]
        words = "\n\n".join([*lines, *(line for child in node.children for line in child.lines())])
        words = "\n\n".join(part for part in (words, node.text) if part)
        return f"<{element} {self._ids(node)}>{''.join(_paragraphs(words, eid))}</{element}>"

    def attachment(self, node: Outline, edition: Edition) -> str:
        eid = self.eids[node.id]
        title = " ".join(part for part in (node.num, node.heading) if part) or eid
        inner: list[str] = []
        inner.extend(_paragraphs(node.text, f"{eid}__body") if node.text else ())
        for child in node.children:
            self._provision(child, inner)
        words = "".join(inner) or "<p/>"
        return (
            f"<attachment {self._ids(node)}><heading>{_text(title)}</heading>"
            f'<doc name="schedule">{_meta(edition, f"/!{eid}", f"{eid}__")}'
            f"<mainBody>{words}</mainBody></doc></attachment>"
        )

    def _ids(self, node: Outline) -> str:
        return f"eId={quoteattr(self.eids[node.id])} wId={quoteattr(node.id)}"


def _paragraphs(words: str, above: str) -> Iterator[str]:
    paragraphs = split_paragraphs(words) or [""]
    for number, paragraph in enumerate(paragraphs, start=1):
        yield f'<p eId="{above}__p_{number}">{_text(paragraph)}</p>'


def _text(words: str) -> str:
    """Words as XML text; what XML cannot hold (control characters) is left out."""
    plain = " ".join(words.split())
    return escape("".join(c for c in plain if c >= " " and c not in "\ufffe\uffff"))


def _document(kind: str, edition: Edition, body: str, analysis: str = "") -> bytes:
    name = f" name={quoteattr(edition.name)}"
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<akomaNtoso xmlns="{NAMESPACE}"><{kind}{name} contains="singleVersion">'
        f"{_meta(edition, '/!main', '', kind, analysis)}{body}</{kind}></akomaNtoso>\n"
    )
    return xml.encode()


def _meta(
    edition: Edition, component: str, prefix: str, kind: str = "act", analysis: str = ""
) -> str:
    """FRBR identification; for the main document also its life so far and who is meant by #misaq."""
    work = work_uri(edition).replace("/act/", f"/{kind}/")
    language = _three_letters(edition.language)
    shown = day(edition.date or edition.first_date)
    expression = f"{work}/{language}@{edition.date or ''}"
    first = day(edition.first_date or edition.date)
    identification = (
        '<identification source="#misaq">'
        f"{_frbr('Work', work, component, first, '#misaq')}"
        f"<FRBRcountry value={quoteattr(edition.country)}/></FRBRWork>"
        f"{_frbr('Expression', expression, component, shown, '#misaq')}"
        f"<FRBRlanguage language={quoteattr(language)}/></FRBRExpression>"
        f"{_frbr('Manifestation', expression + '.xml', component, shown, '#misaq')}</FRBRManifestation>"
        "</identification>"
    )
    if prefix:
        return f"<meta>{identification}</meta>"
    events = [e for e in edition.events if e.date] if kind == "act" else []
    lifecycle = "".join(
        f'<eventRef eId="event_{e.n}" date="{day(e.date)}" source="#amendment_{e.n}" type="amendment"/>'
        for e in events
    )
    references = "".join(
        f'<passiveRef eId="amendment_{e.n}" href="{work}/amendment-{e.n}" showAs={quoteattr(_attribute(e.title))}/>'
        for e in events
    )
    return (
        f'<meta>{identification}<lifecycle source="#misaq">'
        f'<eventRef eId="event_0" date="{first}" source="#original" type="generation"/>{lifecycle}</lifecycle>'
        f"{analysis}"
        f'<references source="#misaq"><original eId="original" href="{work}" '
        f"showAs={quoteattr(_attribute(edition.title))}/>{references}"
        '<TLCOrganization eId="misaq" href="/ontology/organization/misaq" '
        f"showAs={quoteattr(_attribute(edition.publisher))}/>"
        "</references></meta>"
    )


def _frbr(level: str, uri: str, component: str, date: str, author: str) -> str:
    return (
        f"<FRBR{level}><FRBRthis value={quoteattr(uri + component)}/><FRBRuri value={quoteattr(uri)}/>"
        f'<FRBRdate date="{date}" name="{level}"/><FRBRauthor href="{author}"/>'
    )


def day(date: str) -> str:
    """A day for a schema that knows only whole days: the first of a year or month; 0001-01-01 when unknown."""
    known = f"{date or '0001'}-01-01"
    return known[:10]


def _attribute(text: str) -> str:
    return " ".join(text.split()) or "-"


def _three_letters(language: str) -> str:
    short = language.partition("-")[0].lower()
    return _THREE_LETTERS.get(short, short if len(short) == 3 else "und")
