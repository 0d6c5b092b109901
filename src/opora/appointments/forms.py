"""Forms of appointing: who, as what, for whom, by which order, from when till when."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from opora.access import Actor, Role
from opora.appointments.actions import Terms
from opora.appointments.models import Appointment
from opora.appointments.queries import Choice
from opora.appointments.rules import grantable
from opora.appointments.scopes import (
    FEDERATION,
    FEDERATION_TITLE,
    NotAScope,
    PlaceBook,
    Places,
    schools_within,
    territories_within,
)
from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.states import TerritoryKind
from opora.people.forms import ContactsForm
from opora.people.models import Person

#: a longer list is typed as codes instead of ticked
MOST_BOXES = 60
#: a longer list is folded
FEW_BOXES = 6


def _day(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class TermsForm(forms.Form):
    """The order, the year and the term."""

    cycle = forms.ChoiceField(label="Программный год", required=False)
    order_number = forms.CharField(label="Номер приказа", max_length=60, required=False)
    order_date = _day("Дата приказа")
    since = _day("Действует с", "Пусто — с сегодняшнего дня.")
    until = _day("Действует по", "Пусто — до конца года, а без года — пока не завершите.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cycles = {str(each.pk): each for each in Cycle.objects.all()}
        years = [(key, each.title) for key, each in self._cycles.items()]
        self._choices("cycle").choices = [("", "Без года: пока не завершите"), *years]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        cycle = self._cycles.get(cleaned.get("cycle", ""))
        last = until or (cycle.ends if cycle else None)
        if since and last and last < since:
            self.add_error("until", "Последний день раньше первого. Исправьте одну из дат.")
        return cleaned

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            cycle=self._cycles.get(data["cycle"]),
            order_number=data["order_number"],
            order_date=data["order_date"],
            since=data.get("since"),
            until=data["until"],
        )

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


def terms_of(appointment: Appointment) -> dict[str, Any]:
    """What the form of a kept appointment begins with."""
    names = ("order_number", "order_date", "since", "until")
    return {name: getattr(appointment, name) for name in names} | {"cycle": appointment.cycle_id or ""}


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that stand together; with a title they are folded under it until asked for."""

    title: str
    fields: tuple[BoundField, ...]

    @property
    def is_open(self) -> bool:
        """Nothing typed or wrong is ever hidden."""
        return any(field.errors or (field.form.is_bound and field.data) for field in self.fields)


TERMS = "Год, приказ и срок"
CONTACTS = "Должность, почта и телефон"
TERMS_OF_REPLACEMENT = "Год, приказ и последний день"
KNOWN = "Человек уже работает в Опоре"


class _FoldedForm(forms.Form):
    """What decides stands open, the rest folded: `folds` gives the title for each folded field."""

    template_name = "appointments/forms/folded.html"
    folds: ClassVar[dict[str, str]] = {}

    def title_of_fold(self, name: str) -> str:
        return self.folds.get(name, "")

    def parts(self) -> list[Part]:
        """The fields in their order; neighbours of one title together."""
        titled = groupby(self.visible_fields(), key=lambda field: self.title_of_fold(field.name))
        return [Part(title, tuple(fields)) for title, fields in titled]


_TERMS_FOLDED = dict.fromkeys(("cycle", "order_number", "order_date", "since", "until"), TERMS)


