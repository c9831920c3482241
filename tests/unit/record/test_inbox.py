"""Boxes for an inbox and for the holder of a return code."""

import pytest

from misaq.record import (
    Secret,
    WrongSecretError,
    make_box_key,
    make_return_code,
    open_box,
    read_return_code,
    return_code_mark,
    shut_box,
)


def test_only_the_holder_opens_and_only_in_its_place() -> None:
    key, other = make_box_key(), make_box_key()
    box = shut_box(key.public, "an invented text", about="s1")
    assert open_box(key.private, box, about="s1").reveal() == b"an invented text"
    for private, sealed, about in (
        (other.private, box, "s1"),
        (key.private, box, "s2"),
        (key.private, box[:-1] + bytes([box[-1] ^ 1]), "s1"),
        (key.private, b"", "s1"),
    ):
        with pytest.raises(WrongSecretError):
            open_box(private, sealed, about=about)


def test_boxes_hide_their_length() -> None:
    key = make_box_key()
    assert len({len(shut_box(key.public, "x" * n, about="s")) for n in (0, 1, 500, 1000)}) == 1


def test_a_return_code_opens_however_it_is_typed() -> None:
    code = make_return_code().reveal().decode()
    key = read_return_code(Secret(code.encode()))
    assert len(code.split("-")) == 5
    for typed in (code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        again = read_return_code(Secret(typed.encode()))
        assert return_code_mark(again) == return_code_mark(key)
        assert (
            open_box(
                again.private, shut_box(key.public, "an answer", about="m"), about="m"
            ).reveal()
            == b"an answer"
        )
    for wrong in (code[:-1], code[:-1] + "1", ""):
        with pytest.raises(WrongSecretError):
            read_return_code(Secret(wrong.encode()))
    assert make_return_code().reveal() != make_return_code().reveal()
