"""The list of groups, one group, its making and its end."""

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Refused
from opora.access.request import Request
from opora.groups import actions, onward, presenters
from opora.groups.forms import DissolveForm, GroupFilterForm, GroupForm
from opora.groups.models import Group
from opora.groups.queries import group_rows, loads, members_of, visible_to
from opora.groups.rules import CREATE, EDIT, Home, may_create_somewhere
from opora.groups.states import GroupKind
from opora.history.queries import of_subject
from opora.ordering import folded
from opora.organisations.queries import territories_visible_to
from opora.organisations.queries import visible_to as organisations_visible_to
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

# a longer choice is no choice: from there a group is created on its school's page
MOST_HOMES = 300


def group_or_404(request: Request, pk: int) -> Group:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def page(
    request: Request, template: str, group: Group, title: str, form: BaseForm | None = None, **more: object
) -> HttpResponse:
    """A page about one group; 422 where its form was refused."""
    back = reverse("group", args=[group.pk])
    context = {
        "title": title,
        "group": group,
        "form": form,
        "crumbs": [Crumb("Группы", reverse("groups")), Crumb(group.name, back)],
        "back_url": back,
        **more,
    }
    return form_page(request, template, form, context)


@require_safe
def groups(request: Request) -> HttpResponse:
    """Groups that the actor sees, and who is in too many of them."""
    form = GroupFilterForm(request.GET or {"state": "active"})
    form.is_valid()
    visible, today = visible_to(request.actor), timezone.localdate()
    context = {
        "title": "Группы",
        "form": form,
        "active": form.active,
        "table": presenters.group_table(group_rows(_narrowed(visible, form), on=today)),
        "loads": presenters.load_table(found) if (found := loads(visible, on=today)) else None,
        "may_create": may_create_somewhere(request.actor),
    }
    return render(request, "groups/groups.html", context)


def _narrowed(found: QuerySet[Group], form: GroupFilterForm) -> QuerySet[Group]:
    chosen, state = form.cleaned_data, form.cleaned_data.get("state") or "active"
    if state != "all":
        found = found.filter(closed_on__isnull=state == "active")
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("q"):
        found = found.filter(sort_name__contains=folded(chosen["q"]))
    return found


def _homes(request: Request) -> dict[str, Home]:
    """Where the actor may create a group: territories first, then organisations, by name."""
    asked = request.GET.get("organisation", "")
    organisations = organisations_visible_to(request.actor).filter(closed_on=None).select_related("territory")
    if asked.isascii() and asked.isdigit():
        organisations = organisations.filter(pk=int(asked))
    places = territories_visible_to(request.actor).order_by("path")
    homes: dict[str, Home] = {} if asked else {f"t{p.pk}": p for p in places if CREATE.can(request.actor, p)}
    found = list(organisations.order_by("sort_name", "id")[: MOST_HOMES + 1])
    if len(found) <= MOST_HOMES:
        homes |= {f"o{each.pk}": each for each in found if CREATE.can(request.actor, each)}
    return homes


@require_safe
def group(request: Request, pk: int) -> HttpResponse:
    found = group_or_404(request, pk)
    members = members_of(found)
    return page(
        request,
        "groups/group.html",
        found,
        found.name,
        crumbs=[Crumb("Группы", reverse("groups"))],
        facts=presenters.facts(found),
        members=presenters.member_table(members),
        history=presenters.timeline(of_subject("group", found.pk, limit=15)),
        may_edit=EDIT.can(request.actor, found),
        onward=onward.of(found, request.actor),
    )


@require_safe
def composition(request: Request, pk: int) -> HttpResponse:
    """The members as a sheet."""
    found = group_or_404(request, pk)
    data = presenters.member_sheet(found, members_of(found))
    return attached(data, "group.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request) -> HttpResponse:
    """`?organisation=ID` creates it in that organisation."""
    homes = _homes(request)
    if not homes:
        raise Refused(
            "Создавать группы здесь могут директор школы, координаторы и методисты. Обратитесь к ним."
        )
    names = [(code, home.name) for code, home in homes.items()]
    form = GroupForm(request.POST or None, homes=names, initial={"kind": GroupKind.WORKING})
    if form.is_valid():
        values = dict(form.cleaned_data)
        with told_in(form):
            made = actions.create_group(
                home=homes[values.pop("home")],
                kind=GroupKind(values.pop("kind")),
                name=values.pop("name"),
                values=values,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Группа создана. Впишите её состав.")
            return redirect("group-members", made.pk)
    context = {
        "title": "Создать группу",
        "form": form,
        "crumbs": [Crumb("Группы", reverse("groups"))],
        "back_url": reverse("groups"),
    }
    return form_page(request, "groups/create.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    found = group_or_404(request, pk)
    EDIT.check(request.actor, found)
    form = GroupForm(request.POST or None, instance=found)
    if form.is_valid():
        with told_in(form):
            actions.update_group(found, values=form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Группа сохранена.")
            return redirect("group", pk)
    return page(request, "groups/edit.html", found, "Изменить группу", form)


@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: Request, pk: int) -> HttpResponse:
    found = group_or_404(request, pk)
    EDIT.check(request.actor, found)
    form = DissolveForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    if form.is_valid():
        actions.dissolve_group(
            found, closed_on=form.cleaned_data["closed_on"], by=request.actor, at=timezone.now()
        )
        messages.success(request, "Группа распущена.")
        return redirect("group", pk)
    title = f"Распустить: {found.name}"
    return page(request, "groups/dissolve.html", found, title, form, action="Распустить", danger=True)
