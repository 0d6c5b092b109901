"""What stands above the list of schools, read from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from opora.organisations.queries.schools import ORDERS, SchoolFilter
from opora.organisations.states import Locality, SchoolKind

STATES = (("open", "Действующие"), ("closed", "Закрытые"), ("all", "Все"))


def year_label(year: int) -> str:
    """`2025` → «2025/26»."""
    return f"{year}/{(year + 1) % 100:02}"


class PlainSelect(forms.Select):
    """A select drawn in Python: Django draws each option with a template of its own, and lists wait for it."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        shown = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        options = (
            (key, " selected" if str(key) == str(value or "") else "", label) for key, label in self.choices
        )
        inside = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", shown, inside)


class PlainChecks(forms.CheckboxSelectMultiple):
    """Check boxes drawn in Python, for the same reason."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        given = self.build_attrs(self.attrs, attrs or {})
        ident = given.pop("id", f"id_{name}")
        shown, chosen = flatatt({**given, "type": "checkbox", "name": name}), set(map(str, value or ()))
        boxes = (
            (ident, number, shown, key, ident, number, " checked" if str(key) in chosen else "", label)
            for number, (key, label) in enumerate(self.choices)
        )
        one = '<div><label for="{}_{}"><input{} value="{}" id="{}_{}"{}> {}</label></div>'
        return format_html('<div id="{}">{}</div>', ident, format_html_join("", one, boxes))


class SchoolFilterForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    q = forms.CharField(label="Название или код", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Вид", required=False, choices=[("", "Любой"), *SchoolKind.choices], widget=PlainSelect
    )
    locality = forms.ChoiceField(
        label="Город или село",
        required=False,
        choices=[("", "Любое место"), *Locality.choices],
        widget=PlainSelect,
    )
    state = forms.ChoiceField(label="Какие", required=False, choices=STATES, widget=PlainSelect)
    year = forms.ChoiceField(label="Учебный год", required=False, widget=PlainSelect)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], years: Sequence[int]) -> None:
        super().__init__(data)
        self.years = list(years)
        self.initial = {"state": "open"}
        self.fields["year"].choices = [(str(year), year_label(year)) for year in years]  # type: ignore[attr-defined]
        if not years:
            del self.fields["year"]
        self.is_valid()

    @property
    def figures_year(self) -> int | None:
        """The school year of the figures: the one chosen, else the newest there is."""
        chosen = self.cleaned_data.get("year")
        return int(chosen) if chosen else next(iter(self.years), None)

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        chosen = self.cleaned_data
        return sum(bool(chosen.get(name)) for name in ("q", "kind", "locality")) + (
            chosen.get("state") not in {"", "open", None}
        )

    def chosen(self, territory_path: str = "") -> SchoolFilter:
        values = self.cleaned_data
        sort = values.get("sort", "")
        return SchoolFilter(
            text=values.get("q", ""),
            territory_path=territory_path,
            kind=values.get("kind", ""),
            locality=values.get("locality", ""),
            state=values.get("state") or "open",
            order=sort.lstrip("-") if sort.lstrip("-") in ORDERS else "name",
            descending=sort.startswith("-"),
        )
