"""The list of lists, one list, a new draft."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.catalogues.queries import NotPublished
from opora.cycles.models import Cycle
from opora.history.queries import of_subject
from opora.identification import actions
from opora.identification.actions.drafts import SUBJECT
from opora.identification.forms import FilterForm, NewListForm, territories_of
from opora.identification.models import YearList
from opora.identification.presenters import lists_table, preview_table, schools_table, state_chip, stats, tabs
from opora.identification.queries import (
    Changes,
    Show,
    assess,
    changes_since,
    differing,
    entries_visible_to,
    entry_rows,
    list_rows,
    open_list,
    page_of,
    procedure_titles,
    rows_of,
    rule_for,
)
from opora.identification.record import rule_of
from opora.identification.rule import BadRule, Rule
from opora.identification.rules import (
    APPROVE,
    CLOSE_WINDOW,
    DRAW_UP,
    EXPORT,
    OPEN_WINDOW,
    REDRAW,
    decides,
)
from opora.identification.states import LIST_NAMES, MOVES, ListKind, ListState
from opora.identification.views.lookup import crumbs, list_or_404
from opora.identification.words import rule_words
from opora.organisations.models import Territory
from opora.ui.components import Event

PER_PAGE = 50
MOST_PREVIEWED = 200


@require_safe
def lists(request: Request) -> HttpResponse:
    form = FilterForm(request.GET or None)
    cycle = form.cleaned_data["cycle"] if form.is_valid() else None
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    rows = list_rows(request.actor, cycle_id=cycle.pk if cycle else None, kind=kind)
    return render(
        request,
        "identification/lists.html",
        {
            "title": "Отбор школ по результатам",
            "table": lists_table(rows),
            "form": form,
            "active": bool(cycle) + bool(kind),
            "may_draw_up": _may_draw_up(request),
        },
    )


def _may_draw_up(request: Request) -> bool:
    """The tops of the scope are enough to tell: what lies below them is covered too."""
    scope = request.actor.scope
    tops = scope.territory_paths if scope else ("",) if request.actor.is_operator else ()
    return any(DRAW_UP.can(request.actor, Territory(path=path)) for path in tops)


@require_safe
def year_list(request: Request, pk: int) -> HttpResponse:
    found = list_or_404(request, pk)
    entries = entries_visible_to(request.actor, found)
    page = page_of(entries)
    show = _show(request)
    titles = procedure_titles()
    shown = Paginator(range(page.rows(show)), PER_PAGE).get_page(request.GET.get("page"))
    first = (shown.number - 1) * PER_PAGE
    rows = rows_of(entry_rows(entries, show)[first : first + PER_PAGE])
    actor = request.actor
    is_whole = EXPORT.can(actor, found)
    changes = changes_since(found) if is_whole and found.rule else Changes(is_changed=False)
    return render(
        request,
        "identification/list.html",
        {
            "title": found.subject_title,
            "full_name": LIST_NAMES[ListKind(found.kind)],
            "list": found,
            "crumbs": crumbs(),
            "state": state_chip(found.state),
            "move": MOVES[ListState(found.state)],
            "stats": stats(page),
            "page": shown,
            "tabs": tabs(page, show, by_rule=bool(found.rule)),
            "show": show,
            "table": schools_table(found, rows, titles),
            "rule_lines": rule_words(rule_of(found), titles, found.last_year) if found.rule else (),
            "changes": changes,
            "changed_names": _names(changes),
            "is_whole": is_whole,
            "is_talked": is_whole and decides.holds(actor, None),
            "may_open": OPEN_WINDOW.can(actor, found),
            "may_take_back": CLOSE_WINDOW.can(actor, found),
            "may_approve": APPROVE.can(actor, found) and found.window_is_over(timezone.localdate()),
            "why_not_approve": APPROVE.refusal(actor, found) if found.is_open else None,
            "may_redraw": REDRAW.can(actor, found) and found.kind == ListKind.LOW,
            "history": _history(found) if is_whole else [],
        },
    )


def _show(request: Request) -> Show:
    asked = request.GET.get("show", Show.LISTED)
    return Show(asked) if asked in list(Show) else Show.LISTED


def _names(changes: Changes) -> dict[str, str]:
    return {
        "enter": ", ".join(outcome.school for outcome in changes.enter),
        "leave": ", ".join(outcome.school for outcome in changes.leave),
    }


def _history(found: YearList) -> list[Event]:
    return [
        Event(at=entry.at, who=entry.by, what=entry.verb, detail=entry.note)
        for entry in of_subject(SUBJECT, found.pk, limit=20)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: Request) -> HttpResponse:
    """GET shows whom the rule selects for the year, territory, mode and threshold asked; POST keeps it."""
    places = [place for place in territories_of(request.actor) if DRAW_UP.can(request.actor, place)]
    if not places:
        DRAW_UP.check(request.actor, Territory(path="?"))
    asked = request.POST if request.method == "POST" else request.GET
    cycle = Cycle.objects.order_by("-starts", "-id").first()
    initial = {"cycle": cycle, "territory": places[-1] if len(places) == 1 else None}
    form = NewListForm(asked or None, initial=initial, territories=places)
    context = {
        "title": "Новый проект списка ШНОР",
        "crumbs": crumbs(),
        "form": form,
        "back_url": reverse("lists"),
        "has_cycles": cycle is not None,
    }
    if form.is_valid():
        place, year = form.cleaned_data["territory"], form.cleaned_data["cycle"]
        rule = _rule(form, place)
        if rule is not None and request.method == "POST":
            made = actions.draw_up(
                cycle=year, territory=place, rule=rule, by=request.actor, at=timezone.now()
            )
            return redirect("list", made.pk)
        if rule is not None:
            context |= _preview(year, place, rule)
    return render(request, "identification/new_list.html", context, status=422 if form.errors else 200)


def _rule(form: NewListForm, place: Territory) -> Rule | None:
    try:
        return form.tried(rule_for(place.path or ""))
    except BadRule as wrong:
        form.add_error("percent", str(wrong))
    except NotPublished:
        form.add_error(
            None, "Правило отбора ещё не опубликовано. Попросите администратора обновить каталоги."
        )
    return None


def _preview(cycle: Cycle, place: Territory, rule: Rule) -> dict[str, object]:
    selection = assess(cycle, rule, scope=place.path or "")
    titles = procedure_titles()
    draft = open_list(ListKind.LOW, cycle.pk, place.pk)
    differs = differing(draft, selection) if draft else Changes(is_changed=False)
    return {
        "selection": selection,
        "draft": draft,
        "draft_state": state_chip(draft.state) if draft else "",
        "draft_names": _names(differs),
        "draft_is_newer": differs.is_changed,
        "count": len(selection.listed),
        "total": len(selection.outcomes),
        "entering": selection.entering,
        "leaving": selection.leaving,
        "more": max(0, len(selection.listed) - MOST_PREVIEWED),
        "table": preview_table(selection, titles, most=MOST_PREVIEWED),
        "rule_lines": rule_words(rule, titles, selection.last_year),
        "place": place,
        "year": cycle,
    }
