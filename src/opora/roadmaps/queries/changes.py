"""What has changed on a school's roadmap since a day: measures come and gone, acts on them, stages of the year."""

from datetime import date, datetime, time

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from opora.history.models import Event
from opora.roadmaps.models import Checkpoint, Work


def changes_since(school_id: int, cycle_id: int, day: date) -> QuerySet[Event]:
    """Events of a school's year from the beginning of the day on, newest first: of its measures («work»), its
    stages («checkpoint») and of the roadmap itself («roadmap»)."""
    start = timezone.make_aware(datetime.combine(day, time.min))

    def of(kind: str, model: type[Model]) -> QuerySet[Event]:
        own = model._default_manager.filter(school=school_id, cycle=cycle_id).order_by().values("pk")
        return Event.objects.filter(subject_kind=kind, subject_id__in=own, at__gte=start).order_by()

    whole = Event.objects.filter(
        # what was told before years were written down is of any
        Q(details__cycle=cycle_id) | ~Q(details__has_key="cycle"),
        subject_kind="roadmap", subject_id=school_id, at__gte=start,
    )  # fmt: skip
    # apart, so that each is found by its subjects
    found = of("work", Work).union(of("checkpoint", Checkpoint), whole.order_by(), all=True)
    return found.order_by("-at", "-id")
