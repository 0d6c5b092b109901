"""A work until the end of the transaction, its new state, and what history says of it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.history.actions import record
from opora.roadmaps.models import Work
from opora.roadmaps.states import DONE, TRANSITIONS, WorkState

SUBJECT = "work"


def locked(pk: int) -> Work:
    """The work with its school, year, measure and people; nobody else changes it meanwhile."""
    found = (
        Work.objects.select_for_update(of=("self",))
        .select_related("school__territory", "measure", "cycle")
        .prefetch_related("responsible")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise WrongState("Этой меры на дорожной карте уже нет. Откройте карту заново.")
    return found


def held(work: Work) -> Work:
    """The work as it was read where nobody has changed it since, nor closed its school; else read anew. Locked as
    `locked` does: a page that has just read it with all that belongs to it need not do so twice."""
    now = (
        Work.objects.select_for_update(of=("self",))
        .filter(pk=work.pk)
        .values_list("revision", "state", "due", "school__closed_on", "school__merged_into")
        .first()
    )
    school = work.school
    if now == (work.revision, work.state, work.due, school.closed_on, school.merged_into_id):
        return work
    return locked(work.pk)


def as_seen(work: Work, revision: int | None) -> None:
    """Raises Conflict where the work was changed after its page was opened; None is not asked."""
    if revision is not None and work.revision != revision:
        raise Conflict(
            "Меру изменили, пока страница была открыта. Ваши слова целы: обновите страницу, посмотрите, что "
            "изменилось, и отправьте снова."
        )


def shift(
    work: Work,
    target: WorkState,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    also: dict[str, Any] | None = None,
) -> None:
    """Write the new state of a locked work with other fields, and one event."""
    if target not in TRANSITIONS[WorkState(work.state)]:
        words = f"Мера сейчас «{WorkState(work.state).label}». Обновите страницу и посмотрите, чей ход."
        raise WrongState(words)
    keep(work, state=target, state_since=timezone.localdate(at), **(also or {}))
    tell(work, DONE[target], by=by, at=at, note=note)


def keep(work: Work, **values: Any) -> None:
    """Write these fields of a locked work."""
    for name, value in values.items():
        setattr(work, name, value)
    work.revision += 1
    work.save(update_fields=[*values, "revision"])


def tell(work: Work, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """One event of the work's own history: the school's card is read by people who do not see its roadmap."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=work.pk,
        subject_title=work.measure.title,
        territory_path=work.school.territory.path or "",
        note=note,
    )
