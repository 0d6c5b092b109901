"""Until when documents are awaited, on a calendar."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse

from opora.access import Actor, Scope
from opora.access.paths import chain, inside
from opora.catalogues.models import Definition
from opora.diary import Entry
from opora.documents.kinds import DOCUMENTS
from opora.documents.models import Deadline
from opora.documents.rules import NEVER, READ_SETTLED
from opora.organisations.models import Organisation
from opora.statements import every

KIND = "Срок документов"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """The last days for sending: of a school the nearest up its territories, of a territory also those inside.

    Three queries at most, one where nothing falls on these days; none for those who have no part.
    """
    if actor.scope is None or actor.role in NEVER | READ_SETTLED:
        return []
    homes = _homes(actor.scope)
    found = every(_deadlines, actor.scope.territory_paths, tuple(sorted(homes)), first, last)
    told = {each.pk: each for each in _nearest(found, homes)}
    own = tuple(actor.scope.territory_paths)
    told |= {each.pk: each for each in found if own and (each.territory.path or "").startswith(own)}
    falling = sorted(
        (each for each in told.values() if first <= each.due <= last), key=lambda each: (each.due, each.pk)
    )
    titles = _titles({each.kind for each in falling})
    return [_entry(each, titles, homes) for each in falling]


def _homes(scope: Scope) -> list[str]:
    """The territories whose deadlines hold for the actor: the scope's, else those of the schools."""
    if scope.territory_paths:
        return list(scope.territory_paths)
    return [path or "" for path in every(_paths, scope.school_ids)]


def _paths(school_ids: frozenset[int]) -> QuerySet[Organisation, str | None]:
    schools = Organisation.objects.filter(pk__in=school_ids).order_by()
    return schools.values_list("territory__path", flat=True).distinct()


def _deadlines(paths: tuple[str, ...], homes: tuple[str, ...], first: date, last: date) -> QuerySet[Deadline]:
    """Those of a year and a kind of which any falls on these days: a nearer one may fall elsewhere."""
    falling = Deadline.objects.filter(
        cycle=OuterRef("cycle"), kind=OuterRef("kind"), due__range=(first, last)
    ).order_by()
    above = Q(territory__path__in={step for home in homes for step in chain(home)})
    found = Deadline.objects.filter(above | inside("territory__path", paths), Exists(falling))
    return found.select_related("territory", "cycle")


def _nearest(found: Iterable[Deadline], homes: Iterable[str]) -> Iterable[Deadline]:
    by_key = {(each.cycle_id, each.kind, each.territory.path or ""): each for each in found}
    asked = {(cycle, kind) for cycle, kind, _ in by_key}
    for home in homes:
        for cycle, kind in asked:
            steps = (by_key.get((cycle, kind, step)) for step in reversed(chain(home)))
            nearest = next((each for each in steps if each is not None), None)
            if nearest is not None:
                yield nearest


def _titles(kinds: set[str]) -> Mapping[str, str]:
    """What kinds are called; a region's own title of a kind stands back behind the common one."""
    if not kinds:
        return {}
    found = Definition.objects.filter(kind=DOCUMENTS, code__in=kinds)
    return dict(found.order_by(Length("territory_path").desc()).values_list("code", "title"))


def _entry(deadline: Deadline, titles: Mapping[str, str], homes: Iterable[str]) -> Entry:
    """The territory is named where the deadline is not of everything that is one's own."""
    title = f"Последний день: {titles.get(deadline.kind, 'документы школ')}"
    path = deadline.territory.path or ""
    if not all(home.startswith(path) for home in homes):
        title = f"{title} — {deadline.territory.name}"
    asked = urlencode({"cycle": deadline.cycle.code, "kind": deadline.kind})
    url = f"{reverse('documents')}?{asked}"
    return Entry(f"deadline-{deadline.pk}", KIND, title, url, deadline.due, deadline.due)
