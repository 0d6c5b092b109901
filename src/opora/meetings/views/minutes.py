"""Minutes: written, signed, printed; decisions that become assignments."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.assignments.homes import is_id
from opora.assignments.people import executors_at
from opora.assignments.queries import of_origin
from opora.meetings import actions, printouts
from opora.meetings.forms import MinutesForm, TaskForm
from opora.meetings.models import AgendaItem, Attendance, Meeting
from opora.meetings.presenters import dated
from opora.meetings.queries import next_number
from opora.meetings.rules import ASSIGN, WRITE
from opora.meetings.states import Came, MeetingState
from opora.meetings.views.lookup import crumbs, kept_or_404, meeting_or_404
from opora.organisations.models import Organisation
from opora.organisations.states import OrganisationKind
from opora.people.models import Person
from opora.printing import Document, write_docx, write_pdf
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: a longer choice is no choice; of a large territory a school is named in the words
_MOST_SCHOOLS = 300


@_BOTH
def write(request: Request, pk: int) -> HttpResponse:
    """What was heard and decided on each question; may be saved half-way."""
    found = kept_or_404(request, pk, WRITE).meeting
    initial = {
        "number": found.number or next_number(found),
        "chair": found.chair,
        "secretary": found.secretary,
        "seen": found.revision,
    }
    form = MinutesForm(request.POST or None, items=list(found.items.all()), initial=initial)
    if form.is_valid():
        with told_in(form, ValidationError):
            said, at = form.cleaned_data, timezone.now()
            actions.write_minutes(
                meeting=found,
                items=form.items,
                number=said["number"],
                chair=said["chair"],
                secretary=said["secretary"],
                seen=said["seen"],
                by=request.actor,
                at=at,
            )
            messages.success(request, "Сохранено. Проверьте и подпишите протокол.")
            return redirect("meeting", pk)
    context = {
        "title": "Протокол",
        "lead": dated(found),
        "crumbs": crumbs(found),
        "action": "Сохранить",
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/minutes.html", form, context)


@_BOTH
def sign(request: Request, pk: int) -> HttpResponse:
    """Asks, then the minutes stand."""
    found = kept_or_404(request, pk, WRITE).meeting
    if request.method == "POST":
        actions.sign_minutes(meeting=found, by=request.actor, at=timezone.now())
        messages.success(request, "Протокол подписан.")
        return redirect("meeting", pk)
    missing = actions.missing_of(found, list(found.items.all()), list(found.attendance.all()))
    if missing:
        raise WrongState(f"Протокол ещё не готов: {'; '.join(missing)}.")
    context = {
        "title": "Подписать протокол?",
        "meeting": found,
        "crumbs": crumbs(found),
        "action": "Подписать протокол",
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/sign.html", None, context)


def _document(request: Request, pk: int) -> tuple[Meeting, Document]:
    found = meeting_or_404(request, pk)
    if found.state not in (MeetingState.HELD, MeetingState.MINUTED):
        raise WrongState("Протокол печатают после совещания. Сначала отметьте, что оно прошло.")
    items, people = list(found.items.all()), list(found.attendance.all())
    return found, printouts.minutes(found, items, people, of_origin("meeting", pk))


def _file(found: Meeting, data: bytes, kind: str) -> HttpResponse:
    number = f" № {found.number}" if found.number else ""
    return attached(data, f"Протокол{number} от {found.local_start:%d.%m.%Y}.{kind}")


@require_safe
def docx(request: Request, pk: int) -> HttpResponse:
    found, document = _document(request, pk)
    return _file(found, write_docx(document), "docx")


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    found, document = _document(request, pk)
    return _file(found, write_pdf(document), "pdf")


@_BOTH
def task(request: Request, pk: int) -> HttpResponse:
    """A decision becomes an assignment; `?item=ID` takes the words of that question."""
    found = kept_or_404(request, pk, ASSIGN).meeting
    item = _item(request, found)
    form = TaskForm(
        request.POST or None,
        people=_people(found),
        schools=_schools(found),
        initial={"what": item.decided if item else ""},
    )
    if form.is_valid():
        with told_in(form, ValidationError, WrongState):
            said = form.cleaned_data
            home = said.pop("school", None) or found.home
            made = actions.assign(
                meeting=found, home=home, item=item, **said, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Поручение дано: {made.executor}.")
            return redirect("meeting", pk)
    context = {
        "title": "Поручение по решению",
        "lead": item.title if item else found.title,
        "crumbs": crumbs(found),
        "action": "Поручить",
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/form.html", form, context)


def _item(request: Request, found: Meeting) -> AgendaItem | None:
    asked = request.GET.get("item", "")
    return found.items.filter(pk=int(asked)).first() if is_id(asked) else None


def _people(found: Meeting) -> QuerySet[Person]:
    """Those appointed there, and those who were asked to the meeting."""
    here = Attendance.objects.filter(meeting=found, person__isnull=False).exclude(came=Came.UNKNOWN)
    there = executors_at(found.home, on=timezone.localdate()).order_by().values("pk")
    both = Q(pk__in=there) | Q(pk__in=here.order_by().values("person"))
    return Person.objects.filter(both, is_active=True).order_by("sort_name", "id")


def _schools(found: Meeting) -> QuerySet[Organisation] | None:
    """Open schools of the territory; None where the meeting is a school's own or they are too many."""
    if found.territory is None:
        return None
    schools = Organisation.objects.filter(
        kind=OrganisationKind.SCHOOL,
        closed_on__isnull=True,
        territory__path__startswith=found.territory.path or "",
    ).select_related("territory")
    return schools.order_by("sort_name", "id") if schools.count() <= _MOST_SCHOOLS else None
