"""Who runs rounds, who scores, who reads what came of it. What one sees at all is in `queries`."""

from opora.access import Actor, Permission, Role, rule
from opora.expertise.models import Assignment, Entry, Recommendation, Round
from opora.expertise.states import (
    RECOMMENDATION_TRANSITIONS,
    AssignmentState,
    RecommendationState,
    RoundState,
)
from opora.organisations.models import Organisation, Territory

RUNNERS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
#: a curator is not judged by a round of the coordinator next door
RUNNERS_OF_CURATORS = (Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR)
#: the results of a territory, school by school
READERS = (*RUNNERS, Role.AUTHORITY_HEAD, Role.METHODIST, Role.REGIONAL_PROJECT_HEAD)
#: how many schools lie in which zone, and no more
COUNTERS = (Role.FEDERAL_OPERATOR,)
#: the result of one's own school, when the round is closed
OF_SCHOOL = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER, Role.CURATOR)
#: those whose own decisions about documents are reckoned
DECIDERS = (Role.CURATOR, *RUNNERS)
FOLLOWERS = (Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.CURATOR, *RUNNERS)


@rule(
    "муниципальный или региональный координатор, администратор",
    "Экспертизу ведут муниципальный и региональный координаторы. Обратитесь к координатору.",
)
def runs_rounds(actor: Actor, _: object) -> bool:
    return actor.acts_as(*RUNNERS)


@rule(
    "куратор, координатор или администратор",
    "Здесь цифры тех, кто проверяет документы. Свои документы откройте в разделе «Документы».",
)
def decides_on_documents(actor: Actor, _: object) -> bool:
    return actor.acts_as(*DECIDERS)


@rule("территория в своём охвате", "Эта территория не в вашем охвате. Откройте свою.")
def own_territory(actor: Actor, territory: Territory) -> bool:
    return actor.covers_territory(territory.path or "")


@rule(
    "региональный координатор, администратор",
    "Экспертизу работы кураторов ведёт региональный координатор. Обратитесь к нему.",
)
def runs_rounds_of_curators(actor: Actor, _: object) -> bool:
    return actor.acts_as(*RUNNERS_OF_CURATORS)


def _is_own(actor: Actor, of: Round) -> bool:
    may = not of.is_of_curators or actor.acts_as(*RUNNERS_OF_CURATORS)
    return may and actor.covers_territory(of.territory.path or "")


@rule(
    "раунд своей территории; о кураторах — только региональный координатор",
    "Этот раунд ведёт координатор другой территории. Обратитесь к нему.",
)
def own_round(actor: Actor, of: Round) -> bool:
    return _is_own(actor, of)


@rule("раунд готовится", "Раунд уже начат: его состав не меняют. Откройте страницу раунда.", about_state=True)
def is_prepared(_: Actor, of: Round) -> bool:
    return of.state == RoundState.PREPARING


@rule(
    "раунд идёт",
    "Раунд сейчас не оценивают: он ещё готовится или уже закрыт. Обновите страницу.",
    about_state=True,
)
def is_under_way(_: Actor, of: Round) -> bool:
    return of.state in {RoundState.SCORING, RoundState.RECONCILING}


@rule(
    "раунд на согласовании",
    "Закрывают раунд после согласования. Сначала дождитесь листов и перейдите к согласованию.",
    about_state=True,
)
def is_reconciled(_: Actor, of: Round) -> bool:
    return of.state == RoundState.RECONCILING


@rule("раунд закрыт", "Результаты будут видны, когда координатор закроет раунд.", about_state=True)
def is_closed(_: Actor, of: Round) -> bool:
    return of.state == RoundState.CLOSED


@rule("эксперт", "Листы заполняют эксперты. Если вы эксперт, смените роль и откройте свою очередь.")
def is_expert(actor: Actor, _: object) -> bool:
    return actor.acts_as(Role.EXPERT)


@rule("свой лист", "Этот лист заполняет другой эксперт.")
def own_assignment(actor: Actor, assignment: Assignment) -> bool:
    return actor.person_id is not None and assignment.person_id == actor.person_id


@rule(
    "лист ещё не отправлен",
    "Лист уже отправлен или снят с вас: изменить его нельзя. Откройте свою очередь.",
    about_state=True,
)
def is_waiting(_: Actor, assignment: Assignment) -> bool:
    return assignment.state == AssignmentState.WAITING


@rule(
    "раунд принимает листы",
    "Раунд сейчас не принимает листы. Ваш черновик цел: спросите координатора, будет ли оценка продолжена.",
    about_state=True,
)
def takes_sheets(_: Actor, assignment: Assignment) -> bool:
    return assignment.entry.round.state in {RoundState.SCORING, RoundState.RECONCILING}


@rule(
    "назначение раунда своей территории",
    "Этот раунд ведёт координатор другой территории. Обратитесь к нему.",
)
def assignment_of_own_round(actor: Actor, assignment: Assignment) -> bool:
    return _is_own(actor, assignment.entry.round)


@rule(
    "координатор, методист, руководитель территории",
    "Результаты по школам видят координаторы и руководители территории. Итог своей школы — на её странице.",
)
def reads_results(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS)


@rule("федеральный оператор: только числа по зонам", "Сводку по зонам видит федеральный оператор.")
def counts_zones(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COUNTERS)


