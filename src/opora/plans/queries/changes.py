"""What has been changed in a plan since a day, told from its events."""

from datetime import datetime

from django.db.models import QuerySet

from opora.history.models import Event as Written
from opora.plans.models import Plan
from opora.plans.states import KIND


def changed_since(plan: Plan, since: datetime) -> QuerySet[Written]:
    """Events of the plan, newest first."""
    return Written.objects.filter(subject_kind=KIND, subject_id=plan.pk, at__gte=since)
