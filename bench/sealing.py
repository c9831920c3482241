"""How many records are sealed and opened a second, and how many bytes a sealed record takes.

    python bench/sealing.py [--records 100]

Prints, with one process on one core:
- sealing for 5 custodians, 3 of whom open; a custodian's release; combining three releases;
- what of it is Shamir, age and the cipher, each measured alone, and the simple way beside it: age to five recipients,
  any one of whom reads everything;
- the size of a sealed record by the length of its text;
- fields of the restricted tier, and a sign-in (Argon2id).
"""

import argparse
import time
from collections.abc import Callable

import pyrage
import pyshamir
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.utils import random as random_bytes

from misaq.record import (
    Custodian,
    CustodianSet,
    Secret,
    combine_shares,
    decrypt_field,
    encrypt_field,
    make_identity,
    make_organisation_key,
    make_user_key,
    release_share,
    request_opening,
    seal_record,
    unlock_with_password,
)

TEXT = b"an invented name, an invented number" * 20  # 720 bytes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=100)
    number = options.parse_args().records
    keys, asker = [make_identity() for _ in range(5)], make_identity()
    keepers = CustodianSet(
        tuple(Custodian(f"c{place}", key.recipient) for place, key in enumerate(keys)), 3
    )
    sealed = seal_record(TEXT, record="r", custodians=keepers)
    request = request_opening(sealed, asker="a", recipient=asker.recipient, reason="bench")
    releases = [release_share(sealed, request, key) for key in keys[:3]]
    rate("seal (3 of 5)", lambda: seal_record(TEXT, record="r", custodians=keepers), number)
    rate("release one share", lambda: release_share(sealed, request, keys[0]), number)
    rate("combine three shares", lambda: combine_shares(sealed, releases, asker), number)
    parts(number)
    sizes(keepers)
    restricted(number)


def parts(number: int) -> None:
    """The building blocks alone."""
    key, nonce = random_bytes(32), random_bytes(24)
    shares = pyshamir.split(key, 5, 3)
    recipients = [pyrage.x25519.Identity.generate().to_public() for _ in range(5)]
    rate("  Shamir, split", lambda: pyshamir.split(key, 5, 3), number)
    rate("  Shamir, combine", lambda: pyshamir.combine(shares[:3]), number)
    rate("  age, one share", lambda: pyrage.encrypt(bytes(97), recipients[:1]), number)
    cipher = crypto_aead_xchacha20poly1305_ietf_encrypt
    rate("  XChaCha20-Poly1305, 1 KiB", lambda: cipher(bytes(1024), b"", nonce, key), number * 20)
    rate("beside it: age to five, 1 KiB", lambda: pyrage.encrypt(bytes(1024), recipients), number)


def sizes(keepers: CustodianSet) -> None:
    """Bytes of a sealed record by the bytes of its text, mean of 30: age adds a little chance to each file."""
    for length in (0, 100, 1016, 1017, 4088, 16_376, 100_000):
        documents = [
            seal_record(bytes(length), record="r", custodians=keepers).document() for _ in range(30)
        ]
        mean = sum(map(len, documents)) / len(documents)
        print(f"text of {length:>7,} bytes: sealed record of {mean:>9,.0f} bytes")


def restricted(number: int) -> None:
    """Fields, and opening a user's key with the password."""
    key = make_organisation_key("o")
    place = {"table": "t", "row": "1", "field": "name"}
    value = encrypt_field(key, "an invented name", **place)
    print(f"field of 16 letters: {len(value)} bytes")
    rate("encrypt a field", lambda: encrypt_field(key, "an invented name", **place), number * 20)
    rate("decrypt a field", lambda: decrypt_field(key, value, **place), number * 20)
    password = Secret(b"an invented password")
    user, _ = make_user_key("u", password)
    rate("sign in (Argon2id, 128 MiB)", lambda: unlock_with_password(user, password), 5)


def rate(what: str, deed: Callable[[], object], times: int) -> None:
    """Print how often a second `deed` is done."""
    deed()
    began = time.perf_counter()
    for _ in range(times):
        deed()
    taken = (time.perf_counter() - began) / times
    print(f"{what:<32}{1 / taken:>10,.0f} a second{1000 * taken:>10.2f} ms")


if __name__ == "__main__":
    main()
