"""The kind of definition that holds the catalogue of risk factors and their indicators."""

from collections.abc import Iterator
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience

KIND = "risk-factors"
DEFAULT_CODE = "factors"

GROUP_TITLES = {
    "resources": "ресурсы и кадры",
    "management": "управление",
    "pupils": "контингент и семьи",
    "climate": "образовательная среда",
}
ORIGIN_TITLES = {
    "federal-style": "по образцу федеральных анкет",
    "sources": "из документов программы",
    "region": "добавил регион",
}
SOURCE_TITLES = {"answers": "ответы", "results": "результаты", "card": "карта школы"}
VISIT_TITLES = {"see": "посмотреть", "documents": "спросить документы", "talk": "поговорить"}
_AUDIENCES = tuple(
    (audience.value, AUDIENCE_TITLES[audience])
    for audience in (Audience.TEACHER, Audience.PUPIL, Audience.PARENT)
)
_LARGEST_WEIGHT = "20"
#: of a hint for a visit: it is read on a phone at the door of a classroom
LONGEST_HINT = 160

FIELDS = (
    Field(
        "bound_middle",
        "С какого значения риск средний",
        "int",
        minimum="1",
        maximum="99",
        help="Ровно столько — уже средний.",
    ),
    Field(
        "bound_high",
        "С какого значения риск высокий",
        "int",
        minimum="2",
        maximum="100",
        help="Ровно столько — уже высокий.",
    ),
    Field(
        "minimum_group",
        "Наименьшее число ответивших, чьи ответы показываем",
        "int",
        minimum="3",
        maximum="50",
    ),
)


def _number(name: str, title: str, words: str = "", *, required: bool = False) -> Field:
    return Field(name, title, "int", required=required, minimum="-32767", maximum="32767", help=words)


TABLES = (
    Table(
        "factors",
        "Факторы риска",
        (
            Field("code", "Код"),
            Field("title", "Название"),
            Field("group", "Группа", "choice", choices=tuple(GROUP_TITLES.items())),
            Field("why", "Почему это важно", "long"),
            Field("origin", "Откуда", "choice", choices=tuple(ORIGIN_TITLES.items())),
        ),
        key="code",
    ),
    Table(
        "indicators",
        "Показатели",
        (
            Field("code", "Код"),
            Field("factor", "Фактор"),
            Field("title", "Что считаем"),
            Field("source", "Откуда данные", "choice", choices=tuple(SOURCE_TITLES.items())),
            Field("audience", "Кто отвечает", "choice", required=False, choices=_AUDIENCES),
            Field(
                "item",
                "Что берём",
                help="Ответы: код вопроса (p12, t07.3). Результаты: процедуры (vpr-*). Карта: поле числителя.",
            ),
            _number("risk_from", "Риск: ответ от", "Для ответов. Границы входят."),
            _number("risk_to", "Риск: ответ до"),
            _number("base_from", "Знаменатель: ответ от", "Пусто — считаем все ответы."),
            _number("base_to", "Знаменатель: ответ до"),
            Field("base_item", "Карта: поле знаменателя", required=False),
            Field("reverse", "Наоборот: риск — остальные", "bool", required=False),
            Field(
                "full",
                "При какой доле риск полный, %",
                "int",
                required=False,
                minimum="1",
                maximum="100",
                help="Пусто — 100. Если 30, то доля 30 % и выше считается полным риском.",
            ),
            Field("weight", "Вес", "int", minimum="1", maximum=_LARGEST_WEIGHT),
            Field("note", "Откуда показатель", required=False),
        ),
        key="code",
    ),
    Table(
        "causes",
        "Обычные причины",
        (Field("factor", "Фактор"), Field("text", "Причина", "long")),
    ),
    Table(
        "measures",
        "Образцы мер",
        (
            Field("factor", "Фактор"),
            Field("text", "Мера", "long"),
            Field("result", "Измеримый результат", "long"),
            Field("source", "На что опирается", "long", required=False),
        ),
    ),
    Table(
        "visits",
        "Что проверить на визите",
        (
            Field("factor", "Фактор"),
            Field("part", "Что сделать", "choice", choices=tuple(VISIT_TITLES.items())),
            Field("text", "Подсказка куратору", help=f"Одна короткая фраза, до {LONGEST_HINT} знаков."),
        ),
    ),
)


