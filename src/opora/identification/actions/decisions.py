"""A person's decision over the rule's answer: only with a reason and a name."""

from datetime import datetime

from django.db import transaction

from opora.access import Actor, WrongState
from opora.history.actions import record
from opora.identification.actions.drafts import SUBJECT
from opora.identification.models import ListEntry, YearList
from opora.identification.queries import approved_year_before
from opora.identification.rules import DECIDE


class ReasonIsMissing(WrongState):
    """A decision without a reason is not written."""


@transaction.atomic
def decide(*, entry: ListEntry, listed: bool, reason: str, by: Actor, at: datetime) -> ListEntry:
    """Put the school on the draft or take it off, against the rule or confirming it."""
    _lock(entry)
    DECIDE.check(by, entry.year_list)
    if not reason.strip():
        raise ReasonIsMissing("Напишите причину: без неё решение не записываем.")
    entry.manual_listed, entry.manual_reason = listed, reason.strip()
    entry.manual_at, entry.manual_by_name = at, by.name
    _settle(entry, listed)
    entry.save()
    _tell(entry, "включил(а) школу вручную" if listed else "исключил(а) школу вручную", reason, by=by, at=at)
    return entry


@transaction.atomic
def take_decision_back(*, entry: ListEntry, by: Actor, at: datetime) -> ListEntry:
    """Return to the rule's answer."""
    _lock(entry)
    DECIDE.check(by, entry.year_list)
    if not entry.is_manual:
        raise WrongState("Ручного решения о школе нет: в списке стоит ответ правила.")
    entry.manual_listed, entry.manual_reason, entry.manual_at, entry.manual_by_name = None, "", None, ""
    _settle(entry, entry.by_rule)
    entry.save()
    _tell(entry, "отменил(а) ручное решение о школе", "", by=by, at=at)
    return entry


def _lock(entry: ListEntry) -> None:
    """Somebody may be approving the list at this moment: wait and look at its state again."""
    locked = YearList.objects.select_for_update(of=("self",)).select_related("cycle", "territory")
    entry.year_list = locked.get(pk=entry.year_list_id)


def _settle(entry: ListEntry, listed: bool) -> None:
    was = entry.school_id in approved_year_before(entry.year_list.cycle)
    entry.listed = listed
    entry.repeated, entry.entered, entry.left = listed and was, listed and not was, was and not listed


def _tell(entry: ListEntry, verb: str, note: str, *, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=entry.year_list_id,
        subject_title=f"{entry.year_list.subject_title}: {entry.school_name}",
        school_id=entry.school_id,
        territory_path=entry.year_list.territory.path or "",
        note=note,
    )
