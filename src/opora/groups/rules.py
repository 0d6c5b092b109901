"""Who may see to groups: those who answer for their home."""

from opora.access import Actor, Permission, Role, rule
from opora.groups.models import Group
from opora.organisations.models import Organisation, Territory

type Home = Organisation | Territory

_SCHOOL_LEADERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)
_COORDINATORS = (
    Role.MUNICIPAL_COORDINATOR,
    Role.AUTHORITY_HEAD,
    Role.METHODIST,
    Role.REGIONAL_COORDINATOR,
    Role.REGIONAL_PROJECT_HEAD,
    Role.ADMINISTRATOR,
)


def may_create_somewhere(actor: Actor) -> bool:
    """Whether the actor's role keeps groups at all."""
    return actor.acts_as(*_SCHOOL_LEADERS, *_COORDINATORS)


@rule(
    "директор или школьный координатор",
    "Группы школы ведут её директор и школьный координатор. Обратитесь к ним.",
)
def leads_a_school(actor: Actor, _: Home) -> bool:
    return actor.acts_as(*_SCHOOL_LEADERS)


@rule(
    "координатор, методист, руководитель органа управления или проекта, администратор",
    "Группы ведут координаторы, методисты и руководители. Обратитесь к ним.",
)
def coordinates(actor: Actor, _: Home) -> bool:
    return actor.acts_as(*_COORDINATORS)


@rule("школа или территория в своём охвате", "Это вне вашего охвата: группы здесь ведут другие люди.")
def home_in_scope(actor: Actor, home: Home) -> bool:
    if isinstance(home, Territory):
        return actor.covers_territory(home.path or "")
    return actor.covers_school(home.pk, home.territory.path or "")


@rule("организация действует", "Организация закрыта: новых групп в ней не создают.", about_state=True)
def home_is_open(_: Actor, home: Home) -> bool:
    return isinstance(home, Territory) or home.is_open


@rule(
    "директор или школьный координатор",
    "Группы школы ведут её директор и школьный координатор. Обратитесь к ним.",
)
def leads_its_school(actor: Actor, group: Group) -> bool:
    return leads_a_school.holds(actor, group.home)


@rule(
    "координатор, методист, руководитель органа управления или проекта, администратор",
    "Группы ведут координаторы, методисты и руководители. Обратитесь к ним.",
)
def coordinates_groups(actor: Actor, group: Group) -> bool:
    return coordinates.holds(actor, group.home)


@rule("группа своего охвата", "Эта группа вне вашего охвата: её ведут другие люди.")
def group_in_scope(actor: Actor, group: Group) -> bool:
    return home_in_scope.holds(actor, group.home)


@rule("группа действует", "Группа распущена: она осталась для истории и не меняется.", about_state=True)
def is_active(_: Actor, group: Group) -> bool:
    return group.closed_on is None


CREATE = Permission(
    "groups.create",
    "Создавать группу",
    any_of=((leads_a_school, home_in_scope, home_is_open), (coordinates, home_in_scope, home_is_open)),
)
EDIT = Permission(
    "groups.edit",
    "Менять группу, её состав, распускать её",
    any_of=((leads_its_school, group_in_scope, is_active), (coordinates_groups, group_in_scope, is_active)),
)
