"""Fields and errors that several forms of this package share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class DayField(forms.DateField):
    """A date chosen in the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def tell_form(form: forms.BaseForm, refused: ValidationError) -> None:
    """Put what an action refused beside the fields it speaks of, the rest above the form."""
    by_field = (
        refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    )
    for name, messages in by_field.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
