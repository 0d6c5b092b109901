"""What every write of a report shares."""

from datetime import datetime

from django.utils import timezone

from opora.access import Actor, Conflict
from opora.history.actions import record
from opora.reports.models import Report
from opora.reports.states import DONE, KIND, ReportState


def locked(pk: int) -> Report:
    """The row until the end of the transaction, so that two people do not take the same step."""
    return Report.objects.select_for_update(of=("self",)).select_related("territory", "cycle").get(pk=pk)


def check_seen(report: Report, seen: int) -> None:
    """Raises Conflict where somebody wrote after the page with the revision `seen` was opened."""
    if report.revision != seen:
        raise Conflict(
            f"Пока страница была открыта, отчёт изменил(а) {report.changed_by_name}. "
            "Откройте отчёт и внесите свою правку снова."
        )


def touch(report: Report, *, by: Actor, at: datetime) -> None:
    report.revision += 1
    report.changed_at, report.changed_by_name = at, by.name
    report.save()


def move(report: Report, target: ReportState, *, by: Actor, at: datetime, note: str = "") -> None:
    """Write the new state and one event."""
    verb = DONE[ReportState(report.state), target]
    report.state, report.state_since = target, timezone.localdate(at)
    touch(report, by=by, at=at)
    tell(report, verb, by=by, at=at, note=note)


def tell(report: Report, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=KIND,
        subject_id=report.pk,
        subject_title=f"{report.title}, {report.territory.name}",
        territory_path=report.path,
        note=note,
    )
