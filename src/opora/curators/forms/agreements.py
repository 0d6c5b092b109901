"""An agreement: with whom, in which words, how it ends."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.assignments.forms import DayField, MaterialsField
from opora.curators.actions.agreeing import Words
from opora.people.models import Person

_LONGEST = 8000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WordsForm(forms.Form):
    number = forms.CharField(label="Номер", max_length=60, required=False)
    date = DayField(label="Дата", error_messages={"required": "Впишите дату."})
    subject = forms.CharField(
        label="О чём договариваются",
        widget=_area(4),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, о чём договариваются школа и куратор."},
    )
    terms = forms.CharField(
        label="Условия",
        help_text="Каждое условие — с новой строки: станет пунктом.",
        widget=_area(12),
        max_length=_LONGEST,
        error_messages={"required": "Напишите хотя бы одно условие."},
    )

    def words(self) -> Words:
        data = self.cleaned_data
        terms = [line for line in data["terms"].splitlines() if line.strip()]
        return Words(data["date"], data["subject"], terms, data["number"])


class DraftForm(WordsForm):
    """A new agreement: the curator is asked where the school has several."""

    curator = forms.ChoiceField(label="Куратор")

    field_order = ("curator", "number", "date", "subject", "terms")

    def __init__(self, *args: Any, curators: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["curator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), each.full_name) for each in curators]
        if len(curators) == 1:
            field.initial = str(curators[0].pk)
            field.widget = forms.HiddenInput()
        self.order_fields(self.field_order)


class ScanForm(forms.Form):
    material = MaterialsField(
        label="Скан подписанного соглашения", error_messages={"required": "Выберите файл."}
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(data.get("material") or ()) > 1:
            self.add_error("material", "Приложите один файл: соберите страницы в один PDF.")
        return data


class AgreementEndForm(forms.Form):
    on = DayField(label="С какого дня", error_messages={"required": "Впишите день."})
    reason = forms.CharField(
        label="Почему",
        widget=_area(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите почему: это увидят школа и куратор."},
    )
