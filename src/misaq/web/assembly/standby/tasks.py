"""Choosing alternates off the request; tasks call services only."""

from django_tasks import task

from misaq.web.assembly.models import AlternatesRun
from misaq.web.assembly.standby.services import alternates_carry_out


@task()
def find_alternates(run_id: int) -> None:
    """Choose the alternates of one run."""
    alternates_carry_out(AlternatesRun.objects.get(pk=run_id))
