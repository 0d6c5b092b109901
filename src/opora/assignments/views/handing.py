"""Handing over what somebody was to do."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.assignments.actions import hand_over as hand_over_all
from opora.assignments.forms import HandOverForm
from opora.assignments.people import executors_of_any
from opora.assignments.queries import held_by
from opora.assignments.rules import ANY_HAND_OVER
from opora.assignments.views.lookup import crumbs
from opora.people.models import Person
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import count_ru


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, person_pk: int) -> HttpResponse:
    """The open assignments of one person in the scope, all ticked, and who takes them."""
    ANY_HAND_OVER.check(request.actor, None)
    person = get_object_or_404(Person, pk=person_pk)
    held = held_by(request.actor, person)
    if not held:
        raise Http404
    people = executors_of_any([each.home for each in held], on=timezone.localdate()).exclude(pk=person.pk)
    form = HandOverForm(request.POST or None, held=held, people=people)
    if form.is_valid():
        with told_in(form, ValidationError):
            chosen = set(form.cleaned_data["assignments"])
            to = form.cleaned_data["to"]
            done = hand_over_all(
                assignments=[each for each in held if str(each.pk) in chosen],
                to=to,
                by=request.actor,
                at=timezone.now(),
            )
            many = count_ru(len(done), "поручение,поручения,поручений")
            messages.success(request, f"Передано: {many} — {to.full_name}.")
            return redirect("assignments")
    context = {
        "title": f"Передать поручения: {person.full_name}",
        "crumbs": crumbs(),
        "action": "Передать",
        "back_url": reverse("assignments"),
    }
    return form_page(request, "assignments/hand_over.html", form, context)
