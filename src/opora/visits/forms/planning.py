"""Planning visits: one or many schools in one form; moving and giving up."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from opora.assignments.forms import DayField
from opora.organisations.forms.filters import PlainChecks, PlainSelect
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.actions import Day, Plan
from opora.visits.kinds import FIRST_KIND, VisitKind
from opora.visits.states import Way

_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PlanForm(forms.Form):
    """What all visits share, and the day of each school."""

    kind = forms.ChoiceField(label="Вид посещения", widget=PlainSelect)
    way = forms.ChoiceField(label="Как", choices=Way.choices, widget=forms.RadioSelect, initial=Way.PRESENCE)
    visitors = forms.MultipleChoiceField(label="Кто едет", widget=PlainChecks, required=False)
    companions = forms.CharField(
        label="Кто ещё, если их нет в списке", max_length=400, required=False,
        help_text="Имена через запятую: наблюдатели, сотрудники института.",
    )  # fmt: skip
    purpose = forms.CharField(
        label="Зачем", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text="Школа прочитает это заранее.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        schools: Sequence[Organisation],
        kinds: Sequence[VisitKind],
        people: Sequence[Person],
        own: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools, self._kinds = schools, {kind.code: kind for kind in kinds}
        self._people = {str(person.pk): person for person in people}
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = FIRST_KIND if FIRST_KIND in self._kinds else None
        self.fields["visitors"].choices = [  # type: ignore[attr-defined]
            (key, person.full_name) for key, person in self._people.items()
        ]
        if own is not None and str(own) in self._people:
            self.fields["visitors"].initial = [str(own)]
        for school in schools:
            self.fields[f"day_{school.pk}"] = DayField(
                label=f"День: {school.name}" if len(schools) > 1 else "День",
                error_messages={"required": "Выберите день."},
            )
            self.fields[f"hour_{school.pk}"] = forms.TimeField(
                label="Во сколько", required=False, widget=_HOUR
            )

    @property
    def days(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"day_{school.pk}"], self[f"hour_{school.pk}"]) for school in self.schools]

    @property
    def common(self) -> list[BoundField]:
        return [self[name] for name in ("kind", "way", "visitors", "companions", "purpose")]

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            kind=self._kinds[said["kind"]],
            way=Way(said["way"]),
            purpose=said["purpose"],
            visitors=[self._people[key] for key in said["visitors"]],
            companions=said["companions"],
        )

    def chosen_days(self) -> list[Day]:
        said = self.cleaned_data
        return [
            Day(school, said[f"day_{school.pk}"], said.get(f"hour_{school.pk}")) for school in self.schools
        ]


class MoveForm(forms.Form):
    """Another day, and perhaps somebody else."""

    on = DayField(label="Новый день", error_messages={"required": "Выберите день."})
    hour = forms.TimeField(label="Во сколько", required=False, widget=_HOUR)
    reason = forms.CharField(
        label="Почему", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        error_messages={"required": "Напишите почему: школа прочитает это."},
    )  # fmt: skip
    visitors = forms.MultipleChoiceField(label="Кто едет", widget=PlainChecks, required=False)
    seen_on = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], going: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        field = self.fields["visitors"]
        field.choices = [(key, person.full_name) for key, person in self._people.items()]  # type: ignore[attr-defined]
        field.initial = [key for key in self._people if int(key) in going]

    @property
    def day(self) -> date:
        found: date = self.cleaned_data["on"]
        return found

    @property
    def time(self) -> time | None:
        found: time | None = self.cleaned_data.get("hour")
        return found

    @property
    def people(self) -> list[Person]:
        return [self._people[key] for key in self.cleaned_data["visitors"]]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Почему посещения не будет", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        error_messages={"required": "Напишите почему: школа прочитает это."},
    )  # fmt: skip
