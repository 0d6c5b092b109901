"""How tables and fields of a programme, and forms of work, are called. Pure Python."""

from opora.documents.programme import STAFFING

#: (one row, the table)
TABLE_TITLES: dict[str, tuple[str, str]] = {
    "passages": ("раздел", "Текст разделов"),
    "directions": ("направление", "Направления"),
    "causes": ("причина", "Причины"),
    "goals": ("цель", "Цели"),
    "tasks": ("задача", "Задачи"),
    "measures": ("мера", "Меры"),
    "indicators": ("показатель", "Показатели"),
    "results": ("результат", "Ожидаемые результаты"),
    "programme": ("документ", "Документ"),
}
#: the button that adds a row
ADD: dict[str, str] = {
    "causes": "Добавить причину",
    "goals": "Добавить цель",
    "tasks": "Добавить задачу",
    "measures": "Добавить меру",
    "indicators": "Добавить показатель",
    "results": "Добавить результат",
}
FIELD_TITLES: dict[str, str] = {
    "text": "Текст",
    "title": "Название",
    "direction": "Направление",
    "goal": "Цель",
    "causes": "Какие причины снимает",
    "task": "Задача",
    "form": "Форма работы",
    "starts": "Начало",
    "ends": "Конец",
    "when": "Срок словами",
    "executors": "Кто делает",
    "named": "Ответственные по именам",
    "participants": "Для кого или с кем",
    "result": "Измеримый результат",
    "resources": "Ресурсы",
    "of": "Чей показатель",
    "unit": "Единица",
    "baseline": "Сейчас",
    "target": "Будет",
    "by": "К какому дню",
    "source": "Откуда число",
    "method": "Как измеряем",
    "goals": "Какие цели",
    "indicators": "По каким показателям видно",
    "school": "Школа",
    "cycle": "Год",
}
FORM_TITLES: dict[str, str] = {
    "lesson": "урок или занятие",
    "consultation": "консультации",
    "visit": "посещение уроков",
    "seminar": "семинар, мастер-класс",
    "course": "курсы повышения квалификации",
    "diagnostics": "диагностика",
    "event": "событие для детей или родителей",
    "club": "кружок, внеурочная работа",
    "meeting": "встреча, совет, собрание",
    "partnership": "работа с партнёром",
    "equipment": "оснащение",
    STAFFING: "привлечение специалиста",
    "other": "другое",
}
