"""Write a run's pages to files and say how long it took: `python -m misaq.web.process.preview RESULTS OUT`."""

import sys
import time
from pathlib import Path

from misaq.process import Results
from misaq.web.process.site import render_site


def main(results: str, out: str) -> None:
    """Render `results` (a folder of documents) into `out/site`."""
    began = time.perf_counter()
    count = render_site(Results.read(Path(results)), Path(out))
    print(
        f"{count} files in {time.perf_counter() - began:.2f} s: {Path(out, 'site', 'index.html')}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
