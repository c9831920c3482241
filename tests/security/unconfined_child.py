"""The child as it would be on a machine that grants no walls; run by a test, as a program of its own."""

from misaq.engines.confined import child
from misaq.engines.confined.walls import Walls

if __name__ == "__main__":
    child.confine = lambda **_: Walls()  # type: ignore[assignment]
    child.main()
