"""What actions on visits share."""

from datetime import datetime

from opora.access import Actor, Conflict
from opora.history.actions import event_of
from opora.history.models import Event
from opora.references import Reference
from opora.ui.text import date_ru
from opora.visits.models import Visit
from opora.visits.references import KIND


def locked(visit: Visit) -> Visit:
    """The visit as it stands now, with its school, year and visitors; nobody else changes it until the end."""
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related("school__territory", "cycle", "version__definition")
        .prefetch_related("visitors")
        .get(pk=visit.pk)
    )


def title_of(visit: Visit) -> str:
    """«Посещение куратора, 14 сентября 2026»."""
    return f"{visit.kind_title}, {date_ru(visit.visited_on or visit.planned_on)}"


def reference_to(visit: Visit, url: str = "") -> Reference:
    """As assignments that come of it name it; the school is to be joined."""
    title = f"{visit.kind_title}, {visit.school.name}, {visit.visited_on or visit.planned_on:%d.%m.%Y}"
    return Reference(KIND, visit.pk, title, url, visit.school_id, visit.school.territory.path or "")


def told(visit: Visit, verb: str, *, by: Actor, at: datetime, note: str = "") -> Event:
    """The event, not written yet."""
    return event_of(
        by=by,
        at=at,
        verb=verb,
        subject_kind=KIND,
        subject_id=visit.pk,
        subject_title=title_of(visit),
        school_id=visit.school_id,
        territory_path=visit.school.territory.path or "",
        note=note,
    )


def noted_already(visit: Visit) -> Conflict:
    return Conflict(
        f"Посещение уже записал(а) {visit.noted_by_name}. Ваша запись не потеряна: вернитесь к ней, "
        "скопируйте текст и дополните ту запись, что есть."
    )
