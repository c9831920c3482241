"""What no template of any room may hold: the pages are served under a strict content policy."""

import re
from pathlib import Path

import pytest

import misaq.web

WEB = Path(misaq.web.__file__).parent
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
SHEETS = sorted(p for p in WEB.glob("*/static/**/*.css") if "vendor" not in p.parts)

FORBIDDEN = {
    "an inline style": re.compile(r"""\sstyle\s*=\s*["']""", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "an event handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.I),
    "an address elsewhere": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.I),
    "a colour of its own": re.compile(r"""(?:fill|stroke)="(?:#|rgb)""", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(WEB).as_posix())
def test_no_template_breaks_the_content_policy(path):
    text = path.read_text("utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.relative_to(WEB).as_posix())
def test_sheets_serve_both_directions_and_ask_nobody(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    assert not re.search(r"https?://|@import", text)
    physical = re.findall(
        r"[{;\s]((?:margin|padding|border)-(?:left|right)|left|right|float|text-align:\s*(?:left|right))\s*:",
        text,
    )
    assert physical == []
