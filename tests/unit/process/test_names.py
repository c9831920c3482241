"""`[names]` in process.toml: what the folder's own codes are called."""

import pytest

from misaq.process import read_config
from misaq.process.settings import check_settings

TITLE = {"title": {"en": "Peace", "ur": "امن"}}


def test_names_are_read() -> None:
    config = read_config('title = { en = "Peace" }\n[names]\nland = { en = "Land", ur = "زمین" }\n')
    assert config.names == {"land": {"en": "Land", "ur": "زمین"}}
    assert read_config('title = { en = "Peace" }').names == {}


def test_names_in_every_language_are_no_fault() -> None:
    assert check_settings({**TITLE, "names": {"land": {"en": "Land", "ur": "زمین"}}}) == []


@pytest.mark.parametrize(
    ("names", "code", "place"),
    [
        ([], "config_not_table", "names"),
        ({"land": "Land"}, "config_not_table", "names.land"),
        ({"land": {"en": "Land"}}, "config_language_missing", "names.land"),
        ({"land": {"en": 1, "ur": "زمین"}}, "config_not_text", "names.land.en"),
    ],
)
def test_what_is_no_name_is_named(names, code: str, place: str) -> None:
    faults = check_settings({**TITLE, "names": names})
    assert [(fault.code, fault.column) for fault in faults] == [(code, place)]
