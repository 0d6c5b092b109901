"""Setting until when documents are awaited."""

from datetime import date, datetime

from django.db import transaction

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.documents.models import Deadline
from opora.documents.outline import Outline
from opora.documents.rules import SET_DEADLINES
from opora.history.actions import record
from opora.organisations.models import Territory


@transaction.atomic
def set_deadline(
    *,
    cycle: Cycle,
    territory: Territory,
    outline: Outline,
    due: date | None,
    grace_days: int = 0,
    by: Actor,
    at: datetime,
) -> Deadline | None:
    """The last day for documents of a kind and the days of grace; without `due` none is awaited any more."""
    SET_DEADLINES.check(by, territory)
    kept = Deadline.objects.select_for_update().filter(cycle=cycle, territory=territory, kind=outline.code)
    if due is None:
        if not kept.delete()[0]:
            return None
        made, note = None, "Срока нет."
    else:
        made, _ = Deadline.objects.update_or_create(
            cycle=cycle,
            territory=territory,
            kind=outline.code,
            defaults={"due": due, "grace_days": grace_days},
        )
        note = f"До {due:%d.%m.%Y}" + (f", ещё {grace_days} дн. после срока." if grace_days else ".")
    record(
        by=by,
        at=at,
        verb="назначил(а) срок документа",
        subject_kind="territory",
        subject_id=territory.pk,
        subject_title=outline.title,
        territory_path=territory.path or "",
        note=note,
    )
    return made
