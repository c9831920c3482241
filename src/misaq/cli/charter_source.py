"""What every command of the charter shares: its texts, a day or a number, amendments and provisions by name."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day_of
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from misaq.charter import (
    NoVersionError,
    Operation,
    UnknownProvisionError,
    UnknownVersionError,
    Weave,
    active_on,
)
from misaq.cli.console import Output, t
from misaq.formats import (
    Folder,
    TextHistory,
    load_history_file,
    load_operations,
    locate_operations,
    write_atomically,
)
from misaq.foundation.errors import FaultsError
from misaq.process import ProcessFolder, Result, WovenHistory, weave_texts

Mask = NDArray[np.bool_]

Texts = Annotated[
    Path,
    typer.Argument(
        help=t("Dated texts: versions.jsonl[.xz], a folder with versions/, or a process folder."),
        metavar="TEXT",
    ),
]
At = Annotated[
    str,
    typer.Option(
        "--at",
        help=t(
            "A day, month or year (1976-11-01, 1976-11, 1976), or a version's number; the newest when left out."
        ),
    ),
]
Of = Annotated[
    str, typer.Option("--provision", help=t("One provision, by label (12A) or id (art-12a)."))
]
Without = Annotated[
    str,
    typer.Option(
        "--without", help=t("Amendments to leave out, or single sections of them: 42,44.3.")
    ),
]
Known = Annotated[
    str,
    typer.Option(
        "--known",
        help=t(
            "As it was known on this day: what was ruled or corrected later does not count; everything when left out."
        ),
    ),
]
Join = Annotated[
    int | None,
    typer.Option(
        "--join-lines-of",
        help=t("Join each line of exactly this many characters with the next."),
        min=0,
    ),
]
Amendments = Annotated[
    str,
    typer.Argument(
        help=t("Numbers of amendments, or single sections of them: 42,44.3."), metavar="AMENDMENTS"
    ),
]


@dataclass(frozen=True)
class State:
    """A state of the text: a version, or a day, without what was left out.

    place : of the newest version that counts. active : (n_operations,) which operations count.
    without : places of the operations that were left out.
    """

    place: int
    active: Mask
    without: tuple[int, ...] = ()
    known: str = ""


@dataclass(frozen=True)
class Charter:
    """The texts that a command was given, woven."""

    path: Path
    woven: WovenHistory

    @property
    def history(self) -> TextHistory:
        """The dated texts as they were given."""
        return self.woven.history

    @property
    def weave(self) -> Weave:
        """The weave of the operations where there are some, else of the dated texts."""
        return self.woven.weave

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations that were folded; () when there are none."""
        return self.woven.operations

    def place(self, at: str) -> int:
        """The place of the version meant by a day, a month, a year or a number; the newest when blank."""
        weave = self.weave
        if not at:
            return len(weave.numbers) - 1
        if self._is_number(at):
            return weave.place(self._number(at))
        return weave.place_on(at)

    def chosen(self, listed: str) -> tuple[int, ...]:
        """The operations in a list such as "42,44.3": all of an amendment, or single ones; by place, in order."""
        weave, found = self.weave, set[int]()
        ids = {operation.id: place for place, operation in enumerate(weave.operations)}
        for name in (part.strip() for part in listed.split(",") if part.strip()):
            if not name.isdecimal() and name in ids:
                found.add(ids[name])
            else:
                version = self._amendment(self._number(name))
                found.update(np.flatnonzero(weave.version_of == version).tolist())
        return tuple(sorted(found))

    def named(self, operations: Collection[int]) -> list[int | str]:
        """Operations as people name them: the n of an amendment that is there whole, else the ids of its parts."""
        weave, chosen, names = self.weave, set(operations), list[int | str]()
        for version, n in enumerate(weave.numbers):
            own = set(np.flatnonzero(weave.version_of == version).tolist())
            if own and own <= chosen:
                names.append(n)
            else:
                names += [weave.operations[place].id for place in sorted(own & chosen)]
        return names

    def numbers(self, operations: Iterable[int]) -> list[int]:
        """The n of the amendments that operations belong to, each once, in order."""
        places = {int(self.weave.version_of[each]) for each in operations}
        return [self.weave.numbers[place] for place in sorted(places)]

    def state(self, at: str = "", *, without: str = "", known: str = "") -> State:
        """The state meant by a day or a number, without amendments or sections, as known on a day.

        A version by its number is the text as it stood on its day, without later amendments of the same day.
        """
        weave, place, chosen = self.weave, self.place(at), self.chosen(without)
        if known and not _is_day(known):
            raise self._unknown(known)
        active = weave.active(place, without_operations=chosen)
        if self.operations:
            day = at if at and not self._is_number(at) else weave.datings[place].date
            if day:
                active &= active_on(weave, day, known=known, without_operations=chosen)
        return State(place, active, chosen, known)

    def said_of(self, state: State) -> dict[str, Any]:
        """A state as plain values."""
        return {
            "version": self.weave.numbers[state.place],
            "date": self.weave.datings[state.place].date,
            "known": state.known,
            "without": self.named(state.without),
        }

    def number_of(self, operation: int) -> int:
        """The n of the version that an operation belongs to."""
        return self.weave.numbers[int(self.weave.version_of[operation])]

    def author(self, operation: int) -> dict[str, Any]:
        """Who an operation is, as plain values: number, day, and act and section where they are known."""
        told = self.weave.operations[operation]
        place = int(self.weave.version_of[operation])
        known = {"act": told.source.act, "section": told.source.section}
        if told.kind != "observed":
            known["operation"] = told.id
        return {
            "by": self.weave.numbers[place],
            "date": self.weave.datings[place].date,
            **{key: value for key, value in known.items() if value},
        }

    def provision(self, wanted: str, state: State) -> int:
        """The place of a provision by its id or its label in a state; raises UnknownProvisionError."""
        found = self.weave.provision_place(wanted, state.place)
        if found is None:
            raise UnknownProvisionError(wanted=wanted, example=self.weave.provisions[-1].id)
        return found

    def inside(self, provision: int, state: State) -> frozenset[int]:
        """A provision and all that stand under it, by place."""
        found = {provision}
        for place, parent in enumerate(p.parent for p in self.weave.provisions):
            if parent in found:  # a provision stands after the one it stands under
                found.add(place)
        return frozenset(found)

    def name(self, provision: int, active: Mask) -> str:
        """A provision's id, label and heading in a state, for people."""
        label, heading = self.weave.label_in(provision, active)
        parts = (self.weave.provisions[provision].id, label, heading)
        return " ".join(part for part in parts if part)

    def ids(self, provisions: Iterable[int]) -> list[str]:
        """The ids of provisions."""
        return [self.weave.provisions[place].id for place in provisions]

    def answer(self, output: Output, out: Path | None, kind: str, results: Any) -> None:
        """Give the answer as JSON, and write the result document where one is asked for."""
        output.give(results)
        self.write(out, kind, results)

    def write(self, out: Path | None, kind: str, results: Any) -> None:
        """Write the result document, which says what it was computed from, where one is asked for."""
        if out is None:
            return
        root = self.path if self.path.is_dir() else self.path.parent
        parameters = {
            "join_lines_of": self.history.join_lines_of,
            "language": self.history.language,
        }
        inputs = ProcessFolder.open(root).input_hashes(*self.history.files)
        write_atomically(out, Result(kind, results, parameters=parameters, inputs=inputs).payload())

    def _is_number(self, at: str) -> bool:
        """Whether a text is the number of a version and no year."""
        if at.isdecimal() and int(at) in self.weave.places:
            return True
        return not (re.fullmatch(r"\d{4}(-\d\d){0,2}", at) and _is_day(at))

    def _number(self, text: str) -> int:
        if text.isdecimal():
            return int(text)
        raise self._unknown(text)

    def _amendment(self, n: int) -> int:
        place = self.weave.place(n)
        if place == 0:  # the first text is no amendment: without it there is nothing
            raise self._unknown(n)
        return place

    def _unknown(self, wanted: object) -> UnknownVersionError:
        numbers = self.weave.numbers
        return UnknownVersionError(
            wanted=wanted,
            first=numbers[min(1, len(numbers) - 1)],
            last=numbers[-1],
            since=self.weave.datings[0].date,
        )


