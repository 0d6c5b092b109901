"""Schools and other organisations, people, territories, groups."""

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.appointments.queries import visible_to as people_visible_to
from opora.appointments.rules import SEE_PEOPLE
from opora.groups.models import Group, Member
from opora.groups.queries import visible_to as groups_visible_to
from opora.groups.states import GroupKind
from opora.organisations.models import FormerName, Leader, Organisation, Territory
from opora.organisations.queries import territories_visible_to, visible_ids
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.people.models import Person
from opora.search.matching import Sought
from opora.search.sources.base import Hit, Rows, Source, in_line, joined

_KINDS = dict(OrganisationKind.choices)
_GROUP_KINDS = dict(GroupKind.choices)
_TERRITORY_KINDS = dict(TerritoryKind.choices)


def _organisations(actor: Actor, sought: Sought) -> QuerySet[Organisation]:
    """By its names, code and address, by a name it had, by those who lead it now."""
    own = Organisation.objects.filter(sought.within("name", "official_name", "key", "address"))
    had = FormerName.objects.filter(sought.within("name"))
    today = timezone.localdate()
    led = Leader.objects.filter(Q(until=None) | Q(until__gte=today), sought.within("name", "post"))
    named = (
        own.order_by()
        .values("pk")
        .union(had.order_by().values("organisation"), led.order_by().values("organisation"), all=True)
    )
    return Organisation.objects.filter(pk__in=named).filter(pk__in=visible_ids(actor))


def _agg(column: str, separator: str) -> StringAgg:
    return StringAgg(column, Value(separator), output_field=TextField())


_FORMER = Subquery(
    FormerName.objects.filter(organisation=OuterRef("pk"))
    .order_by()
    .values("organisation")
    .annotate(every=_agg("name", "; "))
    .values("every")
)
_HEAD = Subquery(
    Leader.objects.filter(organisation=OuterRef("pk"), is_head=True, until=None)
    .order_by("-since", "-id")
    .values("name")[:1]
)


def _organisation(
    pk: int,
    name: str,
    official: str,
    kind: str,
    place: str,
    closed: date | None,
    address: str,
    head: str | None,
    former: str | None,
) -> Hit:
    note = "закрыта" if closed else "" if kind == OrganisationKind.SCHOOL else _KINDS[kind].lower()
    was = f"раньше: {former}" if former else ""
    who = f"руководитель: {head}" if head else ""
    return Hit(name, reverse("school", args=[pk]), place, note, text=joined(official, was, who, address))


def _people(actor: Actor, sought: Sought) -> QuerySet[Person]:
    return people_visible_to(actor).filter(sought.within("surname", "given_name", "patronymic", "post"))


def _person(pk: int, surname: str, given: str, patronymic: str, post: str) -> Hit:
    name = " ".join(part for part in (surname, given, patronymic) if part)
    return Hit(name, reverse("person", args=[pk]), text=post)


def _territories(actor: Actor, sought: Sought) -> QuerySet[Territory]:
    return territories_visible_to(actor).filter(sought.within("name", "code"))


def _territory(pk: int, name: str, kind: str) -> Hit:
    return Hit(name, reverse("territory", args=[pk]), note=_TERRITORY_KINDS[kind].lower())


def _groups(actor: Actor, sought: Sought) -> QuerySet[Group]:
    """By its name and purpose, and by who is in it now."""
    members = Member.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate()), sought.within("name"))
    own = Group.objects.filter(sought.within("name", "purpose"))
    named = own.order_by().values("pk").union(members.order_by().values("group"), all=True)
    return groups_visible_to(actor).filter(pk__in=named)


_MEMBERS = Subquery(
    Member.objects.filter(group=OuterRef("pk"), until=None)
    .order_by()
    .values("group")
    .annotate(every=_agg("name", ", "))
    .values("every")
)


def _group(
    pk: int, name: str, kind: str, home: str, closed: date | None, purpose: str, who: str | None
) -> Hit:
    note = "распущена" if closed else _GROUP_KINDS[kind].lower()
    return Hit(in_line(name), reverse("group", args=[pk]), home, note, text=joined(purpose, who))


def sees_people(actor: Actor) -> bool:
    return actor.is_operator or SEE_PEOPLE.can(actor, None)


SOURCES: tuple[Source, ...] = (
    Rows(
        code="schools",
        title="Школы и организации",
        model=Organisation,
        matching=_organisations,
        columns=(
            *("pk", "name", "official_name", "kind", "territory__name", "closed_on", "address"),
            *(_HEAD, _FORMER),
        ),
        draw=_organisation,
        order=(F("closed_on").asc(nulls_first=True), "sort_name", "pk"),
        homes=(("pk", "territory__path"),),
    ),
    Rows(
        code="people",
        title="Люди",
        model=Person,
        matching=_people,
        columns=("pk", "surname", "given_name", "patronymic", "post"),
        draw=_person,
        order=("sort_name", "pk"),
        homes=(
            ("appointments__schools", "appointments__schools__territory__path"),
            ("", "appointments__territories__path"),
        ),
        is_for=sees_people,
    ),
    Rows(
        code="territories",
        title="Территории",
        model=Territory,
        matching=_territories,
        columns=("pk", "name", "kind"),
        draw=_territory,
        order=("sort_name", "pk"),
        homes=(("", "path"),),
    ),
)

GROUPS: tuple[Source, ...] = (
    Rows(
        code="groups",
        title="Группы",
        model=Group,
        matching=_groups,
        columns=(
            *("pk", "name", "kind"),
            Coalesce("organisation__name", "territory__name", Value("")),
            *("closed_on", "purpose", _MEMBERS),
        ),
        draw=_group,
        order=(F("closed_on").asc(nulls_first=True), "sort_name", "pk"),
        homes=(("organisation", "organisation__territory__path"), ("", "territory__path")),
    ),
)
