"""`misaq charter`: text at any date, who wrote it, what changed, what undoing brings, and whether it is exact."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import (
    Undoing,
    UnknownProvisionError,
    UnknownVersionError,
    Weave,
    conflict_sentence,
    digest_files,
    find_authors,
    prepare_text,
    rebuild_version,
    redline_states,
    undo_amendments,
    warning_sentence,
    weave_document,
    weave_versions,
)
from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import TextHistory, load_history_file, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.foundation.messages import render
from misaq.process import ProcessFolder, Result, charter_undoing_values

app = typer.Typer(no_args_is_help=True)

Texts = Annotated[
    Path,
    typer.Argument(
        help=t("Dated texts: versions.jsonl[.xz], a folder with versions/, or a process folder."),
        metavar="VERSIONS",
    ),
]
At = Annotated[
    str,
    typer.Option(
        "--at", help=t("A day (1976-11-01), or a version's number; the newest when left out.")
    ),
]
Of = Annotated[
    str, typer.Option("--provision", help=t("One provision, by label (12A) or id (art-12a)."))
]
Join = Annotated[
    int | None,
    typer.Option(
        "--join-lines-of",
        help=t("Join each line of exactly this many characters with the next."),
        min=0,
    ),
]


@app.command(
    help=t(
        "The text on a day. Example: misaq charter text versions.jsonl.xz --at 1976-11-01 --provision 31C"
    )
)
def text(
    versions: Texts,
    at: At = "",
    provision: Of = "",
    without: Annotated[
        str, typer.Option("--without", help=t("Amendments to leave out: 42,44."))
    ] = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The text of a version, whole or one provision of it."""
    output = Output(as_json, quiet)
    with answering(output):
        history, weave = _open(output, versions, join)
        place = _place(weave, at)
        left_out = _places(weave, without)
        active = weave.active(place, without=left_out)
        files = weave.texts(active)
        results: dict[str, Any] = {
            "version": weave.numbers[place],
            "date": weave.datings[place].date,
            "without": [weave.numbers[each] for each in left_out],
            "sha256": digest_files(files),
        }
        if provision:
            wanted = _provision(weave, provision, place)
            runs = (weave.provision == wanted) & weave.live(active)
            results["provision"] = weave.provisions[wanted].id
            results["text"] = "".join(
                words for words, shown in zip(weave.text, runs, strict=True) if shown
            )
            output.say(results["text"].rstrip("\n"))
        else:
            results["files"] = files
            for path, words in files.items():
                if len(files) > 1:
                    output.say(f"== {path}", style="bold")
                output.say(words.rstrip("\n"))
        _answer(output, out, versions, history, "charter.text", results)


