"""What people write of decisions, and what stands above their list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.assignments.forms import DayField, MaterialsField
from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

_LONGEST = 4000
_SHOWN = (("", "Все"), ("idle", "Без открытых поручений"), ("unassessed", "Исполнено, эффект не оценён"))


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    q = forms.CharField(label="Что решили, основание, кто", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        cycles: Sequence[Cycle],
        territories: Sequence[Territory],
        homes: bool,
    ) -> None:
        super().__init__(data)
        if homes:
            self.fields["home"] = forms.CharField(
                label="Школа или территория", required=False, max_length=100
            )
        self._offer("show", "Что показать", _SHOWN)
        if len(territories) > 1:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Территория", [("", "Все"), *places])
        if len(cycles) > 1:
            self._offer("cycle", "Программный год", [("", "Все"), *((c.code, c.title) for c in cycles)])
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
        return sum(bool(self.chosen(name)) for name in ("q", "home", "show", "territory", "cycle"))


class HomeForm(forms.Form):
    """About whom it is decided: asked where there is a choice."""

    home = forms.ChoiceField(
        label="О ком или о чём решение",
        error_messages={
            "required": "Выберите территорию или школу.",
            "invalid_choice": "Выберите из списка.",
        },
    )

    def __init__(
        self, *args: Any, territories: Sequence[Territory], schools: Sequence[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups: list[tuple[str, Any]] = [("", "Выберите")]
        groups += (
            [("Территории", [(f"t{each.pk}", each.name) for each in territories])] if territories else []
        )
        groups += [("Школы", [(f"s{each.pk}", each.name) for each in schools])] if schools else []
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = groups


class SaidForm(forms.Form):
    """What was decided."""

    text = forms.CharField(
        label="Что решили",
        widget=_words(4),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, что решили."},
    )
    ground = forms.CharField(
        label="На каком основании",
        help_text="«По итогам анализа ВПР по математике…»: потом по этому судят, помогло ли.",
        widget=_words(3),
        max_length=_LONGEST,
        required=False,
    )
    decided_by = forms.CharField(
        label="Кто решил",
        help_text="Должность и имя или группа: «начальник управления», «координационная группа».",
        max_length=200,
        error_messages={"required": "Напишите, кто решил."},
    )
    decided_on = DayField(label="Когда", error_messages={"required": "Впишите день решения."})


class TaskForm(forms.Form):
    """A measure of the decision: who does what until when."""

    what = forms.CharField(
        label="Что сделать",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, что надо сделать."},
    )
    person = forms.ModelChoiceField(
        label="Исполнитель",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Другой человек, впишу ниже",
    )
    executor = forms.CharField(
        label="Исполнитель, если его нет в списке",
        help_text="Поручение школе без имени увидят её директор и координатор.",
        required=False,
        max_length=200,
    )
    due = DayField(label="Срок", required=False)
    when = forms.CharField(
        label="Срок словами, если дня нет",
        help_text="Например: «январь», «до конца четверти».",
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class FirstTaskForm(TaskForm):
    """The same beside a new decision: nothing written means no task yet."""

    what = forms.CharField(
        label="Первая мера: что сделать",
        help_text="Станет поручением. Остальные меры добавите на странице решения.",
        widget=_words(2),
        max_length=_LONGEST,
        required=False,
    )


class ExecutedForm(forms.Form):
    day = DayField(label="Когда исполнено", error_messages={"required": "Впишите день."})


class OutcomeForm(forms.Form):
    """What it led to: words first, a figure where there is one."""

    on = DayField(label="На какой день", error_messages={"required": "Впишите день."})
    words = forms.CharField(
        label="Что изменилось",
        help_text="Коротко и честно. Если ничего не изменилось, так и напишите: это тоже результат.",
        widget=_words(4),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, что изменилось."},
    )
    figure = forms.CharField(
        label="Показатель",
        help_text="«Доля «2» за ВПР, математика, 6 класс».",
        max_length=200,
        required=False,
    )
    before = forms.DecimalField(label="Было", max_digits=12, decimal_places=2, localize=True, required=False)
    after = forms.DecimalField(label="Стало", max_digits=12, decimal_places=2, localize=True, required=False)
    unit = forms.CharField(
        label="В чём измеряли", help_text="%, человек, баллов.", max_length=40, required=False
    )
    source = forms.CharField(
        label="Откуда цифры", help_text="«Протоколы ВПР 2026 года».", max_length=300, required=False
    )
    material = MaterialsField(label="Подтверждение", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(data.get("material") or ()) > 1:
            self.add_error("material", "Приложите один файл: к одному результату — одно подтверждение.")
        return data


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Почему",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите почему: это увидят все, кому решение видно."},
    )
