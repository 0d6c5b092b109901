"""Fields that several forms of events have; from a form to days."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import forms

from opora.catalogues.local_time import zone
from opora.cycles.models import Cycle
from opora.cycles.periods import occurrences, parse
from opora.events.actions import Day
from opora.events.queries.choices import clock


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Впишите день, например 2026-11-23.", "required": "Назовите день."},
    )


def hour(label: str = "Во сколько") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text="По часам того места, которое проводит.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Впишите время, например 14:30."},
    )


def words(label: str, *, rows: int = 3, required: bool = False, most: int = 4000, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: str, *, required: bool = False, most: int = 300, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


def place_fields() -> dict[str, Callable[[], forms.Field]]:
    return {
        "place": lambda: line("Где"),
        "is_online": lambda: forms.BooleanField(label="Дистанционно", required=False),
        "url": lambda: forms.URLField(
            label="Ссылка на встречу", required=False, max_length=500, assume_scheme="https"
        ),
    }


def days_of(said: dict[str, Any], cycle: Cycle, path: str) -> list[Day]:
    """The days that a form names: one, or all on which its term falls, from that one on.

    The hour is by the clock of the territory of this path.
    """
    first: date | None = said.get("date")
    found = [first] if first is not None else []
    if said.get("spread") and said.get("term"):
        start = max(first or cycle.starts, cycle.starts)
        period = parse(said["term"], within=(start, cycle.ends))
        found = [each for each in occurrences(period, within=(start, cycle.ends)) if each >= start]
    several = len(found) > 1
    at: time | None = said.get("time")
    where = zone(clock(path)) if at is not None else None
    return [
        Day(
            each,
            None if several else said.get("last"),
            datetime.combine(each, at, where) if at is not None else None,
            said.get("place", ""),
            bool(said.get("is_online")),
            said.get("url", ""),
        )
        for each in found
    ]


def check_days(form: forms.Form, cycle: Cycle, path: str) -> None:
    """Tell beside the field that a term names no day."""
    said = form.cleaned_data
    if said.get("spread") and not said.get("term"):
        form.add_error("term", "Напишите срок словами: по нему ставят дни.")
    elif said.get("spread") and "term" in said and not days_of(said, cycle, path):
        told = "По этому сроку дни не поставить. Напишите, например: «по четвергам в марте», «1 раз в месяц»."
        form.add_error("term", told)
    if said.get("time") and not said.get("date") and not said.get("spread"):
        form.add_error("date", "Назовите день: время без дня никому не поможет.")