@rule(
    "школа, её куратор, координаторы и руководители",
    "Итог экспертизы школы видят сама школа, её куратор и координаторы. Спросите у них.",
)
def reads_school_result(actor: Actor, _: object) -> bool:
    return actor.acts_as(*READERS, *OF_SCHOOL)


@rule("сам куратор, раунд закрыт", "Результат куратора видят он сам и его координаторы.")
def is_own_work(actor: Actor, entry: Entry) -> bool:
    return entry.curator_id is not None and entry.curator_id == actor.person_id


@rule(
    "координатор территории, где у куратора школы",
    "Результат куратора видят он сам и его координаторы. Обратитесь к координатору.",
)
def curators_coordinator(actor: Actor, entry: Entry) -> bool:
    if entry.curator_id is None or not actor.acts_as(*RUNNERS):
        return False
    return any(actor.covers_territory(path) for _, path in entry.places)


@rule("раунд закрыт", "Результаты будут видны, когда координатор закроет раунд.", about_state=True)
def is_of_closed_round(_: Actor, entry: Entry) -> bool:
    return entry.round.state == RoundState.CLOSED


@rule("школа в своём охвате", "Это другая школа: откройте свою.")
def own_school(actor: Actor, school: Organisation) -> bool:
    return actor.covers_school(school.pk, school.territory.path or "")


@rule(
    "школа, куратор или координатор",
    "Выполнение рекомендаций отмечают школа, её куратор и координатор. Скажите им.",
)
def follows(actor: Actor, _: object) -> bool:
    return actor.acts_as(*FOLLOWERS)


@rule("рекомендация своей школе", "Это рекомендация другой школе.")
def about_own_school(actor: Actor, recommendation: Recommendation) -> bool:
    return actor.covers_school(recommendation.school_id, recommendation.school.territory.path or "")


@rule("рекомендация открыта", "Рекомендация уже закрыта. Обновите страницу.", about_state=True)
def is_open(_: Actor, recommendation: Recommendation) -> bool:
    return recommendation.state == RecommendationState.OPEN


@rule("рекомендация закрыта", "Рекомендация и так открыта. Обновите страницу.", about_state=True)
def is_settled(_: Actor, recommendation: Recommendation) -> bool:
    return RecommendationState.OPEN in RECOMMENDATION_TRANSITIONS[RecommendationState(recommendation.state)]


@rule(
    "координатор",
    "Снимает рекомендацию и открывает снова координатор. Если вы выполнили её, отметьте это.",
)
def decides_recommendations(actor: Actor, _: object) -> bool:
    return actor.acts_as(*RUNNERS)


MAKE = Permission("expertise.make", "Готовить раунд экспертизы", any_of=((runs_rounds, own_territory),))
MAKE_OF_CURATORS = Permission(
    "expertise.make_of_curators",
    "Готовить раунд о работе кураторов",
    any_of=((runs_rounds_of_curators, own_territory),),
)
RUN = Permission("expertise.run", "Вести раунд: видеть ход и экспертов", any_of=((runs_rounds, own_round),))
START = Permission(
    "expertise.start",
    "Менять состав раунда и начинать оценку",
    any_of=((runs_rounds, own_round, is_prepared),),
)
STEER = Permission(
    "expertise.steer",
    "Назначать экспертов, записывать согласование",
    any_of=((runs_rounds, own_round, is_under_way),),
)
CLOSE = Permission("expertise.close", "Закрывать раунд", any_of=((runs_rounds, own_round, is_reconciled),))
WITHDRAW = Permission(
    "expertise.withdraw",
    "Снимать документ с эксперта",
    any_of=((runs_rounds, assignment_of_own_round, is_waiting),),
)
QUEUE = Permission("expertise.queue", "Видеть свою очередь эксперта", any_of=((is_expert,),))
SCORE = Permission(
    "expertise.score",
    "Заполнять и отправлять свой экспертный лист, отказываться от документа",
    any_of=((is_expert, own_assignment, is_waiting, takes_sheets),),
)
REVIEWS = Permission(
    "expertise.reviewing", "Видеть, как проверяет документы сам", any_of=((decides_on_documents,),)
)
REVIEWERS_OF_TERRITORY = Permission(
    "expertise.reviewers", "Видеть, как проверяют документы на территории", any_of=((runs_rounds,),)
)
SEE_RESULTS = Permission(
    "expertise.results", "Видеть результаты закрытого раунда по школам", any_of=((reads_results,),)
)
COUNT_ZONES = Permission(
    "expertise.zones", "Видеть, сколько школ в какой зоне", any_of=((counts_zones,), (reads_results,))
)
SEE_SCHOOL = Permission(
    "expertise.school",
    "Видеть итог экспертизы школы после закрытия раунда",
    any_of=((reads_school_result, own_school),),
)
READ_WORK = Permission(
    "expertise.curator",
    "Видеть результат экспертизы работы куратора",
    any_of=((is_own_work, is_of_closed_round), (curators_coordinator, is_of_closed_round)),
)
FULFIL = Permission(
    "expertise.fulfil",
    "Отмечать рекомендацию выполненной",
    any_of=((follows, about_own_school, is_open),),
)
DROP = Permission(
    "expertise.drop",
    "Снимать рекомендацию",
    any_of=((decides_recommendations, about_own_school, is_open),),
)
REOPEN = Permission(
    "expertise.reopen",
    "Открывать рекомендацию снова",
    any_of=((decides_recommendations, about_own_school, is_settled),),
)
