"""The page of one organisation and the schools like it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access import Role
from opora.access.request import Request
from opora.organisations import cards
from opora.organisations.models import Organisation
from opora.organisations.presenters import card as present
from opora.organisations.queries import card_of, schools_visible_to, similar_schools
from opora.organisations.rules import CLOSE, EDIT_CARD, MERGE, RENAME, TALK_OF_SCHOOL, TRANSFER
from opora.organisations.states import OrganisationKind
from opora.organisations.views.lookup import organisation_or_404
from opora.statements import together
from opora.ui.components import Crumb

ABOVE = 100


@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """The card: panels of other features with a position under 100 stand above our own blocks."""
    row = organisation_or_404(request, pk)
    with together("school", request.actor, pk, timezone.localdate()):
        return render(request, "organisations/school.html", _context(request, row))


def _context(request: Request, row: Organisation) -> dict[str, object]:
    # an observer sees the school, not what is said about its risks
    card = card_of(row, with_history=not request.actor.acts_as(Role.OBSERVER))
    covers = [request.actor.covers_territory(place.path or "") for place in card.chain]
    may_edit = EDIT_CARD.can(request.actor, row)
    is_school = row.kind == OrganisationKind.SCHOOL
    panels = cards.blocks(request.actor, row) if is_school else []
    return {
        "title": row.name,
        "organisation": row,
        "is_school": is_school,
        "crumbs": present.place_crumbs(card, covers),
        "panels_above": [panel for panel in panels if panel.position < ABOVE],
        "panels_below": [panel for panel in panels if panel.position >= ABOVE],
        "stats": present.size_stats(card.figures),
        "sizes": present.size_table(row, card.figures, may_edit=may_edit),
        "context_table": present.context_table(card.figures, card.passport),
        "about": present.about(card),
        "contacts": present.contacts(row),
        "helpers": present.helpers(card.helpers),
        "leaders": present.leaders_table(card.leaders),
        "turnover": present.turnover(card.leaders, timezone.localdate()),
        "merits": present.merit_groups(card.merits),
        "history": present.timeline(card),
        "may_edit": may_edit,
        "next_figures": _year_to_fill(),
        "register_links": _register_links(request, row),
        "is_talked": is_school and TALK_OF_SCHOOL.can(request.actor, None),
    }


def _year_to_fill() -> int:
    """The school year that runs today: it begins in September."""
    today = timezone.localdate()
    return today.year if today.month >= 9 else today.year - 1


def _register_links(request: Request, row: Organisation) -> list[Crumb]:
    offered = (
        (RENAME, "Переименовать", "school-rename"),
        (TRANSFER, "Перевести в другую территорию", "school-transfer"),
        (MERGE, "Присоединить к другой", "school-merge"),
        (CLOSE, "Закрыть", "school-close"),
    )
    return [
        Crumb(title, reverse(url, args=[row.pk]))
        for rule, title, url in offered
        if rule.can(request.actor, row)
    ]


@require_safe
def similar(request: Request, pk: int) -> HttpResponse:
    """Schools alike among those the actor may see, with the reasons."""
    row = organisation_or_404(request, pk)
    found = similar_schools(row, 10, among=schools_visible_to(request.actor))
    scope = request.actor.scope
    context = {
        "title": "Похожие школы",
        "organisation": row,
        "crumbs": [Crumb("Школы", reverse("schools")), Crumb(row.name, reverse("school", args=[row.pk]))],
        "table": present.similar_table(found),
        "sees_only_this": not found and scope is not None and scope.school_ids == {pk},
        "compare_ids": [row.pk, *(each.school.id for each in found[:4])] if found else [],
    }
    return render(request, "organisations/similar.html", context)
