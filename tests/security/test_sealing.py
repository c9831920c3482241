"""What a thief finds in everything that sealing leaves behind: no name, no telephone, no identity number, no key.

The secrets here are invented. Every artefact is searched for each of them in five encodings, with the Base64 at all
three offsets and the hexadecimal in both cases.
"""

import base64
import copy
import logging
import os
import pickle
import shutil
import sqlite3
import stat
import subprocess
import traceback
import urllib.parse
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pyrage
import pytest
from tests.keepers import Keepers, make_keepers
from typer.testing import CliRunner

from misaq.cli.main import app
from misaq.cli.record_open import ask_command, combine_command, share_command
from misaq.cli.record_seal import custodian_key_command, reseal_command, seal_command
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import MisaqError
from misaq.record import (
    Secret,
    change_password,
    combine_shares,
    decrypt_field,
    encrypt_field,
    make_identity,
    make_leaf,
    make_organisation_key,
    make_tombstone,
    make_user_key,
    read_custodians,
    read_identity,
    read_release,
    read_request,
    read_sealed,
    read_user_key,
    recover_user_key,
    release_share,
    released_event,
    reseal_record,
    sealed_event,
    unlock_with_password,
    unlock_with_recovery,
    unwrap_organisation_key,
    wrap_organisation_key,
    write_identity,
)
from misaq.record.sealing.custodians import encrypt_to

SECRETS = ("شازین تلہر", "Shazain Talhar", "0300-5550199", "99999-1234567-9")
TEXT = "\n".join(SECRETS).encode()
COMMANDS = (
    custodian_key_command,
    seal_command,
    reseal_command,
    ask_command,
    share_command,
    combine_command,
)


