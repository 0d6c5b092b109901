"""Choosing: filters of the list, how a document begins."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.organisations.forms.filters import PlainSelect
from opora.risks.models import Direction


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    kind = forms.ChoiceField(label="Вид документа", required=False, widget=PlainSelect)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Все виды"), *kinds]


class BeginForm(forms.Form):
    """How a document begins: for which direction, with last year's text or empty."""

    direction = forms.ChoiceField(
        label="Направление",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите направление: на каждое пишется своя программа."},
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
