"""The house's own jobs: bringing back what a killed worker left."""

import logging

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from opora.jobs.seam import MAX_ATTEMPTS, give_up

log = logging.getLogger(__name__)

#: a worker tells every ten seconds that it lives
SILENT_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Every minute: a job whose worker gave no sign of life for half a minute is run again.

    A job that outlived as many workers as it may have attempts is itself what kills them: it is given up.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.attempts + 1 >= MAX_ATTEMPTS:
            await _give_up(job)
        else:
            log.warning("job %s was left by its worker, running it again", job.id)
            await app.job_manager.retry_job(job)


async def _give_up(job: Job) -> None:
    log.error("job %s (%s) lost its worker %s times, giving it up", job.id, job.task_name, MAX_ATTEMPTS)
    await sync_to_async(give_up)(job.task_name, dict(job.task_kwargs))
    await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
