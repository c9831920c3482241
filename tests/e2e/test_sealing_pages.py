"""The sealing forms in Chromium, under the site's content policy: what leaves the browser, and what does not."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, quote_plus
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.sealing_pages import Pages, sealing_pages
from tests.keepers import Keepers, make_keepers

from misaq.foundation.messages import render
from misaq.record import (
    OpenRequest,
    SealedRecord,
    Secret,
    combine_shares,
    read_identity,
    read_release,
    read_sealed,
    release_share,
    write_identity,
)
from misaq.record.sealing.custodians import encrypt_to

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME, PHONE, SUSPECT = "شازین تلہر", "0300-5550199", "invented suspect"
SEAL_FORM = """<form method="post" action="/intake" data-sealing="seal" data-custodians="{{ custodians }}">
<input name="place" value="Velmara">
<input id="name" name="witness" required data-record="r-1" data-field="name">
<input id="phone" data-record="r-1" data-field="phone">
<textarea id="suspect" data-record="r-2"></textarea>
<textarea id="unused" data-record="r-3"></textarea>
<input type="hidden" name="sealed" data-part="into">
{% include "record/sealing/status.html" %}
<button name="step" value="save" data-part="button" disabled>save</button></form>"""
RELEASE_FORM = """{% include "record/custodians/_release.html" %}"""
OPEN_FORM = """{% include "record/custodians/_open.html" %}"""
MAKE_FORM = """{% include "record/custodians/_make_key.html" %}"""
GO = "button[data-part=button]"


def _asked(sealed: SealedRecord, asked: OpenRequest, releases: str = "") -> dict[str, object]:
    """What the desk's forms are given: rows with documents."""
    kept = SimpleNamespace(document=sealed.document().decode())
    row = SimpleNamespace(pk=uuid4(), sealed=kept, document=asked.document().decode())
    return {"asked": row, "releases": releases}


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with sealing_pages() as running:
        yield running


@pytest.fixture(scope="module")
def keepers() -> Keepers:
    return make_keepers()


@pytest.fixture
def sent(pages: Pages) -> list[tuple[str, bytes]]:
    pages.posted.clear()
    return pages.posted


@pytest.fixture
def tab(chromium: Browser, pages: Pages) -> Iterator[Page]:
    """A tab; at the end the page must have kept nothing, asked no other place and said nothing."""
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    tab, said, strays = context.new_page(), [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    inside = (pages.address, "data:", "blob:")
    tab.on("request", lambda r: None if r.url.startswith(inside) else strays.append(r.url))
    yield tab
    assert _kept(tab, context) == []
    context.close()
    assert (said, strays) == ([], [])


def _kept(tab: Page, context: BrowserContext) -> list[object]:
    stored = tab.evaluate(
        "async () => [...Object.entries(localStorage), ...Object.entries(sessionStorage),"
        " ...await indexedDB.databases()]"
    )
    return [*stored, *context.cookies()]


def _custodians(keepers: Keepers) -> str:
    rows = [{"name": c.name, "recipient": c.recipient} for c in keepers.set.custodians]
    return json.dumps({"threshold": keepers.threshold, "custodians": rows})


def _fill(tab: Page) -> None:
    tab.fill("#name", NAME)
    tab.fill("#phone", PHONE)
    tab.fill("#suspect", SUSPECT)


def _spellings(text: str) -> list[bytes]:
    """A text as it could stand in a body: plain, UTF-16, base64, hexadecimal, in an address."""
    plain = text.encode()
    return [
        plain,
        text.encode("utf-16-le"),
        base64.b64encode(plain)[:-4],
        plain.hex().encode(),
        quote_plus(text).encode(),
    ]


def test_a_form_sends_what_is_sealed_and_nothing_of_it_in_clear(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]]
) -> None:
    tab.goto(pages.show("/intake.html", SEAL_FORM, custodians=_custodians(keepers)))
    _fill(tab)
    tab.click(GO)
    expect(tab.locator("#thanks")).to_be_visible()
    ((path, body),) = sent
    fields = parse_qs(body.decode())
    assert (path, set(fields)) == ("/intake", {"place", "sealed", "step"})
    for text in (NAME, PHONE, SUSPECT):
        assert not [spelt for spelt in _spellings(text) if spelt in body]
    documents = fields["sealed"][0].replace("\r\n", "\n").split("\n")
    assert documents.pop() == ""
    wanted = [("r-1", json.dumps({"name": NAME, "phone": PHONE})), ("r-2", SUSPECT)]
    for document, (record, text) in zip(documents, wanted, strict=True):
        sealed = read_sealed(document.encode())
        opened = combine_shares(sealed, keepers.release(sealed, (0, 2, 4)), keepers.asker)
        plain = opened.text.reveal().decode()
        assert sealed.record == record
        assert (json.loads(plain) == json.loads(text)) if record == "r-1" else plain == text


