"""Compile every message catalogue when the package is built or installed for editing."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from compile_messages import compile_all


class CompileMessages(BuildHookInterface):  # type: ignore[type-arg]  # hatchling ships no type for its config
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_all(Path(self.root) / "src" / "misaq")
