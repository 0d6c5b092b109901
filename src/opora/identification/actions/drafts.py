"""Drawing up a draft by the rule, and drawing it up again."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.identification.models import ListEntry, YearList
from opora.identification.queries import approved_year_before, assess, open_list, sizes_of, unanswered
from opora.identification.record import as_record
from opora.identification.rule import Rule
from opora.identification.rules import DRAW_UP, REDRAW
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Territory

SUBJECT = "year_list"
WHY_NOT_DISCARD = "Школы уже видели этот проект, поэтому его не удаляют. Пересчитайте его и откройте снова."

_REDRAWN = (
    *("position", "school_name", "territory_name", "listed", "by_rule", "repeated", "entered", "left"),
    *("outcome", "pupils", "teachers"),
)


@transaction.atomic
def draw_up(*, cycle: Cycle, territory: Territory, rule: Rule, by: Actor, at: datetime) -> YearList:
    """Make the draft of the year's ШНОР list with an entry for every open school of the territory.

    Raises WrongState where a draft exists: it is opened and drawn up again instead.
    """
    DRAW_UP.check(by, territory)
    if open_list(ListKind.LOW, cycle.pk, territory.pk) is not None:
        raise WrongState("Проект списка за этот год уже есть. Откройте его и пересчитайте.")
    year_list = YearList(
        kind=ListKind.LOW,
        cycle=cycle,
        territory=territory,
        number=next_number(ListKind.LOW, cycle, territory),
    )
    _fill(year_list, rule, by=by, at=at)
    tell(year_list, "подготовил(а) проект списка", by=by, at=at)
    return year_list


@transaction.atomic
def redraw(*, year_list: YearList, rule: Rule, by: Actor, at: datetime) -> YearList:
    """Run the rule again over today's data. Decisions that people made stay.

    A draft that schools already saw goes back to its makers: the window is opened anew.
    """
    REDRAW.check(by, year_list)
    decisions = {
        entry.school_id: (entry.manual_listed, entry.manual_reason, entry.manual_at, entry.manual_by_name)
        for entry in year_list.entries.filter(manual_listed__isnull=False)
    }
    year_list.state = ListState.DRAFT
    year_list.opened_at, year_list.opened_by_name, year_list.objections_until = None, "", None
    _fill(year_list, rule, by=by, at=at, decisions=decisions)
    tell(year_list, "пересчитал(а) проект списка", by=by, at=at)
    return year_list


@transaction.atomic
def discard(*, year_list: YearList, by: Actor, at: datetime) -> None:
    """Delete a draft; an approved list stays for good.

    Raises WrongState where an objection waits, and for a draft that schools saw: a fresh one in its place
    would be approved without asking them.
    """
    REDRAW.check(by, year_list)
    if year_list.shown_at is not None:
        raise WrongState(WHY_NOT_DISCARD)
    if unanswered(year_list):
        raise WrongState("На этот проект есть возражения без ответа. Ответьте на них, потом удалите проект.")
    tell(year_list, "удалил(а) проект списка", by=by, at=at)
    year_list.delete()


def next_number(kind: ListKind, cycle: Cycle, territory: Territory) -> int:
    lists = YearList.objects.filter(kind=kind, cycle=cycle, territory=territory)
    return (lists.aggregate(last=Max("number"))["last"] or 0) + 1


def tell(year_list: YearList, verb: str, *, by: Actor, at: datetime, note: str = "", **details: Any) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=year_list.pk,
        subject_title=year_list.subject_title,
        territory_path=year_list.territory.path or "",
        note=note,
        details=details,
    )


def rule_content(rule: Rule) -> dict[str, Any]:
    """The rule as the list keeps it: shares as exact strings."""
    return _plain(asdict(rule))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _plain(value)
        if isinstance(value, dict)
        else value
        if value is None or isinstance(value, bool | int | list | tuple)
        else str(value)
        for name, value in values.items()
    }


def _fill(
    year_list: YearList,
    rule: Rule,
    *,
    by: Actor,
    at: datetime,
    decisions: dict[int, tuple[bool | None, str, datetime | None, str]] | None = None,
) -> None:
    cycle, scope = year_list.cycle, year_list.territory.path or ""
    selection = assess(cycle, rule, scope=scope)
    before = approved_year_before(cycle)
    sizes = sizes_of(scope, year=cycle.last_result_year)
    year_list.rule = rule_content(rule)
    year_list.rule_version = rule.version
    year_list.mode, year_list.threshold = rule.mode, rule.threshold
    year_list.last_year, year_list.data_version = selection.last_year, selection.data_version
    year_list.drawn_at, year_list.drawn_by_name = at, by.name
    year_list.save()
    entries = []
    for position, outcome in enumerate(selection.outcomes):
        manual, reason, manual_at, manual_by = (decisions or {}).get(outcome.school_id, (None, "", None, ""))
        listed = outcome.listed if manual is None else manual
        pupils, teachers = sizes.get(outcome.school_id, (None, None))
        was = outcome.school_id in before
        entries.append(
            ListEntry(
                year_list=year_list,
                school_id=outcome.school_id,
                position=position,
                school_name=outcome.school,
                territory_name=outcome.territory,
                listed=listed,
                by_rule=outcome.listed,
                repeated=listed and was,
                entered=listed and not was,
                left=was and not listed,
                outcome=as_record(outcome),
                pupils=pupils,
                teachers=teachers,
                manual_listed=manual,
                manual_reason=reason,
                manual_at=manual_at,
                manual_by_name=manual_by,
            )
        )
    # rows of a draft keep their ids: a school may have objected to one
    ListEntry.objects.bulk_create(
        entries,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["year_list", "school"],
        update_fields=_REDRAWN,
    )
    year_list.entries.exclude(school__in=[entry.school_id for entry in entries]).delete()