def encodings(secret: bytes) -> Iterable[bytes]:
    """How bytes can be written down: as they are, Base64 at each offset, hexadecimal, percent-encoded."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield urllib.parse.quote_from_bytes(secret, safe="").encode()
    for offset in range(3):
        whole = base64.b64encode(bytes(offset) + secret)
        start = -(-offset * 8 // 6)
        core = whole[start : len(whole) - 4]  # without what the neighbours on both sides change
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


def finds(artefact: bytes, secrets: Iterable[bytes]) -> list[bytes]:
    return [form for secret in secrets for form in encodings(secret) if form and form in artefact]


def names() -> list[bytes]:
    """The secret texts in UTF-8, UTF-16 of both orders, and as JSON escapes them."""
    written = [s.encode(code) for s in SECRETS for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return written + [s.encode("unicode_escape") for s in SECRETS]


@pytest.mark.parametrize(
    "hide",
    [
        lambda b: b,
        lambda b: b.decode().encode("utf-16-le"),
        lambda b: b.decode().encode("utf-16-be"),
        lambda b: base64.b64encode(b"x" + b),
        lambda b: base64.urlsafe_b64encode(b"xy" + b + b"z"),
        lambda b: b.hex().encode(),
        lambda b: urllib.parse.quote(b).encode(),
        lambda b: canonical_json(b.decode()),
    ],
)
def test_the_search_finds_what_is_there(hide: Callable[[bytes], bytes]) -> None:
    """The search itself is tried: a search that finds nothing anywhere would prove nothing."""
    for secret in SECRETS:
        assert finds(b"before " + hide(secret.encode()) + b" after", names()), secret


@pytest.fixture(scope="module")
def keepers() -> Keepers:
    return make_keepers()


def test_nothing_that_sealing_leaves_behind_shows_a_name_or_a_key(keepers: Keepers) -> None:
    sealed = keepers.seal(TEXT)
    request, releases = keepers.ask(sealed), keepers.release(sealed, (0, 1, 2))
    rotation = reseal_record(sealed, releases, keepers.asker, custodians=keepers.set)
    events = [sealed_event(sealed), released_event(releases[0]), *rotation.events]
    leaves = [make_leaf(event) for event in events]
    leaves.append(make_tombstone("court_order", ("amal", "birjan")))
    key = make_organisation_key("families")
    password, new = Secret(b"a long password"), Secret(b"a longer password")
    user, recovery = make_user_key("u", password)
    changed = change_password(user, password, new)
    again, second = recover_user_key(user, recovery, new)
    fields = [encrypt_field(key, s, table="t", row="1", field="name") for s in SECRETS]
    artefacts = [
        *(d.document() for d in (sealed, request, *releases, rotation.sealed)),
        *(canonical_json(dict(event.body)) for event in events),
        *(leaf.entry for leaf in leaves),
        *(key_file.document() for key_file in (user, changed, again)),
        wrap_organisation_key(key, user),
        *fields,
    ]
    inside = [combine_shares(sealed, releases, keepers.asker).text.reveal()]
    parts = [
        pyrage.decrypt(s.envelope, [pyrage.x25519.Identity.from_str(k.text().reveal().decode())])
        for s, k in zip(sealed.shares, keepers.keys, strict=True)
    ]
    keys = [k.text().reveal() for k in (*keepers.keys, keepers.asker)]
    secrets = [
        *names(), *keys, *(part[64:] for part in parts), *(part[32:64] for part in parts),
        key.key.reveal(), unlock_with_password(user, password).private.reveal(),
        password.reveal(), new.reveal(), recovery.reveal(), second.reveal(),
        *(leaf.salt.reveal() for leaf in leaves),
    ]  # fmt: skip
    assert inside == [TEXT]
    assert all(not finds(artefact, secrets) for artefact in artefacts)


def test_a_stolen_disk_of_five_hundred_records_names_nobody(
    keepers: Keepers, tmp_path: Path
) -> None:
    """All that a server keeps of 500 cases in one database: every name, telephone and number begins with one stem."""
    stems = ("شازین-تلہر-", "Shazain-Talhar-", "0300-555-", "99999-1234-")
    key, file = make_organisation_key("families"), tmp_path / "seized.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("create table record (sealed blob, name blob, leaf blob, salt blob)")
        for n in range(500):
            text = "\n".join(f"{stem}{n:04}" for stem in stems).encode()
            sealed = keepers.seal(text, record=f"r-{n}")
            name = encrypt_field(key, f"{stems[0]}{n:04}", table="t", row=str(n), field="name")
            leaf = make_leaf(sealed_event(sealed))
            row = (sealed.document(), name, leaf.entry, leaf.salt.reveal())
            database.execute("insert into record values (?, ?, ?, ?)", row)
        database.commit()
    dump = file.read_bytes()
    assert len(dump) > 500 * 5000
    coded = [s.encode(c) for s in stems for c in ("utf-8", "utf-16-le", "utf-16-be")]
    assert not finds(dump, [*coded, *(s.encode("unicode_escape") for s in stems)])
    assert finds(dump + stems[0].encode(), coded)


def holders(keepers: Keepers) -> list[tuple[object, bytes]]:
    """Every object that holds a secret, with the secret."""
    sealed = keepers.seal(TEXT)
    opened = combine_shares(sealed, keepers.release(sealed, (0, 1, 2)), keepers.asker)
    user, recovery = make_user_key("u", Secret(b"a long password"))
    unlocked = unlock_with_password(user, Secret(b"a long password"))
    key = make_organisation_key("families")
    leaf = make_leaf(sealed_event(sealed))
    return [
        (opened, TEXT),
        (opened.text, TEXT),
        (keepers.asker, keepers.asker.text().reveal()),
        (keepers, keepers.asker.text().reveal()),
        (recovery, recovery.reveal()),
        (unlocked, unlocked.private.reveal()),
        (key, key.key.reveal()),
        (leaf, leaf.salt.reveal()),
    ]


def test_no_holder_shows_its_secret(keepers: Keepers, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for holder, secret in holders(keepers):
        logging.getLogger("a careless line").info("%s %r", holder, holder)
        for shown in (repr(holder), str(holder), f"{holder}", repr([holder]), repr({"x": holder})):
            assert not finds(shown.encode(), [secret, repr(secret).encode()[2:-1]])
        assert not finds(caplog.text.encode(), [secret, repr(secret).encode()[2:-1]])
        assert "hidden" in repr(holder)


def test_no_holder_is_written_into_a_cache_or_a_result_document(keepers: Keepers) -> None:
    for holder, _ in holders(keepers):
        with pytest.raises(TypeError):
            pickle.dumps(holder)
        with pytest.raises(TypeError):
            canonical_json(holder)
        with pytest.raises(TypeError):
            copy.deepcopy(holder)
    with pytest.raises(TypeError):
        hash(Secret(b"x"))


def mistakes(keepers: Keepers) -> Iterable[Callable[[], object]]:
    """Every way in which a call can go wrong while it has a secret in its hands."""
    sealed, other = keepers.seal(TEXT), keepers.seal(TEXT, record="r-2")
    releases = keepers.release(sealed, (0, 1, 2))
    asker, thief = keepers.asker, make_identity()
    password = Secret(b"a long password")
    user, recovery = make_user_key("u", password)
    key = make_organisation_key("families")
    field = encrypt_field(key, SECRETS[0], table="t", row="1", field="name")
    slip = Secret(recovery.reveal()[:-1] + b"1")
    false = encrypt_to(asker.recipient, TEXT)
    broken = replace(sealed, ciphertext=sealed.ciphertext[:-1] + b"\0")
    secret_key = asker.text().reveal()
    yield lambda: combine_shares(sealed, releases[:2], asker)
    yield lambda: combine_shares(sealed, releases, thief)
    yield lambda: combine_shares(broken, releases, asker)
    yield lambda: combine_shares(sealed, [replace(releases[0], envelope=false)], asker)
    yield lambda: release_share(sealed, keepers.ask(other), keepers.keys[0])
    yield lambda: release_share(sealed, keepers.ask(sealed), thief)
    yield lambda: reseal_record(sealed, releases[:1], asker, custodians=keepers.set)
    yield lambda: keepers.seal(TEXT, record=SECRETS[1])
    yield lambda: keepers.seal(TEXT * 400_000)
    yield lambda: read_sealed(TEXT)
    yield lambda: read_request(TEXT)
    yield lambda: read_release(TEXT)
    yield lambda: read_user_key(TEXT)
    yield lambda: read_custodians(TEXT.decode())
    yield lambda: read_custodians(f'custodian = [{{name = "{SECRETS[1]}", recipient = "x"}}]')
    yield lambda: read_identity(TEXT)
    yield lambda: read_identity(secret_key[:-1])
    yield lambda: read_identity(secret_key + b"\n" + secret_key)
    yield lambda: unlock_with_password(user, Secret(TEXT))
    yield lambda: unlock_with_recovery(user, slip)
    yield lambda: unlock_with_recovery(user, Secret(TEXT))
    yield lambda: decrypt_field(key, field, table="t", row=SECRETS[0], field="name")
    yield lambda: decrypt_field(make_organisation_key("x"), field, table="t", row="1", field="n")
    wrapped = wrap_organisation_key(key, user)
    unlocked = unlock_with_password(user, password)
    yield lambda: unwrap_organisation_key(wrapped, unlocked, organisation="other")
    yield lambda: make_tombstone(SECRETS[0], (SECRETS[1], SECRETS[1]))


def test_no_error_tells_a_secret_in_either_language(keepers: Keepers) -> None:
    tried = 0
    secrets = [*names(), keepers.asker.text().reveal()]
    for mistake in mistakes(keepers):
        with pytest.raises(MisaqError) as caught:
            mistake()
        error = caught.value
        said = [str(error), repr(error), repr(error.params), repr(error.args)]
        said += [error.message(language).sentence() for language in ("en", "ur")]
        said += traceback.format_exception(error)
        assert not finds("\n".join(said).encode(), secrets), error.code
        assert "{" not in error.message("en").sentence() + error.message("ur").sentence()
        assert error.message("ur").what != error.message("en").what
        tried += 1
    assert tried == 25


def test_two_custodians_and_the_whole_server_open_nothing(keepers: Keepers) -> None:
    """k-1 custodians with their keys, every document, and the asker's key: still not the text."""
    sealed = keepers.seal(TEXT)
    releases = keepers.release(sealed, (1, 3))
    thieves = [keepers.keys[1], keepers.keys[3], keepers.asker]
    for thief in thieves:
        with pytest.raises(MisaqError):
            combine_shares(sealed, releases, thief)
        readable = [s for s in sealed.shares if thief.decrypt(s.envelope) is not None]
        assert len(readable) <= 1
    for lower in (2, 1):
        with pytest.raises(MisaqError):
            combine_shares(replace(sealed, threshold=lower), releases, keepers.asker)


