"""Every table of an assembly, in the order of the work: panel, quotas, volunteers, lottery, draw, replies."""

from misaq.web.assembly.models.alternates import AlternatesRun
from misaq.web.assembly.models.lottery import DrawRecord, LotteryRun, SealedLottery
from misaq.web.assembly.models.panel import Category, ConsentText, Feature, Panel
from misaq.web.assembly.models.sealing import DiceEntry, SealingAct
from misaq.web.assembly.models.seating import Invitation, SeatingEvent
from misaq.web.assembly.models.volunteers import OfficerEntry, Volunteer

__all__ = [  # noqa: RUF022  in the order of the work
    "Panel",
    "ConsentText",
    "Category",
    "Feature",
    "Volunteer",
    "OfficerEntry",
    "LotteryRun",
    "SealingAct",
    "SealedLottery",
    "DiceEntry",
    "DrawRecord",
    "AlternatesRun",
    "Invitation",
    "SeatingEvent",
]
