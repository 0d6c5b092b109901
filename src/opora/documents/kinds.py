"""The kinds of definitions of documents: what a document contains, how it is checked, how it is scored."""

from collections import Counter
from collections.abc import Iterator

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.documents.checks.running import CHECKS
from opora.documents.outline import FACT_TITLES, PART_TITLES
from opora.documents.programme import SPECIALIST_TITLES

DOCUMENTS, RULES, SHEETS = "documents", "programme-rules", "expert-sheets"

SEVERITY_TITLES = {"error": "ошибка", "warning": "вероятно, ошибка", "advice": "совет"}
_MOST_POINTS = "10"
_CRITERION = Field("criterion", "Критерий экспертного листа", required=False, help="Код критерия.")


def documents() -> Kind:
    return Kind(
        code=DOCUMENTS,
        title="Документы программы",
        about="Из каких разделов состоит документ, зачем они и как выглядят хорошие и слабые.",
        fields=(
            Field("about", "Для чего документ", "long"),
            Field("months", "На сколько месяцев", "int", minimum="1", maximum="60"),
            Field("per_direction", "Свой на каждое направление", "bool", required=False),
            Field("of_territory", "Документ территории, а не школы", "bool", required=False),
        ),
        tables=(
            Table(
                "sections",
                "Разделы",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("part", "Что в разделе", "choice", choices=tuple(PART_TITLES.items())),
                    Field("required", "Обязателен", "bool", required=False),
                    Field("why", "Зачем раздел", "long"),
                    Field("good", "Хороший пример", "long", required=False),
                    Field("weak", "Слабый пример", "long", required=False),
                    Field(
                        *("facts", "Что подставить из данных", "choice"),
                        required=False,
                        choices=tuple(FACT_TITLES.items()),
                    ),
                    _CRITERION,
                ),
                key="code",
            ),
        ),
        check=_of_document,
        is_open=True,
    )


def programme_rules() -> Kind:
    return Kind(
        code=RULES,
        title="Правила проверки программ",
        about="Что проверяется, пока программу пишут, как об этом говорят и сколько баллов это стоит.",
        fields=(
            _percent("same_text", "С какой доли общих слов тексты одинаковы, %"),
            Field("short_text", "Сколько знаков в разделе мало", "int", minimum="0", maximum="5000"),
            _percent("administration", "Какую долю мер может вести одна администрация, %"),
            Field("longest_measure", "Сколько месяцев мере много", "int", minimum="1", maximum="60"),
        ),
        tables=(
            Table(
                "rules",
                "Правила",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("severity", "Насколько важно", "choice", choices=tuple(SEVERITY_TITLES.items())),
                    Field("why", "Почему это важно", "long"),
                    Field("remedy", "Как исправить", "long"),
                    Field("weak", "Так бывает", "long", required=False),
                    Field("good", "Так хорошо", "long", required=False),
                    _CRITERION,
                    Field(
                        "points", "Сколько баллов снимают", "int", required=False, minimum="0", maximum="10"
                    ),
                    Field("off", "Не проверять", "bool", required=False),
                ),
                key="code",
            ),
            Table(
                "staffing",
                "Какому фактору нужен специалист",
                (
                    Field("factor", "Код фактора риска"),
                    Field("specialist", "Специалист", "choice", choices=tuple(SPECIALIST_TITLES.items())),
                ),
                help="Если по фактору нужен специалист, а меры о нём нет, проверка это скажет.",
            ),
        ),
        check=_of_rules,
    )


def expert_sheets() -> Kind:
    return Kind(
        code=SHEETS,
        title="Экспертные листы",
        about="Критерии с баллами, слова к каждому баллу, зоны по сумме и то, что эксперт отмечает без баллов.",
        tables=(
            Table(
                "criteria",
                "Критерии",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("points", "Наибольший балл", "int", minimum="1", maximum=_MOST_POINTS),
                ),
                key="code",
            ),
            Table(
                "words",
                "Что значит балл",
                (
                    Field("criterion", "Критерий"),
                    Field("points", "Балл", "int", minimum="0", maximum=_MOST_POINTS),
                    Field("words", "Словами", "long"),
                ),
            ),
            Table(
                "zones",
                "Зоны",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("first", "С какой суммы", "int", minimum="0", maximum="1000"),
                ),
                help="Зона идёт до начала следующей: зоны не пересекаются и не оставляют пропусков.",
                key="code",
            ),
            Table(
                "parts",
                "Части критериев",
                (Field("criterion", "Критерий"), Field("code", "Код"), Field("title", "Название")),
                help="Эксперт отмечает, что из этого есть. Баллов у частей нет.",
                key="code",
            ),
            Table(
                "weaknesses",
                "Слабые места",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("criterion", "Критерий", required=False, help="Код критерия, если место о нём."),
                ),
                help="Эксперт отмечает то, что встретил. Баллов у слабых мест нет.",
                key="code",
            ),
        ),
        check=_of_sheet,
    )


