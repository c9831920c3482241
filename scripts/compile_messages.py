"""Turn each .po file under src/misaq into the .mo file beside it, so that users need no gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(package: Path) -> int:
    """Compile every catalogue under `package`; a .mo newer than its .po is left alone. Return how many."""
    done = 0
    for source in sorted(package.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        partial = target.with_suffix(".mo.part")
        with partial.open("wb") as stream:
            write_mo(stream, catalogue)
        partial.replace(target)
        done += 1
    return done


if __name__ == "__main__":
    print(f"{compile_all(Path(__file__).parents[1] / 'src' / 'misaq')} catalogues compiled")
