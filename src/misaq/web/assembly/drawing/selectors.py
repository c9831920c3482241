"""What is read of a draw by more than one of its pages."""

from typing import Any

from misaq.web.assembly.models import DrawRecord, LotteryRun, Panel, SealedLottery


def drawn_of(sealing: SealedLottery) -> dict[str, Any]:
    """The draw, {} before it."""
    found = DrawRecord.objects.filter(sealing=sealing).first()
    return dict(found.draw) if found else {}


def run_to_seal(panel: Panel) -> LotteryRun | None:
    """The newest lottery of a panel that was found."""
    return panel.runs.filter(state=LotteryRun.State.DONE).order_by("-pk").first()
