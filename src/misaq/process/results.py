"""Result documents: every published number with its parameters, its seed and the hashes of its inputs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from misaq.foundation.canonical import canonical_json, canonical_value

FORMAT = "1"


@dataclass(frozen=True)
class Result:
    """One published document, `OUT/results/<kind>.json`.

    kind : "<room>.<what>", for example "dialogue.groups".
    parameters : every setting that shaped the numbers, plain values.
    seed : the public seed where chance was used, else None.
    inputs : path inside the process folder to "sha256:<hex>" of its canonical form.
    results : the numbers, plain JSON values, arrays or frozen dataclasses.
    """

    kind: str
    results: Mapping[str, Any]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def room(self) -> str:
        """The room that made it."""
        return self.kind.partition(".")[0]

    def document(self) -> dict[str, Any]:
        """The document as plain JSON values."""
        plain: dict[str, Any] = canonical_value(
            {
                "misaq": FORMAT,
                "kind": self.kind,
                "parameters": self.parameters,
                "seed": self.seed,
                "inputs": self.inputs,
                "results": self.results,
            }
        )
        return plain

    def payload(self) -> bytes:
        """The canonical bytes of the document: what is written, hashed and logged."""
        return canonical_json(self.document())


class Results(Mapping[str, dict[str, Any]]):
    """The documents of one run by kind; what every public page is made from, and nothing else."""

    def __init__(self, documents: Mapping[str, dict[str, Any]]) -> None:
        self._documents = dict(sorted(documents.items()))

    @classmethod
    def read(cls, folder: Path) -> "Results":
        """Read `OUT/results`."""
        return cls({p.stem: json.loads(p.read_bytes()) for p in sorted(folder.glob("*.json"))})

    def __getitem__(self, kind: str) -> dict[str, Any]:
        return self._documents[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def results(self, kind: str) -> dict[str, Any] | None:
        """The numbers of one document, or None when this process has none."""
        document = self._documents.get(kind)
        return None if document is None else document["results"]
