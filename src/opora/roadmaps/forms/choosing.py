"""Filters of a roadmap and of the list of schools: nothing here can be wrong, an unknown value is not chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.roadmaps.choosing import GONE, LATE, RECENT, REWORDED, SOON, UNDATED, Chosen
from opora.roadmaps.states import WorkState

VIEWS = (("", "Таблица"), ("calendar", "Календарь"), ("timeline", "Лента"), ("board", "Доска"))


class _Filters(forms.Form):
    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def _hidden(self, *names: str) -> None:
        for name in names:
            if self.data.get(name):
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self, name: str) -> str:
        """«» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")


class RoadmapForm(_Filters):
    """Above one school's roadmap. What leaves no choice has no field."""

    q = forms.CharField(label="Слова в мере", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        directions: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
        cycles: Sequence[Cycle],
    ) -> None:
        super().__init__(data)
        if len(directions) > 1:
            self._offer("direction", "Направление", [("", "Все"), *((str(pk), t) for pk, t in directions)])
        if people:
            self._offer("person", "Кто отвечает", [("", "Все"), *((str(pk), name) for pk, name in people)])
        self._offer(
            "mark",
            "Что показать",
            [
                *(("", "Всё"), (LATE, "Просроченные"), (SOON, "Скоро срок")),
                *((RECENT, "Подтверждённые за месяц"), (GONE, "Ответственный ушёл")),
                *((UNDATED, "Без дня в сроке"), (REWORDED, "Изменённые в документе")),
            ],
        )
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        if data.get("day"):
            picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields["day"] = forms.DateField(label="Срок в этот день", required=False, widget=picker)
        self.order_fields(["cycle", "q", "direction", "person", "mark", "day"])
        self._hidden("state", "view", "month")
        self.is_valid()

    def narrowing(self) -> Chosen:
        direction, person = self.chosen("direction"), self.chosen("person")
        return Chosen(
            state=self.chosen("state"),
            direction=int(direction) if direction else None,
            person=int(person) if person else None,
            mark=self.chosen("mark"),
            text=self.chosen("q").strip(),
            day=self.cleaned_data.get("day"),
        )

    @property
    def active(self) -> int:
        """How many filters narrow the roadmap."""
        return sum(bool(self.chosen(name)) for name in ("q", "direction", "person", "mark", "day"))


class SchoolsForm(_Filters):
    """Above the list of schools."""

    q = forms.CharField(label="Школа", required=False, max_length=100)

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], territories: Sequence[Territory]
    ) -> None:
        super().__init__(data)
        if territories:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Муниципалитет", [("", "Все"), *places])
        self._offer(
            "mark",
            "Что показать",
            [
                *(("", "Все школы"), (LATE, "С просроченными мерами")),
                *(
                    (WorkState.REPORTED.value, "Ждут подтверждения"),
                    (WorkState.RETURNED.value, "С возвращёнными"),
                ),
            ],
        )
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        self.order_fields(["cycle", "q", "territory", "mark"])
        self.is_valid()

    @property
    def active(self) -> int:
        return sum(bool(self.chosen(name)) for name in ("q", "territory", "mark"))
