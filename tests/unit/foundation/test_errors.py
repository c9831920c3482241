"""Errors and faults are answers, in both languages, and survive a trip to another process."""

import pickle

import pytest

from misaq.foundation.errors import FaultsError, InputError, MisaqError, TamperError
from misaq.foundation.faults import Fault, sort_faults
from misaq.foundation.messages import N_, Message, register, render, translate


def test_an_error_speaks_both_languages() -> None:
    error = TamperError(what="record.counts")
    assert "record.counts" in error.message("en").what
    assert "record.counts" in error.message("ur").what
    assert error.message("en") != error.message("ur")


def test_an_input_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="wrong"):
        raise InputError


def test_faults_cross_processes_whole() -> None:
    fault = Fault("unknown_code", file="a.csv", row=3, column="act", params={"value": "X"})
    again = pickle.loads(pickle.dumps(FaultsError([fault])))
    assert again.faults == (fault,)
    assert again.params == {"count": 1}


def test_faults_stand_in_the_order_a_reader_mends_them() -> None:
    given = [
        Fault("b", "z.csv", 2),
        Fault("a", "a.csv", 10),
        Fault("a", "a.csv", 9),
        Fault("a", "a.csv"),
    ]
    assert [(f.file, f.row) for f in sort_faults(given)] == [
        ("a.csv", None),
        ("a.csv", 9),
        ("a.csv", 10),
        ("z.csv", 2),
    ]


def test_an_unknown_code_is_shown_as_itself() -> None:
    assert render("no_such_code").what == "no_such_code"


def test_a_missing_value_does_not_hide_the_message() -> None:
    assert "{reason}" in render("infeasible", other=1).what


def test_a_value_with_braces_is_not_read_as_a_template() -> None:
    assert "{what}" in render("tampered", what="{what}").what


def test_a_code_belongs_to_one_room() -> None:
    with pytest.raises(RuntimeError, match="tampered"):
        register("record", {"tampered": Message(N_("x"))})


def test_a_language_without_a_catalogue_falls_back_to_english() -> None:
    assert translate("Something went wrong.", "xx", domain="foundation") == "Something went wrong."


def test_the_tree_has_one_root() -> None:
    assert issubclass(FaultsError, InputError)
    assert issubclass(InputError, MisaqError)
