"""`misaq charter convert`: a text in another form; and what other commands write into files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import (
    Bill,
    Outline,
    Undoing,
    bill_markdown,
    bill_text,
    outline_state,
    track_states,
)
from misaq.cli.charter_source import (
    At,
    Charter,
    Join,
    Known,
    State,
    Texts,
    Without,
    open_charter,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import (
    FORMS,
    ChangedBy,
    Edition,
    bill_as_akomantoso,
    bill_as_docx,
    bill_as_html,
    convert_text,
    docx_redline,
    edition_of,
    load_edition,
    pdf_of,
    write_atomically,
)
from misaq.foundation.canonical import sha256_hex
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.messages import N_, Message, register


class Target(StrEnum):
    """Forms that a text is written in."""

    akn = "akn"
    docx = "docx"
    html = "html"
    md = "md"
    pdf = "pdf"
    text = "text"


_TEXTS = (Target.md, Target.text, Target.html, Target.akn)  # can be printed


class NeedsFileError(InputError):
    """A form that is no text cannot be printed: it needs a file."""

    code = "cli_needs_file"


register(
    "cli",
    {
        "cli_needs_file": Message(
            N_("The form {to} is no text that can be printed."),
            N_("Name a file with --out FILE."),
        ),
    },
)


def convert_command(
    text: Texts,
    to: Annotated[Target, typer.Option("--to", help=t("Form: akn, docx, html, md, pdf or text."))],
    at: At = "",
    without: Without = "",
    known: Known = "",
    since: Annotated[
        str,
        typer.Option(
            "--since",
            help=t("docx: changes since this day or number as tracked changes."),
        ),
    ] = "",
    language: Annotated[
        str, typer.Option("--language", help=t("Of a file in several languages, which one."))
    ] = "",
    country: Annotated[
        str, typer.Option("--country", help=t("akn: the country, two letters; xx when not told."))
    ] = "xx",
    join: Join = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=t("Write it here; else a text is printed."))
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """A text on a day in another form; also a single Akoma Ntoso, Word, Markdown or text file in another."""
    output = Output(as_json, quiet)
    with answering(output):
        if text.is_file() and text.suffix.lower() in FORMS:
            read, faults = load_edition(text, language=language, join_lines_of=join or 0)
            if read is None:
                raise FaultsError(faults)
            edition = Edition(read.title, read.language or "en", country, read.date)
            outline, told = read.outline, {"title": read.title, "language": read.language}
            payload = _payload(to, outline, edition)
        else:
            charter = open_charter(output, text, join)
            state = charter.state(at, without=without, known=known)
            edition = edition_at(charter, state, country)
            outline, told = outline_state(charter.weave, state.active), charter.said_of(state)
            if since and to is Target.docx:
                payload = _tracked(charter, charter.state(since), state, edition)
            else:
                payload = _payload(to, outline, edition)
        results = told | {"to": to.value, "provisions": sum(1 for _ in outline.walk()) - 1}
        results |= write_or_say(output, out, to, payload)
        output.give(results)


def edition_at(charter: Charter, state: State, country: str = "xx") -> Edition:
    """What an edition of a state says of itself."""
    language = charter.history.language or "en"
    titles = {v.n: v.titles.get(language, v.title) for v in charter.history.versions}
    first = charter.weave.numbers[0]
    return edition_of(
        charter.weave,
        state.place,
        title=titles.get(first) or t("Constitution"),
        language=language,
        titles=titles,
        country=country,
    )


def bill_payload(
    charter: Charter, undoing: Undoing, bill: Bill, to: Target | None, language: str
) -> bytes:
    """A bill in a form, in one language."""
    edition = edition_at(charter, State(undoing.at, undoing.counted))
    match to:
        case Target.docx:
            return bill_as_docx(bill, edition, language=language)
        case Target.akn:
            return bill_as_akomantoso(bill, undoing, edition, language=language)
        case Target.html:
            return bill_as_html(bill, edition, language=language).encode()
        case Target.pdf:
            return pdf_of(bill_as_html(bill, edition, language=language))
    rendered = bill_markdown if to is Target.md else bill_text
    return rendered(bill, "ur" if language == "ur" else "en").encode()


def write_or_say(
    output: Output, out: Path | None, to: Target | None, payload: bytes
) -> dict[str, Any]:
    """Write a payload into the file, or print it when it is a text; what was done, as plain values."""
    told: dict[str, Any] = {"bytes": len(payload), "sha256": sha256_hex(payload)}
    if out is not None:
        write_atomically(out, payload)
        output.say(t("{path}: {bytes} bytes", path=out, bytes=len(payload)))
        return told | {"file": out.name}
    if to is not None and to not in _TEXTS:
        raise NeedsFileError(to=to.value)
    output.say(payload.decode().rstrip("\n"))
    return told | {"text": payload.decode()}


def _tracked(charter: Charter, old: State, new: State, edition: Edition) -> bytes:
    """Two states as a Word document with tracked changes, each with its amendment's title and day."""
    weave = charter.weave
    titles = {v.n: v.title for v in charter.history.versions}
    changes = {
        place: ChangedBy(titles.get(n) or f"{n}", weave.datings[place].date)
        for place, n in enumerate(weave.numbers)
    }
    paragraphs = track_states(weave, old.active, new.active)
    return docx_redline(paragraphs, weave, edition, changes=changes)


def _payload(to: Target, outline: Outline, edition: Edition) -> bytes:
    if to is Target.text:
        return ("\n".join(outline.lines()) + "\n").encode()
    return convert_text(outline, edition, to.value, contents=t("Contents"))
