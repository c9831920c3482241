"""The steps of a run, in the order of the work."""

from misaq.process.steps import charter, dialogue, dynamics, table
from misaq.process.steps.step import Step

STEPS: tuple[Step, ...] = (dialogue.STEP, table.STEP, charter.STEP, dynamics.STEP)
