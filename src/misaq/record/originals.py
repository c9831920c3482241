"""The original of a piece of evidence, encrypted piece by piece as its bytes arrive: it never lies anywhere
in clear.

    "misaq original 1\\n" | header (24 bytes) | chunks of 64 KiB + 17 bytes, the last one tagged as the last

Each item has a random key of its own (libsodium's secretstream, XChaCha20-Poly1305). Every chunk is bound to
the item's id and to all chunks before it: one that is missing, repeated, moved, cut off or altered does not
open. The key is returned to whoever asked; it is theirs to wrap by an organisation's key or to seal to
custodians. The length of the original can be read off its ciphertext.

Source: libsodium, crypto_secretstream_xchacha20poly1305 (PyNaCl).
"""

from collections.abc import Iterable, Iterator

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as ABYTES,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_keygen,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_KEYBYTES as KEY,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MESSAGE,
)

from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import InputError, TamperError
from misaq.record.sealing import Secret

MAGIC = b"misaq original 1\n"
ORIGINAL_CHUNK = 1 << 16
ORIGINAL_HEAD = len(MAGIC) + HEADER
ORIGINAL_TAG = ABYTES
"""Lengths in bytes: a chunk in clear, what stands before the first, what each grows by."""


class OriginalAlteredError(TamperError):
    """The encrypted original does not open whole with this key: altered, cut, reordered, or another item's."""

    code = "original_altered"


class OriginalKeyError(InputError):
    """What was given is not the key of an original."""

    code = "original_bad_key"


def make_original_key() -> Secret:
    """A random key for one item, 32 bytes, from the system's chance."""
    return Secret(crypto_secretstream_xchacha20poly1305_keygen())


def encrypt_original(pieces: Iterable[bytes], key: Secret, *, item: str) -> Iterator[bytes]:
    """The ciphertext of `pieces`, of any sizes, as they come; holds no more than two chunks at a time.

    item : the id of the piece of evidence; the ciphertext opens under no other.
    Raises OriginalKeyError.

    >>> key = make_original_key()
    >>> box = b"".join(encrypt_original([b"an invented", b" photograph"], key, item="e-1"))
    >>> b"".join(decrypt_original([box], key, item="e-1"))
    b'an invented photograph'
    """
    state = _state(key)
    header = crypto_secretstream_xchacha20poly1305_init_push(state, key.reveal())
    yield MAGIC + header
    about, held = _about(item), b""
    for chunk in _even(pieces, ORIGINAL_CHUNK):
        if held:
            yield crypto_secretstream_xchacha20poly1305_push(state, held, about, MESSAGE)
        held = chunk
    yield crypto_secretstream_xchacha20poly1305_push(state, held, about, FINAL)


def decrypt_original(pieces: Iterable[bytes], key: Secret, *, item: str) -> Iterator[bytes]:
    """The original from its ciphertext, chunk by chunk; each chunk is whole and in its place before it is given.

    Only when the iterator ends without an error is the original complete: what came before is its true beginning.
    Raises OriginalAlteredError, OriginalKeyError.
    """
    state, about = _state(key), _about(item)
    flow = _Flow(pieces)
    if flow.take(len(MAGIC)) != MAGIC or len(header := flow.take(HEADER)) != HEADER:
        raise OriginalAlteredError(item=item)
    crypto_secretstream_xchacha20poly1305_init_pull(state, header, key.reveal())
    while True:
        box = flow.take(ORIGINAL_CHUNK + ORIGINAL_TAG)
        chunk, tag = _pull(state, box, about, item)
        if tag == FINAL:
            if flow.take(1):
                raise OriginalAlteredError(item=item)
            yield chunk
            return
        yield chunk


def _pull(
    state: crypto_secretstream_xchacha20poly1305_state, box: bytes, about: bytes, item: str
) -> tuple[bytes, int]:
    if len(box) < ABYTES:
        raise OriginalAlteredError(item=item)
    try:
        return crypto_secretstream_xchacha20poly1305_pull(state, box, about)
    except (RuntimeError, ValueError):
        raise OriginalAlteredError(item=item) from None


def _state(key: Secret) -> crypto_secretstream_xchacha20poly1305_state:
    if len(key.reveal()) != KEY:
        raise OriginalKeyError
    return crypto_secretstream_xchacha20poly1305_state()


def _about(item: str) -> bytes:
    return canonical_json(["misaq.record.original", 1, item])


def _even(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of `size`, the last one shorter."""
    flow = _Flow(pieces)
    while piece := flow.take(size):
        yield piece


class _Flow:
    """Bytes taken in the amounts asked for, from pieces of any sizes."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._held, self._at = iter(pieces), memoryview(b""), 0

    def take(self, size: int) -> bytes:
        """`size` bytes; fewer only at the end."""
        parts, missing = [], size
        while missing:
            if self._at == len(self._held):
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._held, self._at = memoryview(piece), 0
                continue
            part = self._held[self._at : self._at + missing]
            self._at += len(part)
            missing -= len(part)
            parts.append(part)
        return b"".join(parts)
