"""Where one's own calendar will be read, and what of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.calendars.models import TITLE_LENGTH


class SubscribeForm(forms.Form):
    title = forms.CharField(
        label="Где откроете",
        max_length=TITLE_LENGTH,
        help_text="Чтобы потом узнать и отозвать: «телефон», «почта», «домашний компьютер».",
    )
    kinds = forms.MultipleChoiceField(
        label="Что показывать",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Не отметите ничего — покажем всё, и то, что появится позже.",
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`kinds` with their titles; without any to choose among nothing is asked."""
        super().__init__(*args, **kwargs)
        if len(kinds) > 1:
            self.fields["kinds"].choices = list(kinds)  # type: ignore[attr-defined]
        else:
            del self.fields["kinds"]

    def chosen_kinds(self) -> list[str]:
        return list(self.cleaned_data.get("kinds") or ())
