"""The document's own fields."""

from django import forms

from opora.documents.forms.rows import day


class TitleForm(forms.Form):
    title = forms.CharField(label="Название", max_length=500)
    starts = day("Начало")
    ends = day("Конец")


class IncompleteForm(forms.Form):
    note = forms.CharField(
        label="Чего не хватает",
        help_text="Например: нет приложения с планом мероприятий.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
