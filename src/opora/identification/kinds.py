"""The kind of definition that holds a rule of selection."""

from dataclasses import replace

from opora.catalogues.kinds import Content, Field, Group, Kind, Mistake, Table
from opora.identification.rule import BadRule, parse_rule
from opora.identification.states import MODE_TITLES
from opora.results.models import Procedure

KIND = "identification-rules"
DEFAULT_CODE = "shnor"

_POINTS = "Доля: 0.20 — это 20 процентных пунктов."

_MAIN = Group(
    "Порог и основания", "Школа попадает в проект, если сработало основание. Порог общий для всех процедур."
)
_YEARS = Group("Какие результаты смотреть", "Основания сравнивают последний год и год перед ним.")
_MORE = Group(
    "Дополнительные основания",
    "По умолчанию выключены. Включённое основание само по себе приводит школу в список.",
)
_WAY = Group("Возражения и утверждение", "Как проект становится списком года.")
_SIGNS = Group(
    "Признаки сомнительных результатов",
    "На список не влияют: их показывают рядом. Это наши признаки, не перечень Рособрнадзора.",
)
_MARKS = Group(
    "Признаки по отметкам и классам",
    "Тоже наши и тоже на список не влияют. Выключенный признак не ищем, его число тогда ничего не меняет.",
)
GROUPS = (_MAIN, _YEARS, _MORE, _WAY, _SIGNS, _MARKS)


def _code(name: str, title: str) -> Field:
    return Field(name, title, options=_procedures)


def _procedures() -> list[tuple[str, str]]:
    return list(Procedure.objects.values_list("code", "title"))


def _in_group(group: Group, *fields: Field) -> tuple[Field, ...]:
    return tuple(replace(field, group=group.title) for field in fields)


def _share(name: str, title: str, words: str = _POINTS) -> Field:
    return Field(name, title, "share", required=False, minimum="0", maximum="1", help=words)


def _sign(name: str, title: str) -> Field:
    return Field(f"sign_{name}", f"Признак: {title}", "bool", required=False)


FIELDS = (
    *_in_group(
        _MAIN,
        Field(
            "threshold",
            "Порог доли «2»",
            "share",
            minimum="0.000001",
            maximum="1",
            help="Не менее: ровно столько тоже считается. 0.30 — это 30 %.",
        ),
        Field(
            "mode",
            "Как связаны основания",
            "choice",
            choices=tuple((m.value, t) for m, t in MODE_TITLES.items()),
            help="Основания два: несколько процедур в последнем году и одна процедура два года подряд.",
        ),
        Field("count", "Сколько процедур в последнем году", "int", minimum="1", maximum="60"),
    ),
    *_in_group(
        _YEARS,
        Field(
            "minimum_participants",
            "Наименьшее число участников",
            "int",
            required=False,
            minimum="0",
            help="Если участников меньше, результат не учитываем. Если число неизвестно — учитываем.",
        ),
        Field("years", "Сколько лет показывать", "int", minimum="2", maximum="10"),
        Field(
            "last_year",
            "Последний год результатов",
            "int",
            required=False,
            minimum="2000",
            maximum="2100",
            help="Пусто: последний год, за который есть результаты, не позже окончания программного года.",
        ),
    ),
    *_in_group(
        _MORE,
        Field("quartile", "Добавить основание «худшая четверть школ региона»", "bool", required=False),
        Field("quartile_count", "Для худшей четверти: сколько процедур", "int", required=False, minimum="1"),
        Field("ege", "Добавить основание «минимум ЕГЭ»", "bool", required=False),
        _share("ege_share", "Для ЕГЭ: доля не преодолевших минимум", "Не менее: 0.10 — это 10 %."),
    ),
    *_in_group(
        _WAY,
        Field(
            "window_days",
            "Сколько дней школы могут возражать",
            "int",
            required=False,
            minimum="0",
            maximum="90",
        ),
        Field(
            "municipality_approves",
            "Муниципальный координатор может утверждать сам",
            "bool",
            required=False,
        ),
    ),
    *_in_group(
        _SIGNS,
        Field(
            "sign_minimum_participants",
            "Признаки: наименьшее число участников",
            "int",
            required=False,
            minimum="1",
            help="Где участников меньше, признаки не ищем.",
        ),
        _sign("above_region", "результат заметно выше регионального, экзамен не подтверждает"),
        _share("sign_above_region_points", "На сколько выше региона"),
        _sign("easy_hard", "простые задания хуже, сложные лучше"),
        _share("sign_easy_hard_points", "На сколько хуже и лучше"),
    ),
    *_in_group(
        _MARKS,
        _sign("cliffs", "скачок на границе отметки"),
        _share("sign_cliffs_points", "Какой скачок заметен"),
        _sign("class_drop", "снижение у того же класса через год"),
        _share("sign_class_drop_points", "Какое снижение заметно"),
        _sign("journal", "отметки за работу и в журнале"),
        _share("sign_journal_share", "Доля разошедшихся отметок", "0.40 — это 40 % участников."),
    ),
)

TABLES = (
    Table("procedures", "Процедуры", (_code("code", "Процедура"),), key="code"),
    Table(
        "ege_procedures",
        "Процедуры ЕГЭ",
        (_code("code", "Процедура"),),
        help="Нужны, если включено основание «минимум ЕГЭ».",
        key="code",
    ),
    Table(
        "boundaries",
        "С какого первичного балла ставят отметку",
        (
            _code("procedure", "Процедура"),
            Field("three", "«3» с", "int", minimum="1"),
            Field("four", "«4» с", "int", minimum="1"),
            Field("five", "«5» с", "int", minimum="1"),
        ),
        help="Нужны признаку «скачок на границе отметки». Возьмите их из описания работы.",
        key="procedure",
    ),
)


def check(content: Content) -> list[Mistake]:
    """What the fields alone cannot tell: a readable rule, known procedures, rising boundaries."""
    try:
        parse_rule(content)
    except BadRule as wrong:
        return [Mistake("threshold", str(wrong))]
    return [*_unknown_procedures(content), *_unordered_boundaries(content)]


def _unknown_procedures(content: Content) -> list[Mistake]:
    known = set(Procedure.objects.values_list("code", flat=True))
    if not known:  # a first start: definitions are seeded before the procedures are made of theirs
        return []
    places = (("procedures", "code"), ("ege_procedures", "code"), ("boundaries", "procedure"))
    return [
        Mistake(
            name, f"Процедуры «{row[name]}» нет в каталоге процедур: выберите код из него.", table, number
        )
        for table, name in places
        for number, row in enumerate(content.get(table, []))
        if row[name] not in known
    ]


def _unordered_boundaries(content: Content) -> list[Mistake]:
    return [
        Mistake("three", "Баллы должны расти от «3» к «5».", "boundaries", number)
        for number, row in enumerate(content.get("boundaries", []))
        if not row["three"] < row["four"] < row["five"]
    ]


def identification_rules() -> Kind:
    """Registered by `config`, which also knows the preview's template."""
    from opora.identification.preview import preview

    return Kind(
        code=KIND,
        title="Правила отбора",
        about="По какому правилу школы попадают в проект списка ШНОР.",
        fields=FIELDS,
        tables=TABLES,
        check=check,
        preview=preview,
        groups=GROUPS,
    )
