"""Forms that change which organisations and territories there are."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.organisations.forms.fields import DayField
from opora.organisations.models import Organisation, Territory


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new organisation; the rest of its card is filled on the card."""

    class Meta:
        model = Organisation
        fields = ("kind", "key", "name", "official_name", "school_kind", "locality", "inn")
        help_texts = {
            "key": "Постоянный код, например код ОО. Потом не меняется: по нему находят школу в файлах.",
            "name": "Короткое, как в таблицах: «Луговская ООШ».",
        }
        widgets = {"official_name": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") != "school":
            values["school_kind"] = ""
        return values


class RenameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organisation
        fields = ("name", "official_name")
        help_texts = {
            "name": "Прежнее название останется в истории: по нему школу найдут в файлах прошлых лет."
        }
        widgets = {"official_name": forms.Textarea(attrs={"rows": 2})}


class CloseForm(forms.Form):
    closed_on = DayField(label="С какого дня закрыта")


class MergeTargetForm(forms.Form):
    """The first step: to which organisation."""

    into = forms.ModelChoiceField(
        label="К какой организации присоединить", queryset=Organisation.objects.none(), empty_label="Выберите"
    )

    def __init__(self, *args: Any, targets: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = targets  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    merged_on = DayField(label="С какого дня")


class TransferForm(forms.Form):
    territory = forms.ModelChoiceField(
        label="В какую территорию", queryset=Territory.objects.none(), empty_label="Выберите"
    )

    def __init__(self, *args: Any, places: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = places  # type: ignore[attr-defined]


class TerritoryForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Territory
        fields = ("name", "code")
        help_texts = {"code": "Постоянный код, например ОКТМО. По нему территорию находят в файлах."}


class TerritoryNameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Territory
        fields = ("name",)


class MoveTerritoryForm(forms.Form):
    parent = forms.ModelChoiceField(
        label="В какой регион", queryset=Territory.objects.none(), empty_label="Выберите"
    )

    def __init__(self, *args: Any, parents: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
