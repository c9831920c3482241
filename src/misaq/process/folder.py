"""A process folder with its settings: what every step reads from."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from misaq.formats import Folder
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.process.config import ProcessConfig, read_config


@dataclass(frozen=True)
class ProcessFolder:
    """The files of one process and its settings."""

    files: Folder

    @classmethod
    def open(cls, root: Path) -> "ProcessFolder":
        """Open the folder at `root`; reads nothing yet."""
        return cls(Folder(root))

    @cached_property
    def config(self) -> ProcessConfig:
        """The settings in `process.toml`."""
        return read_config(self.files.text("process.toml"))

    def input_hashes(self, *files: str) -> dict[str, str]:
        """The hash of the canonical form of each file: what a result's `inputs` holds.

        Tables hash whatever their row order (`Table.canonical_hash`); a text hashes as its lines, "\\n"-ended.
        """
        return {file: f"sha256:{self._hash(file)}" for file in sorted(files)}

    def _hash(self, file: str) -> str:
        if file.endswith((".csv", ".parquet")):
            return self.files.table(file).canonical_hash()
        if file.endswith(".xz"):
            raise NotImplementedError(file)
        return sha256_hex(canonical_json(self.files.text(file)))