class AppointForm(_FoldedForm, TermsForm):
    """As what and for whom somebody already chosen is appointed."""

    folds = _TERMS_FOLDED

    role = forms.ChoiceField(label="Роль")

    field_order: tuple[str, ...] = ("role", "territories", "schools", "places", "cycle")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self._choices("role").choices = [
            ("", "Выберите роль"),
            *((r.value, r.title) for r in grantable(actor)),
        ]
        self._add_places()
        self.order_fields(self.field_order)

    def _add_places(self) -> None:
        territories = [
            (FEDERATION, FEDERATION_TITLE) if t.kind == TerritoryKind.FEDERATION else (t.code, t.name)
            for t in territories_within(self._actor)[: MOST_BOXES + 1]
        ]
        schools = [(s.key, s.name) for s in schools_within(self._actor)[: MOST_BOXES + 1]]
        for name, label, choices in (
            ("territories", "Для территории", territories),
            ("schools", "Для школ", schools),
        ):
            if choices and len(choices) <= MOST_BOXES:
                self.fields[name] = forms.MultipleChoiceField(
                    label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )
        if max(len(territories), len(schools)) > MOST_BOXES:
            self.fields["places"] = forms.CharField(
                label="Коды или названия",
                required=False,
                widget=forms.Textarea({"rows": 3}),
                help_text="По одному в строке: код или точное название территории либо школы.",
            )
        if len(schools) == 1 and not territories:
            self.fields["schools"].initial = [schools[0][0]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("role"):
            try:
                named = self._named(cleaned)
                self.places = PlaceBook(self._actor, words=named).find(named, role=Role(cleaned["role"]))
            except NotAScope as refused:
                self.add_error(self._place_field(), refused.words)
        return cleaned

    def _named(self, cleaned: dict[str, Any]) -> list[str]:
        typed = cleaned.get("places", "").replace(";", "\n").splitlines()
        return [*cleaned.get("territories", ()), *cleaned.get("schools", ()), *typed]

    def _place_field(self) -> str | None:
        return next((name for name in ("places", "schools", "territories") if name in self.fields), None)

    def title_of_fold(self, name: str) -> str:
        field = self.fields[name]
        several = "territories" in self.fields and "schools" in self.fields
        if several and isinstance(field, forms.MultipleChoiceField):
            count = len(self._choices(name).widget.choices)
            if count > FEW_BOXES:
                return f"{field.label}: выбрать из {count}"
        return super().title_of_fold(name)

    @property
    def role_chosen(self) -> Role:
        return Role(self.cleaned_data["role"])

    places: Places


class _SomebodyForm(ContactsForm):
    """A person who works here already, by login, or a new one by name."""

    existing = forms.CharField(
        label="Логин, если человек уже работает в Опоре",
        max_length=60,
        required=False,
        help_text="Тогда имя, должность и почту заполнять не нужно.",
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("surname", "given_name"):
            self.fields[name].required = False
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_existing(self) -> Person | None:
        login = str(self.cleaned_data["existing"]).strip()
        if not login:
            return None
        found = Person.objects.filter(login__iexact=login).first()
        if found is None:
            raise ValidationError("Такого логина нет. Проверьте его или заполните имя ниже.")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "existing" not in self.errors and not cleaned.get("existing"):
            for name in ("surname", "given_name"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Заполните это поле.")
        return cleaned

    @property
    def existing_person(self) -> Person | None:
        found: Person | None = self.cleaned_data["existing"]
        return found


_PERSON_FOLDED = {"existing": KNOWN} | dict.fromkeys(("post", "email", "phone"), CONTACTS)


class AppointSomebodyForm(_SomebodyForm, AppointForm):
    """A new person, or one by login, together with the first appointment."""

    folds = _PERSON_FOLDED | _TERMS_FOLDED

    field_order = (
        "existing", "surname", "given_name", "patronymic", "post", "email", "phone",
        *AppointForm.field_order,
    )  # fmt: skip


class ReplaceForm(_SomebodyForm, _FoldedForm, TermsForm):
    """Who comes instead, from which day, by which order."""

    folds = _PERSON_FOLDED | dict.fromkeys(_TERMS_FOLDED, TERMS_OF_REPLACEMENT)

    first_day = _day("Замена с", "Прежнее назначение закончится накануне.", required=True)

    field_order = ("existing", "surname", "given_name", "patronymic", "post", "email", "phone", "first_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["since"]


class EndForm(forms.Form):
    last_day = _day("Последний день", required=True)


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label="Причина", max_length=300, help_text="Её увидят в истории те, кто видит это назначение."
    )


class ChoiceForm(forms.Form):
    """Filters of the list of people."""

    words = forms.CharField(label="Имя", required=False)
    role = forms.ChoiceField(
        label="Роль",
        required=False,
        choices=[("", "Все"), *((r.value, r.title) for r in Role)],
        widget=PlainSelect,
    )
    cycle = forms.ChoiceField(label="Год", required=False, widget=PlainSelect)
    not_signed_in = forms.ChoiceField(
        label="Вход", required=False, choices=[("", "Все"), ("on", "Ещё не вошли")], widget=PlainSelect
    )
    past = forms.ChoiceField(
        label="Назначения",
        required=False,
        choices=[("", "Действующие и будущие"), ("on", "И прежние")],
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cycle"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Все"), *((str(c.pk), c.title) for c in Cycle.objects.all())]

    def choice(self) -> Choice:
        """What is chosen; a filter that makes no sense narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        return Choice(
            words=data.get("words", ""),
            role=data.get("role", ""),
            cycle_id=int(data["cycle"]) if data.get("cycle") else None,
            not_signed_in=bool(data.get("not_signed_in")),
            past=bool(data.get("past")),
        )

    def active(self) -> int:
        """How many filters are set."""
        return sum(bool(value) for value in self.cleaned_data.values()) if self.is_valid() else 0
