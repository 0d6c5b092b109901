"""What every form of a run carries: which check the person saw."""

from django import forms


class TurnForm(forms.Form):
    """A button's form: `turn` says which check the person saw when they pressed it."""

    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def named(widget: type[forms.Widget], label: str, **attrs: str) -> forms.Widget:
    """A field in a table has its name from the row it stands in; a screen reader is told it."""
    return widget(attrs={"aria-label": label, **attrs})
