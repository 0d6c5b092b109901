"""The words of a person, whom the letter goes to, its number and date."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.assignments.forms import DayField
from opora.reports.actions import Address
from opora.reports.models import Report
from opora.reports.texts import Field

LONGEST = 6000


class TextsForm(forms.Form):
    """Every text that only a person can write. None is required here: half a report may be kept."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, fields: Sequence[Field], texts: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial={each.code: texts.get(each.code, "") for each in fields})
        for each in fields:
            self.fields[each.code] = forms.CharField(
                label=each.label,
                help_text=each.hint,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": each.rows}),
            )
        self._places = {each.code: each.section for each in fields}

    @property
    def sections(self) -> set[str]:
        """Sections of the letter that have a field."""
        return set(self._places.values())

    def of_section(self, code: str) -> list[forms.BoundField]:
        """The fields that stand in a section of the letter."""
        return [self[name] for name, section in self._places.items() if section == code]

    def texts(self, kept: Mapping[str, str]) -> dict[str, str]:
        """What is to be kept: a text of a school that is not asked any more stays."""
        return {**kept, **{name: str(value) for name, value in self.cleaned_data.items()}}


class AddressForm(forms.Form):
    subject = forms.CharField(
        label="О чём письмо",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите заголовок письма: о чём оно."},
    )
    addressee_post = forms.CharField(
        label="Кому: должность",
        help_text="В дательном падеже: «Ректору». Падеж ставят правила, проверьте.",
        required=False,
        max_length=200,
    )
    addressee_organisation = forms.CharField(label="Кому: организация", required=False, max_length=300)
    addressee_name = forms.CharField(
        label="Кому: имя", help_text="В дательном падеже: «Беловой И. С.»", required=False, max_length=200
    )
    reply_to_number = forms.CharField(
        label="В ответ на письмо №", help_text="Если отчёт запросили письмом.", required=False, max_length=60
    )
    reply_to_date = DayField(
        label="от", required=False, error_messages={"invalid": "Впишите день как 01.06.2026."}
    )
    signer_post = forms.CharField(label="Подписывает: должность", required=False, max_length=200)
    signer_name = forms.CharField(
        label="Подписывает: имя",
        help_text="Полностью, в именительном падеже.",
        required=False,
        max_length=200,
    )

    @classmethod
    def of(cls, data: Mapping[str, Any] | None, report: Report) -> "AddressForm":
        return cls(data, initial={name: getattr(report, name) for name in cls.base_fields})

    def address(self) -> Address:
        return Address(**self.cleaned_data)


class IssueForm(forms.Form):
    number = forms.CharField(
        label="Исходящий номер",
        max_length=60,
        error_messages={"required": "Впишите исходящий номер."},
    )
    date = DayField(
        label="Дата письма",
        error_messages={"required": "Впишите дату письма.", "invalid": "Впишите день как 01.06.2026."},
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Почему",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите почему: это прочтут те, кто готовил отчёт."},
    )
