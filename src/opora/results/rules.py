"""Who may load, correct and read results.

What a person sees at all is decided by `queries.visible_to`; here stands who may write.
"""

from opora.access import Actor, Permission, Role, rule
from opora.results.models import Fact

IMPORTING_ROLES = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)


@rule(
    "муниципальный или региональный координатор, администратор",
    "Результаты загружают муниципальный и региональный координаторы. Передайте файл координатору.",
)
def loads_results(actor: Actor, _: object) -> bool:
    return actor.acts_as(*IMPORTING_ROLES)


@rule(
    "муниципальный или региональный координатор, администратор",
    "Цифры исправляют муниципальный и региональный координаторы. Не согласны с цифрой — подайте возражение.",
)
def corrects_results(actor: Actor, _: Fact) -> bool:
    return actor.acts_as(*IMPORTING_ROLES)


@rule("школа в своём охвате", "Это цифра школы не из вашего охвата: её исправляет её координатор.")
def covers_its_school(actor: Actor, fact: Fact) -> bool:
    return actor.covers_school(fact.school_id, fact.school.territory.path or "")


@rule(
    "директор или школьный координатор",
    "Возражение от школы подают её директор и школьный координатор. Скажите им, с чем вы не согласны.",
)
def speaks_for_a_school(actor: Actor, _: Fact) -> bool:
    return actor.acts_as(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)


IMPORT = Permission("results.import", "Загружать результаты", any_of=((loads_results,),))
CORRECT = Permission("results.correct", "Исправлять цифру", any_of=((corrects_results, covers_its_school),))
OBJECT = Permission(
    "results.object", "Возражать против цифры", any_of=((speaks_for_a_school, covers_its_school),)
)
