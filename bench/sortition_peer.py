"""Run sortition-algorithms on a stored pool; run by bench/assembly.py with the Python of the peer's own environment.

    python bench/sortition_peer.py FOLDER SIZE [SEED]

Its last line is JSON: of the maximin lottery with HiGHS its seconds and memory, or with SEED the panel that is drawn.
"""

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

from sortition_algorithms import Settings, read_in_features, read_in_people, run_stratification
from sortition_algorithms.committee_generation import find_distribution_maximin

ID = "nationbuilder_id"
Rows = list[dict[str, str]]


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def load(folder: Path, size: int, settings: Settings) -> tuple[Any, Any]:
    """Features and people; its word for a feature is "name", and the head stands apart."""
    quotas = [
        {"name" if key == "feature" else key: text for key, text in row.items()}
        for row in read(folder / "categories.csv")
    ]
    features, *_ = read_in_features(list(quotas[0]), quotas, size)
    pool = [{ID: str(i), **row} for i, row in enumerate(read(folder / "respondents.csv"), 1)]
    people, _ = read_in_people(list(pool[0]), pool, features, settings)
    return features, people


def main() -> None:
    folder, size = Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 42
    settings = Settings(id_column=ID, columns_to_keep=[], random_number_seed=seed)
    wall, cpu = time.perf_counter(), time.process_time()
    features, people = load(folder, size, settings)
    if len(sys.argv) > 3:
        _, panels, _ = run_stratification(features, people, size, settings)
        print(json.dumps({"panel": sorted(panels[0])}))
        return
    panels, weights, _ = find_distribution_maximin(features, people, size, [])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    status = Path("/proc/self/status").read_text().splitlines()  # ru_maxrss begins at the parent's
    peak = int(next(line for line in status if "VmHWM" in line).split()[1]) // 1024
    chances: dict[str, float] = dict.fromkeys(people, 0.0)
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] += float(weight)
    found = {"wall": wall, "cpu": cpu, "mb": peak, "chances": list(chances.values())}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
