"""The text of a drafting as it stands: its clauses in every language, and what a proposal makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.charter import Base, Operation, Source, Weave
from misaq.charter import Proposal as CoreProposal
from misaq.web.charter.models import Division, Drafting, Proposal, ProposalVersion
from misaq.web.shell.words import direction_of

HEADED = frozenset({"part", "chapter", "title"})  # what other clauses are named under
CONTAINERS = HEADED | {"front", "preamble"}
_kept: dict[tuple[Any, ...], "DraftText"] = {}
_MOST_KEPT = 8


@dataclass(frozen=True)
class Wording:
    """The words of a clause in one language."""

    language: str
    direction: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """Its lines that have words."""
        return [line for line in self.text.split("\n") if line.strip()]


@dataclass(frozen=True)
class Clause:
    """A clause of the text as it stands: the unit that is taken in hand and written anew.

    id : of its provision, the same for ever. label : as printed. headings : language to heading.
    texts : language to its whole text, with label and heading. part : name of the part it stands under.
    """

    id: str
    kind: str
    label: str
    headings: Mapping[str, str]
    texts: Mapping[str, str]
    parent: str = ""
    above: str = ""
    file: str = ""

    def wordings(self, languages: Sequence[str], first: str = "") -> list[Wording]:
        """Its words in each language, the reader's own first."""
        ordered = sorted(languages, key=lambda code: code != first)
        return [Wording(code, direction_of(code), self.texts.get(code, "")) for code in ordered]


@dataclass(frozen=True)
class DraftText:
    """The text of a drafting: its base with everything adopted."""

    base: Base
    languages: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Digest of the whole text in all languages: what proposals stand on."""
        return self.base.sha256

    @property
    def file(self) -> str:
        """The file a first clause is written into."""
        return next(iter(self.base.texts[self.languages[0]]))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause in the order of the text."""
        return clauses_of(self.base.weaves, self.languages)

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """Clause by the id of its provision."""
        return {clause.id: clause for clause in self.clauses}

    def sections(self, language: str) -> list[tuple[str, str, str]]:
        """(provision, file, text) of every stretch of the text in one language; joined they are the text."""
        weave = self.base.weaves[language]
        return list(stretches_of(weave, weave.active()))


def text_of(drafting: Drafting) -> DraftText:
    """The text of a drafting as it stands now; read once for each adoption."""
    adopted = adopted_versions(drafting)
    key = (drafting.pk, drafting.made_at, *(version.pk for version in adopted))
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = DraftText(base_of(drafting, adopted), tuple(sorted(drafting.languages)))
    return _kept[key]


def base_of(drafting: Drafting, adopted: Sequence[ProposalVersion] = ()) -> Base:
    """The frozen base of a drafting, with versions of proposals adopted into it in order."""
    texts = {text.language: dict(text.files) for text in drafting.texts.all()}
    base = Base(drafting.slug, texts)
    for version in adopted:
        base = base.adopt(core_proposal(version))
    return base


def adopted_versions(drafting: Drafting) -> list[ProposalVersion]:
    """What was adopted, in the order in which it was."""
    divisions = Division.objects.filter(
        drafting=drafting,
        question=Division.Question.CLAUSE,
        state=Division.State.CLOSED,
        adopted__isnull=False,
        proposal__amends=None,
    )
    rows = divisions.select_related("adopted__proposal").order_by("adopted_place")
    return [division.adopted for division in rows if division.adopted is not None]


def core_proposal(version: ProposalVersion) -> CoreProposal:
    """A version as the engine knows it."""
    proposal: Proposal = version.proposal
    return CoreProposal(
        f"p{proposal.number}v{version.n}",
        version.base_sha256,
        read_operations(version.operations),
        order=proposal.number,
        submitted=version.made_at.date().isoformat(),
    )


def operation_values(operation: Operation) -> dict[str, Any]:
    """An operation as plain values, what is empty left out."""
    plain = asdict(operation)
    return {name: value for name, value in plain.items() if value not in ("", (), None)}


def read_operations(values: Mapping[str, Any]) -> dict[str, tuple[Operation, ...]]:
    """Operations of plain values, by language."""
    return {
        language: tuple(_operation(plain) for plain in each) for language, each in values.items()
    }


def _operation(plain: Mapping[str, Any]) -> Operation:
    source = dict(plain.get("source", {}))
    source["checked_by"] = tuple(source.get("checked_by", ()))
    more = {"targets": tuple(plain.get("targets", ())), "source": Source(**source)}
    return Operation(**{**plain, **more})


