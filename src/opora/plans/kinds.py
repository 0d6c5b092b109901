"""The definition of works of plans: by which words a work is known, what it rests on, which fact marks it."""

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.plans.works import Words

WORKS, WORKS_CODE = "plan-works", "works"


def plan_works() -> Kind:
    """A function: which facts there are to choose among is asked when a page is shown."""
    return Kind(
        code=WORKS,
        title="Виды работ плана",
        about=(
            "По этим словам Опора узнаёт, о какой работе строка муниципального или регионального плана, на чём "
            "эта работа держится и какой факт её отмечает. По ним же страж хронологии находит работу, которая "
            "стоит в плане раньше того, без чего её не сделать."
        ),
        tables=(
            Table(
                "works",
                "Виды работ",
                (
                    Field(
                        "code", "Код", help="Латиницей; не меняется никогда: по нему хранятся строки планов."
                    ),
                    Field("title", "Название", help="С маленькой буквы: «анализ рисковых профилей»."),
                    Field(
                        "words",
                        "По каким словам узнаём",
                        "list",
                        help=(
                            "Начала слов подряд: «анализ рисков профил». Многоточие «…» — между ними могут стоять "
                            "другие слова, не больше десяти. Где подходит несколько работ, верна та, что названа "
                            "раньше. Регистр, «ё» и «рискованный» вместо «рисковый» не важны."
                        ),
                    ),
                    Field(
                        "rests_on",
                        "На чём держится",
                        "list",
                        required=False,
                        help="Коды работ, без которых эту не начать.",
                    ),
                    Field(
                        "sums_up",
                        "Подводит итог всему плану",
                        "bool",
                        required=False,
                        help="Такой работе нечего делать раньше, чем начнётся хоть что-нибудь другое.",
                    ),
                    Field(
                        "fact",
                        "Какой факт отмечает",
                        required=False,
                        options=_facts,
                        help="Предлагается новым строкам; в строке можно выбрать другой.",
                    ),
                ),
                help="По строке на вид работы.",
                key="code",
            ),
        ),
        check=_check,
    )


def _facts() -> list[tuple[str, str]]:
    from opora.plans.facts import choices

    return [("", "никакой"), *choices()]


def _check(content: Content) -> list[Mistake]:
    """Works rest on works that are there, in no circle; words can be read."""
    rows = content.get("works", [])
    codes = {row["code"] for row in rows}
    found = []
    for number, row in enumerate(rows):
        unknown = [code for code in row.get("rests_on") or [] if code not in codes]
        if unknown:
            words = f"Таких работ нет: {', '.join(unknown)}. Возьмите коды из первого столбца."
            found.append(Mistake("rests_on", words, "works", number))
        if row["code"] in _below(row["code"], rows):
            words = "Работа держится сама на себе через другие. Уберите одну из связей."
            found.append(Mistake("rests_on", words, "works", number))
        unread = [each for each in row["words"] if not Words.parse(each).stems]
        if unread:
            words = f"Здесь нет слов: «{unread[0]}». Впишите начала слов."
            found.append(Mistake("words", words, "works", number))
    return found


def _below(code: str, rows: list[Content]) -> set[str]:
    """Everything a work rests on, however far."""
    grounds = {row["code"]: row.get("rests_on") or [] for row in rows}
    waiting, met = list(grounds.get(code, [])), set[str]()
    while waiting:
        each = waiting.pop()
        if each not in met:
            met.add(each)
            waiting += grounds.get(each, [])
    return met
