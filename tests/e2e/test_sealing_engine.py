"""Sealing in Chromium and in Python: one form, one set of checks, each opens what the other sealed."""

import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as aead_encrypt
from playwright.sync_api import Browser, Page
from tests.e2e.sealing_pages import Pages, sealing_pages
from tests.keepers import ENDS_IN_A_BLANK, TEXT, Keepers, make_keepers
from typer.testing import CliRunner

from misaq.cli.main import app
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import MisaqError
from misaq.record import (
    CustodianSet,
    SealedRecord,
    Secret,
    ShareRelease,
    combine_shares,
    make_identity,
    read_identity,
    read_release,
    read_request,
    read_sealed,
    release_share,
    request_opening,
    write_identity,
)
from misaq.record.sealing.custodians import encrypt_to
from misaq.record.sealing.padding import pad, padded_length
from misaq.record.sealing.seal import check_of_key, commit, split_key

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Tells what a piece of work gave, or the code and values of its error.
ANSWER = """async (given) => {
  const work = WORK;
  try { return { gave: await work(given, window.engine) }; }
  catch (fault) {
    if (fault.code === undefined) throw fault;
    return { code: fault.code, params: fault.params };
  }
}"""
SEAL = """async (cases, e) => Promise.all(cases.map(async (c) => e.sealedDocument(await e.sealRecord(c.text, c))))"""
RELEASE = """async ({ sealed, request, key }, e) => {
  const identity = await e.readIdentity(e.toBytes(key));
  return e.releaseDocument(await e.releaseShare(e.readSealed(sealed), e.readRequest(request), identity));
}"""
COMBINE = """async ({ sealed, releases, key }, e) => {
  const identity = await e.readIdentity(e.toBytes(key));
  const opened = await e.combineShares(e.readSealed(sealed), releases.map(e.readRelease), identity);
  return { text: e.toHex(opened.text), used: opened.used, refused: opened.refused };
}"""


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with sealing_pages() as running:
        yield running


@pytest.fixture(scope="module")
def tab(chromium: Browser, pages: Pages) -> Iterator[Page]:
    context = chromium.new_context()
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(pages.address + "/engine.html")
    tab.wait_for_function("window.engine !== undefined")
    yield tab
    context.close()
    assert said == []


@pytest.fixture(scope="module")
def keepers() -> Keepers:
    return make_keepers()


