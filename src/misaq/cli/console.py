"""What every command shares: language, output as text or JSON, progress, errors as answers, exit codes."""

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from misaq.foundation.errors import (
    EngineError,
    FaultsError,
    InfeasibleError,
    InputError,
    MisaqError,
    TamperError,
)
from misaq.foundation.messages import LANGUAGES, N_, Message, register, render, translate


class Exit(IntEnum):
    """Exit codes: part of the interface, documented in docs/reference/cli.md."""

    OK = 0
    FAULTS = 1  # the input has faults, or a check did not pass
    USAGE = 2  # the command line is wrong (Typer's own code)
    INFEASIBLE = 3  # the question has no answer
    TAMPERED = 4  # what was published does not verify
    ENGINE = 5  # the machinery failed


def language_from(arguments: list[str]) -> str:
    """The language of this run: `--lang`, else MISAQ_LANG, else the locale, else English.

    >>> language_from(["check", "--lang", "ur"])
    'ur'
    """
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
        if argument == "--lang" and place + 1 < len(arguments):
            return _known(arguments[place + 1])
    wish = (
        os.environ.get("MISAQ_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    )
    return _known(wish[:2])


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"


LANGUAGE = language_from(sys.argv[1:])


def t(text: str, **params: Any) -> str:
    """`text` in the language of this run, from the catalogue "cli"; `{name}` stands for a value."""
    chosen = translate(text, LANGUAGE, domain="cli")
    return chosen.format(**params) if params else chosen


@dataclass
class Output:
    """Where a command speaks: text for people on stdout, or one JSON document; notes and bars on stderr."""

    as_json: bool = False
    quiet: bool = False

    def __post_init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=True)
        self.notes = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str, style: str = "") -> None:
        """A line for a person; silent under --quiet and --json."""
        if not (self.quiet or self.as_json):
            self.out.print(Text(text, style=style))

    def give(self, document: Any) -> None:
        """The answer as JSON, under --json only."""
        if self.as_json:
            sys.stdout.write(
                json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
            )

    @contextmanager
    def progress(self) -> Iterator["Bars"]:
        """Bars with a time left, on a terminal; nothing under --quiet or --json."""
        shown = self.notes.is_terminal and not (self.quiet or self.as_json)
        bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeRemainingColumn(),
            console=self.notes,
            disable=not shown,
        )
        with bars:
            yield Bars(bars)


class Bars:
    """A `misaq.foundation.progress.Progress` that draws bars."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def step(self, what: str, done: int, total: int) -> None:
        """Move the bar of `what`."""
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(render(what, LANGUAGE).what, total=total)
        self._bars.update(self._tasks[what], completed=done, total=total)


def exit_code(error: MisaqError) -> Exit:
    """The exit code that belongs to an error."""
    match error:
        case InfeasibleError():
            return Exit.INFEASIBLE
        case TamperError():
            return Exit.TAMPERED
        case EngineError():
            return Exit.ENGINE
    return Exit.FAULTS


@contextmanager
def answering(output: Output) -> Iterator[None]:
    """Turn any error into an answer on stderr (or JSON) and an exit code; never a traceback."""
    try:
        yield
    except FaultsError as error:
        show_faults(output, error)
        raise SystemExit(int(Exit.FAULTS)) from None
    except MisaqError as error:
        _show(output, error.code, error.message(LANGUAGE))
        raise SystemExit(int(exit_code(error))) from None
    except OSError as error:
        _show(
            output,
            "os_error",
            render("os_error", LANGUAGE, reason=error.strerror, path=error.filename),
        )
        raise SystemExit(int(Exit.FAULTS)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except typer.BadParameter:  # Typer tells it, with the usage, and exits 2
        raise
    except (
        Exception
    ) as error:  # a fault of ours: say so plainly; the traceback is for those who ask
        if os.environ.get("MISAQ_DEBUG"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}, {place.name}:{place.lineno}"
        _show(output, "engine_failed", render("engine_failed", LANGUAGE, reason=reason))
        raise SystemExit(int(Exit.ENGINE)) from None


def show_faults(output: Output, error: FaultsError) -> None:
    """Every fault: where, what, how to mend it."""
    if output.as_json:
        output.give({"faults": [fault.as_dict(LANGUAGE) for fault in error.faults]})
        return
    for fault in error.faults:
        text = fault.message(LANGUAGE)
        place = fault_place(fault.file, fault.row, fault.column)
        output.notes.print(
            Text(f"{place}: " if place else "", style="bold"), Text(text.what), sep=""
        )
        if text.mend:
            output.notes.print(Text(f"    {text.mend}  [{fault.code}]", style="dim"))
    output.notes.print(Text(render("faults_found", LANGUAGE, count=len(error.faults)).sentence()))


def fault_place(file: str, row: int | None, column: str) -> str:
    """Where a fault is, in the language of this run."""
    parts = [file] if file else []
    if row is not None:
        parts.append(t("row {row}", row=row))
    if column:
        parts.append(t("column {column}", column=column))
    return t(", ").join(parts)


def _show(output: Output, code: str, text: Message) -> None:
    if output.as_json:
        output.give({"error": {"code": code, "what": text.what, "mend": text.mend}})
    else:
        output.notes.print(Text(text.sentence()))


register(
    "cli",
    {
        "os_error": Message(
            N_("The file system refused {path}: {reason}."),
            N_(
                "Check that the path is right, that you may write there and that the disk is not full."
            ),
        ),
    },
)

__all__ = ["LANGUAGE", "Bars", "Exit", "InputError", "Output", "answering", "t"]
