"""A folder of plain files, read safely: nothing outside it, nothing too large to be what it says."""

from pathlib import Path

from misaq.formats.tables import Table, read_table


class Folder:
    """The files of a process folder by their path inside it ("dialogue/votes.csv")."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._tables: dict[str, Table] = {}

    def path(self, file: str) -> Path:
        """The path of `file` on disk."""
        return self.root / file

    def has(self, file: str) -> bool:
        """Whether the folder has `file`."""
        return self.path(file).is_file()

    def glob(self, pattern: str) -> list[str]:
        """The files that match, sorted, as paths inside the folder."""
        return sorted(p.relative_to(self.root).as_posix() for p in self.root.glob(pattern) if p.is_file())

    def text(self, file: str) -> str:
        """A text file as one string: UTF-8, byte-order mark dropped, line ends made "\\n"."""
        return self.path(file).read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")

    def table(self, file: str) -> Table:
        """A table, read once."""
        if file not in self._tables:
            self._tables[file] = read_table(self.path(file), file)
        return self._tables[file]
