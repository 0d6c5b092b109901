"""What stands above what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.search.sources.base import Source


class SearchForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    q = forms.CharField(
        label="Что найти",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="Где искать", required=False, widget=PlainSelect)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        text: str,
        sources: Sequence[Source],
        territories: Sequence[Territory] = (),
        narrows: bool = False,
    ) -> None:
        super().__init__(
            {name: data.get(name, "")[:100] for name in ("kind", "territory", "school")} | {"q": text}
        )
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "Везде"), *((each.code, each.title) for each in sources)]
        if len(territories) > 1:
            self.fields["territory"] = forms.ChoiceField(
                label="Территория",
                choices=[("", "Все"), *((each.code, each.name) for each in territories)],
                required=False,
                widget=PlainSelect,
            )
        if narrows:
            self.fields["school"] = forms.CharField(label="Школа: название или код", required=False)
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")