def test_after_a_lost_connection_the_same_sealed_text_is_sent_again(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]]
) -> None:
    """What was typed is gone from the page by then, and no second sealing is made of it."""
    tab.goto(pages.show("/intake.html", SEAL_FORM, custodians=_custodians(keepers)))
    expect(tab.locator(GO)).to_be_enabled()
    assert tab.locator("#name").get_attribute("name") is None  # although the page gave it one
    _fill(tab)
    tab.route("**/intake", lambda route: route.fulfill(status=204))
    tab.click(GO)
    expect(tab.locator("#name")).to_be_disabled()
    expect(tab.locator(GO)).to_be_enabled()
    assert [tab.locator(f).input_value() for f in ("#name", "#phone", "#suspect")] == ["", "", ""]
    first = tab.locator("[data-part=into]").input_value()
    tab.unroute("**/intake")
    tab.click(GO)
    expect(tab.locator("#thanks")).to_be_visible()
    ((_, body),) = sent
    assert parse_qs(body.decode())["sealed"][0].replace("\r\n", "\n") == first != ""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_ready_made_forms_are_accessible(
    tab: Page, pages: Pages, keepers: Keepers, language: str
) -> None:
    sealed = keepers.seal()
    shown = _asked(sealed, keepers.ask(sealed))
    for form in (RELEASE_FORM, OPEN_FORM, MAKE_FORM):
        tab.goto(pages.show("/form.html", "<h1>invented</h1>" + form, language, **shown))
        expect(tab.locator(GO)).to_be_enabled()
        found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        assert not found, [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_when_sealing_fails_nothing_is_sent_and_the_page_says_why(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]], language: str
) -> None:
    broken = _custodians(keepers).replace(
        keepers.keys[1].recipient, keepers.keys[1].recipient[:-1] + "b"
    )
    tab.goto(pages.show("/intake.html", SEAL_FORM, language, custodians=broken))
    _fill(tab)
    tab.click(GO)
    problem = tab.locator("[data-part=problem]")
    expect(problem).to_have_text(render("custodian_bad_recipient", language, name="c1").sentence())
    expect(problem).to_be_focused()
    assert tab.locator("#name").input_value() == NAME  # what was typed is not lost
    expect(tab.locator(GO)).to_be_enabled()
    for custodians in ("", "[]", _custodians(keepers).replace('"threshold": 3', '"threshold": 1')):
        tab.evaluate("(text) => { document.forms[0].dataset.custodians = text; }", custodians)
        tab.click(GO)
        expect(problem).to_be_visible()
        expect(tab.locator(GO)).to_be_enabled()
    assert sent == []


def test_two_fields_of_a_record_without_names_are_not_sent(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]]
) -> None:
    """One of them would be lost."""
    form = SEAL_FORM.replace('data-field="phone"', "")
    tab.goto(pages.show("/intake.html", form, custodians=_custodians(keepers)))
    _fill(tab)
    tab.click(GO)
    expect(tab.locator("[data-part=problem]")).to_contain_text("Nothing was sent")
    assert sent == []


def test_without_scripts_nothing_can_be_sent(
    chromium: Browser, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]]
) -> None:
    form = SEAL_FORM.replace(' name="witness"', "")  # as pages write it; the script only makes sure
    address = pages.show("/intake.html", form, custodians=_custodians(keepers))
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    _fill(tab)
    tab.press("#name", "Enter")
    expect(tab.locator(GO)).to_be_disabled()
    context.close()
    assert sent == []


def test_a_page_that_did_not_come_safely_stays_shut(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]]
) -> None:
    tab.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    tab.goto(pages.show("/intake.html", SEAL_FORM, custodians=_custodians(keepers)))
    expect(tab.locator("[data-part=problem]")).to_contain_text("secure connection")
    expect(tab.locator(GO)).to_be_disabled()


@pytest.mark.parametrize("altered", ["sealing.js", "sealing-crypto.js"])
def test_a_script_that_was_altered_is_not_run(
    chromium: Browser, pages: Pages, keepers: Keepers, altered: str
) -> None:
    """One that is served with one byte more than the page names: the form stays shut."""
    address = pages.show("/intake.html", SEAL_FORM, custodians=_custodians(keepers))
    context = chromium.new_context()
    tab, said = context.new_page(), []
    tab.on("console", lambda message: said.append(message.text))

    def alter(route) -> None:  # type: ignore[no-untyped-def]
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body() + b"\n")

    tab.route(f"**/{altered}", alter)
    tab.goto(address)
    expect(tab.locator(GO)).to_be_disabled()
    if altered == "sealing-crypto.js":
        expect(tab.locator("[data-part=problem]")).to_contain_text("went wrong")
    assert tab.evaluate("typeof misaqSealingCrypto") == (
        "object" if altered == "sealing.js" else "undefined"
    )
    context.close()
    assert any("integrity" in text for text in said)


