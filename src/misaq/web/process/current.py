"""Which documents the server shows: the newest release, or a folder of documents while one is worked on."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from misaq.process import Results
from misaq.web.dialogue.selectors import conversation_is_open
from misaq.web.process.releases import release_latest, release_results
from misaq.web.process.site import Site


def results_for(request: HttpRequest) -> Results:
    """The documents that this request is answered from."""
    return site_for(request).results


def site_for(_request: HttpRequest) -> Site:
    """The site of the newest release; of the folder MISAQ_RESULTS_DIR where that is set."""
    folder = Path(settings.MISAQ_RESULTS_DIR) if settings.MISAQ_RESULTS_DIR else None
    if folder is None:
        release = release_latest() if settings.DATABASES else None
        return _empty_site() if release is None else _released_site(release.pk)
    if not folder.is_dir():
        return _empty_site()
    stamps = tuple((p.name, p.stat().st_mtime_ns) for p in sorted(folder.glob("*.json")))
    return _read_site(folder, stamps)


def takes_votes() -> bool:
    """Whether people can take part here now; never where the pages come from a folder of documents."""
    return bool(settings.DATABASES and not settings.MISAQ_RESULTS_DIR) and conversation_is_open()


@lru_cache(maxsize=2)
def _released_site(release: int) -> Site:
    return Site.of(release_results(release))


@lru_cache(maxsize=4)
def _read_site(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Site:
    return Site.of(Results.read(folder))


@lru_cache(maxsize=1)
def _empty_site() -> Site:
    return Site.of(Results({}))
