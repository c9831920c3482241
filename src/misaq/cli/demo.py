"""`misaq demo`: the demonstration process, from nothing to pages."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from misaq import __version__
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.run import run_into
from misaq.cli.server import check_port, serve, site_held
from misaq.cli.site import Port, load
from misaq.formats import raw_hashes
from misaq.process import write_demo
from misaq.web.start import make_private, start_site

HOST = "127.0.0.1"  # a demonstration is for one's own machine only


def demo_command(
    folder: Annotated[
        Path, typer.Option("--dir", help=t("Where to put it."), metavar="DIR")
    ] = Path("misaq-demo"),
    port: Port = 8000,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help=t("Serve it afterwards."))
    ] = True,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Make an invented country's whole process, compute it, and serve it on this machine."""
    output = Output(as_json, quiet)
    with answering(output), ExitStack() as held:
        process, out, site = folder / "process", folder / "out", folder / "site"
        if serving:  # before a minute's work, not after it
            check_port(HOST, port)
            make_private(site)
            held.enter_context(site_held(site))
        if not (process / "process.toml").is_file():
            output.say(t("Writing the demonstration process: {path}", path=process))
            write_demo(process)
        if _is_fresh(process, out):
            output.say(t("Nothing changed since the last run: it is used again."))
        else:
            output.say(t("Computing it: {path}", path=out))
            start_site(site)  # pages and site in one process: the site's settings serve for both
            run_into(process, out, output)
        release, _ = load(out, process, site)
        output.say(t("Pages that open from disk: {path}", path=out / "site" / "en" / "index.html"))
        output.give({"dir": str(folder), "release": release})
        if serving:
            _show_logins(output, port)
            serve(site, HOST, port)
            output.say(t("Stopped."))


def _is_fresh(process: Path, out: Path) -> bool:
    """Whether an earlier run of this version computed exactly these files."""
    if not (out / "run.json").is_file() or not (out / "site" / "en" / "index.html").is_file():
        return False
    facts = json.loads((out / "run.json").read_bytes())
    return bool(facts["misaq"] == __version__ and facts["files"] == raw_hashes(process))


def _show_logins(output: Output, port: int) -> None:
    from misaq.web.accounts.demo import demo_logins  # noqa: PLC0415  needs a started Django
    from misaq.web.assembly.demo import PASSPHRASE as PANEL_PASSPHRASE  # noqa: PLC0415  needs a started Django
    from misaq.web.assembly.demo import demo_panel  # noqa: PLC0415  needs a started Django
    from misaq.web.charter.demo import demo_drafting  # noqa: PLC0415  needs a started Django
    from misaq.web.process.current import released_results  # noqa: PLC0415  needs a started Django
    from misaq.web.record.demo import PASSPHRASE, demo_houses  # noqa: PLC0415  needs a started Django

    output.say(t("The pages: http://127.0.0.1:{port}/", port=port), style="bold")
    output.say(t("One-time logins (where a code follows, it is asked for after the link):"))
    logins = (*demo_logins(), *demo_houses(), *demo_drafting(released_results()))
    demo_panel()
    for role, secret, code in logins:
        address = f"http://{HOST}:{port}/en/accounts/once/{secret}/"
        output.say(f"  {role:<18} {address}  {code}".rstrip())
    output.say(
        t("The record asks for a passphrase; here it is: {passphrase}", passphrase=PASSPHRASE)
    )
    output.say(t("The panel drawn by lot has another: {passphrase}", passphrase=PANEL_PASSPHRASE))
    output.say(t("Ctrl-C stops it."))
