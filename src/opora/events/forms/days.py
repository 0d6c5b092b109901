"""Days of an event: adding, moving, saying how many came, why not."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms

from opora.events.actions import Day
from opora.events.actions.days import MOST_PEOPLE
from opora.events.forms.fields import check_days, day, days_of, hour, line, place_fields, words
from opora.events.models import Event, Session
from opora.organisations.models import Organisation


class _DayForm(forms.Form):
    """A day, its hour and place."""

    date = day("День")
    last = day("Последний день", help_text="Если идёт несколько дней подряд.")
    time = hour()

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle, self.path = event.cycle, event.territory_path
        for name, make in place_fields().items():
            self.fields[name] = make()


class AddForm(_DayForm):
    """One more day, or many by a term."""

    term = line("или срок словами", most=120, help_text="«по четвергам в марте», «1 раз в месяц».")
    token = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"token": secrets.token_hex(10), **self.initial}
        self.order_fields(["date", "last", "time", "term"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["spread"] = bool(said.get("term"))
        if not self.errors:
            check_days(self, self.cycle, self.path)
            if not said.get("date") and not said["spread"]:
                self.add_error("date", "Назовите день или срок словами.")
        return said

    @property
    def days(self) -> list[Day]:
        return days_of(self.cleaned_data, self.cycle, self.path)


class MoveForm(_DayForm):
    """Where a day goes and why. `revision` is the one the writer saw."""

    reason = words(
        "Почему переносите", rows=2, required=True, most=1000, help_text="Увидят те, кого позвали."
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Session, **kwargs: Any) -> None:
        super().__init__(*args, event=of.event, **kwargs)
        self.fields["date"].required = True
        self.initial = {
            "place": of.place,
            "is_online": of.is_online,
            "url": of.url,
            "revision": of.revision,
            **self.initial,
        }

    @property
    def to(self) -> Day:
        return days_of(self.cleaned_data, self.cycle, self.path)[0]


class HoldForm(forms.Form):
    """How many came: in all, and of each school where that is known."""

    came = forms.IntegerField(
        label="Сколько человек пришло",
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={"required": "Впишите число. Если никто не пришёл — 0."},
    )
    note = words("Что получилось", rows=2, most=2000, help_text="Коротко: что решили, что раздали.")
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Session, schools: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = {each.school_id: each.came for each in of.attendance.all()}
        known = {each.pk: each for each in schools}
        known |= {each.school_id: each.school for each in of.attendance.all()}
        for pk, school in known.items():
            self.fields[f"school{pk}"] = forms.IntegerField(
                label=school.name,
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
                initial=counted.get(pk),
            )
        self.initial = {"came": of.came, "note": of.note, "revision": of.revision, **self.initial}

    @property
    def by_school(self) -> dict[int, int]:
        """{school: people} where a number was given."""
        return {
            int(name.removeprefix("school")): many
            for name, many in self.cleaned_data.items()
            if name.startswith("school") and many is not None
        }

    @property
    def of_schools(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("school")]


class ReasonForm(forms.Form):
    """Why something will not be."""

    reason = words("Почему", rows=2, required=True, most=1000, help_text="Увидят те, кого позвали.")
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
