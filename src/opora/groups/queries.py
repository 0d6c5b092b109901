"""Reads of groups."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.groups.models import Group, Member
from opora.groups.states import GroupKind, MemberPart
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.organisations.queries import territories_visible_to
from opora.organisations.queries import visible_to as organisations_visible_to

PART_ORDER = [
    MemberPart.CHAIR,
    MemberPart.DEPUTY,
    MemberPart.SECRETARY,
    MemberPart.MEMBER,
    MemberPart.PARENT,
    MemberPart.EXPERT,
]


def visible_to(actor: Actor) -> QuerySet[Group]:
    """Groups at home in what the actor sees; of territories above, those one belongs to oneself."""
    groups = Group.objects.select_related("organisation__territory", "territory")
    if actor.is_operator:
        return groups
    if actor.capacity is None:
        return groups.none()
    own = Member.objects.filter(group=OuterRef("pk"), person=actor.person_id)
    return groups.filter(
        Q(organisation__in=organisations_visible_to(actor).order_by())
        | Q(territory__in=territories_visible_to(actor).order_by())
        | Q(Exists(own))
    )


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of the list; `members` counts those whose part has not ended."""

    id: int
    name: str
    kind: str
    home: str
    order_number: str
    order_date: date | None
    closed_on: date | None
    members: int


def group_rows(groups: QuerySet[Group], *, on: date) -> list[GroupRow]:
    """In order of name. One query."""
    active = Q(members__until=None) | Q(members__until__gte=on)
    found = groups.annotate(active=Count("members", filter=active)).order_by("sort_name", "id")
    return [
        GroupRow(
            id=group.pk,
            name=group.name,
            kind=group.get_kind_display(),
            home=group.home.name,
            order_number=group.order_number,
            order_date=group.order_date,
            closed_on=group.closed_on,
            members=group.active,
        )
        for group in found
    ]


def members_of(group: Group) -> list[Member]:
    """The chair first, then by part and name; those who left stand after those who are in."""
    members = list(group.members.select_related("person"))
    return sorted(
        members,
        key=lambda m: (m.until is not None, PART_ORDER.index(MemberPart(m.part)), folded(m.name), m.pk),
    )


# every school's card asks this: written out, it costs a fraction of what wording it through the ORM does
_OF_ORGANISATION = """
SELECT g.id, g.name, g.kind, o.name, g.order_number, g.order_date, g.closed_on,
       (SELECT count(*) FROM groups_member m WHERE m.group_id = g.id AND (m.until IS NULL OR m.until >= %s))
FROM groups_group g JOIN organisations_organisation o ON o.id = g.organisation_id
WHERE g.organisation_id = %s AND g.closed_on IS NULL
ORDER BY g.sort_name, g.id
"""
_KINDS: dict[str, str] = dict(GroupKind.choices)


def groups_of(organisation: Organisation, *, on: date) -> list[GroupRow]:
    """The groups of an organisation that are not dissolved, for its card. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ORGANISATION, [on, organisation.pk])
        rows = cursor.fetchall()
    return [GroupRow(pk, name, _KINDS[kind], *rest) for pk, name, kind, *rest in rows]


@dataclass(frozen=True, slots=True)
class Load:
    """A person in several groups at once: «перегруз»."""

    name: str
    groups: tuple[str, ...]


def loads(groups: QuerySet[Group], *, on: date, least: int = 3) -> list[Load]:
    """People with a part in at least `least` active groups among `groups`, the most loaded first.

    Members without an account are told apart by their name alone.
    """
    rows = (
        Member.objects.filter(
            Q(until=None) | Q(until__gte=on), group__in=groups.order_by(), group__closed_on=None
        )
        .order_by("group__sort_name", "group_id")
        .values_list("person_id", "name", "group__name")
    )
    found: dict[object, tuple[str, list[str]]] = {}
    for person_id, name, group in rows:
        found.setdefault(person_id or folded(name), (name, []))[1].append(group)
    heavy = [Load(name, tuple(dict.fromkeys(names))) for name, names in found.values()]
    return sorted(
        (load for load in heavy if len(load.groups) >= least),
        key=lambda each: (-len(each.groups), folded(each.name)),
    )
