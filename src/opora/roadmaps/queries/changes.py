"""What has changed on a school's roadmap since a day, and where things stand with every measure."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from opora.history.models import Event
from opora.roadmaps.models import Work


@dataclass(frozen=True, slots=True)
class Happened:
    """One act on one measure."""

    at: datetime
    by: str
    verb: str
    title: str
    note: str
    work_id: int


def changes_since(school_id: int, cycle_id: int, day: date, *, limit: int = 300) -> list[Happened]:
    """Acts on the measures of a school's year from the beginning of the day on, newest first. One query."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    works = Work.objects.filter(school=school_id, cycle=cycle_id).order_by().values("pk")
    found = Event.objects.filter(subject_kind="work", subject_id__in=works, at__gte=start)
    return [
        Happened(each.at, each.by_name, each.verb, each.subject_title, each.note, each.subject_id or 0)
        for each in found[:limit]
    ]