@app.command(
    help=t("Who wrote each word. Example: misaq charter blame versions.jsonl.xz --provision 19")
)
def blame(
    versions: Texts,
    at: At = "",
    provision: Of = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Each stretch of a text with the version that put it in."""
    output = Output(as_json, quiet)
    with answering(output):
        history, weave = _open(output, versions, join)
        place = _place(weave, at)
        authors = find_authors(weave, weave.active(place))
        chosen = [_provision(weave, provision, place)] if provision else list(authors)
        listed = []
        for each in chosen:
            output.say(_name(weave, each, place), style="bold")
            words: list[dict[str, Any]] = [
                {
                    "by": weave.numbers[a.by],
                    "date": weave.datings[a.by].date,
                    "text": a.text,
                    "instead_of": a.instead_of,
                }
                for a in authors.get(each, ())
            ]
            for entry in words:
                output.say(
                    f"{entry['by']:>4} {entry['date']:<10}  {' '.join(entry['text'].split())}"
                )
            listed.append({"provision": weave.provisions[each].id, "words": words})
        results = {"version": weave.numbers[place], "provisions": listed}
        _answer(output, out, versions, history, "charter.blame", results)


@app.command(
    help=t(
        "What differs between two days, word by word. Example: misaq charter redline versions.jsonl.xz 1975-01-01 44"
    )
)
def redline(
    versions: Texts,
    before: Annotated[str, typer.Argument(help=t("A day, or a version's number."), metavar="FROM")],
    after: Annotated[str, typer.Argument(help=t("A day, or a version's number."), metavar="TO")],
    provision: Of = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The redline between two states: [-taken out-] {+put in+}."""
    output = Output(as_json, quiet)
    with answering(output):
        history, weave = _open(output, versions, join)
        old, new = _place(weave, before), _place(weave, after)
        changes = redline_states(weave, weave.active(old), weave.active(new))
        if provision:
            wanted = _provision(weave, provision, new)
            changes = tuple(change for change in changes if change.provision == wanted)
        marks = {"same": ("", ""), "in": ("{+", "+}"), "out": ("[-", "-]")}
        for change in changes:
            output.say(_name(weave, change.provision, new), style="bold")
            output.say(
                "".join(
                    marks[p.kind][0] + p.text + marks[p.kind][1] for p in change.passages
                ).strip("\n")
            )
        results = {
            "from": weave.numbers[old],
            "to": weave.numbers[new],
            "provisions": [
                {
                    "provision": weave.provisions[change.provision].id,
                    "words_in": change.words_in,
                    "words_out": change.words_out,
                    "passages": [[p.kind, p.text, weave.numbers[p.by]] for p in change.passages],
                }
                for change in changes
            ],
        }
        _answer(output, out, versions, history, "charter.redline", results)


@app.command(
    help=t("What undoing amendments brings. Example: misaq charter undo versions.jsonl.xz 42")
)
def undo(
    versions: Texts,
    amendments: Annotated[
        str, typer.Argument(help=t("Numbers of amendments: 42,44."), metavar="AMENDMENTS")
    ],
    at: At = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The text without some amendments: words that come back and go, and everything that depends on them."""
    output = Output(as_json, quiet)
    with answering(output):
        history, weave = _open(output, versions, join)
        place = _place(weave, at)
        chosen = _places(weave, amendments)
        undoing = undo_amendments(weave, chosen, at=place)
        files = weave.texts(weave.active(place, without=chosen))
        results = charter_undoing_values(weave, undoing)
        for consequence in results["consequences"]:
            consequence["provision"] = weave.provisions[consequence["provision"]].id
        results["clean"] = [weave.provisions[each].id for each in undoing.clean]
        results["sha256"] = digest_files(files)
        output.say(
            t(
                "{restored} words come back, {removed} go: {severity}.",
                restored=undoing.restored,
                removed=undoing.removed,
                severity=render(f"charter.severity.{undoing.severity}", LANGUAGE).what,
            ),
            style="bold",
        )
        _say_consequences(output, undoing)
        _answer(output, out, versions, history, "charter.undoing", results)


@app.command(help=t("Is every version exact? Example: misaq charter check versions.jsonl.xz"))
def check(
    versions: Texts,
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Rebuild every version from the published form of the weave and compare it with what was given."""
    output = Output(as_json, quiet)
    with answering(output):
        history, weave = _open(output, versions, join)
        residue = _residue(history, weave)
        exact = len(history.versions) - len(residue)
        output.say(
            t(
                "{exact} of {versions} versions are exact.",
                exact=exact,
                versions=len(history.versions),
            )
        )
        dated = [
            {"version": n, "date": d.date, "why": d.inherited}
            for n, d in zip(weave.numbers, weave.datings, strict=True)
            if d.inherited
        ]
        if dated:
            output.say(
                t(
                    "{n} versions have no date of their own, or one that runs backwards.",
                    n=len(dated),
                )
            )
        results = {
            "versions": len(history.versions),
            "exact": exact,
            "residue": residue,
            "inherited_dates": dated,
        }
        _answer(output, out, versions, history, "charter.check", results)
        if residue:
            raise SystemExit(int(Exit.FAULTS))


def _say_consequences(output: Output, undoing: Undoing) -> None:
    """Everything that follows, a line each."""
    for conflict in undoing.conflicts:
        output.say(conflict_sentence(undoing, conflict, LANGUAGE))
    for caution in undoing.cautions:
        output.say(warning_sentence(undoing, caution, LANGUAGE))


def _residue(history: TextHistory, weave: Weave) -> list[dict[str, Any]]:
    """Each version whose published form does not give back its text, with the files that differ."""
    document = weave_document(weave)
    residue: list[dict[str, Any]] = []
    for version in history.versions:
        wanted = {
            path: prepare_text(words, join_lines_of=history.join_lines_of)
            for path, words in version.files.items()
        }
        rebuilt = rebuild_version(document, version.n)
        wrong = [path for path in wanted if wanted[path] != rebuilt.get(path, "")]
        if wrong or rebuilt.keys() - wanted.keys():
            residue.append({"version": version.n, "files": wrong})
    return residue


def _open(output: Output, path: Path, join: int | None) -> tuple[TextHistory, Weave]:
    """Read and weave the texts; every fault at once when they cannot be read."""
    if not path.exists():
        raise FileNotFoundError(2, t("there is no such file"), str(path))
    history, faults = load_history_file(path)
    if history is None:
        raise FaultsError([fault for fault in faults if fault.severity == "error"])
    if join is not None:
        history = history.joining(join)
    with output.progress() as bars:
        return history, weave_versions(
            history.versions, join_lines_of=history.join_lines_of, progress=bars
        )


def _place(weave: Weave, at: str) -> int:
    """The place of the version meant by a day or a number; the newest when blank."""
    if not at:
        return len(weave.numbers) - 1
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", at):
        return weave.place_on(at)
    return weave.place(_number(weave, at))


def _places(weave: Weave, listed: str) -> list[int]:
    wanted = [_number(weave, part) for part in listed.split(",") if part.strip()]
    return sorted({_amendment(weave, n) for n in wanted})


def _amendment(weave: Weave, n: int) -> int:
    place = weave.place(n)
    if place == 0:  # the first text is no amendment: without it there is nothing
        raise UnknownVersionError(
            wanted=n,
            first=weave.numbers[min(1, len(weave.numbers) - 1)],
            last=weave.numbers[-1],
            since=weave.datings[0].date,
        )
    return place


def _number(weave: Weave, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnknownVersionError(
            wanted=text, first=weave.numbers[0], last=weave.numbers[-1], since=weave.datings[0].date
        ) from None


def _provision(weave: Weave, wanted: str, place: int) -> int:
    found = weave.provision_place(wanted, place)
    if found is None:
        raise UnknownProvisionError(wanted=wanted, example=weave.provisions[-1].id)
    return found


def _name(weave: Weave, provision: int, place: int) -> str:
    label, heading = weave.label_at(provision, place)
    return " ".join(part for part in (weave.provisions[provision].id, label, heading) if part)


def _answer(
    output: Output,
    out: Path | None,
    versions: Path,
    history: TextHistory,
    kind: str,
    results: Mapping[str, Any],
) -> None:
    """Give the answer as JSON, and write the result document where one is asked for."""
    output.give(results)
    if out is not None:
        root = versions if versions.is_dir() else versions.parent
        parameters = {"join_lines_of": history.join_lines_of, "language": history.language}
        inputs = ProcessFolder.open(root).input_hashes(*history.files)
        write_atomically(out, Result(kind, results, parameters=parameters, inputs=inputs).payload())
