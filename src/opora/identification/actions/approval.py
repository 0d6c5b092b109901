"""From the draft to the year's list: the window for objections, then approval."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.identification.actions.drafts import tell
from opora.identification.models import YearList
from opora.identification.queries import unanswered
from opora.identification.rules import APPROVE, CLOSE_WINDOW, OPEN_WINDOW
from opora.identification.states import ListState


@transaction.atomic
def open_window(*, year_list: YearList, by: Actor, at: datetime, until: date | None = None) -> YearList:
    """Show each school its own row until the day given, or for as many days as the rule says."""
    OPEN_WINDOW.check(by, year_list)
    today = timezone.localdate(at)
    last_day = until or today + timedelta(days=int(year_list.rule.get("window_days", 10)))
    if last_day < today:
        raise WrongState("Последний день для возражений уже прошёл: выберите сегодняшний или более поздний.")
    year_list.state, year_list.objections_until = ListState.OBJECTIONS, last_day
    year_list.opened_at, year_list.opened_by_name = at, by.name
    year_list.shown_at = year_list.shown_at or at
    year_list.save()
    tell(year_list, "открыл(а) проект для возражений", by=by, at=at, until=last_day.isoformat())
    return year_list


@transaction.atomic
def close_window(*, year_list: YearList, by: Actor, at: datetime) -> YearList:
    """Take the draft back before approval; the schools see it no more."""
    CLOSE_WINDOW.check(by, year_list)
    year_list.state = ListState.DRAFT
    year_list.opened_at, year_list.opened_by_name, year_list.objections_until = None, "", None
    year_list.save()
    tell(year_list, "вернул(а) список в проект", by=by, at=at)
    return year_list


@transaction.atomic
def approve(
    *,
    year_list: YearList,
    by: Actor,
    at: datetime,
    order_number: str = "",
    order_date: date | None = None,
    unasked_reason: str = "",
) -> YearList:
    """Make the draft the year's list and replace the one approved before it.

    Raises WrongState while schools may still object, while an objection waits for its answer, and for a draft
    that schools saw and that went back since: it is opened again, or `unasked_reason` says why not.
    """
    year_list = YearList.objects.select_for_update(of=("self",)).get(pk=year_list.pk)
    APPROVE.check(by, year_list)
    reason = unasked_reason.strip() if year_list.owes_a_window else ""
    if year_list.owes_a_window and not reason:
        raise WrongState(
            "Школы видели этот проект, потом его вернули или пересчитали. Откройте его для возражений снова "
            "или напишите при утверждении, почему не открываете."
        )
    if year_list.objections_until is not None and timezone.localdate(at) <= year_list.objections_until:
        raise WrongState(
            f"Школы могут возражать до {year_list.objections_until:%d.%m.%Y} включительно. "
            "Утвердите список на следующий день."
        )
    waiting = unanswered(year_list)
    if waiting:
        raise WrongState(f"Возражений без ответа: {waiting}. Ответьте на них и утвердите список.")
    for earlier in YearList.objects.filter(
        kind=year_list.kind,
        cycle=year_list.cycle_id,
        territory=year_list.territory_id,
        state=ListState.APPROVED,
    ):
        earlier.state = ListState.SUPERSEDED
        earlier.save(update_fields=["state"])
    year_list.state = ListState.APPROVED
    year_list.approved_at, year_list.approved_by_name = at, by.name
    year_list.order_number, year_list.order_date = order_number.strip(), order_date
    year_list.unasked_reason = reason
    year_list.save()
    tell(
        year_list,
        "утвердил(а) список",
        by=by,
        at=at,
        note=_note(order_number.strip(), reason),
        data_version=year_list.data_version,
        rule_version=year_list.rule_version,
    )
    return year_list


def _note(order_number: str, reason: str) -> str:
    told = [f"приказ № {order_number}"] if order_number else []
    told += [f"без нового срока для возражений: {reason}"] if reason else []
    return "; ".join(told)