def open_charter(output: Output, path: Path, join: int | None, *, propose: bool = False) -> Charter:
    """Read and weave the texts, and fold the operations where there are some; every fault at once.

    propose : fold operations that are proposed from the texts where there are none.
    """
    if not path.exists():
        raise FileNotFoundError(2, t("there is no such file"), str(path))
    history, faults = load_history_file(path)
    folder, under = history_folder(path)
    operations, found = load_operations(folder, f"{under}operations.csv")
    errors = [fault for fault in (*faults, *found) if fault.severity == "error"]
    if errors:
        raise FaultsError(errors)
    if history is None:
        raise NoVersionError
    if join is not None:
        history = history.joining(join)
    try:
        with output.progress() as bars:
            woven = weave_texts(history, operations, propose=propose, progress=bars)
    except FaultsError as error:
        file = f"{under}operations.csv"
        raise FaultsError(locate_operations(folder, error.faults, file)) from None
    return Charter(path, woven)


def history_folder(path: Path) -> tuple[Folder, str]:
    """The folder in which the texts lie, and the part of it that is theirs ("charter/" in a process folder)."""
    folder = Folder(path if path.is_dir() else path.parent)
    return folder, "charter/" if path.is_dir() and folder.has("process.toml") else ""


def standing_text(weave: Weave, active: Mask, provisions: Collection[int]) -> str:
    """The words of some provisions in a state, in the order of the text."""
    runs = zip(weave.text, weave.live(active), weave.provision.tolist(), strict=True)
    return "".join(words for words, live, provision in runs if live and provision in provisions)


def say_files(output: Output, files: Mapping[str, str]) -> None:
    """Each file under its path; a single one alone."""
    for path, words in files.items():
        if len(files) > 1:
            output.say(f"== {path}", style="bold")
        output.say(words.rstrip("\n"))


def _is_day(text: str) -> bool:
    """Whether a day, month or year stands in the calendar."""
    try:
        day_of.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
