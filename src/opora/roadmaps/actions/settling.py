"""What a closed school has left open: continued by the school that succeeds it, or taken off with a reason."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, Conflict, WrongState
from opora.organisations.models import Organisation
from opora.roadmaps.actions.locking import keep, locked, shift, tell
from opora.roadmaps.models import Work
from opora.roadmaps.rules import SETTLE, TAKE_OVER
from opora.roadmaps.states import OPEN, WorkState


@transaction.atomic
def take_over(*, school: Organisation, works: Collection[int], by: Actor, at: datetime) -> int:
    """The chosen open measures go on at the successor, with state, term, people and evidence. How many.

    The words of the measure and its document stay those of the closed school. All or none.
    """
    TAKE_OVER.check(by, school)
    heir = Organisation.objects.select_related("territory").filter(absorbed=school.pk).first()
    if heir is None or not heir.is_open:
        raise WrongState("У этой школы нет действующей преемницы. Меры снимает координатор.")
    found = _chosen(school, works)
    for work in found:
        work.school = heir
        keep(work, school=heir)
        note = f"{school.name} → {heir.name}"
        tell(work, "принял(а) меру присоединённой школы", by=by, at=at, note=note)
    return len(found)


@transaction.atomic
def take_off(*, school: Organisation, works: Collection[int], reason: str, by: Actor, at: datetime) -> int:
    """The chosen open measures are dropped; they stay to be read with the reason. How many. All or none."""
    SETTLE.check(by, school)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: это останется в карточке каждой меры."})
    found = _chosen(school, works)
    for work in found:
        shift(work, WorkState.DROPPED, by=by, at=at, note=reason.strip(), also={"report": reason.strip()})
    return len(found)


def _chosen(school: Organisation, works: Collection[int]) -> list[Work]:
    """These measures locked, in one order for everybody."""
    if not works:
        raise ValidationError({"works": "Отметьте хотя бы одну меру."})
    found = [locked(pk) for pk in sorted(set(works))]
    gone = [each for each in found if each.school_id != school.pk or each.state not in OPEN]
    if gone:
        raise Conflict(f"По мере «{gone[0].measure.title}» уже решили. Обновите страницу.")
    return found
