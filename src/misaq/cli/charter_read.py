"""`misaq charter show | blame | redline`: the text at any date without any amendments, who wrote it, what differs."""

from typing import Annotated, Any

import typer

from misaq.charter import (
    Authored,
    ProvisionRedline,
    Removed,
    digest_files,
    find_authors,
    find_removed,
    redline_states,
)
from misaq.cli.charter_source import (
    At,
    Charter,
    Join,
    Known,
    Of,
    State,
    Texts,
    Without,
    open_charter,
    say_files,
    standing_text,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet

_MARKS = {"same": ("", ""), "in": ("{+", "+}"), "out": ("[-", "-]")}


def show_command(
    text: Texts,
    at: At = "",
    provision: Of = "",
    without: Without = "",
    known: Known = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The text of a version, whole or one provision of it."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join)
        state = charter.state(at, without=without, known=known)
        files = charter.weave.texts(state.active)
        results = charter.said_of(state) | {"sha256": digest_files(files)}
        if provision:
            wanted = charter.provision(provision, state)
            results["provision"] = charter.weave.provisions[wanted].id
            inside = charter.inside(wanted, state)
            results["text"] = standing_text(charter.weave, state.active, inside)
            output.say(results["text"].rstrip("\n"))
        else:
            results["files"] = files
            say_files(output, files)
        charter.answer(output, out, "charter.text", results)


def blame_command(
    text: Texts,
    at: At = "",
    provision: Of = "",
    without: Without = "",
    known: Known = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Each stretch of a text with the act that put it in, and what was taken out by whom."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join)
        state = charter.state(at, without=without, known=known)
        authors = find_authors(charter.weave, state.active)
        removed = find_removed(charter.weave, state.active)
        chosen = sorted(authors.keys() | removed.keys())
        if provision:
            inside = charter.inside(charter.provision(provision, state), state)
            chosen = [each for each in chosen if each in inside]
        listed = []
        for each in chosen:
            output.say(charter.name(each, state.active), style="bold")
            listed.append(
                {
                    "provision": charter.weave.provisions[each].id,
                    "words": [_authored(charter, output, a) for a in authors.get(each, ())],
                    "removed": [_removed(charter, output, r) for r in removed.get(each, ())],
                }
            )
        results = charter.said_of(state) | {"provisions": listed}
        charter.answer(output, out, "charter.blame", results)


def redline_command(
    text: Texts,
    before: Annotated[str, typer.Argument(help=t("A day, or a version's number."), metavar="FROM")],
    after: Annotated[
        str,
        typer.Argument(
            help=t("A day, or a version's number; the newest when left out."), metavar="TO"
        ),
    ] = "",
    provision: Of = "",
    without: Annotated[
        str,
        typer.Option("--without", help=t("Amendments to leave out of the second text: 42,44.3.")),
    ] = "",
    join: Join = None,
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """The redline between two states: [-taken out-] {+put in+}."""
    output = Output(as_json, quiet)
    with answering(output):
        charter = open_charter(output, text, join)
        old, new = charter.state(before), charter.state(after, without=without)
        changes = redline_states(charter.weave, old.active, new.active)
        if provision:
            inside = charter.inside(charter.provision(provision, new), new)
            changes = tuple(change for change in changes if change.provision in inside)
        listed = [_change(charter, output, change, new) for change in changes]
        results = {
            "from": charter.weave.numbers[old.place],
            "to": charter.weave.numbers[new.place],
            "without": charter.named(new.without),
            "words_in": sum(change.words_in for change in changes),
            "words_out": sum(change.words_out for change in changes),
            "provisions": listed,
        }
        charter.answer(output, out, "charter.redline", results)


def _authored(charter: Charter, output: Output, words: Authored) -> dict[str, Any]:
    by = charter.author(words.by)
    output.say(f"{_who(by)}  {' '.join(words.text.split())}")
    return by | {"text": words.text, "instead_of": words.instead_of}


def _removed(charter: Charter, output: Output, words: Removed) -> dict[str, Any]:
    by, out = charter.author(words.put_in), charter.author(words.taken_out)
    output.say(f"{_who(out)}  [-{' '.join(words.text.split())}-]")
    return by | {"text": words.text, "removed_by": out}


def _who(author: dict[str, Any]) -> str:
    return f"{author['by']:>4} {author['date']:<10} {author.get('section', ''):<6}".rstrip().ljust(
        16
    )


def _change(
    charter: Charter, output: Output, change: ProvisionRedline, state: State
) -> dict[str, Any]:
    output.say(charter.name(change.provision, state.active), style="bold")
    marked = [_MARKS[p.kind][0] + p.text + _MARKS[p.kind][1] for p in change.passages]
    output.say("".join(marked).strip("\n"))
    return {
        "provision": charter.weave.provisions[change.provision].id,
        "words_in": change.words_in,
        "words_out": change.words_out,
        "passages": [[p.kind, p.text, charter.number_of(p.by)] for p in change.passages],
    }
