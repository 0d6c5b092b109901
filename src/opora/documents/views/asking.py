"""What a person asked the list of documents for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils import timezone

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.documents.forms.choosing import LATE, WITHOUT, ListForm
from opora.documents.outline import Outline
from opora.documents.queries.definitions import outlines
from opora.documents.queries.listing import Chosen
from opora.documents.queries.narrowing import Places, curators_seen_by, places_of
from opora.documents.rules import READ_SETTLED
from opora.documents.states import DocumentState
from opora.organisations.queries import territories_visible_to


@dataclass(frozen=True, slots=True)
class Asked:
    """The form above the list and what it says; `kinds` are in force, by the id of their version."""

    form: ListForm
    cycle: Cycle
    kinds: Mapping[int, Outline]
    places: Places
    chosen: Chosen
    today: date

    @property
    def is_without(self) -> bool:
        """Schools are asked for that have not begun a document."""
        return self.form.chosen("show") == WITHOUT

    @property
    def kind(self) -> Outline | None:
        return next((each for each in self.kinds.values() if each.code == self.chosen.kind), None)


def asked_by(request: Request) -> Asked:
    """Four queries. Raises Http404 for a year that is not there."""
    actor, today = request.actor, timezone.localdate()
    cycles = list(Cycle.objects.all())
    code = request.GET.get("cycle", "")
    cycle = next((each for each in cycles if not code or each.code == code), None)
    if cycle is None:
        raise Http404
    kinds = outlines(next(iter(actor.scope.territory_paths), "") if actor.scope else "")
    places = places_of(actor)
    form = ListForm(
        request.GET,
        kinds=[(each.code, each.title) for each in kinds.values()],
        cycles=cycles,
        territories=places.municipalities,
        curators=curators_seen_by(actor, on=today),
        # who reads only what has been confirmed is not told what is still being written
        shows=actor.role not in READ_SETTLED,
    )
    state, curator = request.GET.get("state", ""), form.chosen("curator")
    chosen = Chosen(
        cycle.pk,
        path=_path(request, places),
        kind=form.chosen("kind"),
        state=state if state in DocumentState.values else "",
        school=form.chosen("q"),
        curator=int(curator) if curator else None,
        is_late=form.chosen("show") == LATE,
    )
    return Asked(form, cycle, kinds, places, chosen, today)


def _path(request: Request, places: Places) -> str:
    """Of the municipality chosen, or of any territory that a link names."""
    code = request.GET.get("territory", "")
    known = next((each for each in places.municipalities if each.code == code), None)
    if known is None and code:
        known = territories_visible_to(request.actor).filter(code=code).first()
    return (known.path or "") if known else ""
