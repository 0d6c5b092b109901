"""Everything a school's own page shows of this package, in a fixed number of queries."""

from dataclasses import dataclass

from opora.history.queries import Entry, of_school
from opora.organisations.models import Leader, Merit, Organisation, Territory, YearFigures
from opora.organisations.passport import PassportItem, passport_items
from opora.organisations.queries.territories import chain_of
from opora.organisations.queries.visibility import SUPPORTING


@dataclass(frozen=True, slots=True)
class Helper:
    """A body that stands above the school and whom it may ring up."""

    id: int
    name: str
    kind: str
    phone: str
    email: str
    site: str


@dataclass(frozen=True, slots=True)
class Card:
    """`figures` newest first; `former` are (name, until) of the organisation and of what it absorbed."""

    organisation: Organisation
    chain: list[Territory]
    figures: list[YearFigures]
    passport: tuple[PassportItem, ...]
    leaders: list[Leader]
    merits: list[Merit]
    former: list[str]
    absorbed: list[Organisation]
    helpers: list[Helper]
    history: list[Entry]


def card_of(organisation: Organisation, *, events: int = 15) -> Card:
    """The card of a visible organisation (`territory` and `merged_into` joined)."""
    chain = chain_of(organisation.territory.path or "")
    return Card(
        organisation=organisation,
        chain=chain,
        figures=list(organisation.figures.order_by("-year", "id")),
        passport=passport_items(organisation.territory.path or ""),
        leaders=list(organisation.leaders.order_by("-is_head", "-since", "-id")),
        merits=list(organisation.merits.order_by("kind", "-year_from", "id")),
        former=list(organisation.former_names.order_by("-until", "id").values_list("name", flat=True)),
        absorbed=list(organisation.absorbed.order_by("sort_name", "id")),
        helpers=_helpers(organisation, chain),
        history=of_school(organisation.pk, limit=events),
    )


def _helpers(organisation: Organisation, chain: list[Territory]) -> list[Helper]:
    rows = (
        Organisation.objects.filter(kind__in=SUPPORTING, territory__in=[t.pk for t in chain], closed_on=None)
        .exclude(pk=organisation.pk)
        # the nearest first: a municipality's path is longer than its region's
        .order_by("-territory__path", "sort_name", "id")
    )
    return [Helper(row.pk, row.name, row.get_kind_display(), row.phone, row.email, row.site) for row in rows]
