"""A request for reports: of which stage, until when, in what shape, of which municipalities."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.assignments.forms import DayField
from opora.organisations.forms.filters import PlainChecks
from opora.organisations.models import Territory
from opora.reports.actions import Ask
from opora.reports.forms.listing import StageForm
from opora.reports.queries.stages import StageOf

FORM = "Официальное письмо с подписью руководителя и приложениями"


class RequestForm(StageForm):
    due = DayField(
        label="Прислать до",
        error_messages={"required": "Впишите последний день.", "invalid": "Впишите день как 01.06.2026."},
    )
    form = forms.CharField(
        label="В каком виде", max_length=300, required=False, initial=FORM, widget=forms.Textarea({"rows": 2})
    )
    note = forms.CharField(
        label="О чём написать обязательно",
        help_text="Что важно именно в этот раз. Школы, приказы, меры и цифры встанут в отчёт сами.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    number = forms.CharField(
        label="Номер вашего письма",
        help_text="Если запрос ушёл и письмом: отчёт ответит «на №».",
        required=False,
        max_length=60,
    )
    date = DayField(
        label="Дата письма", required=False, error_messages={"invalid": "Впишите день как 01.06.2026."}
    )
    territories = forms.MultipleChoiceField(
        label="У кого запросить",
        widget=PlainChecks,
        error_messages={
            "required": "Отметьте хотя бы один муниципалитет.",
            "invalid_choice": "Отметьте муниципалитеты из списка.",
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        stages: Sequence[StageOf],
        initial: str,
        places: Sequence[Territory],
    ) -> None:
        super().__init__(data, stages=stages, initial=initial)
        field = self.fields["territories"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.pk), each.name) for each in places]
        field.initial = [str(each.pk) for each in places]
        due = next((each.due for each in stages if each.code == initial), None)
        self.fields["due"].initial = due

    def ask(self, stage: StageOf) -> Ask:
        said = self.cleaned_data
        return Ask(
            stage=stage,
            due=said["due"],
            territories=[int(each) for each in said["territories"]],
            form=said["form"],
            note=said["note"],
            number=said["number"],
            dated=said["date"],
        )
