"""The list of people in my scope."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opora.access.request import Request
from opora.appointments import exports, queries
from opora.appointments.forms import ChoiceForm
from opora.appointments.presenters import people_table
from opora.appointments.rules import SEE_PEOPLE, grantable
from opora.appointments.views.lookup import today
from opora.ui.downloads import attached

PAGE = 50


@require_GET
def people_list(request: Request) -> HttpResponse:
    """Who is appointed in my scope, as what, and who has not signed in yet."""
    SEE_PEOPLE.check(request.actor, None)
    form = ChoiceForm(request.GET)
    choice = form.choice()
    found = queries.people_like(request.actor, choice, on=today())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = queries.person_rows(list(page), request.actor, choice, on=today(), at=timezone.now())
    context = {
        "title": "Люди",
        "table": people_table(rows),
        "page": page,
        "form": form,
        "active": form.active(),
        "may_appoint": bool(grantable(request.actor)),
        "choice": choice,
    }
    return render(request, "appointments/people.html", context)


@require_GET
def people_export(request: Request) -> HttpResponse:
    """The people on the screen as a file that can be imported again."""
    SEE_PEOPLE.check(request.actor, None)
    data = exports.people_workbook(request.actor, ChoiceForm(request.GET).choice(), on=today())
    return attached(data, "people.xlsx")
