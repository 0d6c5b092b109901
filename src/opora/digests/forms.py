"""The choice of mail."""

from datetime import datetime
from typing import Any

from django import forms

from opora.digests.models import FIRST_HOUR, LAST_HOUR, Preference
from opora.digests.states import Rhythm


class DigestForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Когда присылать",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text="Нового нет, а дела ждут — напомним раз в неделю.",
    )
    hour = forms.TypedChoiceField(
        label="В котором часу",
        choices=[(hour, f"{hour}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        coerce=int,
    )

    def __init__(self, *args: Any, preference: Preference, now: datetime, **kwargs: Any) -> None:
        """`now` is the local time of the installation."""
        kwargs["initial"] = {"rhythm": preference.rhythm, "hour": preference.hour}
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = f"По часам этой установки: сейчас на них {now:%-H:%M}."
