"""One meeting and what is done with it before and after."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Permission
from opora.access.request import Request
from opora.assignments.panels import of_origin
from opora.assignments.presenters import OfOrigin
from opora.history.queries import of_subject
from opora.meetings import actions, presenters, queries
from opora.meetings.agenda import agenda_text
from opora.meetings.forms import ChangeForm, MoveForm, ReasonForm, RepeatForm, in_zone
from opora.meetings.models import AgendaItem, Meeting
from opora.meetings.offering import Offer
from opora.meetings.queries import Sources
from opora.meetings.rules import ASSIGN, CALL, CHANGE, INVITE, REOPEN, WRITE, Kept, Place
from opora.meetings.states import MeetingState, RhythmKind
from opora.meetings.views.lookup import crumbs, kept_or_404, meeting_or_404, offers_for
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import count_ru

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """Agenda, who comes, minutes, what was decided here and what became of the last time."""
    found, actor, at = meeting_or_404(request, pk), request.actor, timezone.now()
    kept = queries.kept(found)
    earlier = queries.before(found)
    task_url = reverse("meeting-task", args=[pk]) if ASSIGN.can(actor, kept) else ""
    may_write = WRITE.can(actor, kept)
    items, people = list(found.items.all()), list(found.attendance.all())
    place = Place(found.home, found.group, kept.leaders)
    context = {
        "title": presenters.dated(found),
        "crumbs": crumbs(),
        "meeting": found,
        "chip": presenters.state_chip(MeetingState(found.state), found.starts_at, at),
        "facts": presenters.facts(found),
        "items": presenters.questions(items, _sources(request, items)),
        "people": presenters.came_table(people),
        "assignments": of_origin(
            actor, "meeting", pk, at=at, add_url=task_url, caption="Поручения этого совещания"
        ),
        "earlier": _became(request, earlier),
        "events": presenters.events(of_subject("meeting", pk)),
        "missing": actions.missing_of(found, items, people) if may_write else [],
        "may_change": (may_change := CHANGE.can(actor, kept)),
        "may_hold": may_change and timezone.localdate(found.starts_at) <= timezone.localdate(at),
        "may_invite": INVITE.can(actor, kept),
        "may_write": may_write,
        "may_reopen": REOPEN.can(actor, kept),
        "may_repeat": found.state != MeetingState.CANCELLED and CALL.can(actor, place),
        "has_minutes": found.state in (MeetingState.HELD, MeetingState.MINUTED),
    }
    return render(request, "meetings/meeting.html", context)


def _sources(request: Request, items: list[AgendaItem]) -> dict[int, Sources]:
    """What the questions come from; asks nothing where none was offered."""
    things = queries.sources_of(items)
    offers = {each.pk: Offer(each.offer, each.title, tuple(things[each.pk])) for each in items if each.offer}
    return queries.linked(request.actor, offers)


def _became(request: Request, earlier: list[int]) -> OfOrigin | None:
    """What became of the decisions of the last time, and what is still open of those before."""
    if not earlier:
        return None
    return of_origin(
        request.actor,
        "meeting",
        earlier,
        at=timezone.now(),
        finished_of=earlier[:1],
        caption="Поручения прошлых заседаний",
        ident="earlier-tasks",
    )


def step(
    request: Request,
    pk: int,
    permission: Permission[Kept],
    make: Callable[[Meeting], Form],
    act: Callable[[Meeting, Form], str],
    **words: object,
) -> HttpResponse:
    """One form about one meeting: `act` does it and answers what is told after."""
    found = kept_or_404(request, pk, permission).meeting
    form = make(found)
    if form.is_valid():
        with told_in(form, ValidationError):
            messages.success(request, act(found, form))
            return redirect("meeting", pk)
    context = {
        "meeting": found,
        "lead": f"{found.title}, {presenters.hour_words(found.local_start, found.zone)}",
        "crumbs": crumbs(found),
        "back_url": reverse("meeting", args=[pk]),
        **words,
    }
    return form_page(request, "meetings/form.html", form, context)


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    """Words, place, agenda; the hour is moved by a page of its own, with a reason."""

    def make(found: Meeting) -> Form:
        items = list(found.items.all())
        initial = {
            **{name: getattr(found, name) for name in ("kind", "title", "place", "is_online", "url")},
            "agenda": agenda_text(items),
            "seen": found.revision,
        }
        place = Place(found.home, found.group)
        taken = {each.offer for each in items if each.offer}
        return ChangeForm(
            request.POST or None,
            initial=initial,
            offers=offers_for(request, place, found.cycle, taken),
            has_taken=bool(taken),
        )

    def act(found: Meeting, form: Form) -> str:
        assert isinstance(form, ChangeForm)
        call = form.call(found.starts_at, found.zone)
        seen = form.cleaned_data["seen"]
        actions.change_meeting(meeting=found, call=call, seen=seen, by=request.actor, at=timezone.now())
        return "Сохранено."

    return step(request, pk, CHANGE, make, act, title="Изменить совещание", action="Сохранить")


@_BOTH
def move(request: Request, pk: int) -> HttpResponse:
    """Another hour; the old one stays on the page."""

    def act(found: Meeting, form: Form) -> str:
        said = form.cleaned_data
        actions.move_meeting(
            meeting=found,
            starts_at=in_zone(said["starts"], found.zone),
            reason=said["reason"],
            seen=said["seen"],
            by=request.actor,
            at=timezone.now(),
        )
        return "Перенесено. Прежнее время осталось на странице."

    def make(found: Meeting) -> Form:
        initial = {"starts": found.local_start.replace(tzinfo=None), "seen": found.revision}
        return MoveForm(request.POST or None, initial=initial)

    return step(request, pk, CHANGE, make, act, title="Перенести совещание", action="Перенести")


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    """It will not be: with the reason."""

    def act(found: Meeting, form: Form) -> str:
        actions.cancel_meeting(meeting=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return "Совещание отменено."

    words = "Напишите, почему совещание отменяется."
    return step(
        request, pk, CHANGE,
        lambda found: ReasonForm(request.POST or None, initial={"seen": found.revision}, required=words),
        act, title="Отменить совещание?", action="Отменить совещание", danger=True,
    )  # fmt: skip


@_BOTH
def repeat(request: Request, pk: int) -> HttpResponse:
    """The same by a rhythm, to the end of the year."""
    found = meeting_or_404(request, pk)
    kept = queries.kept(found)
    CALL.check(request.actor, Place(found.home, found.group, kept.leaders))
    known = queries.group_meetings(found.group).rhythm if found.group else None
    initial = {"kind": known.kind, "days": known.days} if known else {"kind": RhythmKind.FORTNIGHTLY}
    form = RepeatForm(request.POST or None, initial=initial)
    if form.is_valid():
        with told_in(form, ValidationError):
            said = form.cleaned_data
            made = actions.repeat_meeting(
                meeting=found,
                kind=RhythmKind(said["kind"]),
                days=said["days"],
                by=request.actor,
                at=timezone.now(),
            )
            many = count_ru(len(made), "совещание,совещания,совещаний")
            messages.success(request, f"Назначено: {many}, последнее {made[-1].local_start:%d.%m.%Y}.")
            return redirect("meetings")
    context = {
        "title": "Повторять до конца года",
        "lead": f"{found.title}. Те же люди, место и час до {found.cycle.ends:%d.%m.%Y}.",
        "crumbs": crumbs(found),
        "action": "Назначить ряд",
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/form.html", form, context)


@_BOTH
def reopen(request: Request, pk: int) -> HttpResponse:
    """Signed minutes go back to be corrected."""

    def act(found: Meeting, form: Form) -> str:
        actions.reopen_minutes(meeting=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return "Протокол можно править. Потом подпишите его снова."

    words = "Напишите, что надо исправить."
    return step(
        request, pk, REOPEN,
        lambda found: ReasonForm(request.POST or None, initial={"seen": found.revision}, required=words),
        act, title="Вернуть протокол на правку?", action="Вернуть на правку",
    )  # fmt: skip
