"""`misaq dialogue open` and `export`: the conversation of a site, and its votes as tables of a process folder."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.site import DEFAULT_SITE, NoSiteError, SiteOption, require_site
from misaq.foundation.errors import InputError


class NoConversationError(InputError):
    """The site has no conversation yet."""

    code = "no_conversation"


def open_command(
    site: SiteOption = DEFAULT_SITE,
    feeds_runs: Annotated[
        bool,
        typer.Option(
            "--feed-runs/--no-feed-runs",
            help=t("Whether “compute again” first writes the votes into the process folder."),
        ),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Open the conversation of a site: people can then vote on the statements of its newest release."""
    output = Output(as_json, quiet)
    with answering(output):
        require_site(site)
        from misaq.web.start import start_site  # noqa: PLC0415  starting Django costs half a second

        start_site(site)
        from misaq.web.process.services import conversation_open_newest  # noqa: PLC0415  needs a started Django

        n = conversation_open_newest(feeds_runs=feeds_runs)
        if n is None:  # a site that shows nothing yet: the way out is the same
            raise NoSiteError(path=str(site))
        output.say(t("Open: {n} statements are voted on.", n=n))
        output.give({"site": str(site), "statements": n})


def export_command(
    out: Annotated[
        Path,
        typer.Option("--out", help=t("The folder “dialogue” of the process."), metavar="DIR"),
    ],
    site: SiteOption = DEFAULT_SITE,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Write what was voted on a site into the dialogue tables of a process folder."""
    output = Output(as_json, quiet)
    with answering(output):
        require_site(site)
        from misaq.web.start import start_site  # noqa: PLC0415  starting Django costs half a second

        start_site(site)
        from misaq.web.dialogue.export import conversation_export  # noqa: PLC0415  needs a started Django
        from misaq.web.dialogue.selectors import conversation_current  # noqa: PLC0415  needs a started Django

        conversation = conversation_current()
        if conversation is None:
            raise NoConversationError(path=str(site))
        done = conversation_export(conversation, out)
        counts = {
            "participants": done.participants,
            "statements": done.statements,
            "votes": done.votes,
        }
        output.say(
            t(
                "{participants} participants, {statements} statements, {votes} votes in {out}.",
                out=out,
                **counts,
            )
        )
        output.give({**counts, "out": str(out)})
