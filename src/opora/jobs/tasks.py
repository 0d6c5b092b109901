"""The house's own jobs: bringing back what a killed worker left."""

import logging

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Every minute: a job whose worker gave no sign of life for half a minute is run again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        log.warning("job %s was left by its worker, running it again", job.id)
        await app.job_manager.retry_job(job)
