"""A process folder with its settings: what every step reads from."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from misaq.formats import Folder, canonical_lines_hash
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.process.config import ProcessConfig, read_config


@dataclass(frozen=True)
class ProcessFolder:
    """The files of one process and its settings."""

    files: Folder
    seed: int | None = None

    @classmethod
    def open(cls, root: Path) -> "ProcessFolder":
        """Open the folder at `root`; reads nothing yet."""
        return cls(Folder(root))

    def with_seed(self, seed: int | None) -> "ProcessFolder":
        """The same folder with another public seed; None keeps the one in `process.toml`."""
        return replace(self, seed=self.seed if seed is None else seed)

    @cached_property
    def config(self) -> ProcessConfig:
        """The settings in `process.toml`, with the seed of this run."""
        config = read_config(self.files.text("process.toml"))
        return config if self.seed is None else replace(config, seed=self.seed)

    def input_hashes(self, *files: str) -> dict[str, str]:
        """The hash of the canonical form of each file: what a result's `inputs` holds.

        Tables hash whatever their row order (`Table.canonical_hash`); JSON lines likewise;
        a text hashes as its lines, "\\n"-ended; packed or not is the same.
        """
        return {file: f"sha256:{self._hash(file)}" for file in sorted(files)}

    def _hash(self, file: str) -> str:
        if file.endswith((".csv", ".parquet")):
            return self.files.table(file).canonical_hash()
        if file.removesuffix(".xz").endswith(".jsonl"):
            return canonical_lines_hash(self.files.text(file))
        return sha256_hex(canonical_json(self.files.text(file)))
