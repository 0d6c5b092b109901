"""Choosing: filters of the list, how a document begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.risks.models import Direction

LATE, WITHOUT = "late", "without"
SHOWN = (("", "Все"), (LATE, "Просроченные"), (WITHOUT, "Школы без документа"))


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    q = forms.CharField(label="Школа: название или код", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        kinds: Sequence[tuple[str, str]],
        cycles: Sequence[Cycle] = (),
        territories: Sequence[Territory] = (),
        curators: Sequence[tuple[int, str]] = (),
        shows: bool = True,
    ) -> None:
        super().__init__(data)
        self._offer("kind", "Вид документа", [("", "Все виды"), *kinds])
        if shows:
            self._offer("show", "Что показать", SHOWN)
        if curators:
            names = [(str(pk), name) for pk, name in curators]
            self._offer("curator", "Куратор", [("", "Любой"), *names])
        if territories:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Муниципалитет", [("", "Все"), *places])
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        self.order_fields(["cycle", "q", "kind", "territory", "curator", "show"])
        # a tab that is open stays open
        self.fields["state"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not data.get("state"):
            del self.fields["state"]
        self.is_valid()

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in ("q", "kind", "territory", "curator", "show"))


class BeginForm(forms.Form):
    """How a document begins: for which direction, with last year's text or empty."""

    direction = forms.ChoiceField(
        label="Направление",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Выберите направление: на каждое пишется своя программа.",
            "invalid_choice": "По этому направлению программу не начать: выберите из тех, что здесь.",
        },
    )
    with_last_year = forms.BooleanField(
        label="Взять за основу документ прошлого года",
        help_text="Тексты и меры перейдут, даты и исходные числа — нет: их надо вписать заново.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        directions: Sequence[Direction],
        needs_direction: bool,
        has_last_year: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["direction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), each.factor_title) for each in directions]
        if needs_direction and not directions:
            field.help_text = "Направлений пока нет: сначала выберите их на странице рисков школы."
        if not needs_direction:
            del self.fields["direction"]
        if not has_last_year:
            del self.fields["with_last_year"]
