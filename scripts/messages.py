"""Keep the message catalogues complete: `update` adds new texts, `check` fails on an empty or fuzzy Urdu.

Two kinds of catalogue:
  src/misaq/locale/ur/LC_MESSAGES/<room>.po        N_() and t() texts of the core and the command line
  src/misaq/web/<app>/locale/ur/LC_MESSAGES/django.po   _(), {% translate %}, {% blocktranslate %} of a web app
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "src" / "misaq"
KEYWORDS = {
    **dict.fromkeys(("N_", "t", "_", "gettext", "gettext_lazy", "gettext_noop"), None),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogues(only: str = "") -> Iterator[tuple[Path, Catalog]]:
    """Each catalogue file with the texts its sources need; `only` names one room."""
    for folder in sorted(
        p for p in PACKAGE.iterdir() if p.is_dir() and p.name not in {"web", "locale"}
    ):
        if only not in {"", folder.name}:
            continue
        yield PACKAGE / "locale/ur/LC_MESSAGES" / f"{folder.name}.po", _wanted(folder)
    for app in sorted(
        p for p in (PACKAGE / "web").iterdir() if p.is_dir() and p.name != "settings"
    ):
        if only not in {"", app.name}:
            continue
        yield app / "locale/ur/LC_MESSAGES/django.po", _wanted(app)


def _wanted(folder: Path) -> Catalog:
    wanted = Catalog(locale="ur", fuzzy=False)
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            _add(wanted, path.read_text("utf-8"), path)
    for path in sorted([*folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt")]):
        from django.utils.translation.template import templatize  # noqa: PLC0415  only web apps need Django

        _add(wanted, templatize(path.read_text("utf-8"), origin=str(path)), path)
    return wanted


def _add(wanted: Catalog, source: str, path: Path) -> None:
    # Babel 2.19 takes `t["label"]`, an item of something called t, for a text of ours.
    stream = io.BytesIO(re.sub(r"\bt\[", "t_[", source).encode())
    for _, text, _, context in extract(
        "python", stream, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        if text and (not isinstance(text, tuple) or text[0]):
            wanted.add(text, context=context, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])


def update(only: str = "") -> None:
    """Add missing texts with an empty Urdu and drop those no longer used; keep all that are translated."""
    for path, wanted in catalogues(only):
        if not len(wanted) and not path.exists():
            continue
        known = read_po(path.open("rb"), locale="ur") if path.exists() else Catalog(locale="ur")
        for message in wanted:
            if message.id and (old := known.get(message.id, message.context)):
                message.string = old.string
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(
            buffer, wanted, omit_header=True, sort_output=True, width=100, include_lineno=False
        )
        head = (
            'msgid ""\nmsgstr ""\n"Language: ur\\n"\n"MIME-Version: 1.0\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
            '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        )
        path.write_text(head + buffer.getvalue().decode(), "utf-8")


def faults() -> list[str]:
    """Every text without a finished Urdu."""
    found = []
    for path, wanted in catalogues():
        known = read_po(path.open("rb"), locale="ur") if path.exists() else Catalog(locale="ur")
        for message in wanted:
            if not message.id:
                continue
            urdu = known.get(message.id, message.context)
            strings = (
                []
                if urdu is None
                else urdu.string
                if isinstance(urdu.string, (tuple, list))
                else [urdu.string]
            )
            if not strings or not all(strings) or (urdu is not None and urdu.fuzzy):
                found.append(f"{path.relative_to(PACKAGE)}: {message.id!r}")
    return found


if __name__ == "__main__":
    order, only = [*sys.argv[1:], "check", ""][:2] if len(sys.argv) < 3 else sys.argv[1:3]
    if order == "update":
        update(only if len(sys.argv) > 2 else "")
    missing = faults()
    print("\n".join(missing) or "every text has its Urdu")
    sys.exit(bool(missing) and order != "update")
