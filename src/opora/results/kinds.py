"""The catalogue of procedures as a kind of versioned definition."""

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.results.states import ExamKind

CODE = "procedures"

_LOW = (("mark2", "отметка «2»"), ("score", "ниже минимального балла"))
_HIGH = (("marks45", "отметки «4» и «5»"), ("score", "от указанного балла"))


def _check(content: Content) -> list[Mistake]:
    """A procedure's subject must be named above; a score rule needs its score."""
    subjects = {row.get("name") for row in content.get("subjects", [])}
    found: list[Mistake] = []
    seen: set[tuple[object, ...]] = set()
    for number, row in enumerate(content.get("procedures", [])):
        if row.get("subject") not in subjects:
            words = f"Предмета «{row.get('subject')}» нет в таблице «Предметы». Добавьте его туда."
            found.append(Mistake("subject", words, "procedures", number))
        for rule, score in (("low", "low_below"), ("high", "high_from")):
            if row.get(rule) == "score" and row.get(score) is None:
                found.append(Mistake(score, "Впишите балл.", "procedures", number))
        same = (row.get("test"), row.get("subject"), row.get("grade"))
        if same in seen:
            found.append(
                Mistake("subject", "Такая процедура уже есть выше. Уберите повтор.", "procedures", number)
            )
        seen.add(same)
    return found


KIND = Kind(
    code=CODE,
    title="Процедуры и предметы",
    about=(
        "Какие оценочные процедуры бывают, как пишут названия предметов в таблицах и какие результаты "
        "считаются низкими и высокими."
    ),
    tables=(
        Table(
            "subjects",
            "Предметы",
            (
                Field("name", "Предмет"),
                Field(
                    "synonyms",
                    "Как ещё пишут",
                    "list",
                    required=False,
                    help="Сокращения из таблиц: МА, матем.",
                ),
            ),
            help="По этим словам импорт узнаёт предмет в заголовках.",
            key="name",
        ),
        Table(
            "procedures",
            "Процедуры",
            (
                Field("code", "Код", help="Латиницей; не меняется никогда."),
                Field("test", "Процедура", "choice", choices=tuple(ExamKind.choices)),
                Field("subject", "Предмет"),
                Field(
                    "grade",
                    "Класс",
                    "int",
                    required=False,
                    minimum="1",
                    maximum="11",
                    help="У ОГЭ и ЕГЭ пусто.",
                ),
                Field("title", "Название"),
                Field("is_mandatory", "Обязательный предмет", "bool", required=False),
                Field("low", "Низкий результат", "choice", choices=_LOW),
                Field("low_below", "Минимальный балл", "int", required=False, minimum="1", maximum="100"),
                Field("high", "Высокий результат", "choice", choices=_HIGH),
                Field("high_from", "Высокий — от балла", "int", required=False, minimum="1", maximum="100"),
            ),
            key="code",
        ),
    ),
    is_regional=False,
    check=_check,
)
