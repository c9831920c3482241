"""Addresses of pages, downloads and static files: relative ones that work from disk, rooted ones on the server."""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from misaq.process import Results
from misaq.web.shell.pages import Download, Page

T = TypeVar("T", Page, Download)


class UnknownPageError(LookupError):
    """A template names a page, an item or a download that this process does not have."""


class Addresses(Protocol):
    """Where a path of the site lies, seen from the page that is being written."""

    def page(self, path: str) -> str:
        """The address of a page or download; `path` begins with the language."""
        ...

    def static(self, path: str) -> str:
        """The address of a static file."""
        ...


@dataclass(frozen=True)
class DiskAddresses:
    """Addresses relative to the file being written, so that a folder opens from disk and from any server.

    >>> here = DiskAddresses("en/dialogue/index.html")
    >>> here.page("ur/index.html"), here.static("shell/css/base.css")
    ('../../ur/index.html', '../../static/shell/css/base.css')
    """

    here: str

    def page(self, path: str) -> str:
        """See Addresses."""
        return posixpath.relpath(path, posixpath.dirname(self.here) or ".")

    def static(self, path: str) -> str:
        """See Addresses."""
        return self.page(f"static/{path}")


@dataclass(frozen=True)
class ServerAddresses:
    """Addresses from the server's root; `index.html` is left out.

    prefix : where the site lies, with both slashes.
    static_url : gives the address of a static file (with its hash where the storage adds one).

    >>> ServerAddresses("/", lambda path: "/static/" + path).page("en/dialogue/index.html")
    '/en/dialogue/'
    """

    prefix: str
    static_url: Callable[[str], str]

    def page(self, path: str) -> str:
        """See Addresses."""
        folder, _, name = path.rpartition("/")
        tidy = (f"{folder}/" if folder else "") if name == "index.html" else path
        return self.prefix + tidy

    def static(self, path: str) -> str:
        """See Addresses."""
        return self.static_url(path)


@dataclass
class Directory:
    """Every page and download of one process, by name, with the items each has.

    pages, downloads : as the rooms declare them; a name stands once.
    results : the documents that say which items there are.
    """

    pages: Iterable[Page]
    downloads: Iterable[Download]
    results: Results
    _pages: dict[str, Page] = field(init=False)
    _downloads: dict[str, Download] = field(init=False)
    _items: dict[str, frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._pages = _by_name(self.pages)
        self._downloads = _by_name(self.downloads)

    def page_path(self, name: str, item: str = "") -> str | None:
        """The path of a page under a language, or None when this process has no such page."""
        return self._path(self._pages.get(name), item)

    def download_path(self, name: str, item: str = "") -> str | None:
        """The path of a CSV under a language, or None."""
        return self._path(self._downloads.get(name), item)

    def _path(self, wanted: Page | Download | None, item: str) -> str | None:
        if wanted is None:
            return None
        key = f"{type(wanted).__name__}:{wanted.name}"
        if key not in self._items:
            self._items[key] = frozenset(wanted.items(self.results))
        return wanted.path.format(item=item) if item in self._items[key] else None


def _by_name(things: Iterable[T]) -> dict[str, T]:
    named: dict[str, T] = {}
    for thing in things:
        if thing.name in named:
            raise ValueError(f"two pages are called {thing.name!r}")
        named[thing.name] = thing
    return named


@dataclass(frozen=True)
class Links:
    """Links of one page: the directory, the page's language and the way addresses are written."""

    directory: Directory
    addresses: Addresses
    language: str

    def find_page(self, name: str, item: str = "", language: str = "") -> str:
        """The address of a page, or "" when this process has no such page."""
        path = self.directory.page_path(name, item)
        return "" if path is None else self.addresses.page(f"{language or self.language}/{path}")

    def page(self, name: str, item: str = "", language: str = "") -> str:
        """The address of a page.

        Raises UnknownPageError when this process has no such page: a dead link is a fault.
        """
        address = self.find_page(name, item, language)
        if not address:
            raise UnknownPageError(f"no page {name!r} with item {item!r}")
        return address

    def download(self, name: str, item: str = "") -> str:
        """The address of a CSV.

        Raises UnknownPageError when this process has no such download.
        """
        path = self.directory.download_path(name, item)
        if path is None:
            raise UnknownPageError(f"no download {name!r} with item {item!r}")
        return self.addresses.page(f"{self.language}/{path}")

    def static(self, path: str) -> str:
        """The address of a static file."""
        return self.addresses.static(path)
