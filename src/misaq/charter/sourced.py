"""A weave from a footnoted edition: every marked word with its act, and what no note gives declared as holes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from misaq.charter.errors import NotInSourceError
from misaq.charter.footnoted import FootnotedEdition, Mark
from misaq.charter.footnotes import EditionNote
from misaq.charter.operations import Kind, Operation, Source
from misaq.charter.outline import unique_name
from misaq.charter.provisions import split_provisions
from misaq.charter.versions import Dating
from misaq.charter.weave import Index, Provision, Weave

_KINDS: dict[str, Kind] = {
    "substitute": "substitute_words",
    "reference": "substitute_words",
    "insert": "insert_words",
    "omit": "omit_words",
    "renumber": "renumber",
}


@dataclass(frozen=True)
class Hole:
    """Earlier words that the source does not give.

    operation : place of the operation that took them out. provision : id of the provision in which they stood.
    note : the note that tells of them.
    """

    operation: int
    provision: str
    note: EditionNote


@dataclass(frozen=True)
class SourcedWeave:
    """A history as far as one edition tells it.

    weave : its last version is the edition's text, word for word; place 0 is what the edition marks no act for.
    titles : n of a version to the title of its act. holes : in the order of the text.
    """

    weave: Weave
    titles: dict[int, str]
    holes: tuple[Hole, ...]

    def holes_at(self, place: int) -> tuple[Hole, ...]:
        """What is missing from the text as of version `place`: the holes of all later acts."""
        return tuple(
            hole for hole in self.holes if int(self.weave.version_of[hole.operation]) > place
        )

    def texts_at(self, place: int) -> dict[str, str]:
        """The text as of version `place`. Raises NotInSourceError when any word of it is not in the source."""
        holes = self.holes_at(place)
        if holes:
            named = sorted({hole.provision for hole in holes})
            raise NotInSourceError(
                wanted=self.titles.get(self.weave.numbers[place], self.weave.numbers[place]),
                holes=len(holes),
                provisions=len(named),
                example=named[0],
                first=self._first_whole(),
            )
        return self.weave.texts(self.weave.active(place))

    def texts_on(self, date: str) -> dict[str, str]:
        """The text in force on a day; raises NotInSourceError, UnknownVersionError."""
        return self.texts_at(self.weave.place_on(date))

    def _first_whole(self) -> str:
        """The title of the first act from which on the text is known."""
        last = max((int(self.weave.version_of[h.operation]) for h in self.holes), default=0)
        n = self.weave.numbers[last]
        return self.titles.get(n, str(n))


@dataclass(frozen=True)
class _Step:
    """A mark whose note names an act, with the place of its operation."""

    mark: Mark
    place: int
    version: int


def weave_edition(
    edition: FootnotedEdition, *, first_date: str = "", file: str = "constitution.txt"
) -> SourcedWeave:
    """Weave a footnoted edition: its acts in the order of their days are the versions, each mark an operation.

    first_date : day of the first text; "" unknown.
    Operations have the status "parsed". A note that names no act, or tells of no change, makes no operation.

    >>> from misaq.charter.footnoted import read_footnoted
    >>> page = "5. Loyalty.\\n\\nIt is the 1[inviolable] duty.\\n1  Subs. by Act 9 of 1985, s. 2, for “basic”.\\n"
    >>> sourced = weave_edition(read_footnoted([(4, page)]), first_date="1973")
    >>> sourced.texts_on("1980")["constitution.txt"]
    '5. Loyalty.\\n\\nIt is the basic duty.\\n'
    """
    acts = _acts(edition)
    version_of_act = {act: place for place, (act, _) in enumerate(acts, start=1)}
    begins, provisions = _provisions(edition.text, file)
    operations = [Operation("0", 0, "observed", source=Source(status="parsed"))]
    versions = [0]
    steps: list[_Step] = []
    counted: Counter[int] = Counter()
    for mark in edition.marks:
        if mark.note.kind not in _KINDS or not mark.note.act:
            continue
        version = version_of_act[mark.note.act]
        counted[version] += 1
        provision = provisions[int(np.searchsorted(begins, mark.start, side="right")) - 1].id
        operations.append(_operation(edition.text, mark, version, counted[version], provision))
        versions.append(version)
        steps.append(_Step(mark, len(operations) - 1, version))
    titles = {place: _title(edition, act) for act, place in version_of_act.items()}
    datings = (
        Dating(first_date, "" if first_date else "missing"),
        *(Dating(day) for _, day in acts),
    )
    weave = _weave(edition.text, steps, begins, provisions, operations, versions, datings, file)
    holes = tuple(
        Hole(step.place, operations[step.place].provision, step.mark.note)
        for step in steps
        if _lacks(step.mark.note)
    )
    return SourcedWeave(weave, titles, holes)


def _lacks(note: EditionNote) -> bool:
    """Whether words that the note's act took out, or that stood still earlier, are not in the source."""
    if note.earlier or note.lacks_words:
        return True
    return note.kind == "reference" and (not note.old or note.old_is_label)