def check(content: Content) -> list[Mistake]:
    """The rules that no single field can hold."""
    return [
        *_of_whole(content),
        *_of_factors_named(content),
        *_of_indicators(content),
        *_of_visits(content),
    ]


def _of_whole(content: Content) -> Iterator[Mistake]:
    if content["bound_middle"] >= content["bound_high"]:
        yield Mistake("bound_high", "Граница высокого риска должна быть больше границы среднего.")
    if not content.get("factors"):
        yield Mistake("factors", "Нет ни одного фактора. Добавьте фактор.")


def _of_factors_named(content: Content) -> Iterator[Mistake]:
    known = {factor["code"] for factor in content.get("factors", ())}
    for table in ("indicators", "causes", "measures", "visits"):
        for row, each in enumerate(content.get(table, ())):
            if each["factor"] not in known:
                yield Mistake("factor", f"Фактора «{each['factor']}» нет. Проверьте код.", table, row)


def _of_indicators(content: Content) -> Iterator[Mistake]:
    rules = {"answers": _of_answers, "results": _of_results, "card": _of_card}
    for row, indicator in enumerate(content.get("indicators", ())):
        for where, words in rules[indicator["source"]](indicator):
            yield Mistake(where, words, "indicators", row)


def _of_answers(indicator: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not indicator.get("audience"):
        yield "audience", "Назовите, кто отвечает: педагоги, обучающиеся или родители."
    if indicator.get("base_item"):
        yield "base_item", "Поле знаменателя бывает только у показателя карты. Уберите его."
    risk = indicator.get("risk_from"), indicator.get("risk_to")
    base = indicator.get("base_from"), indicator.get("base_to")
    if risk[0] is None or risk[1] is None or risk[0] > risk[1]:
        yield "risk_to", "Назовите ответы риска: от меньшего к большему."
        return
    if base == (None, None):
        return
    if base[0] is None or base[1] is None or base[0] > base[1]:
        yield "base_to", "Назовите оба конца знаменателя, от меньшего к большему, или ни одного."
    elif not base[0] <= risk[0] <= risk[1] <= base[1]:
        yield "base_to", "Ответы риска должны входить в знаменатель. Расширьте знаменатель."


def _of_results(indicator: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _only_of_answers(indicator)
    if indicator.get("base_item"):
        yield "base_item", "Поле знаменателя бывает только у показателя карты. Уберите его."


def _of_card(indicator: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _only_of_answers(indicator)
    if not indicator.get("base_item"):
        yield "base_item", "Назовите поле карты, которое служит знаменателем."


def _only_of_answers(indicator: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if indicator.get("audience"):
        yield "audience", "Отвечающие бывают только у показателя по ответам. Уберите их."
    for name in ("risk_from", "risk_to", "base_from", "base_to"):
        if indicator.get(name) is not None:
            yield name, "Границы ответов бывают только у показателя по ответам. Уберите их."


def _of_visits(content: Content) -> Iterator[Mistake]:
    for row, hint in enumerate(content.get("visits", ())):
        if len(hint["text"]) > LONGEST_HINT:
            words = f"Длиннее {LONGEST_HINT} знаков. Сократите или разделите на две подсказки."
            yield Mistake("text", words, "visits", row)


def risk_factors() -> Kind:
    """Registered by `config`."""
    return Kind(
        code=KIND,
        title="Факторы риска",
        about="Из каких показателей складывается рисковый профиль школы и с какого значения риск высокий.",
        fields=FIELDS,
        tables=TABLES,
        check=check,
    )
