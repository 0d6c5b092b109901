"""The school's words and the answer to them."""

from django import forms


class RaiseForm(forms.Form):
    statement = forms.CharField(
        label="С чем вы не согласны и почему",
        help_text="Назовите верную цифру или обстоятельство и чем это можно подтвердить. Увидят координатор и школа.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Напишите, с чем вы не согласны и почему."},
    )


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label="Решение",
        choices=(("accepted", "Школа права: принять"), ("declined", "Оставить как есть: отклонить")),
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите решение."},
    )
    answer = forms.CharField(
        label="Ответ школе",
        help_text="Школа увидит его дословно.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Напишите ответ: школа увидит его дословно."},
    )