def _percent(name: str, title: str) -> Field:
    return Field(name, title, "int", minimum="1", maximum="100")


def _of_document(content: Content) -> list[Mistake]:
    parts = Counter(row["part"] for row in content.get("sections", ()))
    found = [
        Mistake("part", f"Часть «{PART_TITLES[part]}» стоит в двух разделах. Оставьте один.", "sections", row)
        for row, part in enumerate(each["part"] for each in content.get("sections", ()))
        if part not in {"text", "facts"} and parts[part] > 1
    ]
    return found if parts else [Mistake("sections", "Нет ни одного раздела. Добавьте раздел.")]


def _of_rules(content: Content) -> list[Mistake]:
    found = []
    for row, rule in enumerate(content.get("rules", ())):
        if rule["code"] not in CHECKS:
            words = f"Правила «{rule['code']}» Опора не знает. Слова и баллы менять можно, код — нет."
            found.append(Mistake("code", words, "rules", row))
        if rule.get("points") and not rule.get("criterion"):
            found.append(Mistake("criterion", "Баллы снимают по критерию. Назовите его код.", "rules", row))
    return found


def _of_sheet(content: Content) -> list[Mistake]:
    return [*_of_words(content), *_of_zones(content), *_of_ticks(content)]


def _of_words(content: Content) -> Iterator[Mistake]:
    if not content.get("criteria"):
        yield Mistake("criteria", "Нет ни одного критерия. Добавьте критерий.")
    most = {row["code"]: row["points"] for row in content.get("criteria", ())}
    worded = Counter((row["criterion"], row["points"]) for row in content.get("words", ()))
    for row, each in enumerate(content.get("words", ())):
        if each["criterion"] not in most:
            yield Mistake("criterion", f"Критерия «{each['criterion']}» нет. Проверьте код.", "words", row)
        elif each["points"] > most[each["criterion"]]:
            yield Mistake("points", "Такого балла у критерия нет.", "words", row)
        elif worded[each["criterion"], each["points"]] > 1:
            yield Mistake("points", "Этот балл описан дважды. Оставьте один раз.", "words", row)
    for row, (code, points) in enumerate(most.items()):
        missing = [str(n) for n in range(points + 1) if not worded[code, n]]
        if missing:
            words = f"Не сказано, что значит балл {', '.join(missing)}. Впишите слова."
            yield Mistake("points", words, "criteria", row)


def _of_zones(content: Content) -> Iterator[Mistake]:
    total = sum(row["points"] for row in content.get("criteria", ()))
    firsts = [row["first"] for row in content.get("zones", ())]
    if 0 not in firsts:
        yield Mistake("zones", "Ни одна зона не начинается с нуля. Добавьте такую.")
    for row, first in enumerate(firsts):
        if first > total:
            yield Mistake("first", f"Больше {total} баллов лист не даёт.", "zones", row)
        if firsts.count(first) > 1:
            yield Mistake("first", "Две зоны начинаются с одной суммы.", "zones", row)


def _of_ticks(content: Content) -> Iterator[Mistake]:
    """A table filled in off line names criteria and ticks by their titles: no two may have one title."""
    known = {row["code"] for row in content.get("criteria", ())}
    for table in ("parts", "weaknesses"):
        for row, each in enumerate(content.get(table, ())):
            if each.get("criterion") and each["criterion"] not in known:
                words = f"Критерия «{each['criterion']}» нет. Проверьте код."
                yield Mistake("criterion", words, table, row)
    for table in ("criteria", "parts", "weaknesses"):
        seen: set[tuple[str, str]] = set()
        for row, each in enumerate(content.get(table, ())):
            named = (each["criterion"] if table == "parts" else "", each["title"].casefold())
            if named in seen:
                yield Mistake("title", f"«{each['title']}» уже есть выше. Назовите иначе.", table, row)
            seen.add(named)
