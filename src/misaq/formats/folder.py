"""A folder of plain files, read safely: nothing outside it, nothing too large to be what it says."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from misaq.formats.limits import MAX_FILES
from misaq.formats.tables import Table, load_table
from misaq.formats.texts import read_text
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


class Folder:
    """The files of a process folder by their path inside it ("dialogue/votes.csv").

    Files are only read through here: a name or a link that leads out of the folder, a pipe or a device is
    refused with a fault, and sizes are looked at before a byte is read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._tables: dict[str, tuple[Table | None, list[Fault]]] = {}

    def path(self, file: str) -> Path:
        """The path of `file` on disk. Raises FaultsError when it leads out of the folder."""
        path = self.root / file
        if not self._inside(path):
            raise FaultsError([Fault("file_outside", file)])
        return path

    def has(self, file: str) -> bool:
        """Whether the folder has `file` as an ordinary file inside it; a table without rows counts as absent."""
        path = self.root / file
        return self._inside(path) and path.is_file() and not self._has_no_rows(file)

    def glob(self, pattern: str) -> list[str]:
        """The files that match and that the folder `has`, sorted, as paths inside the folder."""
        names = (p.relative_to(self.root).as_posix() for p in self.root.glob(pattern))
        return sorted(name for name in names if self.has(name))

    def refusal(self, file: str) -> Fault | None:
        """Why `file` may not be read, or None."""
        path = self.root / file
        try:
            if not self._inside(path):
                return Fault("file_outside", file)
            if not path.exists():
                return Fault("file_missing", file)
            if not stat.S_ISREG(path.stat().st_mode):
                return Fault("file_not_regular", file)
        except (OSError, ValueError) as error:
            return Fault(
                "file_unreadable",
                file,
                params={"reason": getattr(error, "strerror", "") or str(error)},
            )
        return None

    def load_text(self, file: str) -> tuple[str, list[Fault]]:
        """A text file as one string, and every fault of its form; "" when there is an error."""
        refused = self.refusal(file)
        return ("", [refused]) if refused else read_text(self.root / file, file)

    def load_table(self, file: str) -> tuple[Table | None, list[Fault]]:
        """A table and every fault of its form, read once; None when nothing can be read from it."""
        if file not in self._tables:
            refused = self.refusal(file)
            loaded = (None, [refused]) if refused else load_table(self.root / file, file)
            self._tables[file] = loaded
        return self._tables[file]

    def text(self, file: str) -> str:
        """A text file as one string: UTF-8, byte-order mark dropped, line ends made "\\n", .xz unpacked.

        Raises FaultsError when it is no such text.
        """
        text, faults = self.load_text(file)
        _require(faults)
        return text

    def table(self, file: str) -> Table:
        """A table, read once. Raises FaultsError when it is no sound table."""
        table, faults = self.load_table(file)
        _require(faults)
        if table is None:
            raise FaultsError(faults)
        return table

    def walk(self, closed: list[str] | None = None) -> Iterator[str]:
        """Every entry that is no folder, and every linked folder, as paths inside the folder, in order.

        Names that begin with "." are left out. Stops one after the largest number of files that we read.
        closed : takes the folders inside this one that may not be opened.
        """

        def note(error: OSError) -> None:
            if closed is not None:
                closed.append(Path(error.filename).relative_to(self.root).as_posix())

        count = 0
        for where, folders, names in os.walk(self.root, onerror=note):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in folders if (Path(where) / name).is_symlink()]
            here = PurePosixPath(Path(where).relative_to(self.root).as_posix())
            for name in sorted([*links, *names]):
                if not name.startswith("."):
                    count += 1
                    yield (here / name).as_posix()
                    if count > MAX_FILES:
                        return

    def is_linked_folder(self, file: str) -> bool:
        """Whether `file` is a link to a folder, or one that leads nowhere we may look."""
        path = self.root / file
        return path.is_symlink() and path.is_dir()

    def _has_no_rows(self, file: str) -> bool:
        """Whether `file` is a sound table with a header only, as `misaq new` writes them."""
        if not file.endswith((".csv", ".parquet")):
            return False
        table, faults = self.load_table(file)
        return (
            table is not None and not table.n_rows and all(f.severity == "warning" for f in faults)
        )

    def _inside(self, path: Path) -> bool:
        """Whether a path stays in the folder: no "..", no linked folder on the way, no link out at the end."""
        try:
            return path.parent.resolve() == path.parent and path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError, ValueError):  # a loop of links; a NUL in the name
            return False


def _require(faults: list[Fault]) -> None:
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)