def stretches_of(weave: Weave, active: NDArray[np.bool_]) -> Iterator[tuple[str, str, str]]:
    """(unit, file, text) in the order of the text, neighbours of one unit together; joined they are the text."""
    units = _units(weave, active)
    unit, file, last = "", "", ""
    pieces: list[str] = []
    for place, runs in weave.arrange(active):
        for run in runs.tolist():
            text = weave.text[run]
            if not text:
                continue
            here = units[int(weave.provision[run])]
            if (here, weave.files[place]) != (unit, file):
                if pieces:
                    yield unit, file, "".join(pieces)
                last = last if file == weave.files[place] else ""
                unit, file, pieces = here, weave.files[place], []
            last = _apart(last, text)
            pieces.append(last)
    if pieces:
        yield unit, file, "".join(pieces)


def provision_text(weave: Weave, active: NDArray[np.bool_], place: int) -> str:
    """The words of a provision with all that stands under it."""
    parents = weave.parents_in(active).tolist()
    pieces: list[str] = []
    for _file, runs in weave.arrange(active):
        for run in runs.tolist():
            at = int(weave.provision[run])
            while at >= 0 and at != place:
                at = parents[at]
            if at == place:
                pieces.append(_apart(pieces[-1] if pieces else "", weave.text[run]))
    return "".join(pieces)


def _apart(before: str, text: str) -> str:
    """The words, with a space before them where two words would touch."""
    return f" {text}" if before[-1:].isalnum() and text[:1].isalnum() else text


def _units(weave: Weave, active: NDArray[np.bool_]) -> list[str]:
    """For each provision the id of the clause it belongs to: the highest above it that is no part or chapter."""
    parents = weave.parents_in(active).tolist()
    units = []
    for place, provision in enumerate(weave.provisions):
        unit, at = provision.id, parents[place]
        while at >= 0 and weave.provisions[at].kind not in CONTAINERS:
            unit, at = weave.provisions[at].id, parents[at]
        units.append(unit)
    return units


def clauses_of(weaves: Mapping[str, Weave], languages: Sequence[str]) -> tuple[Clause, ...]:
    """The clauses that all languages have together, in the order of the first."""
    found: dict[str, dict[str, str]] = {}
    for language in languages:
        weave = weaves[language]
        for unit, _file, text in stretches_of(weave, weave.active()):
            texts = found.setdefault(unit, {})
            texts[language] = texts.get(language, "") + text
    clauses = (_clause(unit, texts, weaves, languages) for unit, texts in found.items())
    return tuple(clause for clause in clauses if clause.kind not in HEADED)


def _clause(
    unit: str, texts: Mapping[str, str], weaves: Mapping[str, Weave], languages: Sequence[str]
) -> Clause:
    headings, label, kind, above, file, parent_id = {}, "", "", "", "", ""
    for language in languages:
        weave = weaves[language]
        place = next((i for i, p in enumerate(weave.provisions) if p.id == unit), None)
        if place is None:
            continue
        active = weave.active()
        own, headings[language] = weave.label_in(place, active)
        provision, parent = weave.provisions[place], int(weave.parents_in(active)[place])
        label, kind, file = label or own, kind or provision.kind, file or provision.file
        if parent >= 0 and not parent_id:
            parent_id = weave.provisions[parent].id
        if parent >= 0 and not above and weave.provisions[parent].kind in HEADED:
            above = " ".join(part for part in weave.label_in(parent, active) if part)
    return Clause(unit, kind, label, headings, dict(texts), parent_id, above, file)


def with_unit(sections: Sequence[tuple[str, str, str]], unit: str, text: str) -> dict[str, str]:
    """The files of a text with the words of one clause written anew: path to text."""
    files: dict[str, str] = {}
    written = False
    for here, file, words in sections:
        if here == unit:
            words, written = ("" if written else _ended_as(text, words)), True
        files[file] = files.get(file, "") + words
    return files


def _ended_as(text: str, before: str) -> str:
    """New words with the white space that stood after the old ones, so that the next clause begins as it did."""
    return text.strip() + before[len(before.rstrip()) :]


def renamed(operations: Sequence[Operation], stem: str) -> tuple[Operation, ...]:
    """The operations with ids of one proposal."""
    return tuple(
        replace(operation, id=f"{stem}.{i}", n=0) for i, operation in enumerate(operations, 1)
    )
