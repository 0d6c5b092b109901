"""Who objects, who answers, who takes an objection back."""

from opora.access import Actor, Permission, Role, rule
from opora.objections.models import Objection
from opora.objections.states import TRANSITIONS, ObjectionState
from opora.organisations.models import Organisation

ANSWERING_ROLES = (Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR)


@rule(
    "директор или школьный координатор",
    "Возражение от школы подают её директор и школьный координатор. Скажите им, с чем вы не согласны.",
)
def speaks_for_a_school(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR)


@rule("своя школа", "Это другая школа: возражать можно только за свою.")
def own_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule("возражение своей школы", "Это возражение другой школы.")
def about_own_school(actor: Actor, objection: Objection) -> bool:
    return actor.covers_school(objection.school_id, objection.school.territory.path or "")


@rule(
    "муниципальный или региональный координатор, руководитель органа управления",
    "На возражения отвечают координаторы и руководитель органа управления образованием. Дождитесь их ответа.",
)
def answers_objections(actor: Actor, _: Objection) -> bool:
    return actor.acts_as(*ANSWERING_ROLES)


@rule("школа в своём охвате", "Эта школа не в вашем охвате: отвечает её координатор.")
def school_in_scope(actor: Actor, objection: Objection) -> bool:
    return actor.covers_school(objection.school_id, objection.school.territory.path or "")


@rule(
    "возражение ждёт ответа",
    "Возражение уже закрыто. Если вы всё ещё не согласны, подайте новое.",
    about_state=True,
)
def is_open(_: Actor, objection: Objection) -> bool:
    return bool(TRANSITIONS[ObjectionState(objection.state)])


RAISE = Permission("objections.raise", "Подавать возражение", any_of=((speaks_for_a_school, own_school),))
WITHDRAW = Permission(
    "objections.withdraw", "Отзывать возражение", any_of=((speaks_for_a_school, about_own_school, is_open),)
)
ANSWER = Permission(
    "objections.answer", "Отвечать на возражение", any_of=((answers_objections, school_in_scope, is_open),)
)