def test_one_opening_opens_one_record(keepers: Keepers) -> None:
    """All that an opening leaves on the asker's machine is tried on the other records of the same custodians."""
    sealed = [keepers.seal(TEXT, record=f"r-{n}") for n in range(4)]
    releases = keepers.release(sealed[0], range(5))
    assert combine_shares(sealed[0], releases, keepers.asker).text.reveal() == TEXT
    for other in sealed[1:]:
        disguised = [replace(r, record=other.record, seal=other.digest) for r in releases]
        for tried in (releases, disguised):
            with pytest.raises(MisaqError):
                combine_shares(other, tried, keepers.asker)


def test_envelopes_are_age_files(keepers: Keepers) -> None:
    sealed = keepers.seal(TEXT)
    for envelope in [s.envelope for s in sealed.shares]:
        assert envelope.startswith(b"age-encryption.org/v1\n-> X25519 ")
    plain = write_identity(keepers.keys[0]).decode().splitlines()
    assert plain[0] == f"# public key: {keepers.keys[0].recipient}"
    assert plain[1].startswith("AGE-SECRET-KEY-1")


def test_the_program_age_opens_a_share_and_a_release(keepers: Keepers, tmp_path: Path) -> None:
    age = shutil.which("age")
    if age is None:
        if os.environ.get("CI"):
            pytest.fail("the program age must be there in CI: Debian package age")
        pytest.skip("the program age is not installed (Debian package age)")
    sealed = keepers.seal(TEXT)
    (release,) = keepers.release(sealed, (2,))
    for key, envelope in (
        (keepers.keys[2], sealed.shares[2].envelope),
        (keepers.asker, release.envelope),
    ):
        file = tmp_path / "key"
        file.write_bytes(write_identity(key))
        done = subprocess.run(
            [age, "-d", "-i", str(file)], input=envelope, capture_output=True, check=True
        )
        assert Secret(done.stdout) == key.decrypt(envelope)
    # and the other way round: what age encrypts to our recipient, we read
    recipient = keepers.keys[2].recipient
    done = subprocess.run([age, "-r", recipient], input=b"share", capture_output=True, check=True)
    found = keepers.keys[2].decrypt(done.stdout)
    assert found is not None
    assert found.reveal() == b"share"
    public = subprocess.run(
        [age.replace("age", "age-keygen") if age.endswith("/age") else "age-keygen", "-y", str(tmp_path / "key")],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert public.stdout.strip() == keepers.asker.recipient


def test_keys_and_opened_texts_are_their_owners_alone(keepers: Keepers, tmp_path: Path) -> None:
    run, key = CliRunner(), tmp_path / "me.key"
    before = os.umask(0)  # the most open a machine can be set
    try:
        made = run.invoke(app, ["record", "custodian-key", "--out", str(key), "--no-passphrase"])
    finally:
        os.umask(before)
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "AGE-SECRET-KEY" not in made.output
    payload = key.read_bytes()
    again = run.invoke(app, ["record", "custodian-key", "--out", str(key), "--no-passphrase"])
    assert again.exit_code == 1
    assert key.read_bytes() == payload


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_no_command_takes_a_secret_as_an_argument(command: Callable[..., None]) -> None:
    """Whoever lists the processes of a machine sees their arguments: what is secret comes as a file."""
    for name, kind in get_type_hints(command).items():
        if kind is str:
            assert name in {"record", "asker", "recipient", "lang"}, "a text that may be secret"
        else:
            assert kind in {Path, Path | None, list[Path], bool, type(None)}, name
