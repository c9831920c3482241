"""Run by bench/charter.py in an environment that has xmldiff: how long it takes to compare two XML files.

    python bench/xmldiff_peer.py OLD NEW [ids]

fast_match; with "ids" elements are also known by their attribute "id", which spares it most of the work. Prints JSON.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from xmldiff import main

began = time.perf_counter()
options = {"fast_match": True} | ({"uniqueattrs": ["id"]} if "ids" in sys.argv[3:] else {})
actions = main.diff_files(sys.argv[1], sys.argv[2], diff_options=options)
status = Path("/proc/self/status").read_text().splitlines()
peak = next(line for line in status if "VmHWM" in line).split()[1]
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - began,
            "actions": len(actions),
            "version": version("xmldiff"),
            "peak_mb": int(peak) // 1024,
        }
    )
)
