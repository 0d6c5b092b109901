"""What is asked where something was left behind: which measures, who takes them, why they are taken off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.people.models import Person
from opora.roadmaps.models import Work
from opora.ui.text import date_ru


def _term(work: Work) -> str:
    return f"до {date_ru(work.due)}" if work.due else work.measure.when or "срок не назван"


class _Works(forms.Form):
    """A choice among measures, all ticked."""

    works = forms.MultipleChoiceField(
        label="Какие меры",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Отметьте хотя бы одну меру.",
            "invalid_choice": "По одной из мер уже решили. Обновите страницу.",
        },
    )

    def __init__(self, data: Any, *, works: Sequence[Work]) -> None:
        super().__init__(data)
        found = [(str(work.pk), f"{work.measure.title} ({_term(work)})") for work in works]
        self.fields["works"].choices = found  # type: ignore[attr-defined]
        self.fields["works"].initial = [pk for pk, _ in found]

    @property
    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["works"]]


class HandOverForm(_Works):
    to = forms.ModelChoiceField(
        label="Кому",
        queryset=Person.objects.none(),
        empty_label="Выберите",
        help_text="Те, кто назначен в школе сегодня.",
        error_messages={"required": "Выберите, кому передать."},
    )

    def __init__(self, data: Any, *, works: Sequence[Work], people: QuerySet[Person]) -> None:
        super().__init__(data, works=works)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class SettleForm(_Works):
    reason = forms.CharField(
        label="Почему снимаете",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Нужно, только если снимаете.",
    )
