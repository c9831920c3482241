"""The page of the model says what the dataclasses and their tiers say."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_page_of_the_model_is_fresh() -> None:
    script = runpy.run_path(str(ROOT / "scripts/model_reference.py"))
    assert script["PAGE"].read_text("utf-8") == script["page"](), "run scripts/model_reference.py"
