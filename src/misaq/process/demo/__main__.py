"""`python -m misaq.process.demo FOLDER`: write the demonstration process there."""

import sys
from pathlib import Path

from misaq.process.demo.velmara import write_demo

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m misaq.process.demo FOLDER")
    write_demo(Path(sys.argv[1]))
