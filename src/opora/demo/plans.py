"""A plan of the fictional municipality for the year: its rows are marked by what the demonstration has in it."""

from datetime import datetime

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.plans.actions.plans import add_plan, move_plan
from opora.plans.actions.rows import add_row, tell_done
from opora.plans.content import Content
from opora.plans.models import Plan
from opora.plans.states import Part, PlanState

TITLE = "Муниципальная дорожная карта поддержки школ"
_COORDINATOR, _CURATORS, _HEADS = "муниципальный координатор", "кураторы", "директора школ"
#: number, work, term, who answers; the facts of the works mark them
ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("1.", "Создание муниципальной координационной группы", "январь", _COORDINATOR),
    ("2.", "Назначение муниципальных координаторов", "январь", "начальник управления образования"),
    ("3.", "Назначение персональных кураторов школ", "февраль", _COORDINATOR),
    ("4.", "Создание рабочих групп в школах", "февраль–март", _HEADS),
    ("5.", "Участие школ в анкетировании для определения рискового профиля", "февраль–март", _HEADS),
    ("6.", "Анализ рисковых профилей школ", "март", _CURATORS),
    ("7.", "Первичное посещение школ и верификация рисковых профилей", "март–апрель", _CURATORS),
    # as one of the sources has it: before the visits it rests on
    ("8.", "Активация рисковых направлений", "до 15.03", _COORDINATOR),
    ("9.", "Разработка дорожных карт школ", "апрель–май", _HEADS),
    ("10.", "Проверка кураторами дорожных карт школ", "июнь", _CURATORS),
    ("11.", "Заседание координационной группы", "1 раз в месяц", _COORDINATOR),
    ("12.", "Посещение школ кураторами", "еженедельно", _CURATORS),
    ("13.", "Экспертиза документов школ", "сентябрь–октябрь", _COORDINATOR),
    ("14.", "Совещание с директорами по итогам первого этапа", "ноябрь", _COORDINATOR),
    ("15.", "Анализ эффективности принятых мер", "декабрь", _COORDINATOR),
)


def planned(home: Territory, cycle: Cycle, *, by: Actor, at: datetime) -> Plan:
    """In force, with one row told by somebody's word."""
    made = add_plan(
        territory=home,
        cycle=cycle,
        title=TITLE,
        approved_by="приказ начальника управления образования",
        order_number="82-од",
        by=by,
        at=at,
    )
    rows = [
        add_row(
            plan=made,
            content=Content(what=what, number=number, term=term, people=[(Part.ANSWERS, who)]),
            by=by,
            at=at,
        )
        for number, what, term, who in ROWS
    ]
    made = move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=at)
    spoken = next(row for row in rows if not row.fact)
    tell_done(row=spoken, words="Подготовлен план анализа, вопросы разосланы школам.", by=by, at=at)
    return made