def _key_file(tmp_path: Path, name: str, payload: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(payload)
    return str(path)


def test_a_custodian_sees_who_asks_and_sends_a_share_but_no_key(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    sealed = keepers.seal()
    request = keepers.ask(sealed)
    shown = _asked(sealed, request)
    tab.goto(pages.show("/release.html", RELEASE_FORM, **shown))
    expect(tab.locator("[data-shows=recipient]")).to_have_text(request.recipient)
    tab.set_input_files(
        "#release-key", _key_file(tmp_path, "c1.key", write_identity(keepers.keys[1]))
    )
    tab.click(GO)
    assert sent == []  # not before the line was compared
    tab.check("#release-compared")
    tab.click(GO)
    expect(tab.locator("#thanks")).to_be_visible()
    ((path, body),) = sent
    fields = parse_qs(body.decode())
    assert path.endswith(f"/custodian/{shown['asked'].pk}/release/")
    assert set(fields) == {"document"}
    assert b"AGE-SECRET" not in body
    release = read_release(fields["document"][0].replace("\r\n", "\n").encode())
    assert (release.custodian, release.request) == ("c1", request.digest)
    releases = [release, *keepers.release(sealed, (0, 4))]
    assert combine_shares(sealed, releases, keepers.asker).used == ("c0", "c1", "c4")


def test_a_share_smuggled_into_another_record_is_not_released(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    harmless, wanted = keepers.seal(record="r-1"), keepers.seal(record="r-2")
    pairs = zip(harmless.shares, wanted.shares, strict=True)
    trap = replace(harmless, shares=tuple(replace(a, envelope=b.envelope) for a, b in pairs))
    request = keepers.ask(trap)
    shown = _asked(trap, request)
    tab.goto(pages.show("/release.html", RELEASE_FORM, "ur", **shown))
    tab.set_input_files(
        "#release-key", _key_file(tmp_path, "c1.key", write_identity(keepers.keys[1]))
    )
    tab.check("#release-compared")
    tab.click(GO)
    said = render("seal_altered", "ur", custodian="c1", record="r-1").sentence()
    expect(tab.locator("[data-part=problem]")).to_have_text(said)
    assert sent == []


def test_the_asker_sees_the_text_in_the_page_alone_and_can_clear_it(
    tab: Page, pages: Pages, keepers: Keepers, sent: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    text = json.dumps({"name": NAME, "other": "<b>bold</b>"}, ensure_ascii=False)
    sealed = keepers.seal(text.encode())
    request = keepers.ask(sealed)
    releases = [release_share(sealed, request, keepers.keys[place]) for place in (0, 2, 3)]
    false = replace(
        release_share(sealed, request, keepers.keys[4]),
        envelope=encrypt_to(keepers.asker.recipient, bytes(65)),
    )
    lines = "".join(r.document().decode() for r in [false, *releases])
    shown = _asked(sealed, request, lines)
    tab.goto(pages.show("/open.html", OPEN_FORM, **shown))
    tab.set_input_files(
        "#open-key", _key_file(tmp_path, "asker.key", write_identity(keepers.asker))
    )
    tab.click(GO)
    opened = tab.locator("[data-part=text]")
    expect(opened).to_contain_text(NAME)
    assert opened.locator("dt").all_inner_texts() == ["Name", "other"]
    assert opened.locator("dd").all_inner_texts() == [NAME, "<b>bold</b>"]
    expect(tab.locator("[data-part=refused]")).to_contain_text("c4")
    assert tab.evaluate("document.querySelector('#open-key').files.length") == 0
    tab.click("[data-part=clear]")
    expect(tab.locator("[data-part=opened]")).to_be_hidden()
    assert NAME not in tab.content()
    assert sent == []


def test_too_few_shares_show_no_text(
    tab: Page, pages: Pages, keepers: Keepers, tmp_path: Path
) -> None:
    sealed = keepers.seal()
    lines = "".join(r.document().decode() for r in keepers.release(sealed, (0, 1)))
    tab.goto(pages.show("/open.html", OPEN_FORM, **_asked(sealed, keepers.ask(sealed), lines)))
    tab.set_input_files(
        "#open-key", _key_file(tmp_path, "asker.key", write_identity(keepers.asker))
    )
    tab.click(GO)
    wanted = render("too_few_shares", "en", record="r-1", needed=3, given=2).sentence()
    expect(tab.locator("[data-part=problem]")).to_have_text(wanted)
    expect(tab.locator("[data-part=opened]")).to_be_hidden()


def test_a_key_is_made_in_the_page_and_kept_as_a_file(
    tab: Page, pages: Pages, sent: list[tuple[str, bytes]]
) -> None:
    tab.goto(pages.show("/key.html", MAKE_FORM))
    tab.fill("#make-passphrase", "four invented plain words")
    tab.fill("#make-again", "four invented plain word")
    tab.click(GO)
    expect(tab.locator("[data-part=problem]")).to_contain_text("differ")
    tab.fill("#make-again", "four invented plain words")
    tab.click(GO)
    expect(tab.locator("[data-shows=recipient]")).to_contain_text("age1")
    with tab.expect_download() as download:
        tab.click("[data-part=download]")
    payload = Path(download.value.path()).read_bytes()
    key = read_identity(payload, Secret(b"four invented plain words"))
    assert key.recipient == tab.locator("[data-shows=recipient]").inner_text()
    assert tab.locator("#make-passphrase").input_value() == ""
    assert sent == []
