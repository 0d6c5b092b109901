"""What narrows a page down or asks for a computing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.indicators.kinds import GROUP_TITLES
from opora.indicators.values import LEVEL_TITLES, Level
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory

LEVEL_CHOICES = tuple((level.value, LEVEL_TITLES[level]) for level in (Level.HIGH, Level.MIDDLE, Level.LOW))


class MapFilter(forms.Form):
    """Above the heatmap."""

    group = forms.ChoiceField(
        label="Группа факторов",
        choices=(("", "Все"), *GROUP_TITLES.items()),
        required=False,
        widget=PlainSelect,
    )
    level = forms.ChoiceField(
        label="Есть фактор с уровнем",
        choices=(("", "Любой"), *LEVEL_CHOICES),
        required=False,
        widget=PlainSelect,
    )
    order = forms.ChoiceField(
        label="Порядок",
        choices=(("name", "по названию"), ("risk", "сначала высокие риски")),
        required=False,
        widget=PlainSelect,
    )

    def __init__(
        self, *args: Any, cycles: Sequence[Cycle], territories: Sequence[Territory], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "cycle", cycles)
        _offer(self, "territory", territories, "Все")
        self.order_fields(["cycle", "territory"])


def _offer(
    form: forms.Form, name: str, found: Sequence[Cycle] | Sequence[Territory], nothing: str = ""
) -> None:
    """A choice among what was found already, by code. Nothing to choose: no field."""
    if len(found) < 2:
        return
    by_code = {each.code: each for each in found}
    choices = [(each.code, str(each)) for each in found]
    form.fields[name] = forms.TypedChoiceField(
        label="Год" if name == "cycle" else "Муниципалитет",
        choices=[("", nothing), *choices] if nothing else choices,
        coerce=by_code.__getitem__,
        empty_value=None,
        required=False,
        widget=PlainSelect,
    )


class BoardForm(forms.Form):
    """Above the board of directions."""

    factor = forms.ChoiceField(label="Фактор", required=False, widget=PlainSelect)

    def __init__(
        self, *args: Any, factors: Mapping[str, str], territories: Sequence[Territory], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["factor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Все"), *factors.items()]
        _offer(self, "territory", territories, "Все")


class RefreshForm(forms.Form):
    """For which year and territory profiles are computed."""

    cycle = forms.ModelChoiceField(label="Год", queryset=Cycle.objects.all(), empty_label=None)
    territory = forms.ModelChoiceField(
        label="Территория", queryset=Territory.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, territories: Sequence[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Territory.objects.filter(pk__in=[place.pk for place in territories])
