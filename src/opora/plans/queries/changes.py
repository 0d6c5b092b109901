"""What has been changed in a plan since a day, told from its events."""

from datetime import datetime

from opora.history.models import Event as Written
from opora.plans.models import Plan
from opora.plans.states import KIND
from opora.ui.components import Event

_MOST = 200


def changed_since(plan: Plan, since: datetime) -> list[Event]:
    """Newest first, at most two hundred; of a loaded file each row that it changed. One query."""
    found = Written.objects.filter(subject_kind=KIND, subject_id=plan.pk, at__gte=since)[:_MOST]
    return [Event(each.at, each.by_name, each.verb, _detail(each)) for each in found]


def _detail(written: Written) -> str:
    rows = written.details.get("changes", [])
    return "\n".join([written.note, *rows]) if rows else written.note
