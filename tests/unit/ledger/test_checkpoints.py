import pytest

from misaq.ledger import (
    CheckpointFormError,
    KeyFormError,
    NoteKey,
    SignatureError,
    checkpoint_text,
    parse_checkpoint,
    public_key,
    sign_note,
    verify_note,
)

SECRET, OTHER = bytes(range(32)), bytes(range(1, 33))
TEXT = checkpoint_text("misaq/velmara", 7, bytes(range(32)))


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    read = parse_checkpoint(TEXT)
    assert (read.origin, read.size, read.root) == ("misaq/velmara", 7, bytes(range(32)))
    assert parse_checkpoint(sign_note(TEXT, name="observer", secret=SECRET)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line\n",
        "a\nb\n",
        TEXT.replace("\n7\n", "\n07\n"),
        TEXT.replace("\n7\n", "\n-7\n"),
        TEXT.replace("\n7\n", "\n+7\n"),
        TEXT.replace("\n7\n", "\n7 \n"),
        TEXT.replace("\n7\n", "\n\u0667\n"),  # an Arabic-Indic digit is a number to Python
        TEXT.replace("=", ""),
        TEXT.replace("AAEC", "AA EC"),
        TEXT.replace("misaq/velmara", ""),
        TEXT + "extension\n",
        "a\n1\nAAAA\n",
    ],
)
def test_what_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointFormError):
        parse_checkpoint(text)


def test_two_observers_sign_and_each_is_checked_alone() -> None:
    note = sign_note(TEXT, name="first", secret=SECRET)
    both = sign_note(note, name="second", secret=OTHER)
    for name, secret in (("first", SECRET), ("second", OTHER)):
        assert verify_note(both, public_key(name, secret)) == TEXT
    with pytest.raises(SignatureError):
        verify_note(note, public_key("second", OTHER))


def test_any_changed_byte_of_text_or_signature_is_refused() -> None:
    note = sign_note(TEXT, name="observer", secret=SECRET)
    key = public_key("observer", SECRET)
    signature_at = note.rindex("observer")
    for place in [*range(len(TEXT)), *range(signature_at, len(note) - 3)]:
        other = "A" if note[place] != "A" else "B"
        changed = note[:place] + other + note[place + 1 :]
        with pytest.raises((SignatureError, CheckpointFormError)):
            verify_note(changed, key)


def test_a_right_signature_under_another_name_or_key_is_refused() -> None:
    note = sign_note(TEXT, name="observer", secret=SECRET)
    for key in (public_key("another", SECRET), public_key("observer", OTHER)):
        with pytest.raises(SignatureError):
            verify_note(note, key)
    with pytest.raises(SignatureError):
        verify_note(TEXT, public_key("observer", SECRET))


def test_a_wrong_signature_by_a_known_key_refuses_the_note_even_if_a_right_one_follows() -> None:
    note = sign_note(TEXT, name="observer", secret=SECRET)
    text, _, signature = note.rpartition("\n\n")
    wrong = sign_note("another text\n", name="observer", secret=SECRET).rpartition("\n\n")[2]
    with pytest.raises(SignatureError):
        verify_note(f"{text}\n\n{wrong}{signature}", public_key("observer", SECRET))


def test_keys_are_published_as_a_line() -> None:
    key = public_key("observer", SECRET)
    assert NoteKey.read(key.text() + "\n") == key
    for line in ("", "observer", key.text()[:-2], key.text().replace("observer", "other"), "a+b+!"):
        with pytest.raises(KeyFormError):
            NoteKey.read(line)
    for name in ("", "two words", "a+b"):
        with pytest.raises(KeyFormError):
            public_key(name, SECRET)
