"""Which documents the server shows: the newest release, or a folder of documents while one is worked on."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from misaq.process import Results
from misaq.web.dialogue.selectors import conversation_is_open, results_are_hidden
from misaq.web.process.hidden import hide_dialogue
from misaq.web.process.releases import release_latest, release_results
from misaq.web.process.site import Site


def results_for(request: HttpRequest) -> Results:
    """The documents that this request is answered from."""
    return site_for(request).results


def released_results() -> Results:
    """The documents of the newest release with nothing hidden: for the desk, never for a page."""
    release = release_latest()
    return Results({}) if release is None else release_results(release.pk)


def site_for(_request: HttpRequest) -> Site:
    """The site of the newest release; of the folder MISAQ_RESULTS_DIR where that is set."""
    folder = Path(settings.MISAQ_RESULTS_DIR) if settings.MISAQ_RESULTS_DIR else None
    if folder is None:
        release = release_latest() if settings.DATABASES else None
        if release is None:
            return _empty_site()
        return _released_site(release.pk, hidden=results_are_hidden())
    if not folder.is_dir():
        return _empty_site()
    stamps = tuple((p.name, p.stat().st_mtime_ns) for p in sorted(folder.glob("*.json")))
    return _read_site(folder, stamps)


def takes_votes() -> bool:
    """Whether people can take part here now; never where the pages come from a folder of documents."""
    return bool(settings.DATABASES and not settings.MISAQ_RESULTS_DIR) and conversation_is_open()


@lru_cache(maxsize=4)
def _released_site(release: int, *, hidden: bool) -> Site:
    results = release_results(release)
    return Site.of(hide_dialogue(results) if hidden else results)


@lru_cache(maxsize=4)
def _read_site(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Site:
    return Site.of(Results.read(folder))


@lru_cache(maxsize=1)
def _empty_site() -> Site:
    return Site.of(Results({}))
