"""What only a person can write in a report: the fields, where they stand, which the letter cannot go without. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opora.reports.content import Named
from opora.reports.kinds import is_summary

TERRITORY, CAUSES, ORDERS, SUPPORT, CONTROL, DECISIONS, PROBLEM, ACHIEVEMENT, ANNEXES = (
    *("territory", "causes", "orders", "support", "control", "decisions"),
    *("problem", "achievement", "annexes"),
)
#: sections of the year in sum alone
PLAN, EXPERTISE, ADVICE, NEXT = ("plan", "expertise", "advice", "next")
#: with more schools, what made each of them weak is written in one text
MOST_SCHOOLS_APART = 12
_OF_SCHOOL = "school-"


@dataclass(frozen=True, slots=True)
class Field:
    """`section` says after which facts the text is printed."""

    code: str
    section: str
    label: str
    hint: str
    rows: int = 4
    is_required: bool = False


_BEFORE_SCHOOLS = (
    Field(
        TERRITORY,
        TERRITORY,
        "Что ещё важно о школах",
        "Например: статусы и победы школ, чем они сильны, чем отличаются. Цифры уже стоят выше.",
    ),
    Field(
        CAUSES,
        CAUSES,
        "Чем объясняете результаты",
        "Одно-два предложения об общих причинах. Факторы и причины школ уже в таблице.",
    ),
)
_AFTER_SCHOOLS = (
    Field(
        SUPPORT,
        SUPPORT,
        "О чём сказать подробнее",
        "Проекты, сетевое взаимодействие, кто кому помогает. Каждое направление — с новой строки.",
        6,
    ),
    Field(CONTROL, CONTROL, "Как вы координируете работу", "Чем пользуетесь, как часто, что это дало."),
    Field(
        PROBLEM,
        PROBLEM,
        "Ключевая проблема и что вы с ней делаете",
        "Назовите одну, своими словами: без неё письмо не подписать.",
        5,
        is_required=True,
    ),
    Field(
        ACHIEVEMENT,
        ACHIEVEMENT,
        "Главное достижение школ",
        "Что изменилось на самом деле: без этого письмо не подписать.",
        5,
        is_required=True,
    ),
    Field(
        ANNEXES,
        ANNEXES,
        "Что приложите на бумаге",
        "Каждое приложение — с новой строки. Приказы, таблицы и файлы отчёта встанут в перечень сами.",
        3,
    ),
)


_OF_YEAR = (
    _BEFORE_SCHOOLS[0],
    _AFTER_SCHOOLS[0],
    Field(
        PLAN,
        PLAN,
        "Что не удалось и почему",
        "Строки плана с отметками уже в таблице. Здесь — что перенесли, от чего отказались, что помешало.",
    ),
    Field(
        EXPERTISE,
        EXPERTISE,
        "Что показала экспертиза",
        "Один-два вывода: что у школ получается, где документы формальны.",
    ),
    Field(
        ADVICE,
        ADVICE,
        "Ваши рекомендации",
        "Директорам, кураторам, методистам; каждая — с новой строки. Рекомендации экспертов уже стоят выше. "
        "Без них справку не подписать.",
        6,
        is_required=True,
    ),
    Field(
        ACHIEVEMENT,
        ACHIEVEMENT,
        "Что изменилось за год",
        "Что изменилось на самом деле: без этого справку не подписать.",
        5,
        is_required=True,
    ),
    Field(NEXT, NEXT, "Задачи на следующий год", "Каждая — с новой строки."),
    _AFTER_SCHOOLS[-1],
)


def fields(schools: Sequence[Named], stage: str = "") -> tuple[Field, ...]:
    """In the order of the letter; one a school where they are few and causes are told."""
    if is_summary(stage):
        return _OF_YEAR
    apart = schools if len(schools) <= MOST_SCHOOLS_APART else ()
    own = tuple(
        Field(
            school_code(each.id),
            CAUSES,
            f"{each.name}: что привело к низким результатам",
            "Встанет в столбец или строку этой школы.",
            3,
        )
        for each in apart
    )
    return (*_BEFORE_SCHOOLS, *own, *_AFTER_SCHOOLS)


def school_code(school_id: int) -> str:
    return f"{_OF_SCHOOL}{school_id}"


def lacking(texts: Mapping[str, str], stage: str = "") -> list[Field]:
    """Required fields that nobody has filled."""
    asked = _OF_YEAR if is_summary(stage) else _AFTER_SCHOOLS
    return [each for each in asked if each.is_required and not texts.get(each.code, "").strip()]


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.splitlines() if part.strip()]
