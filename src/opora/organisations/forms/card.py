"""Forms of one organisation's card: contacts, figures of a year, leaders, merits."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from opora.organisations.actions.card import CARD_FIELDS, card_mark
from opora.organisations.forms.fields import DayField
from opora.organisations.models import Leader, Merit, Organisation, YearFigures
from opora.organisations.passport import PassportItem
from opora.organisations.states import OrganisationKind


def bare(value: Decimal) -> Decimal:
    """The same number without the zeros that only the column adds."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


_SCHOOL_ONLY = ("school_kind", "locality", "distance_km", "is_legal_entity")


class CardForm(forms.ModelForm):  # type: ignore[type-arg]
    """The card; `seen` carries what the person saw, so that nobody else's edit is overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = CARD_FIELDS
        # people type a comma
        localized_fields = ("latitude", "longitude")
        help_texts = {
            "official_name": "Как в уставе. Печатается в письмах и приказах.",
            "inn": "10 цифр. Помогает не завести школу второй раз.",
            "distance_km": "До центра муниципалитета, по дороге.",
            "latitude": "Градусы, например 56,8389: из любой карты в телефоне. По ним считают расстояния поездок.",
            "longitude": "Градусы, например 60,6057.",
            "is_legal_entity": "Снимите отметку, если это филиал.",
            "letterhead": "Строки, которые печатаются в шапке письма.",
        }
        widgets = {
            "official_name": forms.Textarea(attrs={"rows": 2}),
            "address": forms.Textarea(attrs={"rows": 2}),
            "letterhead": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "latitude": forms.TextInput(attrs={"inputmode": "decimal"}),
            "longitude": forms.TextInput(attrs={"inputmode": "decimal"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != OrganisationKind.SCHOOL:
            for name in _SCHOOL_ONLY:
                del self.fields[name]
        self.fields["seen"].initial = card_mark(self.instance)
        for name in ("latitude", "longitude"):
            if self.initial.get(name) is not None:
                self.initial[name] = bare(self.initial[name])

    def clean_inn(self) -> str:
        inn: str = self.cleaned_data["inn"]
        if inn and not (inn.isascii() and inn.isdigit() and len(inn) in {10, 12}):
            raise forms.ValidationError("ИНН — это 10 цифр, у предпринимателя 12. Проверьте, что вписано.")
        return inn

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name, most in (("latitude", 90), ("longitude", 180)):
            value = values.get(name)
            if value is not None and not -most <= value <= most:
                self.add_error(
                    name, f"От −{most} до {most} градусов. Проверьте, не поменялись ли числа местами."
                )
        if {"latitude", "longitude"} <= values.keys() and (values["latitude"] is None) != (
            values["longitude"] is None
        ):
            lacking = "latitude" if values["latitude"] is None else "longitude"
            self.add_error(lacking, "Нужны и широта, и долгота. Впишите вторую или очистите обе.")
        return values

    def validate_constraints(self) -> None:
        # of the fields here only the ИНН is bound by one that asks the database: without a new one nothing is asked
        if "inn" in self.changed_data:
            super().validate_constraints()

    def values(self) -> dict[str, object]:
        """What `update_card` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class FiguresForm(forms.ModelForm):  # type: ignore[type-arg]
    """Size of a school year and its social passport; an empty field means «не знаем», not zero."""

    class Meta:
        model = YearFigures
        fields = ("pupils", "teachers", "teachers_under_35", "teachers_over_55")

    def __init__(self, *args: Any, items: Sequence[PassportItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        for item in self.items:
            self.fields[f"item_{item.code}"] = _passport_field(item, self.instance.passport.get(item.code))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        teachers, pupils = values.get("teachers"), values.get("pupils")
        young, old = values.get("teachers_under_35") or 0, values.get("teachers_over_55") or 0
        if teachers is not None and young + old > teachers:
            self.add_error("teachers", "Учителей меньше, чем молодых и старших вместе. Проверьте три числа.")
        for item in self.items:
            value = values.get(f"item_{item.code}")
            if item.counts_pupils and value is not None and pupils is not None and value > pupils:
                self.add_error(f"item_{item.code}", f"Больше, чем обучающихся ({pupils}). Проверьте число.")
        return values

    def values(self) -> dict[str, object]:
        """What `set_figures` takes; items outside this catalogue's version keep their figures."""
        passport = dict(self.instance.passport)
        for item in self.items:
            value = self.cleaned_data.get(f"item_{item.code}")
            if value is None:
                passport.pop(item.code, None)
            else:
                passport[item.code] = round(float(value) / 100, 6) if item.unit == "share" else value
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"passport": passport}


def _passport_field(item: PassportItem, value: float | None) -> forms.Field:
    if item.unit == "share":
        shown = None if value is None else round(value * 100, 4)
        # localize: people type a comma
        return forms.DecimalField(
            label=f"{item.title}, %",
            required=False,
            min_value=0,
            max_value=100,
            decimal_places=2,
            initial=shown,
            localize=True,
        )
    return forms.IntegerField(label=f"{item.title}, чел.", required=False, min_value=0, initial=value)


class LeaderForm(forms.ModelForm):  # type: ignore[type-arg]
    """A head or a deputy."""

    since = DayField(label="С какого дня", required=False)
    until = DayField(
        label="По какой день", required=False, help_text="Оставьте пустым, если работает сейчас."
    )

    class Meta:
        model = Leader
        fields = ("post", "name", "is_head", "since", "until")
        labels = {"is_head": "Это первый руководитель: директор, начальник"}
        help_texts = {"is_head": "Срок прежнего закончится накануне."}


class EndLeaderForm(forms.Form):
    until = DayField(label="Последний день работы")


class MeritForm(forms.ModelForm):  # type: ignore[type-arg]
    """A status, a strength, an achievement."""

    class Meta:
        model = Merit
        fields = ("kind", "text", "year_from", "year_to")
        help_texts = {"text": "Например: «Точка роста», победитель конкурса «Ступени», пилотная площадка."}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("year_from"), values.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", "Год окончания раньше года начала. Поменяйте их местами.")
        return values
