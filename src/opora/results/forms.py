"""Correcting a figure; choosing what to look at."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.results.actions import CHANGED
from opora.results.catalogue import DeclaredProcedure
from opora.results.figures import Said
from opora.results.layouts.shape import Measure
from opora.results.models import FIGURES, Fact
from opora.results.states import ExamKind

_MARKS = (
    (Measure.MARK_2, "Отметка «2», человек"),
    (Measure.MARK_3, "Отметка «3», человек"),
    (Measure.MARK_4, "Отметка «4», человек"),
    (Measure.MARK_5, "Отметка «5», человек"),
)


class CorrectionForm(forms.Form):
    """The figures as they are, to be put right; counts where they are known, percents where not.

    The fields depend on what the procedure has: marks, or a minimum and a mean score.
    """

    def __init__(self, fact: Fact, declared: DeclaredProcedure | None, data: Any = None) -> None:
        self.read = _stamp(fact)
        super().__init__(data, initial=_initial(fact) | {"read": self.read})
        self.fields[Measure.PARTICIPANTS] = _count("Участников")
        if declared is None or declared.has_marks:
            for measure, label in _MARKS:
                self.fields[measure] = _count(label)
            words = "Заполните, если отметки по одной неизвестны."
        else:
            words = ""
        low = declared.low_words if declared else "отметка «2»"
        high = declared.high_words if declared else "отметки «4» и «5»"
        self.fields[Measure.LOW] = _count(f"Низкие результаты ({low}), человек", words)
        self.fields[Measure.HIGH] = _count(f"Высокие результаты ({high}), человек", words)
        percent = "Только если число человек неизвестно."
        self.fields[Measure.LOW_PERCENT] = _percent("Низкие результаты, %", percent)
        self.fields[Measure.HIGH_PERCENT] = _percent("Высокие результаты, %", percent)
        self.fields[Measure.MEAN] = forms.DecimalField(
            label="Средний балл", required=False, min_value=0, max_value=100, decimal_places=3, localize=True
        )
        self.fields["reason"] = forms.CharField(
            label="Почему меняете",
            help_text="Останется в истории рядом с прежней цифрой.",
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": "Напишите, почему цифра меняется: причина останется в истории."},
        )

        self.fields["read"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A figure that somebody changed while the page stood open is not overwritten."""
        if self.cleaned_data.get("read") not in {"", self.read}:
            raise ValidationError(CHANGED)
        return self.cleaned_data

    def said(self) -> Said:
        """The figures that were filled in."""
        values = {measure: self.cleaned_data.get(measure) for measure in Measure}
        return {measure: value for measure, value in values.items() if value is not None}


def _stamp(fact: Fact) -> str:
    """The figures as the page shows them, to be known again."""
    return "|".join("" if value is None else f"{value:f}" for value in (getattr(fact, n) for n in FIGURES))


def _initial(fact: Fact) -> dict[str, int | Decimal]:
    has_marks = fact.mark_2 is not None and fact.mark_5 is not None
    values: dict[str, int | Decimal | None] = {measure: getattr(fact, measure, None) for measure in Measure}
    if has_marks:
        values[Measure.LOW] = values[Measure.HIGH] = None
    return {
        name: value.normalize() if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value is not None
    }


def _count(label: str, words: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=5000,
        help_text=words,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _percent(label: str, words: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=4,
        localize=True,
        help_text=words,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class TableFilter(forms.Form):
    """Which year, territory and test the table shows."""

    year = forms.TypedChoiceField(
        label="Год", required=False, coerce=int, empty_value=None, widget=PlainSelect
    )
    territory = forms.ChoiceField(label="Территория", required=False, widget=PlainSelect)
    test = forms.ChoiceField(
        label="Процедура", required=False, choices=[("", "Все"), *ExamKind.choices], widget=PlainSelect
    )

    def __init__(self, data: Any, years: Sequence[int], territories: Sequence[Territory]) -> None:
        super().__init__(data)
        chosen_year, chosen_place = self.fields["year"], self.fields["territory"]
        assert isinstance(chosen_year, forms.ChoiceField) and isinstance(chosen_place, forms.ChoiceField)
        chosen_year.choices = [("", "Последний")] + [(str(year), str(year)) for year in years]
        chosen_place.choices = [("", "Все мои")] + [(place.code, place.name) for place in territories]

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(bool(self.data.get(name)) for name in self.fields)