def _acts(edition: FootnotedEdition) -> list[tuple[str, str]]:
    """(number of the act, its day) of every act that changed words, in the order of their days.

    Its day is the first that a note names within its own year, else that year: an act that reaches back is still of
    its own day, and its operations say from when they count.
    """
    days: dict[str, str] = {}
    for note in edition.notes:
        if note.act and note.kind in _KINDS:
            year = note.act[-4:]
            named = note.date if len(note.date) > 4 and note.date[:4] == year else ""
            days[note.act] = min(filter(None, (named, days.get(note.act, ""))), default="")
    dated = {act: day or act[-4:] for act, day in days.items()}
    return sorted(dated.items(), key=lambda entry: (entry[1][:4], entry[1], entry[0]))


def _title(edition: FootnotedEdition, act: str) -> str:
    return next((n.title for n in edition.notes if n.act == act and n.title), act)


def _operation(text: str, mark: Mark, version: int, count: int, provision: str) -> Operation:
    note = mark.note
    quoted = "" if note.old_is_label else note.old
    kind = _KINDS[note.kind]
    return Operation(
        f"{version}.{count}",
        version,
        kind,
        provision,
        words=quoted if kind != "insert_words" else "",
        text=text[mark.start : mark.end] if kind != "omit_words" else "",
        commencement=note.date,
        note=note.text,
        source=Source(note.act, note.section, str(note.page), status="parsed"),
    )


def _provisions(text: str, file: str) -> tuple[Index, list[Provision]]:
    """Where each provision begins, and what it is; a heading repeated above its article belongs to it."""
    begins: list[int] = []
    provisions: list[Provision] = []
    taken: set[str] = set()
    for segment in split_provisions(text, numbered=_is_numbered(text)):
        before = provisions[-1] if provisions else None
        if before and segment.kind == before.kind and segment.label == before.labels[0][1]:
            continue
        id_ = unique_name(segment.key.partition("_")[0], taken)
        labels = ((0, segment.label, segment.heading),)
        begins.append(segment.start)
        provisions.append(Provision(id_, file, segment.kind, labels))
    return np.array(begins), provisions


def _is_numbered(text: str) -> bool | None:
    """Whether bare numbers are the articles: as many lines begin with one as with "Article 1"."""
    bare = len(re.findall(r"^ *\d+[A-Z]{0,3}\. ", text, re.M))
    return bare >= len(re.findall(r"^ *Article \d+", text, re.M)) or None


def _weave(
    text: str,
    steps: Sequence[_Step],
    begins: Index,
    provisions: Sequence[Provision],
    operations: Sequence[Operation],
    versions: Sequence[int],
    datings: Sequence[Dating],
    file: str,
) -> Weave:
    runs = list(_runs(text, steps, begins.tolist()))
    return Weave(
        numbers=tuple(range(len(datings))),
        datings=tuple(datings),
        files=(file,),
        provisions=tuple(provisions),
        text=tuple(words for words, *_ in runs),
        inserted=np.array([put_in for _, put_in, _, _ in runs], dtype=np.int64),
        deleted=np.array([out for _, _, out, _ in runs], dtype=np.int64),
        more_deleted={},
        file=np.zeros(len(runs), dtype=np.int64),
        provision=np.searchsorted(begins, [at for *_, at in runs], side="right") - 1,
        operations=tuple(operations),
        version_of=np.array(versions, dtype=np.int64),
    )


def _runs(
    text: str, steps: Sequence[_Step], begins: Sequence[int]
) -> Iterator[tuple[str, int, int, int]]:
    """(words, operation that put them in, operation that took them out or -1, offset in the text) in order.

    Words within several brackets were put in by the latest act among them: they cannot be older than what holds them.
    """
    cuts = {0, len(text), *begins}
    at: dict[int, list[_Step]] = {}
    for step in steps:
        cuts |= {step.mark.start, step.mark.end}
        at.setdefault(step.mark.start, []).append(step)
    around: list[_Step] = []
    places = sorted(cuts)
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        around = [step for step in around if step.mark.end > start]
        for step in sorted(at.get(start, []), key=lambda s: -s.mark.end):
            holder = _latest(around)
            note = step.mark.note
            older = holder is None or holder.version < step.version
            if note.old and not note.old_is_label and note.kind != "insert" and older:
                words = (
                    note.old
                    if step.mark.end > start
                    else _beside(note.old, text[start - 1 : start])
                )
                yield words, holder.place if holder else 0, step.place, start
            if step.mark.end > start and note.kind != "renumber":
                around.append(step)
        if end > start:
            latest = _latest(around)
            yield text[start:end], latest.place if latest else 0, -1, start


def _beside(words: str, before: str) -> str:
    """Words with the space that they need at a place where nothing stands for them."""
    return f"{words} " if not before or before.isspace() else f" {words}"


def _latest(around: Sequence[_Step]) -> _Step | None:
    """The bracket of the latest act; of one act the innermost."""
    return max(reversed(around), key=lambda step: step.version, default=None)
