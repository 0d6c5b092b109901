"""The schools that resemble one, among those of its region."""

from django.db.models import F, FilteredRelation, Q, QuerySet

from opora.organisations.models import Organisation, YearFigures
from opora.organisations.passport import PassportItem, context_shares, passport_items
from opora.organisations.similarity import Likeness, Portrait, most_alike
from opora.organisations.states import Locality, OrganisationKind, SchoolKind

_KINDS: dict[str, str] = dict(SchoolKind.choices)
_LOCALITIES: dict[str, str] = dict(Locality.choices)


def similar_schools(
    school: Organisation, n: int = 5, *, year: int | None = None, among: QuerySet[Organisation] | None = None
) -> list[Likeness]:
    """The `n` open schools of the region most like `school`, with the reasons, the most alike first.

    `year` is the school year of the figures (by default the newest the school has). `among` narrows the
    candidates, for example to what an actor may see: `schools_visible_to(actor)`.
    """
    if year is None:
        year = (
            YearFigures.objects.filter(organisation=school)
            .order_by("-year")
            .values_list("year", flat=True)
            .first()
        )
    items = passport_items(school.territory.path or "")
    candidates = Organisation.objects.all() if among is None else among
    living = candidates.filter(
        kind=OrganisationKind.SCHOOL, closed_on=None, territory__path__startswith=_region(school)
    )
    portraits = {
        portrait.id: portrait
        for portrait in _portraits(living | Organisation.objects.filter(pk=school.pk), year, items)
    }
    own = portraits.pop(school.pk)
    return most_alike(own, portraits.values(), {item.code: item.title for item in items}, n=n)


def _region(school: Organisation) -> str:
    """The path of the school's region: the first two steps from the root."""
    return "".join(f"{part}/" for part in (school.territory.path or "").split("/")[:2] if part)


def _portraits(
    schools: QuerySet[Organisation], year: int | None, items: tuple[PassportItem, ...]
) -> list[Portrait]:
    rows = (
        schools.annotate(shown=FilteredRelation("figures", condition=Q(figures__year=year or 0)))
        .order_by("id")
        .values_list(
            "id",
            "name",
            F("territory__name"),
            "school_kind",
            "locality",
            "shown__pupils",
            "shown__passport",
        )
    )
    return [
        Portrait(
            id=pk,
            name=name,
            territory=territory,
            kind=kind,
            kind_title=_KINDS.get(kind, ""),
            locality=locality,
            locality_title=_LOCALITIES.get(locality, ""),
            pupils=pupils,
            context=context_shares(passport or {}, pupils, items),
        )
        for pk, name, territory, kind, locality, pupils, passport in rows
    ]
