"""One step per room: its files in, its result documents out.

A step reads the folder, calls its room's pure functions and returns documents. It knows no page and no clock.
"""

from misaq.process.steps.step import HandOver, Outcome, Stage, Step

__all__ = ["HandOver", "Outcome", "Stage", "Step"]
