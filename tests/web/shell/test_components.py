"""Every tag on one page, in both languages, in the frame that all pages have."""

from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

from misaq.web.process.site import Site, render_page
from misaq.web.shell.frame import make_frame
from misaq.web.shell.links import DiskAddresses, Links

SOURCE = (Path(__file__).parent / "templates" / "components.html").read_text("utf-8")

STEPS = [
    {
        "state": "done",
        "kind": {"en": "Finding 14", "ur": "نتیجہ 14"},
        "text": {"en": "Land was lost.", "ur": "زمین گئی۔"},
    },
    {"state": "part", "kind": "Statement 12", "text": "Half stays.", "href": "index.html"},
    {"state": "open", "kind": "Article 21", "text": "Draft 3"},
    {"state": "none", "kind": "Commitment", "text": "Begins if adopted."},
]
CONTEXT = {
    "steps": STEPS,
    "twelve": range(1, 13),
    "parts": [(68, "full"), (41, "partial"), (139, "denied"), (101, "silent"), (5, "q5")],
    "both": {"en": "Peace", "ur": "امن"},
    "only_en": {"en": "Only English"},
}


def components_page(results, language):
    addresses = DiskAddresses(f"{language}/components.html")
    with translation.override(language):
        frame = make_frame(
            results,
            Links(Site.of(results).directory, addresses, language),
            room="dialogue",
            other_language=lambda other: addresses.page(f"{other}/components.html"),
            static=True,
        )
        return engines["django"].from_string(SOURCE).render({**CONTEXT, "shell": frame})


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_tag_renders_in_both_languages(results, language):
    html = components_page(results, language)
    direction = {"en": "ltr", "ur": "rtl"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert html.count('class="verdict') == 7
    assert '<bdi class="n">1,284</bdi>' in html
    assert '<bdi class="n">&lt;5</bdi>' in html
    assert html.count("<svg") > 30


def test_the_frame_shows_where_you_are_and_what_led_here(results):
    html = components_page(results, "en")
    assert html.count('aria-current="true"') == 2  # the stage and the language that is read
    assert 'class="ledhere"' in html
    assert "What was published does not verify: 31." in html
    assert 'class="skip" href="#main"' in html
    assert "9f3c 71d2 0be4 a6c8" in html
    assert 'hreflang="ur"' in html


def test_an_invented_process_says_so_first(results):
    html = components_page(results, "en")
    body = html[html.index("<body") :]
    assert body.index("invented") < body.index("<header")


def test_a_process_that_is_not_invented_does_not_say_so(results):
    results["process.overview"]["results"]["invented"] = False
    assert 'class="invented"' not in components_page(results, "en")


def test_the_foot_says_who_can_check_the_page(results):
    assert "An accredited observer can work out" in render_page(results, "record")
    assert "Anyone can work out" in render_page(results, "charter")