def ask(tab: Page, work: str, given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = tab.evaluate(ANSWER.replace("WORK", work), given)
    return answer


def given(tab: Page, work: str, values: Any) -> Any:
    answer = ask(tab, work, values)
    assert "gave" in answer, answer
    return answer["gave"]


def custodians_of(keepers: Keepers) -> dict[str, Any]:
    return {
        "threshold": keepers.threshold,
        "custodians": [{"name": c.name, "recipient": c.recipient} for c in keepers.set.custodians],
    }


def key_text(identity: Any) -> str:
    return write_identity(identity).decode()


def _values(seed: int, number: int) -> Iterator[Any]:
    """JSON values of every kind, as a document could hold them."""
    chance = random.Random(seed)
    alphabets = (
        'abc"\\/',
        "گواہ ۱۲۳\u200c",
        "\U0001f54a\U00010437\ue000\ufffd",
        "\x00\x1f\x7f\u2028\b\f\n\r\t",
    )

    def text() -> str:
        return "".join(chance.choice(chance.choice(alphabets)) for _ in range(chance.randrange(8)))

    def figure() -> float | int:
        whole = chance.randrange(-(2**53) + 1, 2**53)
        small = chance.randrange(-9, 10**6)
        wide = chance.uniform(1, 10) * 10.0 ** chance.randrange(-320, 308)
        return chance.choice([whole, small, chance.uniform(-1, 1), whole / 7, whole * 1e10, wide])

    def value(depth: int) -> Any:
        match chance.randrange(6 if depth else 4):
            case 0:
                return text()
            case 1 | 2:
                return figure()
            case 3:
                return chance.choice([None, True, False])
            case 4:
                return [value(depth - 1) for _ in range(chance.randrange(4))]
        return {text(): value(depth - 1) for _ in range(chance.randrange(4))}

    yield from (value(3) for _ in range(number))


def test_canonical_json_is_the_same_text(tab: Page) -> None:
    """JavaScript has one kind of number: integers it can hold exactly are Python's int, all others floats."""
    special = [0, -0.0, 1.0, 0.1 + 0.2, 1e15, 1e16, 1e-4, 1e-5, 123456789012345.6, 1e22, 5e-324]
    special += [1.7976931348623157e308, 2.0**53, 2.0**60, -1.5, 1e21, 12345678.9e-12, math.pi]
    special += [
        {"\U00010000": 1, "\uffff": 2, "a": 3, "": 4, "ب": 5},
        {"b": [], "a": {}},
        "",
        "\x7f\u2029",
    ]
    values = [*special, *_values(20261126, 1500)]
    texts = given(
        tab,
        "(texts, e) => texts.map((text) => e.canonicalText(JSON.parse(text)))",
        [json.dumps(value) for value in values],
    )
    wrong = [
        (value, text)
        for value, text in zip(values, texts, strict=True)
        if text.encode() != canonical_json(_as_javascript_has_it(value))
    ]
    assert not wrong[:5]


def _as_javascript_has_it(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_javascript_has_it(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_javascript_has_it(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def test_text_without_utf8_is_refused(tab: Page) -> None:
    work = "(_, e) => e.canonicalText({ text: '\\ud800' })"
    assert ask(tab, work, None)["code"] == "sealing_bad_form"


def test_padding_is_the_same(tab: Page) -> None:
    lengths = [0, 1, 1016, 1017, 4088, 4089, 16376, 16377, 32760, 32761, 100_000]
    assert given(tab, "(all, e) => all.map(e.paddedLength)", lengths) == [
        padded_length(length) for length in lengths
    ]
    assert (
        given(tab, "(text, e) => e.toHex(e.pad(e.toBytes(text)))", "نام")
        == pad("نام".encode()).hex()
    )


def _cases(seed: int, number: int) -> list[dict[str, Any]]:
    """Records of 2 to 7 custodians with any threshold, and texts of every class of length."""
    chance = random.Random(seed)
    circles = [make_keepers(n, chance.randint(2, n)) for n in (2, 3, 3, 4, 5, 5, 7)]
    lengths = [0, 1, 1015, 1016, 1017, 4088, 4089]
    made = []
    for place in range(number):
        length = lengths[place] if place < len(lengths) else chance.randrange(300)
        letters = "نامگوah1 \U0001f54a\n\x00"
        made.append(
            {
                "keepers": chance.choice(circles),
                "record": f"r-{place}:{chance.randrange(10**6)}",
                "text": "x" * length
                if place < len(lengths)
                else "".join(chance.choices(letters, k=length)),
                "places": chance.sample(range(7), 7),
            }
        )
    return made


def test_a_hundred_records_sealed_in_the_browser_open_in_python(tab: Page) -> None:
    cases = _cases(1, 100)
    wanted = [
        {"text": c["text"], "record": c["record"], "custodians": custodians_of(c["keepers"])}
        for c in cases
    ]
    documents = given(tab, SEAL, wanted)
    for case, document in zip(cases, documents, strict=True):
        keepers, sealed = case["keepers"], read_sealed(document.encode())
        assert sealed.document() == document.encode() == canonical_json(json.loads(document))
        assert (sealed.record, sealed.threshold) == (case["record"], keepers.threshold)
        some = [p for p in case["places"] if p < len(keepers.keys)][: keepers.threshold]
        releases = keepers.release(sealed, some)
        assert (
            combine_shares(sealed, releases, keepers.asker).text.reveal() == case["text"].encode()
        )
        with pytest.raises(MisaqError) as error:
            combine_shares(sealed, releases[1:], keepers.asker)
        assert error.value.code == "too_few_shares"
    assert len({read_sealed(d.encode()).nonce for d in documents}) == len(documents)


def test_a_hundred_records_sealed_in_python_open_in_the_browser(tab: Page) -> None:
    """Every other release is made by the other side, so that both kinds are combined."""
    cases = _cases(2, 100)
    work = (
        "async (cases, e) => Promise.all(cases.map(async (c) => {"
        f"  const release = {RELEASE}; const combine = {COMBINE};"
        "  for (const key of c.keys) c.releases.push(await release({ ...c, key }, e));"
        "  const opened = await combine({ ...c, key: c.asker }, e);"
        "  const fewer = { ...c, key: c.asker, releases: c.releases.slice(1) };"
        "  return { opened, fewer: await combine(fewer, e).catch((fault) => fault.code), releases: c.releases };"
        "}))"
    )
    told = []
    for case in cases:
        keepers = case["keepers"]
        sealed = case["sealed"] = keepers.seal(case["text"].encode(), record=case["record"])
        some = [p for p in case["places"] if p < len(keepers.keys)][: keepers.threshold]
        case["used"] = sorted(f"c{place}" for place in some)
        told.append(
            {
                "sealed": sealed.document().decode(),
                "request": keepers.ask(sealed).document().decode(),
                "asker": key_text(keepers.asker),
                "releases": [r.document().decode() for r in keepers.release(sealed, some[::2])],
                "keys": [key_text(keepers.keys[place]) for place in some[1::2]],
            }
        )
    for case, answer in zip(cases, given(tab, work, told), strict=True):
        assert bytes.fromhex(answer["opened"]["text"]) == case["text"].encode()
        assert (answer["opened"]["used"], answer["opened"]["refused"]) == (case["used"], [])
        assert answer["fewer"] == "too_few_shares"
        sealed, keepers = case["sealed"], case["keepers"]
        releases = [read_release(text.encode()) for text in answer["releases"]]
        assert {r.request for r in releases} == {keepers.ask(sealed).digest}
        assert (
            combine_shares(sealed, releases, keepers.asker).text.reveal() == case["text"].encode()
        )


def test_a_request_made_in_the_browser_is_the_one_of_python(tab: Page, keepers: Keepers) -> None:
    sealed = keepers.seal()
    fields = {
        "asker": "court-2",
        "recipient": keepers.asker.recipient,
        "reason": "  hearing; فرضی ",
    }
    work = "({ sealed, ...c }, e) => e.requestDocument(e.requestOpening(e.readSealed(sealed), c))"
    made = given(tab, work, {"sealed": sealed.document().decode(), **fields})
    assert made.encode() == request_opening(sealed, **fields).document()


# ------------------------------------------------------------------- refusals, the same ones as in Python
def _both(tab: Page, work: str, values: Any, python: Callable[[], Any]) -> str:
    """The browser and Python answer alike: the same error with the same values, or none."""
    answer = ask(tab, work, values)
    expected = _error_of(python)
    if expected is None:
        assert "gave" in answer, answer
        return ""
    assert (answer.get("code"), answer.get("params")) == (expected.code, dict(expected.params))
    return expected.code


def _error_of(python: Callable[[], Any]) -> MisaqError | None:
    try:
        python()
    except MisaqError as error:
        return error
    return None


def _release_traps(keepers: Keepers) -> Iterator[tuple[str, SealedRecord, Any, Any]]:
    """What is wrong; the sealed record and request shown to a custodian; the custodian's key."""
    sealed, other = keepers.seal(record="r-1"), keepers.seal(record="r-2")
    own, key = sealed.shares[0], keepers.keys[0]
    pairs = zip(sealed.shares, other.shares, strict=True)
    swapped = replace(sealed, shares=tuple(replace(a, envelope=b.envelope) for a, b in pairs))
    damaged = own.envelope[:-1] + bytes([own.envelope[-1] ^ 1])
    empty = encrypt_to(key.recipient, bytes.fromhex(sealed.digest) + bytes(65))
    short = encrypt_to(key.recipient, bytes.fromhex(sealed.digest) + bytes(64))

    def first(envelope: bytes) -> SealedRecord:
        return replace(sealed, shares=(replace(own, envelope=envelope), *sealed.shares[1:]))

    yield "", sealed, keepers.ask(sealed), key
    yield "seal_altered", swapped, keepers.ask(swapped), key
    yield "request_other_record", sealed, keepers.ask(other), key
    yield "request_other_record", sealed, keepers.ask(keepers.seal(record="r-1")), key
    yield "not_a_custodian", sealed, keepers.ask(sealed), make_identity()
    for changed in (
        replace(sealed, threshold=2),
        replace(sealed, record="r-9"),
        first(empty),
        first(short),
    ):
        yield "seal_altered", changed, keepers.ask(changed), key
    for envelope in (damaged, sealed.shares[1].envelope, b"age-encryption.org/v1\n", bytes(300)):
        changed = first(envelope)
        yield "share_unreadable", changed, keepers.ask(changed), key


def test_a_custodian_is_refused_what_python_refuses(tab: Page, keepers: Keepers) -> None:
    for expected, sealed, request, key in _release_traps(keepers):
        values = {
            "sealed": sealed.document().decode(),
            "request": request.document().decode(),
            "key": key_text(key),
        }
        found = _both(
            tab, RELEASE, values, lambda s=sealed, r=request, k=key: release_share(s, r, k)
        )
        assert found == expected


def _combine_traps(keepers: Keepers) -> Iterator[tuple[str, SealedRecord, list[ShareRelease], Any]]:
    """What is wrong; the sealed record, the releases and the key of the asker."""
    sealed, other, asker = keepers.seal(), keepers.seal(record="r-2"), keepers.asker
    right = keepers.release(sealed, (0, 1, 2, 3))
    false = replace(right[1], envelope=encrypt_to(asker.recipient, bytes(65)))
    flipped = bytes([sealed.ciphertext[0] ^ 1]) + sealed.ciphertext[1:]
    tail = sealed.ciphertext[:-1] + bytes([sealed.ciphertext[-1] ^ 128])
    accused = (*sealed.shares[:4], replace(sealed.shares[4], commitment="0" * 64))

    yield "", sealed, right[:3], asker
    yield "", sealed, [right[0], false, *right[2:]], asker
    yield "", sealed, [replace(release, custodian="c4") for release in right[:3]], asker
    yield "too_few_shares", sealed, right[:2], asker
    yield "too_few_shares", sealed, [], asker
    yield "too_few_shares", sealed, [right[0], right[0], right[1]], asker
    yield "wrong_share", sealed, [right[0], false, right[2]], asker
    yield "wrong_share", sealed, keepers.release(other, (0, 1, 2)), asker
    yield "wrong_share", sealed, [*right[:2], *keepers.release(other, (2,))], asker
    yield "wrong_share", sealed, right, make_identity()
    yield "wrong_share", sealed, [*right[:2], replace(right[2], envelope=bytes(300))], asker
    for changed in (
        replace(sealed, ciphertext=flipped),
        replace(sealed, ciphertext=tail),
        replace(sealed, nonce=bytes(24)),
        replace(sealed, shares=accused),
        replace(sealed, threshold=2),
        replace(sealed, key_check="0" * 64),
        replace(sealed, ciphertext=other.ciphertext, nonce=other.nonce),
    ):
        yield "sealed_text_altered", changed, right[:3], asker
    yield "wrong_share", replace(sealed, record="r-9"), right[:3], asker
    yield "sealed_text_altered", *_sealed_for_two_keys(keepers), asker


def _sealed_for_two_keys(keepers: Keepers) -> tuple[SealedRecord, list[ShareRelease]]:
    """A dishonest sealer: right commitments and a text that the cipher opens, under another key than was promised."""
    honest, key, promised = keepers.seal(), Secret(bytes([1]) * 32), Secret(bytes([2]) * 32)
    parts, blinding = split_key(key, keepers.set), Secret(bytes(32))
    shares = tuple(
        replace(s, commitment=commit(honest.record, honest.seal, s.custodian.name, part, blinding))
        for s, part in zip(honest.shares, parts, strict=True)
    )
    check = check_of_key(promised, honest.record, honest.seal)
    bare = replace(honest, shares=shares, key_check=check)
    text = aead_encrypt(pad(b"another text"), bare.header(), bare.nonce, key.reveal())
    release = keepers.release(honest, (0,))[0]
    envelopes = [encrypt_to(keepers.asker.recipient, bytes(32) + part.reveal()) for part in parts]
    return replace(bare, ciphertext=text), [replace(release, envelope=e) for e in envelopes]


def test_an_asker_is_refused_what_python_refuses(tab: Page, keepers: Keepers) -> None:
    for expected, sealed, releases, key in _combine_traps(keepers):
        values = {
            "sealed": sealed.document().decode(),
            "releases": [release.document().decode() for release in releases],
            "key": key_text(key),
        }
        found = _both(
            tab, COMBINE, values, lambda s=sealed, r=releases, k=key: combine_shares(s, r, k)
        )
        assert found == expected


def _changes(document: bytes) -> Iterator[str]:
    """Documents that differ from a good one in form."""
    good = json.loads(document)
    yield from ("", "[]", "[" * 100_000, "null", '"x"', document.decode()[:-20])
    yield document.decode().replace('"version":1', '"version":1,"version":1')
    yield canonical_json({**good, "more": 1}).decode()
    yield canonical_json({**good, "__proto__": 1}).decode()
    for name in good:
        yield canonical_json({key: value for key, value in good.items() if key != name}).decode()
        for value in (None, 7, True, "", "x" * 9000, [], {"a": 1}):
            yield canonical_json({**good, name: value}).decode()


@pytest.mark.parametrize("kind", ["Sealed", "Request", "Release"])
def test_what_is_no_document_is_refused_as_in_python(
    tab: Page, keepers: Keepers, kind: str
) -> None:
    sealed = keepers.seal()
    request = keepers.ask(sealed)
    good = {
        "Sealed": (sealed.document(), read_sealed),
        "Request": (request.document(), read_request),
        "Release": (release_share(sealed, request, keepers.keys[0]).document(), read_release),
    }
    document, python = good[kind]
    work = f"(text, e) => e.read{kind}(text) !== null"
    assert given(tab, work, document.decode())
    for text in _changes(document):
        answer = ask(tab, work, text)
        expected = _error_of(lambda text=text: python(text.encode()))
        if expected is None:  # for instance a reason of another text
            assert answer == {"gave": True}, text[:80]
        else:
            assert answer.get("code") == expected.code, text[:80]


def test_a_document_that_is_not_as_misaq_writes_it_is_refused(tab: Page, keepers: Keepers) -> None:
    """Stricter than Python: no other spelling, so that nothing hides in a field that stands twice."""
    sealed = json.loads(keepers.seal().document())
    for text in (json.dumps(sealed), json.dumps(sealed, indent=1)):
        assert ask(tab, "(text, e) => e.readSealed(text)", text)["code"] == "sealing_bad_form"


def test_custodians_that_cannot_be_are_refused_as_in_python(tab: Page, keepers: Keepers) -> None:
    good = keepers.set.custodians
    one, two, three = good[:3]
    last = one.recipient[-1]
    typo = replace(one, recipient=one.recipient[:-1] + ("q" if last != "q" else "p"))
    for custodians, threshold in (
        (good, 3),
        (good, 1),
        (good, 6),
        ((one,), 1),
        ((), 2),
        ((one, replace(two, name="c0"), three), 2),
        ((one, replace(two, recipient=one.recipient)), 2),
        ((one, replace(two, name="B")), 2),
        ((one, replace(two, name="")), 2),
        ((typo, two), 2),
        ((one, replace(two, recipient=two.recipient.upper())), 2),
        ((one, replace(two, recipient="ssh-ed25519 AAAA")), 2),
        ((one, replace(two, recipient=key_text(keepers.keys[1]).splitlines()[1])), 2),
    ):
        rows = [{"name": c.name, "recipient": c.recipient} for c in custodians]
        values = {"threshold": threshold, "custodians": rows}
        _both(
            tab,
            "(set, e) => e.requireCustodians(set) !== null",
            values,
            lambda c=custodians, t=threshold: CustodianSet(tuple(c), t),
        )
    for record in ("", "a b", "نام", "x" * 101, "a/b", "-a", "a\n"):
        values = [{"text": "x", "record": record, "custodians": custodians_of(keepers)}]
        _both(tab, SEAL, values, lambda r=record: keepers.seal(record=r))


def test_a_text_too_long_is_refused(tab: Page, keepers: Keepers) -> None:
    work = "async (c, e) => e.sealRecord(new Uint8Array(16 * 1024 * 1024 + 1), c)"
    answer = ask(tab, work, {"record": "r-1", "custodians": custodians_of(keepers)})
    assert (answer["code"], answer["params"]) == ("seal_too_large", {"limit": 16384})


# ------------------------------------------------------------------- key files
def test_keys_go_both_ways_and_the_command_line_opens_what_the_browser_sealed(
    tab: Page, tmp_path: Any
) -> None:
    """Keys made in the browser, one of them shut with a passphrase; sealed there; opened with the commands."""
    work = """async (passphrase, e) => {
      const keys = await Promise.all([0, 1, 2].map(() => e.makeIdentity()));
      const texts = [await e.writeIdentity(keys[0], passphrase)];
      for (const key of keys.slice(1)) texts.push(await e.writeIdentity(key));
      const again = await e.readIdentity(e.toBytes(texts[0]), passphrase);
      const wrong = await e.readIdentity(e.toBytes(texts[0]), "another").catch((fault) => fault.code);
      const none = await e.readIdentity(e.toBytes(texts[0])).catch((fault) => fault.code);
      return { texts, recipients: keys.map((key) => key.recipient), again: again.recipient, wrong, none };
    }"""
    passphrase = "چار فرضی لفظ yahan"
    made = given(tab, work, passphrase)
    assert made["again"] == made["recipients"][0]
    assert made["wrong"] == made["none"] == "identity_passphrase"
    assert made["texts"][0].startswith("-----BEGIN AGE ENCRYPTED FILE-----\n")
    opened = read_identity(made["texts"][0].encode(), Secret(passphrase.encode()))
    assert opened.recipient == made["recipients"][0]
    assert made["texts"][1].encode() == write_identity(read_identity(made["texts"][1].encode()))

    asker = make_identity()
    (tmp_path / "asker.key").write_bytes(write_identity(asker))
    rows = [{"name": f"c{n}", "recipient": r} for n, r in enumerate(made["recipients"])]
    case = {
        "text": TEXT.decode(),
        "record": "r-7",
        "custodians": {"threshold": 2, "custodians": rows},
    }
    (tmp_path / "sealed.json").write_bytes(given(tab, SEAL, [case])[0].encode())
    (tmp_path / "why.txt").write_text("invented hearing", "utf-8")
    (tmp_path / "words.txt").write_text(passphrase + "\n", "utf-8")
    for place in (0, 1):
        (tmp_path / f"{place}.key").write_text(made["texts"][place], "utf-8")

    def run(*arguments: str) -> None:
        found = CliRunner().invoke(app, ["record", "open", *arguments], catch_exceptions=False)
        assert found.exit_code == 0, found.output

    def at(name: str) -> str:
        return str(tmp_path / name)

    run("ask", at("sealed.json"), "--asker", "court-2", "--recipient", asker.recipient,
        "--reason", at("why.txt"), "--out", at("request.json"))  # fmt: skip
    run("share", at("sealed.json"), at("request.json"), "--identity", at("0.key"), "--passphrase-file",
        at("words.txt"), "--out", at("s0.json"), "--yes")  # fmt: skip
    run("share", at("sealed.json"), at("request.json"), "--identity", at("1.key"), "--out", at("s1.json"),
        "--yes")  # fmt: skip
    run("combine", at("sealed.json"), at("s0.json"), at("s1.json"), "--identity", at("asker.key"),
        "--out", at("text"))  # fmt: skip
    assert (tmp_path / "text").read_bytes() == TEXT


def test_files_that_hold_no_key_are_refused(tab: Page) -> None:
    work = "async (text, e) => (await e.readIdentity(e.toBytes(text), 'x')).recipient"
    key = key_text(make_identity()).splitlines()[1]
    good = given(tab, work, f"\n# a comment\r\n  {key}\n\n")
    assert good == read_identity(key.encode()).recipient
    wrong = key[:-1] + ("Q" if key[-1] != "Q" else "P")
    for text in (
        "",
        "# nothing\n",
        f"{key}\n{key}\n",
        wrong,
        "age1" + key,
        key.replace("KEY", "KEI"),
    ):
        assert ask(tab, work, text)["code"] == "identity_bad_form", text[:12]


def test_a_binary_key_file_is_read_and_one_beyond_the_browsers_memory_is_told_apart(
    tab: Page,
) -> None:
    work = (
        "async (bytes, e) => (await e.readIdentity(Uint8Array.from(bytes), 'invented')).recipient"
    )
    assert given(tab, work, list(ENDS_IN_A_BLANK)).startswith("age1y5yc6a9f")
    head, _, rest = ENDS_IN_A_BLANK.partition(b" 2\n")
    for factor, code in ((b"21", "identity_too_costly"), (b"0", "identity_passphrase")):
        answer = ask(tab, work, list(head + b" " + factor + b"\n" + rest))
        assert answer["code"] == code
