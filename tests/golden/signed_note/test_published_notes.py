"""Signed notes that others published: ours must read them.

Sources: the example in C2SP signed-note (c2sp.org/signed-note), and the example in the documentation
of the Go package golang.org/x/mod/sumdb/note.
"""

import pytest

from misaq.ledger import NoteKey, SignatureError, verify_note

DASH = "\u2014"
PUBLISHED = [
    (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        """This is an example message.
""",
        f"""{DASH} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mF\
XmRKuwHjG1Yu72IneyaQM=
""",
    ),
    (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        """If you think cryptography is the answer to your problem,
then you don't know what your problem is.
""",
        f"""{DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng\
otpRZb6KE6RyyBwJnAM=
""",
    ),
]


@pytest.mark.parametrize(("key", "text", "signature"), PUBLISHED)
def test_a_published_note_is_read(key: str, text: str, signature: str) -> None:
    holder = NoteKey.read(key)
    assert holder.text() == key
    assert verify_note(f"{text}\n{signature}", holder) == text


@pytest.mark.parametrize(("key", "text", "signature"), PUBLISHED)
def test_a_changed_published_note_is_refused(key: str, text: str, signature: str) -> None:
    with pytest.raises(SignatureError):
        verify_note(f"{text[:-2]}!\n\n{signature}", NoteKey.read(key))
