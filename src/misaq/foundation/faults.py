"""A fault: one thing wrong in what was given, with where it is and how to mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from misaq.foundation.messages import Message, render

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input.

    code : which kind of fault; its text is in the message catalogue.
    file : path inside the process folder, "/" between parts; "" when it is about no file.
    row : spreadsheet row, the header is row 1; None when the fault is about the whole file or column.
    column : column name, or a dotted field in a TOML file; "" when none.
    params : plain values the text needs.

    >>> fault = Fault("unknown_code", file="record/lists/a.csv", row=14, column="act", params={"value": "XXX"})
    >>> fault.place
    'record/lists/a.csv, row 14, column act'
    """

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Where the fault is, in plain English, for logs and tests."""
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def message(self, language: str) -> Message:
        """What is wrong and how to mend it, in `language`."""
        return render(self.code, language, **dict(self.params))

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain values, for `--json`."""
        text = self.message(language)
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "what": text.what,
            "mend": text.mend,
        }


def sort_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Put faults in the order a reader mends them: by file, row, column, code."""
    return sorted(
        faults,
        key=lambda f: (f.file, f.row or 0, f.column, f.code, sorted(map(str, f.params.items()))),
    )
