"""The heading of a plan, filters of the list and of a plan, words of a mark."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.plans.states import Level, PlanState, Standing, Told

LATE, SOON = "late", "soon"
SHOWN = (
    ("", "Все строки"),
    (LATE, "Просроченные"),
    (SOON, "Срок в ближайшие 14 дней"),
    *((each.value, each.label.capitalize()) for each in Standing if each is not Standing.LATE),
)


class HeadingForm(forms.Form):
    """How a plan is called and by what it was approved."""

    title = forms.CharField(
        label="Название",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Назовите план: под этим названием его найдут."},
    )
    approved_by = forms.CharField(
        label="Чем утверждён",
        help_text="Например: приказ начальника управления образования.",
        max_length=300,
        required=False,
    )
    order_number = forms.CharField(label="Номер приказа", max_length=60, required=False)
    order_date = forms.DateField(
        label="Дата приказа",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Впишите день как 01.09.2026."},
    )


class NewPlanForm(HeadingForm):
    """The same, with the territory and the year where there is a choice."""

    cycle = forms.ModelChoiceField(
        Cycle.objects.all(), label="Программный год", to_field_name="code", empty_label=None
    )
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Территория", to_field_name="code")

    field_order = ("territory", "cycle", "title", "approved_by", "order_number", "order_date")

    def __init__(self, *args: Any, territories: Sequence[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Territory.objects.filter(pk__in=[each.pk for each in territories]).order_by(
            "sort_name"
        )
        if len(territories) == 1:
            field.initial = territories[0].code


class _Filters(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow what is shown."""
        return sum(bool(self.chosen(name)) for name in self.fields)


class ListForm(_Filters):
    """Filters of the list of plans."""

    q = forms.CharField(label="Слова из названия", required=False, max_length=100)

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], territories: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        if len(cycles) > 1:
            self._offer("cycle", "Год", [("", "Все годы"), *((each.code, each.title) for each in cycles)])
        if len(territories) > 1:
            self._offer("territory", "Территория", [("", "Все"), *territories])
        self._offer("level", "Уровень", [("", "Все"), *((each.value, each.label) for each in Level)])
        self._offer("state", "Состояние", [("", "Все"), *((each.value, each.label) for each in PlanState)])
        self.is_valid()


class RowsForm(_Filters):
    """Filters of the rows of a plan."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        schools: Sequence[tuple[str, str]],
        people: Sequence[str],
        has_mine: bool,
    ) -> None:
        super().__init__(data)
        self._offer("show", "Что показать", SHOWN)
        if schools:
            self._offer("school", "Школа", [("", "Все школы"), *schools])
        if people:
            self._offer("who", "Кто назван", [("", "Все"), *((name, name) for name in people)])
        if has_mine:
            self._offer("mine", "Мои строки", [("", "Все"), ("1", "Где назван(а) я")])
        self.is_valid()


class TellForm(forms.Form):
    """Somebody's word of a row: done, done at a distance, put off to the next year."""

    how = forms.ChoiceField(
        label="Что с этой строкой",
        choices=[(each.value, each.label.capitalize()) for each in Told],
        widget=forms.RadioSelect,
        initial=Told.DONE.value,
        error_messages={"required": "Выберите, что с этой строкой."},
    )
    words = forms.CharField(
        label="Что сделано и когда; если переносите — почему",
        help_text="Это прочтут рядом с отметкой: там будет стоять и ваше имя.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Напишите, что сделано и когда, или почему переносите."},
    )

    def __init__(self, *args: Any, has_fact: bool, **kwargs: Any) -> None:
        """Where a fact marks the row, it can only be put off."""
        super().__init__(*args, **kwargs)
        if has_fact:
            del self.fields["how"]
            self.fields["words"].label = "Почему переносите"

    @property
    def told(self) -> Told:
        return Told(self.cleaned_data.get("how") or Told.NEXT_YEAR)


class LinkForm(forms.Form):
    """The page of a thing that shows how a row was carried out."""

    address = forms.CharField(
        label="Адрес страницы",
        help_text="Откройте мероприятие, приказ, совещание или документ и скопируйте сюда адрес страницы.",
        max_length=500,
        error_messages={"required": "Вставьте адрес страницы: скопируйте его из браузера."},
    )


class SinceForm(forms.Form):
    """From which day changes are told; none named is none chosen."""

    since = forms.DateField(
        label="С какого дня",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Впишите день как 01.09.2026."},
    )
