"""Time red-dwarf on votes saved by bench/dialogue.py; run by it with the Python of red-dwarf's own environment."""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
from reddwarf.implementations.polis import run_pipeline  # noqa: E402

given = np.load(sys.argv[1])
votes = [
    {"participant_id": p, "statement_id": s, "vote": v}
    for p, s, v in zip(*(given[x].tolist() for x in ("person", "statement", "vote")), strict=True)
]
took = []
for _ in range(int(sys.argv[2])):
    began = time.perf_counter()
    found = run_pipeline(
        votes=votes, mod_out_statement_ids=given["rejected"].tolist(), random_state=42
    )
    took.append(time.perf_counter() - began)
status = Path("/proc/self/status").read_text().splitlines()  # ru_maxrss begins at the parent's
peak = int(next(line for line in status if "VmHWM" in line).split()[1]) // 1024
labels = found.participants_df["cluster_id"].dropna()
pairs = [(int(p), int(g)) for p, g in labels.items()]
json.dump({"seconds": min(took), "mb": peak, "labels": pairs}, sys.stdout)
