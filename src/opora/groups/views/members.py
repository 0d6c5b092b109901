"""The composition of a group."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.groups import actions, presenters
from opora.groups.forms import LastDayForm, MemberForm
from opora.groups.known_people import people_for
from opora.groups.queries import members_of
from opora.groups.rules import EDIT
from opora.groups.states import MemberPart
from opora.groups.views.groups import group_or_404, page
from opora.ui.form_pages import told_in


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: Request, pk: int) -> HttpResponse:
    """Who is in, and a form for one more."""
    group = group_or_404(request, pk)
    EDIT.check(request.actor, group)
    people = people_for(request.actor)
    form = MemberForm(request.POST or None, people=people, initial={"part": MemberPart.MEMBER})
    if form.is_valid():
        values = form.cleaned_data | {"part": MemberPart(form.cleaned_data["part"])}
        with told_in(form):
            actions.add_member(group, **values, by=request.actor, at=timezone.now())
            messages.success(request, "Записано.")
            return redirect("group-members", pk)
    found = [(member, presenters.term(member)) for member in members_of(group)]
    return page(request, "groups/members.html", group, "Состав группы", form, members=found)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, pk: int, member_pk: int) -> HttpResponse:
    group = group_or_404(request, pk)
    EDIT.check(request.actor, group)
    member = get_object_or_404(group.members, pk=member_pk)
    member.group = group
    form = LastDayForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.end_member(member, until=form.cleaned_data["until"], by=request.actor, at=timezone.now())
            messages.success(request, "Записано; имя осталось в истории группы.")
            return redirect("group-members", pk)
    title, back = f"Вывести из группы: {member.name}", reverse("group-members", args=[pk])
    return page(request, "groups/end_member.html", group, title, form, back_url=back)


@require_POST
def remove(request: Request, pk: int, member_pk: int) -> HttpResponse:
    group = group_or_404(request, pk)
    member = get_object_or_404(group.members, pk=member_pk)
    member.group = group
    actions.remove_member(member, by=request.actor, at=timezone.now())
    messages.success(request, "Запись убрана.")
    return redirect("group-members", pk)
