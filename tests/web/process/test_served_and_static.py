"""The server shows what the files show: the same words and the same links, page by page."""

import posixpath
import re
from pathlib import Path

import pytest
from django.test import Client

from misaq.foundation.canonical import canonical_json
from misaq.process import Results
from misaq.web.process.site import render_site

ADDRESS = re.compile(r'\b(href|src|action)="([^"]*)"')


@pytest.mark.parametrize("language", ["en", "ur"])
def test_main_is_the_same_on_the_server_and_in_the_files(
    language: str, results: Results, tmp_path: Path, settings: object
) -> None:
    (tmp_path / "results").mkdir()
    for kind, document in results.items():
        (tmp_path / "results" / f"{kind}.json").write_bytes(canonical_json(document))
    settings.MISAQ_RESULTS_DIR = str(tmp_path / "results")  # type: ignore[attr-defined]
    render_site(Results.read(tmp_path / "results"), tmp_path)
    site, differ, seen = tmp_path / "site", [], 0
    for path in sorted(site.glob(f"{language}/**/*.html")):
        where = path.relative_to(site).as_posix()
        shown = Client().get("/" + where.removesuffix("index.html"))
        assert shown.status_code == 200, where
        seen += 1
        if _main(shown.content.decode(), "/" + where) != _main(
            path.read_text("utf-8"), "/" + where
        ):
            differ.append(where)
    assert differ == []
    assert seen > 10


@pytest.mark.parametrize("language", ["en", "ur"])
def test_only_the_server_offers_to_sign_in(
    language: str, results: Results, tmp_path: Path, settings: object
) -> None:
    for kind, document in results.items():
        (tmp_path / f"{kind}.json").write_bytes(canonical_json(document))
    settings.MISAQ_RESULTS_DIR = str(tmp_path)  # type: ignore[attr-defined]
    render_site(results, tmp_path)
    link = f'href="/{language}/accounts/sign-in/"'
    assert link in Client().get(f"/{language}/").content.decode()
    pages = [path.read_text("utf-8") for path in (tmp_path / "site").glob("**/*.html")]
    assert not any("accounts/" in page for page in pages)


def _main(html: str, where: str) -> str:
    """The main part of a page, each address seen from the root and without index.html."""

    def rooted(match: re.Match[str]) -> str:
        kind, address = match.groups()
        if not address.startswith(("#", "data:", "https:", "mailto:")):
            path, mark, anchor = address.partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(where), path))
            address = path.removesuffix("index.html").rstrip("/") + mark + anchor
        return f'{kind}="{address}"'

    main = re.search(r"<main.*?</main>", html, re.S)
    assert main, where
    return ADDRESS.sub(rooted, main[0])
