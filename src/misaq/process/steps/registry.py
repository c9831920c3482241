"""The steps of a run, in the order of the work."""

from misaq.process.steps import assembly, charter, dialogue, dynamics, record, table
from misaq.process.steps.step import Step

STEPS: tuple[Step, ...] = (
    record.STEP,
    dialogue.STEP,
    table.STEP,
    assembly.STEP,
    charter.STEP,
    dynamics.STEP,
)
