"""The static files of a site are gathered again only when they changed."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from misaq.web import static_files
from misaq.web.static_files import MARK, gather_static_files


def test_gathered_once_and_again_only_when_others(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text("p { color: red }", "utf-8")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = target
    assert gather_static_files()
    assert (target / "a.css").read_text("utf-8") == "p { color: red }"
    assert not gather_static_files()
    (source / "a.css").write_text("p { color: teal }", "utf-8")
    assert gather_static_files()
    assert (target / "a.css").read_text("utf-8") == "p { color: teal }"

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (source / "b.css").write_text("b { color: red }", "utf-8")
    monkeypatch.setattr(static_files, "call_command", cut_off)
    with pytest.raises(KeyboardInterrupt):
        gather_static_files()
    assert not (target / MARK).exists()  # what was cut off is done again
