"""Long work off the request; tasks call services only."""

from django_tasks import task

from misaq.web.process.models import ComputeJob
from misaq.web.process.services import job_run


@task()
def compute_again(job_id: int) -> None:
    """Compute the process again for one job."""
    job_run(ComputeJob.objects.get(pk=job_id))
