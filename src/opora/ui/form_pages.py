"""A page with one form: how a refused form is answered, and what an action refused told in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opora.access import Refused, WrongState

type Refusal = type[ValidationError | Refused | WrongState]


@contextmanager
def told_in(form: BaseForm, *refusals: Refusal, field: str | None = None) -> Iterator[None]:
    """What is refused inside is written into the form, and the page shows it again.

    By default what fields refuse; `refusals` names other kinds, told beside `field` or above the form.
    """
    kinds = refusals or (ValidationError,)
    try:
        yield
    except kinds as refused:
        if isinstance(refused, ValidationError):
            tell_form(form, refused)
        else:
            form.add_error(field, refused.reason)


def tell_form(form: BaseForm, refused: ValidationError) -> None:
    """Put what an action refused beside the fields it speaks of, the rest above the form."""
    by_field = (
        refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    )
    for name, messages in by_field.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def form_page(
    request: HttpRequest, template: str, form: BaseForm | None, context: Mapping[str, object]
) -> HttpResponse:
    """The page; 422 where its form was refused."""
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
