"""Every room's pages gathered, and written to files that open from disk."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from misaq.formats import swap_folder
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.messages import LANGUAGES
from misaq.foundation.progress import Progress, Silent
from misaq.process import Results
from misaq.web.assembly import pages as assembly
from misaq.web.charter import pages as charter
from misaq.web.dialogue import pages as dialogue
from misaq.web.dynamics import pages as dynamics
from misaq.web.ledger import pages as ledger
from misaq.web.process import pages as process
from misaq.web.record import pages as record
from misaq.web.shell.frame import make_frame
from misaq.web.shell.links import Addresses, Directory, DiskAddresses, Links
from misaq.web.shell.pages import Download, Page
from misaq.web.shell.words import direction_of, plain_bilingual
from misaq.web.start import start
from misaq.web.table import pages as table

ROOMS = {
    "record": record,
    "dialogue": dialogue,
    "table": table,
    "assembly": assembly,
    "charter": charter,
    "dynamics": dynamics,
    "ledger": ledger,
}
PAGES: tuple[Page, ...] = (
    *process.PAGES,
    *(page for room in ROOMS.values() for page in room.PAGES),
)
DOWNLOADS: tuple[Download, ...] = (
    *process.DOWNLOADS,
    *(download for room in ROOMS.values() for download in room.DOWNLOADS),
)

# A cell that a spreadsheet would take for a formula.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.])")


@dataclass(frozen=True)
class Site:
    """The pages and downloads that one process has.

    A room without results keeps its place in the site with an empty page: every stage's link works.
    """

    results: Results
    pages: tuple[Page, ...]
    downloads: tuple[Download, ...]

    @classmethod
    def of(cls, results: Results) -> "Site":
        """The site of these documents."""
        pages, downloads = list(process.PAGES), list(process.DOWNLOADS)
        for name, room in ROOMS.items():
            if any(kind.startswith(f"{name}.") for kind in results):
                pages += room.PAGES
                downloads += room.DOWNLOADS
        there = {page.name for page in pages}
        pages += [page for page in process.EMPTY_PAGES if page.name not in there]
        return cls(results, tuple(pages), tuple(downloads))

    @cached_property
    def directory(self) -> Directory:
        """The same by name."""
        return Directory(self.pages, self.downloads, self.results)

    @cached_property
    def etag(self) -> str:
        """Changes when any document changes."""
        return sha256_hex(canonical_json(dict(self.results)))

    @cached_property
    def by_path(self) -> dict[str, tuple[Page | Download, str]]:
        """Every path under a language to what lies there and its item."""
        found: dict[str, tuple[Page | Download, str]] = {}
        things: list[Page | Download] = [*self.pages, *self.downloads]
        for thing in things:
            for item in thing.items(self.results):
                path = thing.path.format(item=item)
                if path in found:
                    raise ValueError(f"two pages lie at {path!r}")
                found[path] = (thing, item)
        return found


def render(
    site: Site,
    page: Page,
    item: str,
    language: str,
    addresses: Addresses,
    *,
    static: bool,
    votes: bool = False,
) -> str:
    """One page as HTML, in `language`; `votes` says that a conversation is open on this server."""
    path = page.path.format(item=item)
    with translation.override(language):
        links = Links(site.directory, addresses, language)
        frame = make_frame(
            site.results,
            links,
            room=page.room,
            page_name=page.name,
            other_language=lambda other: addresses.page(f"{other}/{path}"),
            static=static,
            votes=votes,
        )
        context = {
            **page.context(site.results, language, item),
            "shell": frame,
            "language": language,
            "direction": direction_of(language),
        }
        return get_template(page.template).render(context)


def render_page(results: Results, name: str, language: str = "en", item: str = "") -> str:
    """One page by its name, as the static report has it: for tests and for looking at."""
    prepare_django()
    site = Site.of(results)
    page = next(page for page in site.pages if page.name == name)
    here = DiskAddresses(f"{language}/{page.path.format(item=item)}")
    return render(site, page, item, language, here, static=True)


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows as CSV in UTF-8, one line end ("\\n").

    A text that a spreadsheet would run as a formula gets an apostrophe before it.

    >>> csv_bytes([("name", "n", "share"), ("=1+1", 3, None), ("-", -0.5, 0.25)])
    b"name,n,share\\n'=1+1,3,\\n'-,-0.5,0.25\\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return stream.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        value = plain_bilingual(value)
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def download_bytes(site: Site, download: Download, item: str, language: str) -> bytes:
    """One CSV, in `language` where its texts have one."""
    with translation.override(language):
        return csv_bytes(download.rows(site.results, language, item))


def render_site(results: Results, out: Path, progress: Progress | None = None) -> int:
    """Write `out/site`: every page and CSV in every language, and what they need; whole or not at all.

    The same documents give the same bytes. Returns how many files.
    """
    prepare_django()
    written = dict(_site_files(Site.of(results), progress or Silent()))
    _put_in_place(written, out / "site")
    return len(written)


def _put_in_place(written: dict[str, bytes], folder: Path) -> None:
    """Write beside the old site and take its place; no fsync: a site can always be written again."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        fresh = Path(scratch) / folder.name
        for name, payload in written.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(payload)
        swap_folder(fresh, folder)


def _site_files(site: Site, progress: Progress) -> Iterator[tuple[str, bytes]]:
    total = len(site.by_path) * len(LANGUAGES)
    done = 0
    for path, (thing, item) in site.by_path.items():
        for language in LANGUAGES:
            where = f"{language}/{path}"
            try:
                yield where, _payload(site, thing, item, language, where)
            except Exception as error:
                error.add_note(f"while writing the page {where}")
                raise
            done += 1
            progress.step("step.site", done, total)
    for name in ("index.html", "404.html"):
        yield name, render_choice(DiskAddresses(name), site, missing=name == "404.html").encode()
    yield from static_files()


def _payload(site: Site, thing: Page | Download, item: str, language: str, where: str) -> bytes:
    if isinstance(thing, Download):
        return download_bytes(site, thing, item, language)
    return render(site, thing, item, language, DiskAddresses(where), static=True).encode()


def render_choice(
    addresses: Addresses, site: Site, *, missing: bool = False, static: bool = True
) -> str:
    """The page before the languages, or the one for an address that is not there: in both languages."""
    overview = site.results.results("process.overview") or {}
    context = {
        "title": overview.get("title") or {},
        "invented": overview.get("invented"),
        "missing": missing,
        "static": static,
        "en": addresses.page("en/index.html"),
        "ur": addresses.page("ur/index.html"),
        "styles": [addresses.static(f"shell/css/{name}.css") for name in process.STYLES],
        "icon": addresses.static("shell/icons/misaq.svg"),
    }
    with translation.override("en"):
        return get_template("process/choose.html").render(context)


def static_files() -> Iterator[tuple[str, bytes]]:
    """Our own static files, as `static/<path>`; none of Django's."""
    web = files("misaq.web")
    for app in ("shell", *ROOMS, "process"):
        folder = web / app / "static"
        if folder.is_dir():
            yield from _tree(folder, "static")


def _tree(folder: Traversable, where: str) -> Iterator[tuple[str, bytes]]:
    for child in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if child.is_dir():
            yield from _tree(child, f"{where}/{child.name}")
        elif not child.name.startswith("."):
            yield f"{where}/{child.name}", child.read_bytes()


def prepare_django() -> None:
    """Set Django up for writing pages, unless a server or a test already has."""
    start("static")
