"""Who keeps programme years, and who says which schools take part."""

from opora.access import Actor, Permission, Role, rule
from opora.cycles.models import Programme
from opora.cycles.states import Level
from opora.organisations.models import Organisation


@rule(
    "действует в какой-либо роли", "Откройте раздел после того, как вас назначат: обратитесь к координатору."
)
def has_capacity(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.capacity is not None


@rule(
    "администратор, региональный координатор или руководитель регионального проекта",
    "Программные годы ведёт региональный координатор или администратор: попросите их.",
)
def keeps_years(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.ADMINISTRATOR, Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD)


@rule(
    "ведёт участие школ на своей территории",
    "Участие школ отмечает координатор муниципалитета или региона: попросите его.",
)
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(
        Role.ADMINISTRATOR,
        Role.REGIONAL_COORDINATOR,
        Role.REGIONAL_PROJECT_HEAD,
        Role.MUNICIPAL_COORDINATOR,
    )


@rule("школа лежит на его территории", "Эта школа не на вашей территории: обратитесь к её координатору.")
def covers_the_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule(
    "программа его уровня и территории",
    "Федеральные программы заводит администратор, региональные — регион: выберите свою территорию.",
)
def covers_the_programme(actor: Actor, programme: Programme) -> bool:
    if programme.level == Level.FEDERAL:
        return actor.acts_as(Role.ADMINISTRATOR)
    return actor.covers_territory(programme.territory.path or "")


READ_YEARS = Permission[object]("cycles.read", "Смотреть программные годы", any_of=((has_capacity,),))
KEEP_YEARS = Permission[object]("cycles.keep", "Вести годы, этапы и сроки", any_of=((keeps_years,),))
KEEP_PROGRAMMES = Permission[Programme](
    "cycles.programmes", "Заводить программы", any_of=((coordinates, covers_the_programme),)
)
SET_PARTICIPATION = Permission[Organisation](
    "cycles.participation", "Отмечать участие школы", any_of=((coordinates, covers_the_school),)
)
COORDINATE = Permission[object]("cycles.coordinate", "Открывать форму участия", any_of=((coordinates,),))
