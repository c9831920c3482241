"""Lotteries off the request; tasks call services only."""

from django_tasks import task

from misaq.web.assembly.models import LotteryRun
from misaq.web.assembly.running.services import run_carry_out


@task()
def find_lottery(run_id: int) -> None:
    """Find the lottery of one run."""
    run_carry_out(LotteryRun.objects.get(pk=run_id))
