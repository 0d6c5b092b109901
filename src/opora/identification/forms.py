"""Forms of the selection."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from opora.access import Actor
from opora.access.paths import inside
from opora.cycles.models import Cycle
from opora.identification.rule import Rule
from opora.identification.states import MODE_TITLES, ListKind
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind

_MODES = tuple((mode.value, title) for mode, title in MODE_TITLES.items())


def territories_of(actor: Actor) -> list[Territory]:
    """Regions and municipalities inside the actor's scope, in the order of names."""
    paths = ("",) if actor.is_operator else actor.scope.territory_paths if actor.scope else ()
    return list(Territory.objects.filter(inside("path", paths)).exclude(kind=TerritoryKind.FEDERATION))


class RuleForm(forms.Form):
    """The two knobs of a rule that are tried most; empty means as the rule says."""

    mode = forms.ChoiceField(label="Связь оснований", choices=_MODES, required=False)
    percent = forms.DecimalField(
        label="Порог, %",
        min_value=Decimal("0.1"),
        max_value=Decimal(100),
        decimal_places=4,
        localize=True,
        required=False,
        help_text="Не менее: ровно столько тоже считается.",
    )

    def tried(self, rule: Rule) -> Rule:
        """The rule with what the form says."""
        percent = self.cleaned_data.get("percent")
        return rule.tried(
            mode=self.cleaned_data.get("mode") or None,
            threshold=None if percent is None else percent / 100,
        )


class NewListForm(RuleForm):
    """Year and territory of a new draft."""

    cycle = forms.ModelChoiceField(label="Программный год", queryset=Cycle.objects.all(), empty_label=None)
    territory = forms.ModelChoiceField(
        label="Территория", queryset=Territory.objects.none(), empty_label=None
    )
    field_order = ("cycle", "territory", "mode", "percent")

    def __init__(self, *args: Any, territories: Sequence[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Territory.objects.filter(pk__in=[place.pk for place in territories])


class FilterForm(forms.Form):
    """Which lists are shown."""

    cycle = forms.ModelChoiceField(
        label="Год", queryset=Cycle.objects.all(), empty_label="Все", required=False
    )
    kind = forms.ChoiceField(label="Список", choices=(("", "Все"), *ListKind.choices), required=False)


class DecisionForm(forms.Form):
    """A decision over the rule's answer."""

    listed = forms.TypedChoiceField(
        label="Решение",
        choices=(("yes", "Включить в список"), ("no", "Не включать в список")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Причина",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Её увидят школа и те, кто утверждает список. Рядом будет стоять Ваше имя.",
    )


class WindowForm(forms.Form):
    """Until when schools may object."""

    until = forms.DateField(
        label="Последний день для возражений",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ApprovalForm(forms.Form):
    """The order the list is approved by, where there is one."""

    order_number = forms.CharField(label="Номер приказа", max_length=60, required=False)
    order_date = forms.DateField(
        label="Дата приказа",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class UnaskedApprovalForm(ApprovalForm):
    """Approval of a draft that schools saw, without opening it to them again."""

    unasked_reason = forms.CharField(
        label="Почему не открываете проект для возражений снова",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Школы видели прежний проект. Причину увидят на странице списка и в протоколе.",
    )
