"""`misaq load`, `serve` and `manage`: a run on a website."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.server import check_port, serve, site_held
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register
from misaq.process import require_run

SiteOption = Annotated[
    Path,
    typer.Option("--site", help=t("The folder the site lives in: database, keys."), metavar="SITE"),
]
Port = Annotated[int, typer.Option("--port", help=t("Port to listen on."), min=1, max=65535)]
DEFAULT_SITE = Path("misaq-site")


class NoSiteError(InputError):
    """The folder holds no site yet."""

    code = "no_site"


register(
    "cli",
    {
        "no_site": Message(
            N_("There is no site in {path}."),
            N_("Load a run into it first: misaq load OUT --site {path}."),
        ),
    },
)


def load_command(
    out: Annotated[Path, typer.Argument(help=t("What `misaq run` wrote."), metavar="OUT")],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            help=t("The process folder, so that the site can compute it again."),
            metavar="FOLDER",
        ),
    ] = None,
    site: SiteOption = DEFAULT_SITE,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Release the documents of a run on a site, and log them there."""
    output = Output(as_json, quiet)
    with answering(output):
        release, size = load(out, folder, site)
        output.say(
            t(
                "Release {release} is what the site shows; its log has {size} entries.",
                release=release,
                size=size,
            )
        )
        output.give({"release": release, "log_size": size, "site": str(site)})


def load(out: Path, folder: Path | None, site: Path) -> tuple[int, int]:
    """Release a run on a site; gives the release's number and the size of the log."""
    require_run(out)
    from misaq.web.start import start_site  # noqa: PLC0415  starting Django costs half a second

    start_site(site)
    from misaq.web.process.services import release_load  # noqa: PLC0415  needs a started Django

    release = release_load(out, source_folder=folder.resolve() if folder else None)
    return release.pk, release.log_size


def serve_command(
    site: SiteOption = DEFAULT_SITE,
    host: Annotated[str, typer.Option("--host", help=t("Address to listen on."))] = "127.0.0.1",
    port: Port = 8000,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Serve a site, with its background worker, until Ctrl-C."""
    output = Output(quiet=quiet)
    with answering(output):
        require_site(site)
        check_port(host, port)
        with site_held(site):
            from misaq.web.start import start_site  # noqa: PLC0415  starting Django costs half a second

            start_site(site)
            output.say(
                t(
                    "Serving {site} on http://{host}:{port}. Ctrl-C stops it.",
                    site=site,
                    host=host,
                    port=port,
                )
            )
            serve(site, host, port)
            output.say(t("Stopped."))


def require_site(site: Path) -> None:
    """Raise NoSiteError where the folder holds no site."""
    if not (site / "keys").is_dir():
        raise NoSiteError(path=str(site))


def manage_command(context: typer.Context, site: SiteOption = DEFAULT_SITE) -> None:
    """Run a management command of the website's framework on a site."""
    with answering(Output()):
        require_site(site)
        from misaq.web.start import use_site  # noqa: PLC0415  starting Django costs half a second

        use_site(site)
        from django.core.management import execute_from_command_line  # noqa: PLC0415  needs a started Django

        execute_from_command_line(["misaq manage", *context.args])
