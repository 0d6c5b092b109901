"""Annexes: a file from one's own computer, files that are here already, what an annex is called."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.attachments.materials import ACCEPT, MOST_BYTES
from opora.organisations.forms.filters import PlainChecks
from opora.reports.queries.offered import Offer


def _title() -> forms.CharField:
    return forms.CharField(
        label="Что это",
        help_text="Так приложение назовут в перечне письма. Номер поставится сам.",
        max_length=300,
        error_messages={"required": "Напишите, что в приложении: эти слова встанут в перечень письма."},
    )


class EncloseForm(forms.Form):
    title = _title()
    file = forms.FileField(
        label="Файл",
        help_text=f"PDF, DOCX, XLSX, PPTX или снимок страницы с телефона, до {MOST_BYTES // 2**20} МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Выберите файл.", "empty": "Файл пустой. Выберите другой."},
    )


class RetitleForm(forms.Form):
    title = _title()


class TakeForm(forms.Form):
    what = forms.MultipleChoiceField(
        label="Что приложить",
        help_text="Здесь файлы приказов, мероприятий и решений из отчёта, протоколы и планы территории.",
        widget=PlainChecks,
        error_messages={
            "required": "Отметьте хотя бы один файл.",
            "invalid_choice": "Чего-то из отмеченного здесь больше нет. Отметьте снова.",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, offers: Sequence[Offer]) -> None:
        super().__init__(data)
        field = self.fields["what"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.key, f"{each.title} — {each.name}") for each in offers]
