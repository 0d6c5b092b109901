"""Forms of groups and their members."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.groups.models import Group, Member
from opora.groups.states import GroupKind
from opora.people.models import Person

STATES = (("active", "Действующие"), ("dissolved", "Распущенные"), ("all", "Все"))


class DayField(forms.DateField):
    """A date chosen in the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class GroupFilterForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    q = forms.CharField(label="Название", required=False, max_length=100)
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "Любой"), *GroupKind.choices])
    state = forms.ChoiceField(label="Какие", required=False, choices=STATES)

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        chosen = self.cleaned_data
        narrowed = sum(bool(chosen.get(name)) for name in ("q", "kind"))
        return narrowed + (chosen.get("state") in {"dissolved", "all"})


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A group; without `homes` its home is settled already."""

    order_date = DayField(label="Дата приказа", required=False)

    class Meta:
        model = Group
        fields = ("kind", "name", "purpose", "order_number", "order_date")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"name": "Например: «Рабочая группа по программе развития», «ШМО учителей математики»."}

    def __init__(
        self, *args: Any, homes: Sequence[tuple[str, str]] = (), home: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if homes:
            chosen = home if home in dict(homes) else homes[0][0] if len(homes) == 1 else ""
            self.fields["home"] = forms.ChoiceField(
                label="Где создать", choices=[("", "Выберите"), *homes], initial=chosen
            )
            self.order_fields(["home", *self.Meta.fields])


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    """A member; `people` are those whom one may name with an account."""

    since = DayField(label="С какого дня", required=False)
    until = DayField(label="По какой день", required=False, help_text="Пусто — пока действует группа.")

    class Meta:
        model = Member
        fields = ("person", "name", "post", "part", "since", "until")
        help_texts = {"name": "Пусто, если человек выбран выше."}

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].required = False
        self.fields["person"].label = "Кто из тех, кто входит в систему"
        self.fields["person"].empty_label = "Другой человек, впишу ниже"  # type: ignore[attr-defined]
        self.has_people = people.exists()
        if not self.has_people:
            del self.fields["person"]
            self.fields["name"].help_text = ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        person = values.setdefault("person", None)
        values["name"] = values.get("name") or (person.full_name if person else "")
        values["post"] = values.get("post") or (person.post if person else "")
        if not values["name"] and "name" not in self.errors:
            self.add_error("name", "Впишите фамилию, имя и отчество.")
        return values


class LastDayForm(forms.Form):
    until = DayField(label="Последний день в группе")


class DissolveForm(forms.Form):
    closed_on = DayField(label="С какого дня распущена")
